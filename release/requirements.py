"""What pyproject.toml requires: of users, of the tests, of the build."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import dev


def about() -> dict[str, Any]:
    """What stands in pyproject.toml."""
    text = (dev.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    if sys.version_info >= (3, 11):
        import tomllib

        return tomllib.loads(text)
    # Python 3.10 has no reader of its own; its pip, which is needed anyhow, has one.
    from pip._vendor import tomli

    found: dict[str, Any] = tomli.loads(text)
    return found


def name_of(requirement: str) -> str:
    """The name of what is required, as it is compared.

    >>> name_of("XlsxWriter>=3.1"), name_of("tomli>=2; python_version < '3.11'"), name_of("nkrisk-geo[map]")
    ('xlsxwriter', 'tomli', 'nkrisk-geo')
    """
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def runtime() -> list[str]:
    """What the library needs and may use, of all its extras for users."""
    project = about()["project"]
    extras = project["optional-dependencies"]
    optional = [
        each
        for name, needed in extras.items()
        if name not in ("all", "dev", "tests")
        for each in needed
    ]
    return [*project["dependencies"], *optional]


def tools_of_tests() -> Sequence[str]:
    """What the tests need beside."""
    tools: list[str] = about()["project"]["optional-dependencies"]["tests"]
    return tools
