"""The command `nkrisk-geo` with small chunks and many checkpoints, so that a small file is long enough to be stopped in."""

from __future__ import annotations

import sys
from collections.abc import Sequence

ROWS, EVERY = 500, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command."""
    from nkrisk_geo import cli
    from nkrisk_geo.files import chunks, run

    for module, name, value in ((chunks, "ROWS", ROWS), (run, "EVERY", EVERY)):
        if not hasattr(module, name):
            raise AttributeError(
                f"{module.__name__} has no {name} any more: make chunks small in another way"
            )
        setattr(module, name, value)
    return cli.main(argv)


if __name__ == "__main__":
    sys.exit(main())
