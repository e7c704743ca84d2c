"""DuckDB: the SQL function `nkrisk_geo`.

It takes a text or a struct of fields and gives a struct of the columns.

    >>> import duckdb
    >>> import nkrisk_geo.duckdb
    >>> con = nkrisk_geo.duckdb.register(duckdb.connect())
    >>> con.sql("SELECT nkrisk_geo('丹东市振兴区').zone AS zone").fetchall()
    [('dandong-border',)]
    >>> con.sql("SELECT nkrisk_geo({'city': 'DANDONG', 'postcode': 118300}).county").fetchall()
    [('Donggang',)]

DuckDB calls the function with some two thousand rows at a time. Where addresses repeat, ask for
each once and join:

    WITH seen AS (SELECT DISTINCT addr FROM shipments),
    known AS MATERIALIZED (SELECT addr, nkrisk_geo(addr) AS geo FROM seen)
    SELECT shipments.*, geo.zone FROM shipments
    JOIN known ON shipments.addr IS NOT DISTINCT FROM known.addr

Without MATERIALIZED a condition on an answer would be tried on every row, each time with a call
of its own.
"""

from __future__ import annotations

import atexit
import weakref
from contextlib import suppress
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc

from nkrisk_geo.model.errors import InputError, not_installed
from nkrisk_geo.native.locks import ForkSafeLock
from nkrisk_geo.tables.arrow import answer_type, answers
from nkrisk_geo.tables.rows import Options
from nkrisk_geo.tables.table_columns import check_columns

try:
    import duckdb
except ImportError as _missing:
    raise not_installed("duckdb") from _missing

SQL_TYPES = {
    pa.string(): "VARCHAR",
    pa.float64(): "DOUBLE",
    pa.list_(pa.string()): "VARCHAR[]",
}

_IN_TURN = ForkSafeLock()
"""Held while a batch is read. DuckDB calls from several threads, of which the interpreter lets
one run: those that wait here sleep, where they would take processor time to ask for their
turn."""


def register(
    con: duckdb.DuckDBPyConnection, *, name: str = "nkrisk_geo", **options: Any
) -> duckdb.DuckDBPyConnection:
    """Make the SQL function on a connection.

    Args:
        con: the connection (and no other: functions belong to connections).
        name: of the function.
        **options: names, evidence, normalized, threshold, datum, gazetteer, as for
            `nkrisk_geo.enrich`.

    Returns:
        The connection.

    Raises:
        InputError: an option has no such value.
    """
    # Now, and not in the first query.
    Options(**{name: value for name, value in options.items() if name != "gazetteer"})
    if options.get("categories"):
        raise InputError(
            "an SQL function cannot return categories; leave out `categories`"
        )

    def nkrisk_geo(*given: pa.ChunkedArray) -> pa.StructArray:
        if len(given) != 1:
            raise InputError(
                f"{name} takes a text, or a struct of fields: {{'address': …, 'city': …}}"
            )
        with _IN_TURN:
            return answers(_fields(given[0]), options)

    untyped: Any = cast("Any", con)  # its stubs know no names for the options
    # Without types of its parameters a function takes any: a number, a struct of some fields.
    untyped.create_function(
        name,
        nkrisk_geo,
        None,
        sql_type(**options),
        type="arrow",
        null_handling="special",
    )
    atexit.register(_forget, weakref.ref(con), name)
    return con


def _fields(given: pa.ChunkedArray) -> dict[str, pa.ChunkedArray]:
    """The arrays to read, by field.

    Raises:
        InputError: a struct has a field that is none.
    """
    if not pa.types.is_struct(given.type):
        return {"address": given}
    kind = given.type
    names = [kind.field(at).name for at in range(kind.num_fields)]
    fields = {("text" if name == "address" else name): name for name in names}
    # No column is added to a struct: a prefix that no name has.
    check_columns(fields, names, "\0", False)
    return {name: pc.struct_field(given, name) for name in names}


def sql_type(**options: Any) -> str:
    """The SQL type of an answer."""
    fields = [
        f"{field.name} {SQL_TYPES[field.type]}" for field in answer_type(**options)
    ]
    return f"STRUCT({', '.join(fields)})"


def _forget(connection: weakref.ref[duckdb.DuckDBPyConnection], name: str) -> None:
    """Take the function back: a connection that ends with the process complains of leaks."""
    con = connection()
    if con is not None:
        with suppress(duckdb.Error):
            con.remove_function(name)
