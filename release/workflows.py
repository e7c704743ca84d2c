"""The files of .github, held to their schema and to a list of known weaknesses.

`python -m release.workflows` is a check of `dev.py test`. check-jsonschema has the schemas of workflows and of Dependabot, zizmor
the weaknesses: actions that are not pinned, rights that are too wide, text of strangers in a shell. Both read the files and ask
no network. What this project asks beyond is in `tests/project/test_workflows.py`.
"""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

import dev

GITHUB = dev.ROOT / ".github"


def checks() -> list[list[str]]:
    """The commands, each of which ends with 0 where all is well."""
    workflows = sorted(map(str, (GITHUB / "workflows").glob("*.yml")))
    schema = [sys.executable, "-m", "check_jsonschema", "--quiet", "--builtin-schema"]
    zizmor = str(Path(sysconfig.get_path("scripts")) / "zizmor")
    return [
        [*schema, "vendor.github-workflows", *workflows],
        [*schema, "vendor.dependabot", str(GITHUB / "dependabot.yml")],
        [
            zizmor,
            "--offline",
            "--quiet",
            "--no-progress",
            "--persona=pedantic",
            str(GITHUB),
        ],
    ]


def main() -> int:
    """Runs them all; the exit code of the first that fails."""
    codes = [subprocess.run(check, check=False).returncode for check in checks()]
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main())
