"""Fitted weights into the source: only the numbers change, every reason and comment stays beside them.

The tables stay in the code because there each weight stands beside its reason; a file of numbers that is read at run
time would part the two. What reason said goes to `reasoned.csv`, so that the next fit is held by reason and not by the
fit before it.
"""

from __future__ import annotations

import ast
import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from benchmarks.fitting import weights
from benchmarks.fitting.weights import Weight


def write(values: Mapping[Weight, float], reasoned: Mapping[Weight, float]) -> None:
    """Put values into the files of the library, and what reason said of them into the table of the fit."""
    files: dict[Path, dict[Weight, float]] = defaultdict(dict)
    for weight, value in values.items():
        files[Path(str(weight.module.__file__))][weight] = value
    for path, inside in files.items():
        path.write_text(replaced(path.read_text(encoding="utf-8"), inside), encoding="utf-8")
    keep({weight.name: reasoned[weight] for weight in values}, weights.REASONED)


def replaced(source: str, values: Mapping[Weight, float]) -> str:
    """A source with the numbers of some weights replaced."""
    lines = source.splitlines(keepends=True)
    nodes = ((_find(ast.parse(source), weight), value) for weight, value in values.items())
    for node, value in sorted(nodes, key=lambda item: (-item[0].lineno, -item[0].col_offset)):
        line = lines[node.lineno - 1].encode()
        number = repr(value).encode()
        lines[node.lineno - 1] = (line[: node.col_offset] + number + line[node.end_col_offset :]).decode()
    return "".join(lines)


def keep(values: Mapping[str, float], path: Path) -> None:
    """Add reasoned values to the table of the fit; those that are there stay."""
    kept: dict[str, str] = {}
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            kept = {row["weight"]: row["reasoned"] for row in csv.DictReader(file)}
    kept = {name: str(value) for name, value in values.items()} | kept
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["weight", "reasoned"])
        writer.writerows(sorted(kept.items()))


def _find(tree: ast.Module, weight: Weight) -> ast.expr:
    """The node of a weight's number."""
    entry = next(_assigned(tree, weight.table))
    if weight.key is None:
        return entry
    if isinstance(entry, ast.Tuple):
        return entry.elts[int(weight.key)]
    if isinstance(entry, ast.Dict):
        return next(
            value for key, value in zip(entry.keys, entry.values, strict=True) if _is_key(key, weight.key)
        )
    calls = (node for node in ast.walk(entry) if isinstance(node, ast.Call) and len(node.args) > 1)
    return next(call.args[1] for call in calls if _is_key(call.args[0], weight.key))


def _assigned(tree: ast.Module, table: str) -> Iterator[ast.expr]:
    """The expression that a module gives a name."""
    for node in tree.body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            pairs = _pairs(node.target, node.value)
        elif isinstance(node, ast.Assign):
            pairs = _pairs(node.targets[0], node.value)
        else:
            continue
        yield from (value for target, value in pairs if isinstance(target, ast.Name) and target.id == table)


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """Targets and values; RARITY, RARITY_FROM = 0.9, 0.002 has two of each."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def _is_key(node: ast.expr | None, key: Any) -> bool:
    """Is the node a table's key: a text, or the member of an enumeration?"""
    if isinstance(key, Enum):
        return isinstance(node, ast.Attribute) and node.attr == key.name
    return isinstance(node, ast.Constant) and node.value == key
