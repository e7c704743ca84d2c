"""The measurements that README and docs quote: `python3 dev.py bench [NAME] [options]`.

    NAME         what is measured                                                 takes about    --docs writes
    all          speed, accuracy and geometry; what is meant without a name       5 minutes      both pages
    speed        addresses a second, memory, start, scaling, a large file         3 minutes      docs/performance.md
    accuracy     answers and probabilities against labelled addresses             half a minute  docs/accuracy.md
    geometry     border distances against another program's                       half a minute  nothing
    distances    places whose distance to the border is known                     seconds        docs/distances.md
    points       packaged points and the border line against others'              seconds        nothing
    records      names and codes of firms beside their addresses                  seconds        docs/records.md
    search       what the terms of zones find, miss and over-catch                a minute       docs/search-terms.md
    files        kinds of files and encodings; runs that are killed               minutes        docs/files.md
    engines      DuckDB and Spark; needs Java, installs Spark                     minutes        docs/engines.md
    fit          the weights, fitted to labelled addresses                        10 minutes     nothing; --write the table

Everything is printed. `--readme` puts what is printed between the `<!-- numbers -->` marks of docs/numbers.md, of the
accuracy only the main tables, and a few figures of it into the README. What is not measured stays as it was measured last on
the same machine. `--docs` puts tables and pictures into the pages above, and numbers into benchmarks/results.

Accuracy and the real texts of the speed test need the folder of labelled addresses, which is no part of the project:
`--eval PATH`, else the environment's NKRISK_EVAL, else `../shared/eval` beside the repository. What needs it and does not find
it is skipped, and speed is measured on generated addresses; both say so.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy import measurement as accuracy  # noqa: E402
from benchmarks.accuracy import records  # noqa: E402
from benchmarks.distances import measurement as distances  # noqa: E402
from benchmarks.engines import measurement as engines  # noqa: E402
from benchmarks.files import measurement as files  # noqa: E402
from benchmarks.fitting import fit  # noqa: E402
from benchmarks.report.headline import headline  # noqa: E402
from benchmarks.report.pages import between, put_between, with_kept  # noqa: E402
from benchmarks.search import measurement as search  # noqa: E402
from benchmarks.speed import large_file, turns  # noqa: E402
from benchmarks.speed import measurement as speed  # noqa: E402

README, NUMBERS = ROOT / "README.md", ROOT / "docs" / "numbers.md"
DEFAULT_EVAL = ROOT.parent / "shared" / "eval"
NAMES = (
    "all", "speed", "accuracy", "geometry", "distances", "points", "records", "search", "files", "engines", "fit",
)  # fmt: skip


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "what",
        metavar="NAME",
        nargs="?",
        default="all",
        choices=NAMES,
        help="one of the above (all)",
    )
    parser.add_argument("--eval", type=Path, help="folder of labelled addresses")
    parser.add_argument(
        "--readme",
        action="store_true",
        help="put the numbers into docs/numbers.md and README.md",
    )
    parser.add_argument(
        "--docs", action="store_true", help="put tables and pictures into the pages"
    )
    parser.add_argument(
        "--before",
        type=Path,
        help="speed by turns with the nkrisk_geo of this folder, the code before",
    )
    parser.add_argument(
        "--large",
        action="store_true",
        help="speed: a file of ten million rows instead of one",
    )
    parser.add_argument(
        "--peers",
        action="store_true",
        help="measure other programs, installing them if need be",
    )
    parser.add_argument(
        "--fit", action="store_true", help="fit where firms are (distances)"
    )
    parser.add_argument(
        "--write",
        action="store_true",
        help="put fitted weights into the library's tables",
    )
    arguments = parser.parse_args()
    if (
        arguments.before
        and not (arguments.before / "nkrisk_geo" / "__init__.py").is_file()
    ):
        parser.error(
            f"--before {arguments.before}: there is no nkrisk_geo in this folder"
        )
    if arguments.what == "fit":
        fit.main(labelled_folder(arguments), write=arguments.write)
        return 0
    if not arguments.readme:
        measure(arguments)
        return 0
    printed = io.StringIO()
    with redirect_stdout(printed):
        measure(arguments)
    print(printed.getvalue())
    publish(printed.getvalue())
    return 0


def publish(printed: str) -> None:
    """Put what was printed into the page of all numbers, and a few of them into the README."""
    earlier = (
        between(NUMBERS, "numbers").removeprefix("```text\n").removesuffix("\n```")
    )
    numbers = with_kept(earlier, printed)
    put_between(NUMBERS, "numbers", f"```text\n{numbers}\n```")
    put_between(README, "summary", headline(numbers))


def labelled_folder(arguments: argparse.Namespace) -> Path:
    """The folder of labelled addresses."""
    return Path(arguments.eval or os.environ.get("NKRISK_EVAL") or DEFAULT_EVAL)


def measure(arguments: argparse.Namespace) -> None:
    """Print the machine and what is wanted."""
    labelled = labelled_folder(arguments)
    print(machine(), end="\n\n")
    if arguments.what in ("accuracy", "all"):
        measure_accuracy(labelled, arguments)
    if arguments.what in ("speed", "all"):
        measure_speed(labelled, arguments)
    if arguments.what in ("geometry", "all"):
        measure_geometry()
    if arguments.what == "records":
        records.main(labelled, machine(), publish=arguments.docs)
    if arguments.what == "distances":
        distances.main(labelled, machine(), publish=arguments.docs, fit=arguments.fit)
    if arguments.what == "points":
        measure_points(labelled)
    if arguments.what == "engines":
        engines.main(labelled, machine(), publish=arguments.docs)
    if arguments.what == "files":
        files.main(labelled, machine(), publish=arguments.docs)
    if arguments.what == "search":
        search.main(labelled, machine(), publish=arguments.docs)


def measure_accuracy(labelled: Path, arguments: argparse.Namespace) -> None:
    """The accuracy, where there are labelled addresses."""
    report = accuracy.measure(labelled, with_peers=arguments.peers)
    if report is None:
        return
    accuracy.show(report, briefly=arguments.readme)
    if arguments.docs:
        accuracy.publish(report, machine())


def measure_speed(labelled: Path, arguments: argparse.Namespace) -> None:
    """The speed; for the README alone only what it shows."""
    if arguments.before:
        for each in turns.measure(
            labelled, arguments.before, with_peers=arguments.peers
        ):
            print(each.text(), end="\n\n")
        return
    report = speed.measure(
        labelled,
        briefly=arguments.readme and not arguments.docs,
        with_peers=arguments.peers,
        rows=large_file.MANY if arguments.large else large_file.ROWS,
    )
    speed.show(report, labelled, briefly=arguments.readme)
    if arguments.docs:
        speed.publish(report, machine())


def measure_geometry() -> None:
    """The border distances, where pyproj is there to check them with."""
    try:
        from benchmarks.points import geometry
    except ImportError as error:
        print(f"geometry: skipped, {error.name or error} is not installed")
        return
    print("## Distances")
    geometry.main()


def measure_points(labelled: Path) -> None:
    """The packaged points and distances, where pyproj is there to measure with."""
    try:
        from benchmarks.points import measurement as points
    except ImportError as error:
        print(f"points: skipped, {error.name or error} is not installed")
        return
    print("## Points")
    points.main(labelled)


def machine() -> str:
    """What the numbers were measured on."""
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("ahocorasick_rs", "pyarrow")
    )
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{processor()}, {os.cpu_count()} cores; {platform.system()}; {python}; {packages}"


def processor() -> str:
    """The name of the processor, as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


if __name__ == "__main__":
    sys.exit(main())
