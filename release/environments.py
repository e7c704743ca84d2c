"""Environments beside `.venv`: each is named after what it is for, and made anew when what it holds is to change.

floors      .venv-floors      made by pip in one or more steps, the project put in last
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import dev

ROOT = dev.ROOT
COMPILERS = ("cc", "gcc", "clang")
"""Of the machine; `build_engine.py` takes them before one that pip brings."""


@dataclass(frozen=True)
class Environment:
    """An environment of its own.

    Attributes:
        name: what it is for; its folder is `.venv-NAME`.
        steps: the arguments of `pip install`, step by step.
        base: the Python that it is made of; None is the one at hand.
        cost: what making it costs, to be said before.
        project: the project itself is put in, as it stands in the repository.
    """

    name: str
    steps: tuple[tuple[str, ...], ...]
    base: str | None = None
    cost: str = "a minute or two"
    project: bool = True

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return ROOT / f".venv-{self.name}"

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(dev.python_of(self.folder))

    def fingerprint(self) -> str:
        """What it depends on: the locks that it is made of, and pyproject.toml if the project is in it."""
        files = [word for step in self.steps for word in step if word.endswith(".lock")]
        files += ["pyproject.toml"] if self.project else []
        return dev.fingerprint(files, self.steps, self.base)

    def prepare(self) -> None:
        """Makes it unless it stands complete; then compiles the engine if its sources are newer."""
        if not dev.is_complete(self.folder, self.fingerprint()):
            dev.say(f"making {self.folder.name}, once; it takes {self.cost}")
            dev.make_venv(self.folder, self.base)
            for step in self.steps:
                dev.install(self.folder, *step)
            if self.project:
                dev.install(
                    self.folder, "--no-deps", "--no-build-isolation", "--editable", "."
                )
                dev.point_relatively(self.folder)
            stamp = self.folder / dev.STAMP
            stamp.write_text(self.fingerprint(), encoding="utf-8")
        if self.project:
            dev.must([self.python, "build_engine.py"], "could not compile src/engine")

    def run(self, *arguments: str) -> int:
        """The exit code of its Python."""
        return dev.run([self.python, *arguments], venv=self.folder)


def locked(name: str) -> tuple[str, ...]:
    """The arguments of pip for the versions of a lock; what has to be built is built by what is there already."""
    return (
        "--require-hashes",
        "--no-build-isolation",
        "--requirement",
        f"requirements/{name}.lock",
    )


def builders() -> tuple[tuple[str, ...], ...]:
    """The steps that bring what builds the project: a compiler too, where the machine has none."""
    found = os.environ.get("CC") or any(map(shutil.which, COMPILERS))
    return (locked("build"),) if found else (locked("build"), locked("compiler"))
