"""Run by `tests/project/test_isolation.py` in a process of its own: does what the library does, and says what Python saw.

Python tells a hook of each socket, process and file that is opened. The hook cannot be taken away again, and sees what other
libraries do as well.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import geopandas  # noqa: F401 - what others do while they are imported is theirs
import jieba  # noqa: F401
import pandas
import polars
import pypinyin  # noqa: F401

sys.dont_write_bytecode = True
REACHING = tuple(
    "socket. subprocess. os.exec os.posix_spawn os.spawn os.system os.fork webbrowser. pickle. urllib. http. ftplib.".split()
)
KINDS = ("csv", "jsonl", "parquet", "xlsx")
TEXT = "注册地址:辽宁省丹东市振兴区红豪水产大厦"
done: list[str] = []
written: set[str] = set()


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Notes what reaches out, and what is opened to be written."""
    if event.startswith(REACHING):
        done.append(event)
    elif event == "open" and isinstance(arguments[0], str):
        _, mode, flags = arguments
        if set(mode or "") & set("wax+") or (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.add(arguments[0])


def answer() -> None:
    """Everything that gives values."""
    import nkrisk_geo

    nkrisk_geo.resolve(TEXT, lat=40.1, lng=124.4)
    for ask in (
        nkrisk_geo.resolve_all,
        nkrisk_geo.parse,
        nkrisk_geo.suggest,
        nkrisk_geo.distance_quantiles,
    ):
        ask(TEXT)
    nkrisk_geo.search_terms("dandong")
    nkrisk_geo.border_at(lat=40.1, lng=124.4)
    nkrisk_geo.load_zones({"near": {"within_km": 2}})
    for give in (nkrisk_geo.border_line, nkrisk_geo.crossings, nkrisk_geo.zones):
        give()
    frame = nkrisk_geo.enrich(pandas.DataFrame({"a": [TEXT, None]}), address="a")
    nkrisk_geo.enrich(polars.DataFrame({"a": [TEXT]}), address="a")
    nkrisk_geo.geocode([TEXT])
    assert nkrisk_geo.explore(frame).html


def write(folder: Path) -> None:
    """Everything that makes files."""
    from nkrisk_geo.cli import main

    source = str(folder / "in.csv")
    for kind in KINDS:
        arguments = [
            "enrich",
            source,
            "-o",
            str(folder / f"out.{kind}"),
            "--address",
            "address",
            "--quiet",
        ]
        assert main(arguments) == 0
    assert main(["inspect", source]) == 0
    assert main(["report", str(folder / "out.csv"), "-o", str(folder / "out.html")]) == 0


if __name__ == "__main__":
    sys.addaudithook(watch)
    answer()
    assert not written, written
    write(Path(sys.argv[1]))
    print(
        json.dumps({"done": done, "written": sorted(written), "kinds": [*KINDS, "html"]}),
        file=sys.stderr,
    )
