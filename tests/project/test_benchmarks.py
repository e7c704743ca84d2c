"""What the measurements put into a page: nothing that was measured is lost, no two machines are mixed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from benchmarks.points import border_lines
from benchmarks.points import measurement as points
from benchmarks.report.headline import headline
from benchmarks.report.pages import between, put_between, with_kept
from benchmarks.speed import stages

from nkrisk_geo.resolver.resolution import get_resolver

BEFORE = "a machine\n\n## Accuracy: 3 rows\nold\n\n## Speed\nold\n\n## Distances\nold"


def test_what_is_not_measured_stays() -> None:
    after = with_kept(BEFORE, "a machine\n\n## Speed, again\nnew")
    assert (
        after
        == "a machine\n\n## Accuracy: 3 rows\nold\n\n## Speed, again\nnew\n\n## Distances\nold"
    )


def test_all_of_it_again_is_all_new() -> None:
    assert with_kept(BEFORE, BEFORE.replace("old", "new")) == BEFORE.replace("old", "new")


def test_figures_of_another_machine_are_dropped() -> None:
    after = "another machine\n\n## Speed\nnew"
    assert with_kept(BEFORE, after) == after


def test_the_readme_shows_what_the_page_of_numbers_has() -> None:
    root = Path(__file__).resolve().parents[2]
    assert between(root / "README.md", "summary") == headline(
        between(root / "docs" / "numbers.md", "numbers")
    )


def test_a_headline_without_its_figures_is_an_error() -> None:
    with pytest.raises(LookupError, match="--peers"):
        headline("machine\n\n## Accuracy\n")


def test_marks(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("<!-- numbers -->\n1\n<!-- /numbers -->\n", encoding="utf-8")
    put_between(page, "numbers", "2\n\\1")
    assert between(page, "numbers") == "2\n\\1"
    assert between(page, "others") == ""
    with pytest.raises(LookupError, match="no marks"):
        put_between(page, "others", "3")


def test_points_are_skipped_where_nothing_is_there_to_compare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(points, "find_spec", lambda name: None)
    monkeypatch.setenv("NKRISK_UPSTREAM", str(tmp_path))
    points.main(tmp_path / "eval")
    assert capsys.readouterr().out.count(": skipped, ") == 9


def test_a_line_is_as_far_from_another_as_it_was_moved(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parallel = np.array([[124.0, 41.0], [124.5, 41.0], [125.0, 41.0]])
    other = parallel + np.array([0.0, 2.0])
    away = border_lines.metres(
        [parallel, other], np.array([41.01, 42.999]), np.array([124.2, 124.7])
    )
    assert away == pytest.approx([1110.6, 111.1], abs=0.5)
    starts = np.array([km for _, km in border_lines.STRETCHES])
    border_lines.summarize({"moved": np.repeat(away, 3)}, starts)
    printed = capsys.readouterr().out
    assert "moved                  611    1111     1111" in printed
    assert printed.count("1111 / 1111") == 3


def test_a_far_point_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    row = {"unit": "210602", "lat": "40.14", "lng": "124.39", "quality": "hand"}
    points.report("made up", [points.against(row, "元宝区", 40.6, 124.39)])
    printed = capsys.readouterr().out
    assert "farther than 25 km: 1" in printed
    assert "lies outside the unit" in printed


def test_the_stages_that_are_timed_are_there() -> None:
    found = stages.stages(stages.Clock(), get_resolver())
    assert [name for owner, name, _, _ in found if not hasattr(owner, name)] == []
