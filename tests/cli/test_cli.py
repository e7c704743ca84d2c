"""The command: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import platform
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest
from handbook.command_page import commands
from handbook.tested_versions import day_of_divisions, libraries, requirements
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement

import nkrisk_geo
from nkrisk_geo.cli import main, terminal_table, versions
from nkrisk_geo.cli.option_groups import GROUPS
from nkrisk_geo.cli.terminal_table import shorten, width

NOTICE = "A zone is geography, never evidence about a person or a firm."
GAZETTEER, DAY = re.escape(nkrisk_geo.Gazetteer.default().version), day_of_divisions()
COMMAND = [sys.executable, "-m", "nkrisk_geo"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(nkrisk_geo.__file__).parents[1])}


@pytest.fixture
def suppliers(tmp_path: Path) -> Path:
    path = tmp_path / "suppliers.csv"
    path.write_text("id,Address\n1,丹东市振兴区\n2,SEOUL\n3,\n4\n5,nowhere\n", encoding="utf-8")
    return path


def started(
    *arguments: str, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [*COMMAND, *arguments],
        input=given,
        env={**ENVIRONMENT, **environment},
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(("first", "threads"), [("", "1"), ("import numpy;", "None")])
def test_threads_are_spared_in_the_commands_own_process_only(first: str, threads: str) -> None:
    name = "OPENBLAS_NUM_THREADS"
    code = f"import os;{first}from nkrisk_geo.cli import main; main(['--version']); print(os.environ.get('{name}'))"
    environment = {each: value for each, value in ENVIRONMENT.items() if each != name}
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert said.stdout.split()[-1] == threads


def test_resolve_shows_a_table_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "DANDONG CITY", "朝阳区"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].split() == [
        "text",
        "status",
        "place",
        "adcode",
        "p",
        "zone",
        "border",
        "km",
    ]
    assert printed[1].startswith("DANDONG CITY  resolved")
    assert "same-name" in printed[2]
    assert f"  {NOTICE}" in printed


def test_resolve_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "--json", "--names", "zh", "丹东", "CHINA"]) == 0
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["prefecture"] == "丹东市"
    assert list(first) == [column.name for column in nkrisk_geo.COLUMNS]
    assert second["status"] == "unknown"


def test_resolve_takes_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "--json", "--city", "Hunchun", "--country", "CN"]) == 0
    assert json.loads(capsys.readouterr().out)["adcode"] == "222404"


def test_enrich_says_what_became_of_the_file(
    suppliers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["enrich", str(suppliers), "-o", str(out), "--address", "Address"]) == 0
    printed = capsys.readouterr()
    assert printed.out == ""
    for words in (
        "5 rows in, 4 out, 1 rejected",
        "UTF-8",
        "line 5 too-few-cells",
        "dandong-border 1",
        "empty 1",
        "rows/s",
        NOTICE,
    ):
        assert words in printed.err
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4


def test_the_file_may_come_last(suppliers: Path, tmp_path: Path) -> None:
    assert (
        main(
            [
                "enrich",
                "-o",
                str(tmp_path / "o.csv"),
                "--address",
                "Address",
                str(suppliers),
            ]
        )
        == 0
    )


def test_the_summary_as_json(
    suppliers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            [
                "enrich",
                str(suppliers),
                "-o",
                str(tmp_path / "o.csv"),
                "--address",
                "Address",
                "--json",
            ]
        )
        == 0
    )
    summary = json.loads(capsys.readouterr().err)
    assert (summary["rows_in"], summary["rows_out"], summary["rejected"]) == (5, 4, 1)
    assert summary["by_reason"]["empty"] == 1


def test_quiet_is_quiet(
    suppliers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        main(
            [
                "enrich",
                str(suppliers),
                "-o",
                str(tmp_path / "o.csv"),
                "--address",
                "Address",
                "--quiet",
            ]
        )
        == 0
    )
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--strict"], 3),
        (["--fail-under", "90%"], 4),
        (["--fail-under", "0.5"], 0),
        (["--strict", "--fail-under", "99"], 3),
    ],
)
def test_exit_codes_of_checks(
    options: list[str], code: int, suppliers: Path, tmp_path: Path
) -> None:
    out = tmp_path / "o.csv"
    assert (
        main(["enrich", str(suppliers), "-o", str(out), "--address", "Address", *options]) == code
    )
    assert out.exists()


WRONG = {
    "no command": ["--verbose"],
    "unknown command": ["enrihc"],
    "unknown option": ["resolve", "x", "--jsno"],
    "no text": ["resolve"],
    "no input": ["enrich", "--address", "Address"],
    "no such party": ["enrich", "{}", "--party", "notify"],
    "party and address": ["enrich", "{}", "--party", "notify", "--address", "Address"],
    "resumed pipe": ["enrich", "{}", "--resume"],
    "excel parquet": ["enrich", "{}", "-o", "{}.parquet", "--excel"],
    "written xls": ["enrich", "{}", "-o", "{}.xls"],
    "a name twice": ["enrich", "{}", "--columns", "a,a"],
    "geojson is read": ["inspect", "none.geojson", "--format", "csv"],
    "missing column": ["enrich", "{}", "--address", "adress"],
    "missing file": ["enrich", "none.csv", "--address", "a"],
    "folder": ["enrich", ".", "--format", "csv", "--address", "a"],
    "same file": ["enrich", "{}", "-o", "{}", "--address", "Address"],
    "encoding": ["enrich", "{}", "--address", "Address", "--encoding", "klingon"],
    "delimiter": ["enrich", "{}", "--address", "Address", "--delimiter", "ab"],
    "threshold": ["enrich", "{}", "--address", "Address", "--threshold", "7"],
    "no number": ["enrich", "{}", "--address", "Address", "--workers", "many"],
    "share": ["enrich", "{}", "--address", "Address", "--fail-under", "-1"],
    "inspected file": ["inspect", "none.csv"],
    "unknown zone": ["search-terms", "dandog"],
    "format": ["enrich", "{}", "--address", "Address", "--format", "doc"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=list(WRONG))
def test_wrong_use_is_one_line_and_writes_nothing(
    arguments: list[str], suppliers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(suppliers.parent.iterdir())
    assert main([argument.replace("{}", str(suppliers)) for argument in arguments]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("nkrisk-geo: ")
    assert printed.err.count("\n") == 1
    assert sorted(suppliers.parent.iterdir()) == before


def test_the_nearest_name_is_suggested(suppliers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["enrich", str(suppliers), "--address", "adress"])
    assert "did you mean 'Address'?" in capsys.readouterr().err
    main(["enrich", str(suppliers), "--adress=Address"])
    assert "did you mean --address? (see nkrisk-geo enrich --help)" in capsys.readouterr().err


def test_the_files_of_the_gazetteer_are_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["gazetteer", "--files", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["file"] for row in rows] == [
        "facts.gaz",
        "cc-by.gaz",
        "odbl.gaz",
        "index.gaz",
    ]
    assert all(row["bytes"] > row["sections"] > 1 for row in rows)


@pytest.mark.parametrize(
    "arguments",
    [["zones"], ["crossings"], ["gazetteer", "info"], ["search-terms", "dandong"]],
    ids=str,
)
def test_listings(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    assert len(capsys.readouterr().out.splitlines()) > 8
    assert main([*arguments, "--json"]) == 0
    assert all(isinstance(json.loads(line), dict) for line in capsys.readouterr().out.splitlines())


def test_inspect(suppliers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(suppliers)]) == 0
    printed = capsys.readouterr().out
    for words in ("UTF-8", "','", "Address", "1 of the first rows would be rejected"):
        assert words in printed


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert main(["enrich", "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"nkrisk-geo {nkrisk_geo.__version__}\n")


def test_what_it_was_tested_with_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--version", "--verbose"], ["--verbose", "--version"]):
        assert main(arguments) == 0
        printed = capsys.readouterr().out
        for name in libraries():
            assert re.search(rf"^{re.escape(name)} +\d\S* +(\d\S*|-)$", printed, re.MULTILINE), name
        assert re.search(
            rf"^gazetteer {GAZETTEER}, divisions of {DAY}, sha256 [0-9a-f]{{64}}$",
            printed,
            re.M,
        )
        assert re.search(r"^engine ABI [0-9a-f]+$", printed, re.M)
        assert f"\nPython {platform.python_version()}, " in printed


def test_the_list_of_tested_versions_is_whole_and_fits_the_floors() -> None:
    known = versions.tested_with()
    assert known.keys() == {*libraries()}, "write it anew: python -m handbook.tested_versions"
    assert versions.tested_versions()["gazetteer"].split() == [
        nkrisk_geo.Gazetteer.default().version,
        DAY,
    ]
    for requirement in map(Requirement, requirements()):
        assert known[requirement.name] in requirement.specifier, requirement


def test_a_later_major_is_warned_of_once_and_never_by_the_library(
    suppliers: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = {"pandas": "99.1", "numpy": "0.1", "duckdb": "-"}
    monkeypatch.setattr(
        versions, "installed_version", lambda name: here.get(name, versions.tested_with()[name])
    )
    warning = f"not tested with pandas 99.1 (tested with {versions.tested_with()['pandas']})"
    enriched = [
        "enrich",
        str(suppliers),
        "-o",
        str(suppliers.with_name("o.csv")),
        "--address",
        "Address",
    ]
    for arguments, times in (
        (["--version", "--verbose"], 1),
        (enriched, 1),
        ([*enriched, "--quiet"], 0),
    ):
        assert main(arguments) == 0
        assert capsys.readouterr().err.count(warning) == times
        suppliers.with_name("o.csv").unlink(missing_ok=True)
    assert main(["resolve", "DANDONG"]) == 0
    assert warning not in capsys.readouterr().err


def test_without_a_command_one_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--verbose"]) == 2
    assert "required: COMMAND" in capsys.readouterr().err


def test_with_nothing_typed_there_is_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert all(f"\n    {name} " in printed.err for name in ("resolve", "enrich", "inspect"))


@pytest.mark.parametrize("name", ["enrich", "inspect"])
def test_the_options_of_long_commands_stand_in_groups(name: str) -> None:
    command = dict(commands())[name]
    shown = {
        group.title: {action.dest for action in group._group_actions}
        for group in command._action_groups
    }
    alone = {"positional arguments", "options", "optional arguments"}
    assert set().union(*(shown.get(title, set()) for title in alone)) == {"help"}
    assert sum(map(len, shown.values())) == len(command._actions)
    assert "columns" in shown


def test_no_group_names_an_option_that_is_none() -> None:
    known = {action.dest for _, command in commands() for action in command._actions}
    assert {*chain.from_iterable(GROUPS.values())} <= known


def test_interrupted_is_130(
    suppliers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("nkrisk_geo.files.text_writers.DelimitedWriter.write", interrupt)
    assert (
        main(
            [
                "enrich",
                str(suppliers),
                "-o",
                str(tmp_path / "o.csv"),
                "--address",
                "Address",
            ]
        )
        == 130
    )
    assert [path.name for path in tmp_path.iterdir()] == ["suppliers.csv"]


def test_a_pipe_is_csv_unless_said() -> None:
    done = started("enrich", "-", "--address", "addr", given="addr,n\n丹东,1\n".encode("gb18030"))
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().splitlines()[1].startswith("丹东,1,resolved,,CN,CN-LN,210600")
    done = started(
        "enrich",
        "-",
        "--format",
        "jsonl",
        "--address",
        "addr",
        "--quiet",
        given='{"addr": "丹东"}'.encode(),
    )
    assert json.loads(done.stdout)["geo_adcode"] == "210600"
    assert done.stderr == b""


def test_output_is_utf8_on_any_console() -> None:
    done = started(
        "resolve",
        "丹东",
        PYTHONUTF8="0",
        PYTHONIOENCODING="ascii",
        LC_ALL="C",
        PYTHONCOERCECLOCALE="0",
    )
    assert done.returncode == 0, done.stderr
    assert "丹东市".encode() in done.stdout


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("addr\n" + "DANDONG CITY\n" * 40_000)
    with subprocess.Popen(
        [*COMMAND, "enrich", str(source), "--address", "addr", "--quiet"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ENVIRONMENT,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from nkrisk_geo.cli import main; main(['--help']);"
        "sys.exit(str(sorted({'pyarrow', 'numpy', 'pandas', 'nkrisk_geo.gazetteer'} & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr.strip() == "[]"


@given(st.text() | st.text(st.sampled_from("ab 丹東\n\u0301")), st.integers(1, 50))
def test_a_cell_is_cut_where_there_is_no_more_room_for_it(text: str, columns: int) -> None:
    line = " ".join(text.split())
    shown = shorten(text, columns)
    assert width(shown) <= columns
    if len(line) <= columns:  # with more marks than columns it may be cut before
        kept = next(
            (line[:end] for end in range(len(line), -1, -1) if width(line[:end]) < columns),
            "",
        )
        assert shown == (line if width(line) <= columns else kept + "…")


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10**6,
        "丹" * 10**6,
        "a" + "\u0301" * 10**6,
        "a" + " " * 10**6 + "b",
        "\n" * 10**6 + "a b",
    ],
)
def test_of_a_long_cell_only_the_beginning_is_looked_at(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, columns = list[str](), terminal_table._columns

    def note(char: str) -> int:
        looked.append(char)
        return columns(char)

    monkeypatch.setattr(terminal_table, "_columns", note)
    assert len(shorten(text, 44)) < 1000
    assert len(looked) < 1000


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["reveiw", "x"], "there is no 'reveiw'; did you mean review?"),
        (
            ["enrich", "x", "--to", "parket"],
            "there is no 'parket'; did you mean parquet?",
        ),
        (["zzzz"], "there are resolve, enrich, inspect, report"),
    ],
)
def test_a_wrong_word_is_answered_with_the_nearest(
    arguments: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert hint in capsys.readouterr().err


def test_an_interval_beyond_the_border_has_no_minus_nought(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["resolve", "SINUIJU, NORTH PHYONGAN"]) == 0
    assert "-2.5 (-8 to 0)" in capsys.readouterr().out
