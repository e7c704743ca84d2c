"""How dense the code of the library is: tokens a line, comments, lengths of files, widths of lines.

    python -m handbook.density [FOLDER …]        prints the numbers, by folder too, and the densest lines

Tokens are Python's own, without those of layout: a string is one, whatever it holds, and so is a name, an operator, a bracket. A
line of code has a token that is no comment and no part of a docstring. How branched functions are is looked at by ruff (C901).
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "nkrisk_geo"
SHOWN = 20
"""So many of the densest lines are printed."""
WIDE = 100
LAYOUT = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENCODING,
    tokenize.ENDMARKER,
}


@dataclass
class Density:
    """What was counted in some files."""

    tokens: dict[tuple[Path, int], int] = field(default_factory=dict)
    """Of each line of code, by file and number."""
    comments: int = 0
    """Lines that are a comment or end with one."""
    lengths: dict[Path, int] = field(default_factory=dict)
    """Lines of each file, of code or not."""
    wide: int = 0
    """Lines of code with more than `WIDE` characters."""

    def add(self, path: Path) -> None:
        """Count a file."""
        source = path.read_text(encoding="utf-8")
        lines = source.splitlines()
        documented = set(_docstrings(ast.parse(source)))
        code: Counter[int] = Counter()

        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            number = token.start[0]
            if token.type == tokenize.COMMENT:
                self.comments += 1
            elif token.type not in LAYOUT and number not in documented:
                code[number] += 1

        self.tokens |= {(path, number): count for number, count in code.items()}
        self.lengths[path] = len(lines)
        self.wide += sum(len(lines[number - 1]) > WIDE for number in code)

    @property
    def commented(self) -> float:
        """Comments for each line of code."""
        return self.comments / max(1, len(self.tokens))

    def text(self) -> str:
        """The numbers in a line."""
        return (
            f"{len(self.tokens):6,} lines of code; tokens a line, nine in ten: {ninth_tenth(self.tokens.values()):2}; "
            f"comments {self.commented:5.1%}; wider than {WIDE}: {self.wide:3}; "
            f"lines a file, nine in ten: {ninth_tenth(self.lengths.values()):3}, most {max(self.lengths.values()):3}"
        )


def counted(paths: Iterable[Path]) -> Density:
    """All files together."""
    density = Density()
    for path in paths:
        density.add(path)
    return density


def ninth_tenth(numbers: Collection[int]) -> int:
    """The number that nine in ten do not exceed."""
    ordered = sorted(numbers)
    return ordered[int(0.9 * len(ordered))] if ordered else 0


def _docstrings(tree: ast.AST) -> Iterator[int]:
    """The lines of strings that stand by themselves: docstrings, also those of attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield from range(node.lineno, (node.end_lineno or node.lineno) + 1)


def main() -> None:
    """Prints the numbers."""
    folders = sys.argv[1:] or sorted(
        path.parent.name for path in SOURCE.glob("*/__init__.py")
    )
    every = Density()
    for folder in folders:
        paths = sorted((SOURCE / folder).rglob("*.py"))
        print(f"{folder:10}", counted(paths).text())
        for path in paths:
            every.add(path)

    print(f"{'together':10}", every.text(), end="\n\n")
    densest = sorted(every.tokens.items(), key=lambda line: -line[1])
    for (path, number), tokens in densest[:SHOWN]:
        print(f"{tokens:3} tokens: {path.relative_to(SOURCE)}:{number}")


if __name__ == "__main__":
    main()
