"""The workflows: pinned actions, rights as narrow as can be, and no step that `dev.py` does not do on any machine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import dev
import pytest
import yaml
from release import workflows

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / ".github" / "workflows").iterdir())
PINNED = re.compile(r"uses: [\w-]+(?:/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
COMMAND = re.compile(r"python dev\.py ([a-z]+)(?: [\w./-]+)*")
RAISED = {"release.yml": {"publish": {"id-token": "write", "attestations": "write"}}}
"""Jobs that may do more than read the repository."""


def test_there_are_workflows() -> None:
    assert [path.name for path in FILES] == ["checks.yml", "release.yml", "weekly.yml"]


def jobs(path: Path) -> dict[str, Any]:
    """The jobs of a workflow by name."""
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))["jobs"]
    return found


def steps() -> list[Any]:
    """Every step of every job, with a name for the report."""
    return [
        pytest.param(step, id=f"{path.stem}-{name}-{number}")
        for path in FILES
        for name, job in jobs(path).items()
        for number, step in enumerate(job["steps"], start=1)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_actions_are_pinned_by_hash_with_their_version(path: Path) -> None:
    used = [
        line.strip().removeprefix("- ")
        for line in path.read_text("utf-8").splitlines()
        if "uses:" in line
    ]
    assert used
    assert [line for line in used if not PINNED.fullmatch(line)] == []


def test_an_action_has_one_version_everywhere() -> None:
    pins = {pin for path in FILES for pin in PINNED.findall(path.read_text("utf-8"))}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins), sorted(pins)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_rights_are_none_but_what_a_job_needs(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert job["permissions"] == RAISED.get(path.name, {}).get(name, {"contents": "read"}), name


def test_who_may_publish_runs_nothing_of_the_repository() -> None:
    for name, raised in RAISED.items():
        for job in raised:
            assert [
                step
                for step in jobs(ROOT / ".github" / "workflows" / name)[job]["steps"]
                if "run" in step
            ] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_runs_end_and_do_not_pile_up(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text("utf-8"))
    assert workflow["concurrency"]["group"].startswith(path.stem)
    for name, job in workflow["jobs"].items():
        assert 0 < job["timeout-minutes"] <= 120, name


@pytest.mark.parametrize("step", steps())
def test_a_step_is_an_action_or_a_command_of_dev(step: dict[str, Any]) -> None:
    if "uses" in step:
        assert "run" not in step
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False
        return
    # So nothing of strangers, such as a title or the name of a branch, comes into a shell.
    command = COMMAND.fullmatch(step["run"])
    assert command, step["run"]
    assert command[1] in dev.COMMANDS
    assert step.keys() <= {"name", "run"}


def test_a_failure_is_allowed_only_where_it_is_said_why() -> None:
    for path in FILES:
        lines = path.read_text("utf-8").splitlines()
        for number, line in enumerate(lines):
            if "continue-on-error" in line:
                assert lines[number - 1].strip().startswith("#"), f"{path.name}, line {number + 1}"


def test_schema_and_weaknesses_are_looked_at() -> None:
    pytest.importorskip("check_jsonschema")
    assert workflows.main() == 0
