"""The measurements that the README quotes: `python3 dev.py bench [speed|accuracy|geometry|all|fit] [--eval PATH] [--readme]`.

`--readme` puts what is printed between the README's `<!-- numbers -->` marks. `fit` is no part of `all`: it fits the weights to
the labelled addresses, and with `--write` puts them into the library's tables.
Accuracy and the real texts of the speed test need the folder of labelled addresses, which is no part of the project:
`--eval PATH`, else the environment's NKRISK_EVAL, else `../shared/eval` beside the repository. Without it the accuracy
is skipped and the speed is measured on generated addresses; both say so.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import re
import sys
from contextlib import redirect_stdout
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import accuracy, fit, speed  # noqa: E402

DEFAULT_EVAL = ROOT.parent / "shared" / "eval"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="dev.py bench", description="Measure speed, memory, accuracy and geometry."
    )
    parser.add_argument(
        "what", nargs="?", default="all", choices=["speed", "accuracy", "geometry", "all", "fit"]
    )
    parser.add_argument("--eval", type=Path, help="folder of labelled addresses")
    parser.add_argument("--readme", action="store_true", help="put the numbers into README.md")
    parser.add_argument("--write", action="store_true", help="put fitted weights into the library's tables")
    arguments = parser.parse_args()
    labelled = arguments.eval or Path(os.environ.get("NKRISK_EVAL") or DEFAULT_EVAL)
    if arguments.what == "fit":
        fit.main(labelled, write=arguments.write)
        return 0
    wanted = {"speed", "accuracy", "geometry"} if arguments.what == "all" else {arguments.what}
    if not arguments.readme:
        measure(wanted, labelled)
        return 0
    printed = io.StringIO()
    with redirect_stdout(printed):
        measure(wanted, labelled)
    print(printed.getvalue())
    put_into_readme(printed.getvalue())
    return 0


def measure(wanted: set[str], labelled: Path) -> None:
    """Print the machine and what is wanted."""
    print(machine(), end="\n\n")
    if "accuracy" in wanted:
        accuracy.main(labelled)
    if "speed" in wanted:
        speed.main(labelled)
    if "geometry" in wanted:
        measure_geometry()


def put_into_readme(printed: str) -> None:
    """Replace the numbers of the README by what was printed."""
    readme = ROOT / "README.md"
    numbers = f"<!-- numbers -->\n```text\n{printed.strip()}\n```\n<!-- /numbers -->"
    text = readme.read_text(encoding="utf-8")
    text = re.sub("<!-- numbers -->.*<!-- /numbers -->", lambda _: numbers, text, flags=re.DOTALL)
    readme.write_text(text, encoding="utf-8")


def measure_geometry() -> None:
    """The border distances, where pyproj is there to check them with."""
    try:
        from benchmarks import geometry
    except ImportError as error:
        print(f"geometry: skipped, {error.name or error} is not installed")
        return
    print("## Distances")
    geometry.main()


def machine() -> str:
    """What the numbers were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("ahocorasick_rs", "pyarrow"))
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
