"""Tables: the columns of an answer, and the one function under every adapter and engine.

`annotate_arrow` reads each distinct record once, looks its signature up once, and makes the columns by taking from the
distinct answers, so that a million rows cost no more Python objects than they have different answers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.address import normalized_forms
from nkrisk_geo.decision import THRESHOLD, Resolver
from nkrisk_geo.errors import InputError
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.model import Reason, Resolution, Status
from nkrisk_geo.resolution import given_postcode, resolver
from nkrisk_geo.signature import FIELDS, Signature


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the output: its name without the prefix, its Arrow type, what it means."""

    name: str
    type: pa.DataType
    meaning: str


_TEXT, _LIST, _NUMBER = pa.string(), pa.list_(pa.string()), pa.float64()

COLUMNS: tuple[Column, ...] = (
    Column("status", _TEXT, "resolved, ambiguous, unknown"),
    Column(
        "reason",
        _TEXT,
        "why not resolved: empty, no-place, same-name, below-threshold, conflict, no-chinese-context",
    ),
    Column("country", _TEXT, "ISO 3166-1 alpha-2; null when nothing says"),
    Column("subdivision", _TEXT, "ISO 3166-2 of the province"),
    Column("adcode", _TEXT, "six-digit GB/T 2260 code of the finest division decided on"),
    Column("level", _TEXT, "country, province, prefecture, county, township, area, port, crossing"),
    Column("province", _TEXT, "name of the province"),
    Column("prefecture", _TEXT, "name of the prefecture"),
    Column("county", _TEXT, "name of the county"),
    Column("township", _TEXT, "name of the township"),
    Column("township_code", _TEXT, "civil-affairs code of the township"),
    Column("postcode", _TEXT, "the postcode given, or that of the place"),
    Column("zone", _TEXT, "the definite zone of highest rank"),
    Column("zones", _LIST, "definite zones (probability at least 0.95)"),
    Column("zones_possible", _LIST, "zones that cannot be ruled out"),
    Column("p_liaoning", _NUMBER, "probability of being in Liaoning"),
    Column("p_jilin", _NUMBER, "probability of being in Jilin"),
    Column("p_yanbian", _NUMBER, "probability of being in Yanbian"),
    Column("p_dandong_border", _NUMBER, "probability of being in the Dandong border counties"),
    Column("p_dprk_border", _NUMBER, "probability of being in a county on the DPRK border"),
    Column("p_border_20km", _NUMBER, "probability of lying within 20 km of the border"),
    Column("p_border_50km", _NUMBER, "probability of lying within 50 km of the border"),
    Column("confidence", _NUMBER, "probability that the place is right"),
    Column("lat", _NUMBER, "WGS-84 latitude of a point of the place"),
    Column("lng", _NUMBER, "WGS-84 longitude of it"),
    Column("radius_km", _NUMBER, "how far the place may lie from the point"),
    Column(
        "border_km", _NUMBER, "geodesic km to the land and river border with the DPRK; negative inside it"
    ),
    Column("border_km_min", _NUMBER, "smallest distance that the evidence allows"),
    Column("border_km_max", _NUMBER, "largest distance that the evidence allows"),
    Column(
        "border_band",
        _TEXT,
        "0-2, 2-5, 5-10, 10-20, 20-50, 50-100, 100-200 or 200+ km, when the interval lies in one",
    ),
    Column("crossing", _TEXT, "nearest crossing to the DPRK"),
    Column("crossing_km", _NUMBER, "straight distance to it"),
    Column("evidence", _TEXT, "the reasons"),
    Column("candidates", _TEXT, "what else it could be, with probabilities"),
    Column("conflicts", _TEXT, "clues that contradict each other"),
    Column("gazetteer_version", _TEXT, "version of the data"),
)
"""The columns of an answer. `normalized=True` adds `address_zh` and `address_en` before the last."""

NORMALIZED: tuple[Column, ...] = (
    Column("address_zh", _TEXT, "normalized Chinese address"),
    Column("address_en", _TEXT, "normalized English address"),
)

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)


@dataclass(frozen=True, slots=True)
class Options:
    """How answers are written: language of names, style of evidence, normalized addresses, threshold."""

    names: str = "en"
    evidence: str = "text"
    normalized: bool = False
    threshold: float = THRESHOLD

    def __post_init__(self) -> None:
        if self.names not in ("en", "zh"):
            raise InputError(f"names is {self.names!r}, expected 'en' or 'zh'")
        if self.evidence not in ("text", "json"):
            raise InputError(f"evidence is {self.evidence!r}, expected 'text' or 'json'")
        if not 0.5 <= self.threshold <= 1.0:
            raise InputError(f"threshold is {self.threshold}, expected a probability from 0.5 to 1")


def annotate_arrow(
    batch: Batch,
    *,
    address: str | None = None,
    prefix: str = "geo_",
    names: str = "en",
    evidence: str = "text",
    normalized: bool = False,
    threshold: float = THRESHOLD,
    gazetteer: Gazetteer | None = None,
    **field_columns: str,
) -> Batch:
    """Add the columns of `COLUMNS` to an Arrow table or record batch.

    Args:
        batch: the records.
        address: column with the free text.
        prefix: put before the name of each new column.
        names: language of the names of divisions, "en" or "zh".
        evidence: "text" or "json".
        normalized: also add the normalized addresses.
        threshold: probability from which a place is decided on.
        gazetteer: another gazetteer than the packaged one.
        **field_columns: columns of the other fields: city, region, country, postcode, phone, company, registration, port.

    Returns:
        The same records in the same order with the new columns behind.

    Raises:
        InputError: a column is missing, or one of the new names is there already.
    """
    options = Options(names, evidence, normalized, threshold)
    fields = {"text": address, **field_columns} if address else dict(field_columns)
    check_columns(fields, batch.schema.names, prefix, normalized)
    engine = resolver(gazetteer)
    values = [as_text(batch.column(column)) for column in fields.values()]
    added = _columns(engine, tuple(fields), values, options)
    for column, array in zip(output_columns(normalized), added, strict=True):
        batch = batch.append_column(pa.field(prefix + column.name, column.type), array)
    return batch


def output_columns(normalized: bool = False) -> tuple[Column, ...]:
    """The columns in their order, with the normalized addresses where wanted."""
    return (*COLUMNS[:-1], *NORMALIZED, COLUMNS[-1]) if normalized else COLUMNS


def check_columns(
    fields: Mapping[str, str | None], present: list[str], prefix: str, normalized: bool
) -> None:
    """Say clearly what is wrong with the names of columns.

    Raises:
        InputError: nothing to read, an unknown field, a missing column, or a new column that is there already.
    """
    if not fields:
        raise InputError("name the column with the address, or a column for one of the fields")
    for field, column in fields.items():
        if field not in FIELDS:
            raise InputError(f"there is no field {field!r}; fields are {', '.join(FIELDS[1:])}")
        if column not in present:
            near = get_close_matches(str(column), present, n=1, cutoff=0.5)
            hint = (
                f"; did you mean {near[0]!r}?"
                if near
                else f"; columns are {', '.join(map(repr, present[:12]))}"
            )
            raise InputError(f"there is no column {column!r}{hint}")
    taken = [prefix + column.name for column in output_columns(normalized) if prefix + column.name in present]
    if taken:
        raise InputError(f"the column {taken[0]!r} is there already; choose another prefix")


def as_text(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column as a dictionary-encoded array of strings; whole numbers without a decimal point, missing as null."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # zero chunks
        column = pa.array([], pa.string())
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), None, column)
        whole = pc.equal(pc.floor(column), column)
        as_whole = pc.cast(pc.cast(pc.if_else(whole, column, None), pa.int64(), safe=False), pa.string())
        column = pc.if_else(pc.fill_null(whole, False), as_whole, pc.cast(column, pa.string()))
    return pc.dictionary_encode(pc.cast(column, pa.string()))


def _columns(
    engine: Resolver, fields: tuple[str, ...], values: list[pa.Array], options: Options
) -> list[pa.Array]:
    """The new columns for dictionary-encoded field columns of equal length."""
    records, positions = _distinct(values)
    answers: dict[Signature | None, int] = {}
    flat: list[dict[str, Any]] = []
    rows: list[int] = []
    postcodes: dict[int, str] = {}
    sign = _signing(engine, fields, [array.dictionary.to_pylist() for array in values])
    for number, record in enumerate(records):
        signature, given = sign(record)
        row = answers.get(signature)
        if row is None:
            row = answers[signature] = len(flat)
            flat.append(_record(engine, signature, options))
        rows.append(row)
        if given is not None and (postcode := flat[row]["_given"](given)):
            postcodes[number] = postcode
    taken = pc.take(pa.array(rows, pa.int32()), positions)
    added = [pc.take(pa.array([row[c.name] for row in flat], c.type), taken) for c in COLUMNS]
    if postcodes:
        own = pc.take(
            pa.array([postcodes.get(number) for number in range(len(records))], pa.string()), positions
        )
        at = [column.name for column in COLUMNS].index("postcode")
        added[at] = pc.coalesce(own, added[at])
    if options.normalized:
        forms = [normalized_forms(engine, _text_of(fields, values, record)) for record in records]
        added[-1:-1] = [
            pc.take(pa.array([form[k] for form in forms], pa.string()), positions) for k in (0, 1)
        ]
    return added


def _distinct(values: list[pa.Array]) -> tuple[list[tuple[int | None, ...]], pa.Array]:
    """The distinct records as dictionary indices of their fields, and for each row the number of its record."""
    indices = [array.indices.to_pylist() for array in values]
    if len(values) == 1:
        size = len(values[0].dictionary)
        positions = pc.fill_null(values[0].indices, size)
        return [*((number,) for number in range(size)), (None,)], positions
    numbers: dict[tuple[int | None, ...], int] = {}
    rows = [numbers.setdefault(record, len(numbers)) for record in zip(*indices, strict=True)]
    return list(numbers), pa.array(rows, pa.int32())


def _signing(
    engine: Resolver, fields: tuple[str, ...], texts: list[list[str]]
) -> Callable[[tuple[int | None, ...]], tuple[Signature | None, Any]]:
    """A function from a distinct record to its signature (None when empty) and the texts that gave it."""
    signer = engine.signer
    if fields == ("text",):
        only = texts[0]

        def sign_text(record: tuple[int | None, ...]) -> tuple[Signature | None, Any]:
            at = record[0]
            text = only[at] if at is not None else ""
            if not text or text.isspace():
                return None, None
            return signer.text(text), {"text": text}

        return sign_text

    def sign(record: tuple[int | None, ...]) -> tuple[Signature | None, Any]:
        given = {
            field: column[at]
            for field, column, at in zip(fields, texts, record, strict=True)
            if at is not None
        }
        if not any(value.strip() for value in given.values()):
            return None, None
        return signer.record(given), given

    return sign


def _record(engine: Resolver, signature: Signature | None, options: Options) -> dict[str, Any]:
    """The flat record of a signature, with a function that finds the postcode given in a text."""
    if signature is None:
        version = engine.gazetteer.version
        decided = Resolution(Status.UNKNOWN, Reason.EMPTY, None, None, None, gazetteer_version=version)
    else:
        decided = engine.decide(signature, options.threshold)
    flat = decided.to_dict(names=options.names, evidence=options.evidence)
    has_code = any("postcode" in reason.rule for reason in decided.evidence)
    flat["_given"] = (
        (lambda given: given_postcode(engine, given, decided)) if has_code else (lambda given: None)
    )
    return flat


def _text_of(fields: tuple[str, ...], values: list[pa.Array], record: tuple[int | None, ...]) -> str:
    if "text" not in fields:
        return ""
    at = record[fields.index("text")]
    return values[fields.index("text")].dictionary[at].as_py() if at is not None else ""
