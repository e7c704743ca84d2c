"""`nkrisk-geo zones`, `crossings` and `gazetteer info`: what the gazetteer holds, as tables."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from nkrisk_geo.cli.terminal import say
from nkrisk_geo.cli.terminal_table import show_table
from nkrisk_geo.gazetteer.edition import ENDING, packaged_files
from nkrisk_geo.gazetteer.gazetteer import PACKAGED, Gazetteer, verify_packaged
from nkrisk_geo.model.explain import NOTICE


def zones(arguments: Namespace) -> int:
    """List the zones, finest first."""
    shown = ("id", "kind", "name_en", "name_zh", "members")
    rows = [asdict(zone) for zone in Gazetteer.default().zones]
    _show(rows, shown, arguments)
    if not arguments.json:
        say("", NOTICE)
    return 0


def crossings(arguments: Namespace) -> int:
    """List the ports of entry from the mouth of the Yalu to the tripoint."""
    point = ("lat", "lng", "accuracy_km")
    names = ("name_en", "name_zh", "dprk_en", "kind", "county")
    shown = ("id", "chainage_km", *names, *point, "status_reported", "status")
    rows = [asdict(crossing) for crossing in Gazetteer.default().crossings]
    _show(rows, shown, arguments)
    return 0


def gazetteer(arguments: Namespace) -> int:
    """Version and number of entries of the packaged gazetteer, or whether it is whole."""
    if arguments.verify:
        return _verify(arguments)
    if arguments.files:
        return _files(arguments)
    data = Gazetteer.default()
    facts = {
        "version": data.version,
        "sha256": data.sha256,
        "zones": len(data.zones),
        "crossings": len(data.crossings),
        **data.counts(),
    }
    if arguments.json:
        print(json.dumps(facts))
        return 0
    # The version stands in the heading, and the checksum would make the table wide.
    numbers = {name: fact for name, fact in facts.items() if isinstance(fact, int)}
    counts = [(name, f"{count:,}") for name, count in numbers.items()]
    show_table(("gazetteer", data.version), counts)
    say("", f"sha256 {data.sha256}")
    return 0


def _verify(arguments: Namespace) -> int:
    """Say that the packaged files are whole; where they are not, the error says which."""
    version, files = verify_packaged()
    if arguments.json:
        print(json.dumps({"version": version, "verified": files}))
        return 0
    say(
        f"gazetteer {version}: {', '.join(files)} are as they were released, and all "
        "that they refer to is there"
    )
    return 0


def _files(arguments: Namespace) -> int:
    """What the packaged files are."""
    rows = [
        {
            "file": f"{name}{ENDING}",
            "version": file["version"],
            "bytes": file.content.nbytes,
            "sections": len(file),
            "xxh64": f"{file.checksum:016x}",
        }
        for name, file in packaged_files(PACKAGED).items()
    ]
    _show(rows, tuple(rows[0]), arguments)
    return 0


def _show(
    rows: Sequence[dict[str, Any]], shown: Sequence[str], arguments: Namespace
) -> None:
    """Rows as a table of some columns, or all of them as JSON lines."""
    if arguments.json:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
        return
    table = [[_cell(row[name]) for name in shown] for row in rows]
    show_table(shown, table)


def _cell(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return "" if value is None else str(value)
