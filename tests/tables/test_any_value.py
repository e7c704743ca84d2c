"""What is given for a text is read as the cell of a table is, by every function that takes one; what is missing is missing."""

import datetime
import decimal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import nkrisk_geo
import nkrisk_geo.pandas
from nkrisk_geo.tables.arrow import answers
from nkrisk_geo.tables.values import text_array
from nkrisk_geo.text.scalars import as_text, is_missing

NAN = float("nan")
MISSING: dict[str, Any] = {
    "None": None,
    "NaN": NAN,
    "NaN of numpy": np.float64("nan"),
    "short NaN of numpy": np.float16("nan"),
    "NaN in an array": np.array(NAN),
    "masked": np.ma.masked,
    "NaN of decimal": decimal.Decimal("NaN"),
    "signalling NaN": decimal.Decimal("sNaN"),
    "NA": pd.NA,
    "NaT": pd.NaT,
    "NaT of numpy": np.datetime64("NaT"),
    "difference that is NaT": np.timedelta64("NaT"),
    "null of Arrow": pa.scalar(None),
    "null text of Arrow": pa.scalar(None, pa.string()),
}
"""What stands where there is nothing."""

TOWN = "Dandong"
ODD: dict[str, tuple[Any, str]] = {
    "text of numpy": (np.str_(TOWN), TOWN),
    "text of Arrow": (pa.scalar(TOWN), TOWN),
    "bytes": (TOWN.encode(), TOWN),
    "bytes that can change": (bytearray(TOWN.encode()), TOWN),
    "memory": (memoryview(TOWN.encode()), TOWN),
    "bytes of numpy": (np.bytes_(TOWN.encode()), TOWN),
    "bytes that are no UTF-8": (b"\xff118000", "\ufffd118000"),
    "list": ([TOWN, None, "Liaoning"], "Dandong, Liaoning"),
    "tuple": ((TOWN, NAN), TOWN),
    "dict": ({"city": TOWN, "code": 118000.0}, "Dandong, 118000"),
    "array": (np.array([TOWN, "Liaoning"]), "Dandong, Liaoning"),
    "number": (118000, "118000"),
    "number with a point": (118000.0, "118000"),
    "number of numpy": (np.float64(118000), "118000"),
    "short number of numpy": (np.int32(118000), "118000"),
    "decimal": (decimal.Decimal("118000.00"), "118000"),
    "large decimal": (decimal.Decimal("1E+400"), "1E+400"),
    "truth": (True, "true"),
    "date": (datetime.date(2024, 1, 2), "2024-01-02"),
    "midnight": (datetime.datetime(2024, 1, 2), "2024-01-02"),
    "moment": (pd.Timestamp(2024, 1, 2, 7), "2024-01-02 07:00:00"),
}
"""Other values than strings, and what each says."""


def _field(name: str) -> Callable[[Any], Any]:
    return lambda value: nkrisk_geo.resolve("Liaoning", **{name: value})


def _quantiles(name: str) -> Callable[[Any], Any]:
    return lambda value: nkrisk_geo.distance_quantiles(**{name: value})


FIELDS = (
    "city",
    "region",
    "postcode",
    "country",
    "phone",
    "company",
    "registration",
    "port",
)
DOORS: dict[str, Callable[[Any], Any]] = {
    "resolve": nkrisk_geo.resolve,
    "resolve by name": lambda value: nkrisk_geo.resolve(address=value),
    **{f"resolve with a {name}": _field(name) for name in FIELDS},
    "resolve_all": nkrisk_geo.resolve_all,
    "parse": nkrisk_geo.parse,
    "quantiles": nkrisk_geo.distance_quantiles,
    "quantiles by name": lambda value: nkrisk_geo.distance_quantiles(address=value),
    **{f"quantiles with a {name}": _quantiles(name) for name in FIELDS},
    "notebook": lambda value: nkrisk_geo.resolve(value)._repr_html_(),
    "explain": lambda value: nkrisk_geo.resolve(value).explain(),
    "pandas": lambda value: (
        pd.Series([value, TOWN], dtype=object).nkrisk.enrich().to_dict("records")
    ),
    "table of pandas": lambda value: (
        nkrisk_geo.enrich(_frame(value), city="city").drop(columns="city").to_dict("records")
    ),
    "geocode": lambda value: [*nkrisk_geo.geocode([value, TOWN])["geo_adcode"]],
    "Arrow": lambda value: answers(text_array([value, TOWN]), {}).to_pylist(),
}
"""What a value can be given to."""


def _frame(value: Any) -> pd.DataFrame:
    column = pd.Series([None, TOWN], dtype=object)
    column.iat[0] = value
    return pd.DataFrame({"city": column})


def _said(answer: Any) -> str:
    """An answer with everything in it but its own text, to be compared: NaN is not itself."""
    answers = answer if isinstance(answer, tuple) else (answer,)
    return repr([_whole(each) for each in answers])


def _whole(answer: Any) -> Any:
    if isinstance(answer, nkrisk_geo.Resolution):
        return astuple(replace(answer, text=None))
    return answer


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", MISSING)
def test_what_is_missing_is_as_nothing_in_every_door(kind: str, door: str) -> None:
    assert _said(DOORS[door](MISSING[kind])) == _said(DOORS[door](None))


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ODD)
def test_other_values_are_read_as_their_text_in_every_door(kind: str, door: str) -> None:
    value, text = ODD[kind]
    assert _said(DOORS[door](value)) == _said(DOORS[door](text))


def test_polars_and_duckdb_read_such_values_as_the_other_doors_do() -> None:
    polars = pytest.importorskip("polars")
    duckdb = pytest.importorskip("duckdb")
    import nkrisk_geo.duckdb as register
    import nkrisk_geo.polars

    values = [pd.NA, NAN, None, TOWN.encode(), 118000.0, [TOWN, NAN], np.str_(TOWN)]
    expected = [nkrisk_geo.resolve(value).place for value in values]
    codes = [place and place.adcode for place in expected]
    frame = polars.DataFrame({"a": polars.Series("a", values, dtype=polars.Object)})
    assert nkrisk_geo.enrich(frame, address="a")["geo_adcode"].to_list() == codes
    con = register.register(duckdb.connect())
    rows = con.execute(
        "SELECT nkrisk_geo(CAST(x AS VARCHAR)).reason FROM (VALUES (NULL), ('')) t(x)"
    ).fetchall()
    assert rows == [("empty",), ("empty",)]


def test_scikit_learn_reads_such_values_as_the_other_doors_do() -> None:
    pytest.importorskip("sklearn")
    from nkrisk_geo.sklearn import BorderFeatures

    given = BorderFeatures().transform([pd.NA, NAN, TOWN.encode()])
    np.testing.assert_array_equal(given, BorderFeatures().transform([None, None, TOWN]))


@pytest.mark.parametrize("kind", MISSING)
def test_a_missing_coordinate_is_as_none(kind: str) -> None:
    missing = MISSING[kind]
    assert is_missing(missing)
    assert as_text(missing) is None
    assert nkrisk_geo.resolve(TOWN, lat=missing, lng=missing) == nkrisk_geo.resolve(TOWN)
    assert nkrisk_geo.resolve(TOWN, lat=40.1, lng=missing) == nkrisk_geo.resolve(
        TOWN, lat=40.1, lng=None
    )


@pytest.mark.parametrize("kind", ODD)
def test_other_values_are_not_missing(kind: str) -> None:
    assert not is_missing(ODD[kind][0])


def test_a_missing_text_beside_an_address_is_no_second_one() -> None:
    assert nkrisk_geo.resolve(pd.NA, address=TOWN) == nkrisk_geo.resolve(TOWN)
    with pytest.raises(nkrisk_geo.InputError):
        nkrisk_geo.resolve(TOWN, address=TOWN)


def test_an_answer_keeps_plain_text() -> None:
    for value in (np.str_(TOWN), TOWN.encode(), [TOWN]):
        assert type(nkrisk_geo.resolve(value).text) is str  # type: ignore[arg-type]


def test_one_answer_needs_no_tables() -> None:
    code = (
        "import sys, nkrisk_geo as n; n.resolve('Dandong'); n.resolve_all('Dandong'); n.parse('Dandong');"
        "print(*({'pyarrow', 'pandas', 'geopandas'} & sys.modules.keys()))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == ""
    )
