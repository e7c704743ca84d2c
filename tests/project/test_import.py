"""Importing is light and leaves no trace: measured by what was loaded and written, not by a clock."""

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import nkrisk_geo

HEAVY = {
    "ahocorasick_rs",
    "geopandas",
    "jieba",
    "numpy",
    "pandas",
    "pyarrow",
    "pypinyin",
    "rapidfuzz",
    "shapely",
}
TABLES = {"geopandas", "pandas"}

IMPORT = "import nkrisk_geo"
RESOLVE = "import nkrisk_geo; nkrisk_geo.resolve('丹东')"
HOMES = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME")


def loaded_by(code: str, folder: Path) -> set[str]:
    """The top-level modules that a fresh process at home in `folder` holds after the code."""
    program = f"{code}; import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=folder,
        env={**os.environ, **dict.fromkeys(HOMES, str(folder))},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stdout)}


@pytest.mark.parametrize(
    ("code", "unwanted"), [(IMPORT, HEAVY), (RESOLVE, TABLES)], ids=["import", "resolve"]
)
def test_only_what_is_needed_is_loaded(code: str, unwanted: set[str], tmp_path: Path) -> None:
    assert loaded_by(code, tmp_path) & unwanted == set()


@pytest.mark.parametrize("code", [IMPORT, RESOLVE], ids=["import", "resolve"])
def test_nothing_is_printed_or_written(code: str, tmp_path: Path) -> None:
    loaded_by(code, tmp_path)  # anything printed would not be JSON
    assert list(tmp_path.rglob("*")) == []


def test_every_public_name_is_there() -> None:
    assert [name for name in nkrisk_geo.__all__ if not hasattr(nkrisk_geo, name)] == []
    assert set(nkrisk_geo.__all__) <= set(dir(nkrisk_geo))


def test_no_public_name_is_shadowed_by_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(nkrisk_geo.__path__)}
    assert modules & set(nkrisk_geo.__all__) == set()
