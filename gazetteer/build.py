"""Build the compiled gazetteer from the tables of this folder.

    python gazetteer/build.py            write src/nkrisk_geo/data/*.gaz, and their checksums beside them
    python gazetteer/build.py --check    fail when they are not what the tables give
    python gazetteer/build.py --diff     say what a build would change, name by name

The build is deterministic: the same tables give the same bytes. The integrity rules of `compiler/rules.py` run first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from compiler import codes, names, rules, units
from compiler.tables import GAZETTEER, characters, judgement_columns
from nkrisk_geo.gazetteer.compiler import compile_tables
from nkrisk_geo.gazetteer.datafile import FORMAT, DataFile
from nkrisk_geo.gazetteer.datafile_writer import encode
from nkrisk_geo.gazetteer.edition import BUCKETS, ENDING, INDEX, MANIFEST, manifest
from nkrisk_geo.gazetteer.gazetteer import Gazetteer

VERSION = f"{FORMAT}.2026.1"
DATA = GAZETTEER.parent / "src" / "nkrisk_geo" / "data"


def compile_all() -> dict[str, dict[str, object]]:
    """What is known, by file, in the form that `nkrisk_geo.gazetteer.datafile_writer.encode` takes."""
    facts_units, cc_by_units = units.build_units()
    facts: dict[str, object] = {
        "name": "facts",
        "version": VERSION,
        "characters": characters(),
        "judgement": judgement_columns(),
        "territories": units.TERRITORIES,
        "units": facts_units.columns,
        "names": names.compile_names(names.facts_names(facts_units)),
        "retired": codes.retired_codes(facts_units),
        "phone_areas": codes.phone_areas(facts_units),
        "calling_codes": codes.calling_codes(facts_units),
        "readings": codes.readings(),
        "subdivisions": codes.subdivisions(facts_units),
        "words": codes.words(),
        "word_lists": codes.word_lists(),
        "zones": codes.zones(),
        "crossings": codes.crossings(),
        "points": codes.columns_of(codes.place_points()),
        "spans": codes.spans(),
        "cutting": codes.cutting_words(),
        "villages": names.compile_names(names.village_names(facts_units))["han"],
        "regional": names.regional_table(facts_units),
        "localities": names.compile_names(names.locality_names(facts_units))["han"],
        "sea": codes.sea(),
    }
    cc_by: dict[str, object] = {
        "name": "cc-by",
        "version": VERSION,
        "units": cc_by_units.columns,
        "names": names.compile_names(names.cc_by_names(cc_by_units)),
        "retired": codes.retired_codes(facts_units),
        "moved_away": codes.moved_away(facts_units),
        "points": codes.columns_of(codes.points()),
        "region_points": codes.region_points(),
    }
    odbl: dict[str, object] = {
        "name": "odbl",
        "version": VERSION,
        "postcode_prefixes": codes.postcode_prefixes(facts_units),
        "main_postcodes": codes.main_postcodes(),
        "extents": codes.extents(),
        "distances": codes.distances(),
        "border_distances": codes.border_distances(),
        "ground_crossings": codes.ground_crossings(),
        "geometry": codes.geometry(),
        "islands": codes.islands(),
        "contacts": codes.contacts(),
        "chainages": codes.chainages(),
        "outlines": codes.outlines(),
        "regions": codes.regions(),
    }
    return {"facts": facts, "cc-by": cc_by, "odbl": odbl}


def gazetteer(contents: Mapping[str, bytes]) -> Gazetteer:
    """The gazetteer that files make, without an index."""
    return Gazetteer(
        {name: DataFile.read(content, name) for name, content in contents.items()}
    )


def files(buckets: dict[str, dict[str, object]]) -> dict[str, bytes]:
    """The files of the package by name: what is known, what follows from it for the engine, and checksums that anybody can
    compare.

    What follows from all three files stands in `odbl` where it is not what follows from the first two.
    """
    known = {name: encode(buckets[name]) for name in BUCKETS}
    free = {name: known[name] for name in BUCKETS[:2]}
    plain = compile_tables(gazetteer(free))
    index = encode(
        {"name": INDEX, "version": VERSION, "made from": _checksums(free), INDEX: plain}
    )
    every = compile_tables(gazetteer(known))
    later = {
        name: table for name, table in every.items() if not _same(table, plain[name])
    }
    odbl = encode(
        {
            **buckets["odbl"],
            "made from": _checksums({**free, INDEX: index}),
            INDEX: later,
        }
    )
    compiled = {
        f"{name}{ENDING}": content
        for name, content in ({**free, "odbl": odbl, INDEX: index}).items()
    }
    return {**compiled, MANIFEST: manifest(compiled)}


def _checksums(contents: Mapping[str, bytes]) -> dict[str, int]:
    return {
        name: DataFile.read(content, name).checksum
        for name, content in contents.items()
    }


def _same(one: Any, other: Any) -> bool:
    """Are two tables equal to the bit?"""
    if isinstance(one, (list, dict)):
        return bool(one == other)
    return bool(one.dtype == other.dtype and one.tobytes() == other.tobytes())


def check(compiled: dict[str, bytes]) -> int:
    """Compare with what is in the package."""
    stale = [name for name, content in compiled.items() if _read(name) != content]
    for name in stale:
        print(
            f"{name} is not what the tables give: run `python gazetteer/build.py` and commit it",
            file=sys.stderr,
        )
    return 1 if stale else 0


def diff(buckets: dict[str, dict[str, object]]) -> None:
    """What a build would change: keys, units and names that come, go or move."""
    for name, bucket in buckets.items():
        packaged = _read(f"{name}{ENDING}")
        old = DataFile.read(packaged, name).nest(plain=True) if packaged else {}
        for line in rules.differences(
            old, DataFile.read(encode(bucket), name).nest(plain=True)
        ):
            print(f"{name}: {line}")


def _read(name: str) -> bytes | None:
    path = DATA / name
    return path.read_bytes() if path.exists() else None


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Build the compiled gazetteer.")
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--check", action="store_true", help="fail when the package's files are stale"
    )
    group.add_argument(
        "--diff", action="store_true", help="say what a build would change"
    )
    arguments = parser.parse_args()
    buckets = compile_all()
    problems = rules.problems(
        gazetteer({name: encode(bucket) for name, bucket in buckets.items()})
    )
    for problem in problems:
        print(f"integrity: {problem}", file=sys.stderr)
    if problems:
        return 1
    if arguments.diff:
        diff(buckets)
        return 0
    compiled = files(buckets)
    if arguments.check:
        return check(compiled)
    DATA.mkdir(exist_ok=True)
    for name, content in compiled.items():
        (DATA / name).write_bytes(content)
        print(f"{name}: {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
