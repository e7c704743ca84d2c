"""What holds for every test run: modules of engines that are not installed have no doctests to collect, nor have tests."""

import signal
from collections.abc import Generator
from importlib.util import find_spec
from pathlib import Path

import pytest
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
    str(PACKAGE / f"{name}.py")
    for name, engine in ENGINES.items()
    if find_spec(engine) is None
]

TESTS = Path(__file__).resolve().parent / "tests"


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path,
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """Tests are not looked through for doctests: each would be imported twice, and one that skips be told twice."""
    found = yield
    return [
        each
        for each in found
        if TESTS not in file_path.parents or type(each) is pytest.Module
    ]


# A busy machine must not fail a property that holds.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


# A run begun by `nohup`, or in the background of a script, ignores requests to end, and so would the programs that it begins
# and asks to. What is handled is left to them.
for name in ("SIGHUP", "SIGINT"):
    request = getattr(signal, name, None)
    if request is not None and signal.getsignal(request) is signal.SIG_IGN:
        signal.signal(request, lambda *_: None)
