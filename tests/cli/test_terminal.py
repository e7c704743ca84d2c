"""What others wrote reaches the terminal as text: no command of theirs does, whichever command of ours prints it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import nkrisk_geo
from nkrisk_geo.cli import main
from nkrisk_geo.cli.terminal import LONGEST, abbreviate, escape

ESCAPES = "\x1b]0;gone\x07\x1b[2J\x9b31m\x08\x7f\u202egnodnaD\u2066\u200f\u2028\x85\ufeff\U000e0041"
HOSTILE = f"Dan{ESCAPES}dong"


def commands_in(printed: str) -> set[str]:
    """The characters of an output that are not shown but obeyed."""
    return {
        char
        for char in printed
        if char not in "\n\t" and (unicodedata.category(char)[0] == "C" or char in "\u2028\u2029")
    }


def test_what_is_obeyed_becomes_visible_and_what_is_shown_stays() -> None:
    assert commands_in(escape("".join(map(chr, range(sys.maxunicode + 1))))) == set()
    kept = "丹东市\tDandong, Lüshunkou — 신의주\u00a0Тумэнь 《》 é a\u0301"
    assert escape(kept) == kept
    assert escape("a\nb\r") == r"a\nb\r"


def test_a_message_that_would_fill_the_screen_keeps_its_beginning_and_its_end() -> None:
    told = abbreviate(f"cannot read{' column' * 9000}: use --encoding")
    assert len(told) <= LONGEST
    assert told.startswith("cannot read")
    assert told.endswith("use --encoding")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files whose cells, columns, names and zones are hostile."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cells.csv").write_text(
        f'address,"{HOSTILE}"\n"{HOSTILE}","{HOSTILE}"\n丹东市,x\n1,2,3\n', "utf-8"
    )
    (tmp_path / f"{HOSTILE}.csv").write_text(f'"{HOSTILE}"\nDandong\n', "utf-8")
    (tmp_path / "zones.toml").write_text(
        f"[{json.dumps(HOSTILE)}]\nmembers = ['210600']\nname_en = {json.dumps(HOSTILE)}\n"
    )
    (tmp_path / f"{HOSTILE}.toml").write_text(
        f"[{json.dumps(HOSTILE)}]\nmembers = {json.dumps(HOSTILE)}\n"
    )
    (tmp_path / "long.csv").write_text(
        ",".join(f"column{at}{ESCAPES}" for at in range(5000)) + "\n" + "1," * 5000,
        "utf-8",
    )
    (tmp_path / "lines.jsonl").write_text(
        json.dumps({HOSTILE: HOSTILE, "address": HOSTILE}) + "\n{\n", "utf-8"
    )
    table = pa.table({HOSTILE: [HOSTILE], "address": ["Dandong"]})
    pq.write_table(table, tmp_path / "t.parquet")
    return tmp_path


COMMANDS: list[list[str]] = [
    ["resolve", HOSTILE, f"丹东市 {HOSTILE}"],
    ["resolve", "--city", HOSTILE, "--company", HOSTILE],
    ["resolve", "丹东市振兴区", "--zones", "zones.toml"],
    ["resolve", "丹东市振兴区", "--zones", f"{HOSTILE}.toml"],
    ["resolve", "x", "--datum", HOSTILE],
    ["resolve", "x", "--zones", HOSTILE],
    ["resolve", "x", f"--{HOSTILE}"],
    *([command, name, *more] for command, *more in (["inspect"], ["enrich", "-o", "out.csv"], ["enrich", "--dry-run"])
      for name in ("cells.csv", f"{HOSTILE}.csv", "long.csv", "lines.jsonl", "t.parquet", f"{HOSTILE}.none")),
    *([command, "cells.csv", "--address", HOSTILE, *more] for command, *more in (["inspect"], ["enrich", "-o", "out.csv"])),
    ["inspect", f"{HOSTILE}.csv", "--address", HOSTILE],
    ["inspect", "long.csv", "--address", "none"],
    ["inspect", "cells.csv", "--columns", f"address,{HOSTILE}", "--encoding", HOSTILE],
    ["inspect", "cells.csv", "--delimiter", ESCAPES],
    ["enrich", "cells.csv", "-o", f"{HOSTILE}.out.csv"],
    ["enrich", "cells.csv", "-o", f"{HOSTILE}/out.csv"],
    ["enrich", "cells.csv", "-o", "out.csv", "--prefix", HOSTILE],
    ["enrich", "cells.csv", "-o", "out.csv", "--zones", "zones.toml"],
    ["enrich", "cells.csv", "-o", "out.csv", "--resume"],
    ["report", f"{HOSTILE}.csv", "-o", "page.html"],
    ["report", "cells.csv", "--prefix", HOSTILE, "-o", "page.html"],
    ["report", "cells.csv", "--address", HOSTILE, "-o", f"{HOSTILE}/page.html"],
    ["search-terms", HOSTILE],
    ["search-terms", "--zone", HOSTILE, "--kinds", HOSTILE],
    ["gazetteer", HOSTILE],
    ["zones"], ["crossings"], ["gazetteer", "info"],
    [HOSTILE],
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="such files cannot be named there")
@pytest.mark.parametrize("arguments", COMMANDS, ids=range(len(COMMANDS)))
def test_no_command_prints_a_command_of_others(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code = main(arguments)
    printed = capsys.readouterr()
    told = printed.err if "--dry-run" in arguments else printed.out + printed.err
    assert code in (0, 2), told
    assert commands_in(told) == set(), arguments
    assert all(len(line) < 12 * LONGEST for line in printed.err.splitlines())


def test_an_enriched_file_and_json_stay_data(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["resolve", "--json", HOSTILE]) == 0
    assert json.loads(capsys.readouterr().out)["status"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(nkrisk_geo.__file__).parents[1]),
    }
    done = subprocess.run(
        [sys.executable, "-m", "nkrisk_geo", "enrich", "cells.csv", "--quiet"],
        env=environment, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode("utf-8").count(HOSTILE) == 3
