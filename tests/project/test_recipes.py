"""The recipes of docs/engines.md run as they stand, and give the answers that one process gives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from nkrisk_geo import annotate_arrow

ROOT = Path(__file__).resolve().parents[2]
MODULES = {
    "DuckDB": "duckdb",
    "Spark": "pyspark",
    "Polars": "polars",
    "Dask": "dask.dataframe",
    "Ray": "ray.data",
    "Daft": "daft",
}
KEEP = """

if __name__ == "__main__":
    import sys
    import pyarrow as pa
    import pyarrow.parquet as pq
    if hasattr(enriched, "to_arrow"):
        enriched = enriched.to_arrow()
    elif not isinstance(enriched, pa.Table):
        enriched = pa.Table.from_pandas(enriched)
    pq.write_table(enriched, sys.argv[1])
"""
"""What is put behind a recipe, which leaves a table of some kind in `enriched`."""


class Recipe(NamedTuple):
    """A Python block of the page, under the heading of its engine."""

    engine: str
    source: str


def recipes() -> list[Recipe]:
    page = (ROOT / "docs" / "engines.md").read_text(encoding="utf-8")
    found = []
    for section in re.split(r"^## ", page, flags=re.MULTILINE)[1:]:
        engine = section.partition("\n")[0]
        blocks = re.findall(r"^```python\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
        found += [Recipe(engine, block) for block in blocks]
    return found


def test_every_engine_has_a_recipe() -> None:
    assert {recipe.engine for recipe in recipes()} == set(MODULES)


def is_here(engine: str) -> bool:
    """Is an engine installed, with what it needs?"""
    if find_spec(MODULES[engine].partition(".")[0]) is None:
        return False
    return engine != "Spark" or "JAVA_HOME" in os.environ or shutil.which("java") is not None


def parameters() -> list[Any]:
    """The recipes whose engines are here, and one item that names the engines of the others."""
    here = [
        pytest.param(recipe, id=recipe.engine) for recipe in recipes() if is_here(recipe.engine)
    ]
    absent = ", ".join(engine for engine in MODULES if not is_here(engine))
    skip = pytest.mark.skip(reason=f"not installed: {absent}")
    return [*here, *([pytest.param(None, id=absent, marks=skip)] if absent else [])]


@pytest.mark.parametrize("recipe", parameters())
def test_the_recipe_gives_the_same_answers(recipe: Recipe, tmp_path: Path) -> None:
    found = run(recipe, tmp_path)
    fields: dict[str, Any] = {
        field: f"shipper_{field}"
        for field in ("address", "city", "postcode")
        if f"shipper_{field}" in recipe.source
    }
    wanted = annotate_arrow(shipments(), **fields)
    new = [name for name in found.column_names if name.startswith("geo_")]
    assert len(new) >= 3
    assert by_number(found, new) == by_number(wanted, new)


def run(recipe: Recipe, folder: Path) -> pa.Table:
    """What a recipe leaves behind, in a process of its own: some engines start further ones, or keep what they started."""
    script, table = folder / "recipe.py", folder / "enriched.parquet"
    script.write_text(recipe.source + KEEP, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", str(script), str(table)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return pq.read_table(table)


def shipments() -> pa.Table:
    """The example, every column a text."""
    import pandas as pd

    frame = pd.read_csv(ROOT / "examples" / "shipments.csv", dtype=str)
    return pa.Table.from_pandas(frame, preserve_index=False)


def by_number(table: pa.Table, columns: list[str]) -> list[dict[str, object]]:
    """The rows in the order of their bills of lading; pandas has written NaN for nothing."""
    rows = table.select(["bl_no", *columns]).sort_by("bl_no").to_pylist()
    return [
        {name: value if value == value else None for name, value in row.items()}  # noqa: PLR0124
        for row in rows
    ]
