"""How often trade records name a country, a division of China or a city abroad: the prior of names in alphabets.

How many people live in a place says little of how often its name stands in the records of trade: Beijing's Chaoyang has
dozens of makers of devices, Liaoning's hardly one, and a hamlet of India none. So what records name is counted. A record
counts for its country by the label that it came with; in China for the finest division that it names beyond doubt, read by
this library; abroad for each city of its country whose name it has.

Only numbers are kept, no word of any record. The lists counted are named in `DATA_LICENSES.md`; they are no package, so they
are given by hand, as JSON lines with `text` and `expected.country` (a name or code):

    python -m fetch.trade_records FILE.jsonl.gz …        from `gazetteer/`
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa

from compiler.tables import squeeze, table
from fetch.upstream import write_table
from nkrisk_geo import annotate_arrow

SURE = 0.9
"""Probability from which a division is named beyond doubt."""
LONGEST = 4
"""Words of the longest city name that is sought."""
SOURCE = "counted in open lists; see DATA_LICENSES.md"
Record = tuple[str, str]
"""(text, ISO 3166-1 code of its country)."""


def records(paths: Sequence[Path]) -> Iterator[Record]:
    """The records in alphabets whose country is labelled."""
    codes = {squeeze(row["name"])[1]: row["iso2"] for row in table("facts/countries")}
    for path in paths:
        with (
            gzip.open(path, "rt")
            if path.suffix == ".gz"
            else path.open(encoding="utf8") as file
        ):
            for row in map(json.loads, file):
                text, country = (
                    row.get("text") or "",
                    (row.get("expected") or {}).get("country") or "",
                )
                code = (
                    country if len(country) == 2 else codes.get(squeeze(country)[1], "")
                )
                if code and squeeze(text)[0] == "latin":
                    yield text, code


def in_china(texts: Sequence[str]) -> Counter[str]:
    """Records by the finest division that each is in and has the name of."""
    read = annotate_arrow(pa.table({"text": [*texts]}), address="text")
    columns = (
        read[name].to_pylist() for name in ("text", "geo_adcode", "geo_confidence")
    )
    divisions = {row["code"]: row for row in table("cc-by/divisions")}
    counts = Counter[str]()
    for text, code, sure in zip(*columns, strict=True):
        form, named = squeeze(text)[1], code if sure and sure >= SURE else None
        while (
            named in divisions and squeeze(divisions[named]["name_en"])[1] not in form
        ):
            named = divisions[named]["parent"]
        if named in divisions:
            counts[named] += 1
    return counts


def abroad(found: Sequence[Record]) -> Counter[str]:
    """Records by the cities of their country that they name."""
    cities: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(
        table("cc-by/foreign_cities"), key=lambda row: -int(row["population"])
    ):
        for name in (row["name"], *row["names"].split(";")):
            cities[row["iso2"]].setdefault(squeeze(name)[1], row["id"])
    counts = Counter[str]()
    for text, country in found:
        words, known = (
            [squeeze(word)[1] for word in text.replace(",", " , ").split()],
            cities[country],
        )
        stretches = {
            "".join(words[at : at + length])
            for at in range(len(words))
            for length in range(1, LONGEST + 1)
        }
        counts.update({known[name] for name in stretches if name in known})
    return counts


def main() -> None:
    """Write `facts/trade_records.csv`."""
    found = [*records([Path(name) for name in sys.argv[1:]])]
    chinese = in_china([text for text, country in found if country == "CN"])
    counts = {
        "city": abroad(found),
        "country": Counter(country for _, country in found),
        "division": chinese,
    }
    rows = [
        (kind, place, number, SOURCE)
        for kind in counts
        for place, number in sorted(counts[kind].items())
    ]
    write_table("facts", "trade_records", ("kind", "place", "records", "source"), rows)


if __name__ == "__main__":
    main()
