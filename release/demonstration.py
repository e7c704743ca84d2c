"""`python3 dev.py demo`: the library on real input, with only what that needs.

It runs in `.venv` where that is there, otherwise in an environment of its own, `.venv-demo`, with the tables of Arrow, numpy and
the package that has the real addresses, in the versions of requirements/demo.lock.
"""

from __future__ import annotations

from collections.abc import Sequence

import dev

from release.environments import Environment, builders, locked

COST = "half a minute, 80 MB to fetch and 300 MB on disk"


def main(arguments: Sequence[str]) -> int:
    """Runs the demo."""
    if dev.is_complete(dev.VENV):
        dev.prepare()
        return dev.python("examples/demo.py", *arguments)
    environment = Environment("demo", (*builders(), locked("demo")), cost=COST)
    environment.prepare()
    return environment.run("examples/demo.py", *arguments)
