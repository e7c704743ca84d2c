"""What holds for every test run: modules of engines that are not installed have no doctests to collect."""

from importlib.util import find_spec
from pathlib import Path

from hypothesis import settings

PACKAGE = Path("src", "nkrisk_geo")
ENGINES = {
    "polars": "polars",
    "duckdb": "duckdb",
    "spark": "pyspark",
    "sklearn": "sklearn",
    "tables/polars": "polars",
    "tables/duckdb": "duckdb",
    "tables/spark": "pyspark",
    "tables/sklearn": "sklearn",
    "maps/figure": "matplotlib",
}

collect_ignore = [
    str(PACKAGE / f"{name}.py") for name, engine in ENGINES.items() if find_spec(engine) is None
]

# A busy machine must not fail a property that holds.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
