"""A few seconds of `dev.py fuzz`: that what it compiles compiles, and that the engine bears it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"),
    reason="sanitizers are loaded so on Linux alone",
)

from hostile import fuzz  # noqa: E402
from hostile.fuzzers import Fuzzer  # noqa: E402

SEED, SECONDS = 5, 2.0


@pytest.fixture(scope="module")
def fuzzer(tmp_path_factory: pytest.TempPathFactory) -> Fuzzer:
    made = Fuzzer.built(tmp_path_factory.mktemp("fuzzer"))
    if made is None:
        pytest.skip("no compiler with the address and undefined-behaviour sanitizers is here")
    return made


@pytest.mark.parametrize("what", ["records", "tables"])
def test_inputs_by_chance_come_to_no_harm(what: str, fuzzer: Fuzzer, tmp_path: Path) -> None:
    assert fuzzer.run(what, SEED, SECONDS, tmp_path / "failing") == 0, (
        f"alone: python3 dev.py fuzz --only {what}"
    )
    assert not (tmp_path / "failing").exists()


def test_an_input_is_tried_again(fuzzer: Fuzzer, tmp_path: Path) -> None:
    (tmp_path / "input").write_bytes(bytes(range(200)))
    assert fuzzer.again("records", tmp_path / "input") == 0
    assert fuzzer.again("records", tmp_path / "none there") != 0


def test_tables_that_are_cut_are_no_sound_ones(fuzzer: Fuzzer, tmp_path: Path) -> None:
    (tmp_path / "tables").write_bytes(fuzzer.tables.read_bytes()[:-1])
    (tmp_path / "input").write_bytes(b"")
    assert fuzzer._replace(tables=tmp_path / "tables").again("tables", tmp_path / "input") == 2


def test_threads_over_one_engine_do_not_meet(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Two in one memory do, and are told: else the sanitizer would not be at work."""
    code = fuzz.main(["--only", "threads", "--minutes", str(SECONDS / 60), "--seed", str(SEED)])
    said = capfd.readouterr()
    if "skipped: " in said.out:
        pytest.skip(said.out.strip())
    assert code == 0, said.err
    assert "no race" in said.out
