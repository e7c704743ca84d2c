"""The bill of materials of an installation, in the format of CycloneDX: what it holds, from where, under which licence.

    python3 dev.py sbom [-o out/sbom.cdx.json]

The wheel and the versions of requirements/runtime.lock are installed into `.venv-sbom`; cyclonedx-bom reads that environment.
Leaflet, which lies in the wheel itself, is added. Equal versions give equal bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dev

from release.environments import Environment, builders, locked
from release.locks import Lock
from release.requirements import name_of
from release.sizes import wheel

LEAFLET = dev.ROOT / "src" / "nkrisk_geo" / "maps" / "leaflet" / "leaflet.js"


def leaflet() -> dict[str, Any]:
    """Leaflet as a component; its version is what its file says."""
    found = re.search(r"Leaflet (\d+\.\d+\.\d+)", LEAFLET.read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit("dev.py: leaflet.js does not say its version")
    reference = f"pkg:npm/leaflet@{found[1]}"
    return {
        "bom-ref": reference,
        "licenses": [{"license": {"id": "BSD-2-Clause"}}],
        "name": "leaflet",
        "purl": reference,
        "type": "library",
        "version": found[1],
    }


def only_of_the_library(bill: dict[str, Any], wanted: set[str]) -> dict[str, Any]:
    """The bill without what only built the environment, and with Leaflet."""
    kept = [each for each in bill["components"] if name_of(each["name"]) in wanted]
    references = {each["bom-ref"] for each in kept}
    parts = [each for each in bill.get("dependencies", []) if each["ref"] in references]
    for part in parts:
        part["dependsOn"] = sorted(set(part.get("dependsOn", [])) & references)
    return {**bill, "components": [*kept, leaflet()], "dependencies": parts}


def installed_names() -> set[str]:
    """What the lock of an installation names, and the library."""
    text = Lock("runtime").path.read_text(encoding="utf-8")
    return {
        name_of(found) for found in re.findall(r"^[\w.-]+==", text, re.MULTILINE)
    } | {"nkrisk-geo"}


def written_by_cyclonedx(environment: Environment) -> dict[str, Any]:
    """The bill as cyclonedx-bom writes it."""
    tools = Environment("tools", (locked("tools"),), project=False, cost="a minute")
    tools.prepare()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bill.json"
        how = (
            "--output-reproducible",
            "--output-format",
            "JSON",
            "--output-file",
            str(file),
        )
        command = [
            tools.python,
            "-m",
            "cyclonedx_py",
            "environment",
            *how,
            environment.python,
        ]
        dev.must(command, "cyclonedx-bom could not read the environment")
        bill: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return bill


def main(arguments: Sequence[str]) -> int:
    """Writes the bill."""
    parser = argparse.ArgumentParser(
        prog="dev.py sbom",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        default=Path("out", "sbom.cdx.json"),
    )
    output: Path = dev.ROOT / parser.parse_args(arguments).output
    steps = (*builders(), locked("runtime"))
    environment = Environment("sbom", steps, project=False, cost="a minute and 600 MB")
    environment.prepare()
    with tempfile.TemporaryDirectory() as folder:
        dev.install(
            environment.folder,
            "--no-deps",
            "--no-index",
            "--force-reinstall",
            wheel(folder),
        )
    bill = only_of_the_library(written_by_cyclonedx(environment), installed_names())
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        json.dumps(bill, indent=2, sort_keys=True, ensure_ascii=False) + "\n",
        encoding="utf-8",
    )
    dev.say(f"{output}: {len(bill['components'])} components")
    return 0
