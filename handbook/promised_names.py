"""The public names with their parameters, and the columns, as this version promises them.

    python -m handbook.promised_names          writes tests/data/promised.json

The tests compare: what was promised is still there, and columns do not change while their version stays. What comes is added
by writing the file anew; what goes needs what docs/versions.md asks for.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import nkrisk_geo

RECORD = Path(__file__).resolve().parents[1] / "tests" / "data" / "promised.json"
ENUMS = ("Status", "Reason", "Level", "PostcodeStatus", "PointStatus")


def promises() -> dict[str, Any]:
    """What this version promises."""
    return {
        "schema_version": nkrisk_geo.SCHEMA_VERSION,
        "columns": {column.name: str(column.type) for column in nkrisk_geo.COLUMNS},
        "names": {
            name: parts(getattr(nkrisk_geo, name))
            for name in sorted(nkrisk_geo.__all__)
        },
        "words": {
            name: [str(word) for word in getattr(nkrisk_geo, name)] for name in ENUMS
        },
    }


def parts(thing: Any) -> list[str]:
    """What a user names of a public thing: parameters of a function, fields of a class."""
    if isinstance(thing, type):
        return [*getattr(thing, "__dataclass_fields__", ())]
    if not callable(thing):
        return []
    return [_parameter(each) for each in inspect.signature(thing).parameters.values()]


def _parameter(parameter: inspect.Parameter) -> str:
    by_name = parameter.kind is inspect.Parameter.KEYWORD_ONLY
    mark = (
        "**"
        if parameter.kind is inspect.Parameter.VAR_KEYWORD
        else ""
        if by_name
        else "/"
    )
    optional = "" if parameter.default is inspect.Parameter.empty else "="
    return f"{mark}{parameter.name}{optional}"


def broken(kept: Mapping[str, Any]) -> Iterator[str]:
    """Promises that this version does not keep, as sentences."""
    here = promises()
    for name, named in kept["names"].items():
        if name not in here["names"]:
            yield f"nkrisk_geo.{name} is gone"
            continue
        gone = [
            part for part in named if {part, f"{part}="}.isdisjoint(here["names"][name])
        ]
        if gone:
            yield f"nkrisk_geo.{name} has no {', '.join(gone)}"
        needed = [
            part
            for part in here["names"][name]
            if part not in named and not part.startswith("**")
        ]
        if callable(getattr(nkrisk_geo, name)) and not isinstance(
            getattr(nkrisk_geo, name), type
        ):
            yield from (
                f"nkrisk_geo.{name} needs {part}"
                for part in needed
                if not part.endswith("=")
            )
    for name, words in kept["words"].items():
        yield from (
            f"{name} has no {word!r}"
            for word in words
            if word not in here["words"][name]
        )
    if (
        kept["schema_version"] == here["schema_version"]
        and kept["columns"] != here["columns"]
    ):
        yield f"the columns changed and SCHEMA_VERSION is still {here['schema_version']}"


def main() -> None:
    """Writes the record."""
    text = json.dumps(promises(), ensure_ascii=False, indent=1)
    RECORD.write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
