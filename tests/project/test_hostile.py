"""Some of each kind of attack, and that the attack sees what it is made to see."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="processes are looked at in /proc"
)

from hostile import audit, children, contents, damage, topics  # noqa: E402
from hostile.audit import Truth, judged  # noqa: E402
from hostile.cases import Case, Room, escapes, manners, tried  # noqa: E402
from hostile.children import Ask, Result  # noqa: E402
from hostile.faults import Fault, Finding  # noqa: E402
from hostile.growth import _grown  # noqa: E402

SEED = 1
SECONDS = {
    "files": 30.0,
    "kills": 25.0,
    "checkpoints": 20.0,
    "gazetteers": 15.0,
    "growth": 15.0,
    "forks": 15.0,
}
"""What each topic may take here: cases that are left over then are those of `dev.py hostile`."""


@pytest.fixture(scope="module")
def runners() -> Iterator[topics.Runners]:
    with topics.Runners() as started:
        yield started


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_nothing_is_lost_and_nothing_let_in(
    topic: str, tmp_path: Path, runners: topics.Runners
) -> None:
    plan = topics.Plan(SEED, quick=True, only=topic)
    outcomes = topics.tried_all(plan, topic, plan.cases(topic), tmp_path, SECONDS[topic], runners)
    assert outcomes
    found = {
        outcome.case.name: [
            f"{finding.fault.value}: {finding.words}" for finding in outcome.findings
        ]
        for outcome in outcomes
        if outcome.findings
    }
    assert found == {}, f"alone: python3 dev.py hostile --seed {SEED} --only {topic} --case NAME"
    assert [path.name for path in tmp_path.iterdir()] == [], "something of the attack is left"


def test_the_same_seed_is_the_same_attack_and_another_is_not() -> None:
    names = [
        [case.name for case in topics.Plan(seed, quick=True).cases("files")] for seed in (1, 1, 2)
    ]
    assert names[0] == names[1] != names[2]
    case = Case("a group", "a name", lambda room: ())
    chances = [topics.Plan(seed).chance("files", case).random() for seed in (1, 1, 2)]
    assert chances[0] == chances[1] != chances[2]


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_each_case_has_a_name_of_its_own_and_can_be_had_alone(topic: str) -> None:
    names = [case.name for case in topics.TOPICS[topic].cases()]
    assert len(names) == len(set(names))
    assert [case.name for case in topics.Plan(SEED, case=names[-1]).cases(topic)] == [names[-1]]


# ── the judges can say no ────────────────────────────────────────────────────────────────────────────────────────────


def answer(
    code: int = 0,
    err: str = "",
    out: str = "",
    *,
    mb: float = 100.0,
    hung: bool = False,
) -> Result:
    return Result("command", code, out.encode(), err.encode(), mb, 1.0, hung)


def summary(rows_out: int, rejected: int = 0) -> str:
    return json.dumps(
        {
            "rows_in": rows_out + rejected,
            "rows_out": rows_out,
            "rejected": rejected,
            "notes": [],
        }
    )


def faults(found: object) -> set[Fault]:
    assert not isinstance(found, (str, bytes))
    return {finding.fault for finding in found}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("ids", "said", "truth", "seen"),
    [
        ("01", 2, Truth(2, ("0", "1")), set()),
        ("0", 1, Truth(2), {Fault.LOST}),
        ("011", 3, Truth(2), {Fault.LOST}),
        ("10", 2, Truth(2, ("0", "1")), {Fault.LOST}),
        ("0", 2, Truth(2), {Fault.LOST}),
        ("01", 2, Truth(9, must_refuse=True), {Fault.WRONG, Fault.LOST}),
        ("01", 2, Truth(2, resolved=1), {Fault.WRONG}),
    ],
)
def test_rows_that_are_gone_or_doubled_are_missed(
    ids: str, said: int, truth: Truth, seen: set[Fault], tmp_path: Path
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("id,address\n" + "".join(f"{each},x\n" for each in ids), encoding="utf-8")
    assert faults(judged(answer(err=summary(said)), out, truth)) == seen


def test_a_refusal_is_right_only_where_there_is_cause_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out.csv"
    assert faults(judged(answer(2, "damaged"), out, Truth(2, must_refuse=True))) == set()
    assert faults(judged(answer(2, "damaged"), out, Truth(2, may_refuse=False))) == {Fault.LOST}
    assert faults(judged(answer(2), out, Truth(2))) == {Fault.CRASHED}
    (tmp_path / ".out.csv.part").touch()
    out.touch()
    assert faults(judged(answer(2, "damaged"), out, Truth(2))) == {
        Fault.WRONG,
        Fault.LITTER,
    }


@pytest.mark.parametrize(
    ("result", "seen"),
    [
        (answer(), set()),
        (answer(2, "nkrisk-geo: x.csv: is damaged"), set()),
        (answer(1, "nkrisk-geo: unexpected"), {Fault.CRASHED}),
        (answer(0, "Traceback (most recent call last):\nValueError"), {Fault.CRASHED}),
        (answer(-6), {Fault.CRASHED}),
        (answer(-9, hung=True), {Fault.HUNG}),
        (answer(mb=1500.0), {Fault.MEMORY}),
        (answer(out="Dandong \x1b[2J"), {Fault.LET_IN}),
        (answer(err="\u202eDandong"), {Fault.LET_IN}),
    ],
)
def test_what_no_process_may_do_is_seen(result: Result, seen: set[Fault]) -> None:
    assert faults(manners(result)) == seen


def test_text_of_all_scripts_is_no_escape() -> None:
    assert [*escapes(answer(out="Dandong 丹东市 단둥 Владивосток شارع\n\t| — ✓"))] == []


def test_what_grows_as_its_square_is_seen_and_what_grows_evenly_is_not() -> None:
    assert faults(_grown(answer(out="[0.1, 1.6]"))) == {Fault.GROWS}
    assert faults(_grown(answer(out="[0.1, 0.42, 1.7]"))) == set()
    assert faults(_grown(answer(out="[0.001, 0.016]"))) == set()


def test_a_case_that_fails_in_itself_is_a_finding(tmp_path: Path) -> None:
    def broken(room: Room) -> list[Finding]:
        raise OSError("no output to look at")

    room = Room(tmp_path, random.Random(1), children.run, tmp_path)
    assert faults(tried(Case("a group", "a name", broken), room).findings) == {Fault.WRONG}


# ── children are bounded ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_child_that_does_not_end_is_ended(tmp_path: Path) -> None:
    (tmp_path / "endless.py").write_text("import time\ntime.sleep(3600)\n", encoding="utf-8")
    assert children.run(Ask("endless", (), tmp_path, 0.5)).hung


def test_the_memory_of_a_child_is_its_own_and_bounded(tmp_path: Path) -> None:
    ballast = bytearray(300 << 20)
    (tmp_path / "large.py").write_text(
        "kept = bytearray(150 << 20)\nimport time\ntime.sleep(1)\n", "utf-8"
    )
    (tmp_path / "greedy.py").write_text("kept = bytearray(5 << 30)\n", encoding="utf-8")
    assert 150 < children.run(Ask("large", (), tmp_path, 120)).rss_mb < 290
    assert b"MemoryError" in children.run(Ask("greedy", (), tmp_path, 120)).err
    assert ballast


def test_processes_that_outlive_their_parent_are_found(tmp_path: Path) -> None:
    mark = f"test-{os.getpid()}"
    code = "import subprocess\nsubprocess.Popen(['sleep', '3600'], start_new_session=True)\n"
    (tmp_path / "leaving.py").write_text(code, encoding="utf-8")
    children.run(Ask("leaving", (), tmp_path, 120), extra={children.MARK: mark})
    assert len(children.marked(mark)) == 1
    children.end_marked(mark)
    deadline = time.monotonic() + 120
    while children.marked(mark) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert children.marked(mark) == []


# ── what is bad is bad ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", contents.TEXT)
def test_spoilt_cells_part_no_rows(kind: str) -> None:
    content = contents.plain(kind, contents.rows(300, random.Random(1)))
    spoilt = damage.spoilt_cells(content, random.Random(2))
    assert spoilt != content
    assert damage.rows_in(kind, spoilt) == damage.rows_in(kind, content) == 300 + (kind != "jsonl")


def test_the_bombs_are_large_and_sound() -> None:
    import gzip

    import zstandard
    from hostile.strange_texts import bomb

    for packed, unpack in (
        (".gz", gzip.decompress),
        (".zst", zstandard.ZstdDecompressor().decompressobj().decompress),
    ):
        content = bomb(b"address\n", 20, packed)
        assert len(content) < 100_000
        assert len(unpack(content)) == len(b"address\n") + (20 << 20)
    assert audit.HELPERS
