"""Any kind of data as columns: tables that `enrich` made, answers, or texts to be resolved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from nkrisk_geo.model import Resolution
from nkrisk_geo.model.errors import InputError
from nkrisk_geo.model.suggestions import hint
from nkrisk_geo.text.scalars import is_missing

Columns = dict[str, Sequence[Any]]
"""Values by the name of the column without its prefix; all of one length."""

LIKE_TEXT = "\0text"
"""The name of the column that holds the rows' own words."""
COLOURS, SIZES = "\0colours", "\0sizes"
"""The columns that give the marks their colours and sizes."""
SHOWN = (
    "status", "level", "country", "adcode", "province", "prefecture", "county", "township",
    "township_code", "zone", "zones_possible", "confidence", "lat", "lng", "radius_km",
    "border_km", "border_km_q05", "border_km_q95", "crossing", "crossing_km", "evidence",
)  # fmt: skip
NEEDED = ("status", "lat", "lng")


class Chosen(NamedTuple):
    """Columns of a table that the caller names.

    They are the rows' own words, what gives colours, what gives sizes.
    """

    text: str | None = None
    color: str | None = None
    size: str | None = None


def columns_of(
    data: Any,
    *,
    prefix: str,
    chosen: Chosen,
    gazetteer: Any,
) -> Columns:
    """The columns that a picture reads.

    Raises:
        InputError: this is neither a table, nor answers, nor texts; or the table lacks a column.
    """
    names = None if isinstance(data, (str, Resolution)) else _names(data)
    if names is not None:
        return _from_table(data, names, prefix, chosen)
    if chosen.color is not None or chosen.size is not None:
        raise InputError(
            "color and size name columns of a table, and this is not a table"
        )
    if isinstance(data, Resolution):
        return _from_answers([data])
    if isinstance(data, str):
        return _from_texts([data], gazetteer)
    return _from_values(data, gazetteer)


def _names(data: Any) -> list[Any] | None:
    """The names of a table's columns, None when this is no table."""
    if hasattr(data, "collect_schema") and hasattr(data, "collect"):
        return list(data.collect_schema().names())
    if hasattr(data, "column_names"):
        return list(data.column_names)
    names = getattr(data, "columns", None)
    return None if names is None or callable(names) else list(names)


def _from_table(
    data: Any,
    names: list[Any],
    prefix: str,
    chosen: Chosen,
) -> Columns:
    # A table with several levels of names has those of an answer on the first.
    by_name = {}
    # Backwards, so that of two of one name the first one holds.
    for name in reversed(names):
        by_name[name[0] if isinstance(name, tuple) else name] = name
    for name in NEEDED:
        if f"{prefix}{name}" not in by_name:
            told = f"there is no column {f'{prefix}{name}'!r}"
            raise InputError(f"{told}; give a table that `enrich` made, and its prefix")

    there = [name for name in SHOWN if f"{prefix}{name}" in by_name]
    wanted = {name: by_name[f"{prefix}{name}"] for name in there}
    words = _text_name(by_name, prefix, chosen.text)
    own = {LIKE_TEXT: words, COLOURS: chosen.color, SIZES: chosen.size}
    for name, column in own.items():
        if column is not None:
            wanted[name] = by_name[_known(column, by_name)]
    # Of a table that is worked out late only these columns are.
    if hasattr(data, "collect_schema") and hasattr(data, "collect"):
        data = data.select(list(wanted.values())).collect()
    return {name: _values(data, column) for name, column in wanted.items()}


def _text_name(
    names: Iterable[Any],
    prefix: str,
    text: str | None,
) -> Any:
    """The column with the rows' words.

    It is the one asked for, else the first that is called an address.
    """
    named = list(names)
    if text is not None:
        return _known(text, named)

    texts = [name for name in named if isinstance(name, str)]
    own = [name for name in texts if not (prefix and name.startswith(prefix))]
    called = [name for name in own if "addr" in name.lower() and name not in SHOWN]
    plain = [name for name in called if name.lower() == "address"]
    return next(iter(plain or called), None)


def _known(column: Any, names: Iterable[Any]) -> Any:
    """A column that is there.

    Raises:
        InputError: it is not.
    """
    named = list(names)
    if column not in named:
        there = f"columns are {', '.join(map(repr, named[:12]))}"
        near = hint(str(column), map(str, named), there)
        raise InputError(f"there is no column {column!r}; {near}")
    return column


def _values(data: Any, column: Any) -> Sequence[Any]:
    if hasattr(data, "get_column"):
        values: Sequence[Any] = data.get_column(column).to_list()
    elif hasattr(data, "column_names"):
        values = data.column(column).to_pylist()
    else:
        values = data[column].tolist()
    return values


def _from_values(data: Any, gazetteer: Any) -> Columns:
    """A sequence of answers, or of texts."""
    if isinstance(data, (bytes, Mapping)) or not isinstance(data, Iterable):
        raise InputError(
            f"a {type(data).__name__} cannot be shown; "
            "give a table that `enrich` made, Resolutions, or texts"
        )
    values = data.to_pylist() if hasattr(data, "to_pylist") else list(data)
    if values and all(isinstance(value, Resolution) for value in values):
        return _from_answers(values)
    texts: list[str | None] = []
    for value in values:
        if not isinstance(value, str) and not is_missing(value):
            told = f"a {type(value).__name__} among the values"
            raise InputError(f"{told}; give only texts or only Resolutions")
        texts.append(value if isinstance(value, str) else None)
    return _from_texts(texts, gazetteer)


def _from_answers(answers: Sequence[Resolution]) -> Columns:
    records = [answer.to_dict() for answer in answers]
    return {name: [record[name] for record in records] for name in SHOWN}


def _from_texts(
    texts: list[str | None],
    gazetteer: Any,
) -> Columns:
    import pyarrow as pa

    from nkrisk_geo.tables.rows import annotate_arrow

    table = pa.table({LIKE_TEXT: pa.array(texts, pa.string())})
    options = {} if gazetteer is None else {"gazetteer": gazetteer}
    answered = annotate_arrow(table, address=LIKE_TEXT, prefix="", **options)
    return {name: answered.column(name).to_pylist() for name in (*SHOWN, LIKE_TEXT)}
