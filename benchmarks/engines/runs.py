"""What engines beyond one process take: run by `benchmarks.engines.measurement` with the Python that has them.

    python runs.py spark FOLDER ANSWER     one of the runs below; what it found is written as JSON

FOLDER has the rows as `rows/0.parquet` and `rows/1.parquet`, as many others as `others/…`, and texts in `texts.parquet`.
"""

import json
import math
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from benchmarks.speed import fresh_process  # noqa: E402
from nkrisk_geo import COLUMNS, annotate_arrow, enrich  # noqa: E402

NAMES = [column.name for column in COLUMNS]
WARM = 15
"""Actions on other rows before the one that counts: Java compiles what has run often, the workers load their data."""
FITTING = {
    "spark.driver.extraJavaOptions": "-XX:+UseParallelGC",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.coalescePartitions.enabled": "false",
}
"""What fits a machine of two cores, as docs/engines.md says."""
FEW = ("status", "adcode", "zone", "border_km", "p_dprk_border")
Found = dict[str, Any]
Rows = list[dict[str, Any]]

# --- DuckDB ----------------------------------------------------------------------------------------------------------

KNOWN = """
    CREATE TABLE known AS
    WITH seen AS (SELECT DISTINCT address FROM shipments) SELECT address, nkrisk_geo(address) AS geo FROM seen
"""
JOIN = "CREATE TABLE enriched AS SELECT id, address, unnest(geo) FROM shipments LEFT JOIN known USING (address)"


def duckdb_function(folder: Path) -> Found:
    """Each distinct address by the SQL function, then a join."""
    import nkrisk_geo.duckdb

    con = shipments(folder)
    nkrisk_geo.duckdb.register(con)
    return in_steps(
        con, {"answers": lambda: con.execute(KNOWN), "join": lambda: con.execute(JOIN)}
    )


def duckdb_prepared(folder: Path) -> Found:
    """Each distinct address by `annotate_arrow`, put into a table, then the same join."""
    con = shipments(folder)

    def prepare() -> None:
        seen = con.sql("SELECT DISTINCT address FROM shipments").to_arrow_table()
        answers = (
            annotate_arrow(seen, address="address", prefix="")
            .select(NAMES)
            .to_struct_array()
        )
        prepared = pa.table({"address": seen.column(0), "geo": answers})
        con.register("prepared", prepared)
        con.execute("CREATE TABLE known AS SELECT * FROM prepared")

    return in_steps(con, {"answers": prepare, "join": lambda: con.execute(JOIN)})


def shipments(folder: Path) -> Any:
    """A connection with the rows as a table, our data loaded."""
    import duckdb

    con = duckdb.connect()
    con.execute(
        f"CREATE TABLE shipments AS SELECT * FROM '{folder / 'rows' / '*.parquet'}'"
    )
    fresh_process.load()
    return con


def in_steps(con: Any, steps: dict[str, Callable[[], object]]) -> Found:
    """Seconds of each step, and how many rows came out."""
    found: Found = {}
    for name, step in steps.items():
        with measured() as cost:
            step()
        found[name] = cost
    found["rows"] = con.execute("SELECT count(*) FROM enriched").fetchall()[0][0]
    found["distinct"] = con.execute("SELECT count(*) FROM known").fetchall()[0][0]
    found["versions"] = {"duckdb": version("duckdb")}
    return found


# --- Spark and plain processes ---------------------------------------------------------------------------------------


def spark(folder: Path) -> Found:
    """Two threads of this machine: actions on other rows until all is compiled, then the rows, then the rows again."""
    session = started()
    found = warm_and_new(session, folder)
    rows = session.read.parquet(str(folder / "rows"))
    every = enriched(session, folder, "rows").schema
    found["copied"] = smallest_of(rows.mapInArrow(copied, every))
    found["rows"] = rows.count()
    found["worker_mb"] = max(
        peak_of(pid) for pid in family() if "pyspark" in command_of(pid)
    )
    found["versions"] = {name: version(name) for name in ("pyspark", "py4j")}
    session.stop()
    return found


def spark_few(folder: Path) -> Found:
    """The same with few of the columns handed back."""
    session = started()
    found = warm_and_new(session, folder, columns=FEW)
    session.stop()
    return found


def spark_distinct(folder: Path) -> Found:
    """The same with each distinct address answered once; then what Spark takes to read as many columns from a file."""
    session = started()
    found = warm_and_new(session, folder, distinct="broadcast")
    written = str(folder / "written")
    enriched(session, folder, "rows", distinct="broadcast").write.mode(
        "overwrite"
    ).parquet(written)
    found["read"] = smallest_of(session.read.parquet(written))
    session.stop()
    return found


def spark_struct(folder: Path) -> Found:
    """The same again, all columns of an answer as one."""
    session = started()
    found = warm_and_new(session, folder, distinct="broadcast", struct="geo")
    session.stop()
    return found


def warm_and_new(session: Any, folder: Path, **options: Any) -> Found:
    """Other rows, several times; then the rows, then the rows again."""
    others, rows = (
        enriched(session, folder, name, **options) for name in ("others", "rows")
    )
    found = {f"others {number}": act(others) for number in range(1, WARM + 1)}
    return {**found, "new": act(rows), "again": act(rows)}


def enriched(session: Any, folder: Path, name: str, **options: Any) -> Any:
    """The enriched rows of a folder, not worked out yet."""
    import nkrisk_geo.spark

    return nkrisk_geo.spark.enrich(
        session.read.parquet(str(folder / name)), "address", **options
    )


def smallest_of(frame: Any) -> dict[str, float]:
    """The cheapest of several times the same, when all of it is compiled."""
    return min((act(frame) for _ in range(WARM)), key=lambda cost: cost["cpu_s"])


def copied(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The first answers for all rows: what Spark takes for as many columns when nothing is worked out."""
    kept = None
    for batch in batches:
        if kept is None or kept.num_rows < batch.num_rows:
            kept = annotate_arrow(batch, address="address")
        yield kept.slice(0, batch.num_rows)


def started() -> Any:
    """A session whose workers are this Python with this project."""
    from pyspark.sql import SparkSession

    os.environ |= {"PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT / "src")}
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        **FITTING,
    }
    return SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()


def act(frame: Any) -> Found:
    """All columns of all rows are made and thrown away."""
    with measured() as cost:
        frame.write.format("noop").mode("overwrite").save()
    return cost


def processes(folder: Path) -> Found:
    """Two processes with half of the rows each, in the same order: others once, the rows, the rows again."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(2)]
    running = [
        context.Process(target=work, args=(theirs, folder, part))
        for part, (_, theirs) in enumerate(pipes)
    ]
    for process in running:
        process.start()
    found: Found = {"rows": sum(ours.recv() for ours, _ in pipes)}
    for name in ("others", "new", "again"):
        with measured() as cost:
            for ours, _ in pipes:
                ours.send(name)
            for ours, _ in pipes:
                ours.recv()
        found[name] = cost
    for process in running:
        process.join()
    return found


def work(pipe: Connection, folder: Path, part: int) -> None:
    """A process: reads its rows, then answers as it is asked."""
    others, rows = (
        pq.read_table(folder / name / f"{part}.parquet") for name in ("others", "rows")
    )
    fresh_process.load()
    pipe.send(rows.num_rows)
    for _ in range(3):
        asked = others if pipe.recv() == "others" else rows
        pipe.send(annotate_arrow(asked, address="address").num_rows)


# --- the same answers ------------------------------------------------------------------------------------------------


def equal(folder: Path) -> Found:
    """For each way through an engine how many rows differ from those of `annotate_arrow`."""
    texts = pq.read_table(folder / "texts.parquet")
    wanted = (
        annotate_arrow(texts, address="address", prefix="").select(NAMES).to_pylist()
    )
    found: Found = {}
    for name, way in WAYS.items():
        rows = way(texts)
        differ = sum(row != each for row, each in zip(rows, wanted, strict=True))
        found[name] = {"rows": len(rows), "differ": differ}
    found["versions"] = {
        name: version(name) for name in ("pandas", "polars", "duckdb", "pyspark")
    }
    return found


def with_arrow(texts: pa.Table) -> Rows:
    """A table of another type of string, in many chunks."""
    address = texts.column("address").cast(pa.large_string())
    chunks = pa.chunked_array(
        [address.slice(start, 100).chunk(0) for start in range(0, len(address), 100)]
    )
    rows: Rows = (
        enrich(pa.table({"address": chunks}), address="address", prefix="")
        .select(NAMES)
        .to_pylist()
    )
    return rows


def with_pandas(texts: pa.Table) -> Rows:
    """pandas, which has NaN where others have nothing."""
    frame = enrich(texts.to_pandas(), address="address", prefix="")[NAMES]
    return [
        {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]


def with_polars(texts: pa.Table) -> Rows:
    """A table that is there."""
    import polars as pl

    frame = pl.DataFrame(pl.from_arrow(texts))
    rows: Rows = enrich(frame, address="address", prefix="").select(NAMES).to_dicts()
    return rows


def with_polars_lazy(texts: pa.Table) -> Rows:
    """A table that is read in parts."""
    import polars as pl

    frame = pl.DataFrame(pl.from_arrow(texts)).lazy()
    rows: Rows = (
        enrich(frame, address="address", prefix="")
        .select(NAMES)
        .collect(engine="streaming")
        .to_dicts()
    )
    return rows


def with_polars_expression(texts: pa.Table) -> Rows:
    """An expression."""
    import polars as pl

    import nkrisk_geo.polars  # noqa: F401 - registers the namespace

    asked: Any = pl.col("address")
    rows: Rows = (
        pl.DataFrame(pl.from_arrow(texts))
        .select(asked.nkrisk.resolve())
        .unnest("address")
        .to_dicts()
    )
    return rows


def with_duckdb(texts: pa.Table) -> Rows:
    """The SQL function."""
    import duckdb

    import nkrisk_geo.duckdb

    with duckdb.connect() as con:
        nkrisk_geo.duckdb.register(con)
        con.register("texts", texts)
        asked = con.sql("SELECT nkrisk_geo(address) FROM texts ORDER BY id").fetchall()
        return [answer for (answer,) in asked]


def with_spark(texts: pa.Table) -> Rows:
    """Two workers."""
    session = started()
    frame = session.createDataFrame(texts).repartition(2)
    rows: Rows = (
        enrich(frame, address="address", prefix="")
        .orderBy("id")
        .select(NAMES)
        .toArrow()
        .to_pylist()
    )
    session.stop()
    return rows


WAYS: dict[str, Callable[[pa.Table], Rows]] = {
    "Arrow, chunks of large strings": with_arrow,
    "pandas": with_pandas,
    "polars": with_polars,
    "polars, lazy and streamed": with_polars_lazy,
    "polars, expression": with_polars_expression,
    "DuckDB": with_duckdb,
    "Spark": with_spark,
}

# --- what it costs ---------------------------------------------------------------------------------------------------


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """Seconds by the clock, and of processor time of this process and all below it."""
    cost: dict[str, float] = {}
    wall, cpu = time.monotonic(), cpu_s()
    yield cost
    cost |= {"wall_s": time.monotonic() - wall, "cpu_s": cpu_s() - cpu}


def cpu_s() -> float:
    """Processor time of this process and all that live below it; NaN where the system is not Linux."""
    try:
        ticks = [sum(map(int, stat_of(pid)[11:15])) for pid in family()]
    except OSError:
        return float("nan")
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def family() -> list[int]:
    """This process and all below it."""
    above = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            above[int(path.name)] = int(stat_of(int(path.name))[1])
        except OSError:  # it has ended meanwhile
            continue
    found = [os.getpid()]
    for pid in found:
        found += [child for child, parent in above.items() if parent == pid]
    return found


def stat_of(pid: int) -> list[str]:
    """What the system counts of a process, from its state on: the name before it may have blanks."""
    return (
        Path(f"/proc/{pid}/stat")
        .read_text(encoding="utf-8", errors="replace")
        .rpartition(")")[2]
        .split()
    )


def command_of(pid: int) -> str:
    """The command line of a Python process, empty for others."""
    command = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    return command if "python" in command.partition("\0")[0] else ""


def peak_of(pid: int) -> float:
    """The largest resident memory of a process so far, in MB."""
    lines = (
        Path(f"/proc/{pid}/status")
        .read_text(encoding="utf-8", errors="replace")
        .splitlines()
    )
    return next(
        int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")
    )


RUNS: dict[str, Callable[[Path], Found]] = {
    "duckdb_function": duckdb_function,
    "duckdb_prepared": duckdb_prepared,
    "spark": spark,
    "spark_few": spark_few,
    "spark_distinct": spark_distinct,
    "spark_struct": spark_struct,
    "processes": processes,
    "equal": equal,
}

if __name__ == "__main__":
    answer = RUNS[sys.argv[1]](Path(sys.argv[2]))
    Path(sys.argv[3]).write_text(json.dumps(answer), encoding="utf-8")
