"""The gazetteer in memory: every place, every name of it, and the tables of the engine over them.

The packaged one is mapped: nothing of it is read before somebody asks, and processes share
it. A *name* is a folded, squeezed string; it refers to units, each reference saying what
kind of name it is (`NameKind`). Names are numbered by script, those of the first file first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from nkrisk_geo.gazetteer.datafile import DataFile
from nkrisk_geo.gazetteer.edition import (
    BUCKETS,
    ENDING,
    INDEX,
    check_sums,
    checksum_of,
    files_of,
    packaged_files,
)
from nkrisk_geo.gazetteer.facts import ELSEWHERE, Contact
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS, NameKind
from nkrisk_geo.gazetteer.named_facts import NamedFacts
from nkrisk_geo.gazetteer.names import SCRIPTS
from nkrisk_geo.gazetteer.units import CHINA, UnitExtent
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.native.locks import ForkSafeLock, cached_property
from nkrisk_geo.text.normalizer import Normalizer

__all__ = [
    "CHINA",
    "ELSEWHERE",
    "KIND_BITS",
    "Contact",
    "Gazetteer",
    "NameKind",
    "UnitExtent",
    "Zone",
    "verify_packaged",
]

PACKAGED = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data")
"""The folder of the packaged gazetteer."""
ZONED = 8
"""Sets of zones of their own that are kept ready."""
T = TypeVar("T")


class Gazetteer(NamedFacts):
    """All places and names, with the tables that resolving needs.

    Immutable once loaded; safe to share.

    Use `Gazetteer.default()` for the packaged one and
    `Gazetteer.load(path)` for one that `gazetteer/build.py` made.
    """

    packaged: ClassVar[Gazetteer | None] = None
    """The packaged one, once somebody has asked for it."""
    _lock: ClassVar[ForkSafeLock] = ForkSafeLock(reentrant=True)

    def __init__(self, files: Mapping[str, DataFile]) -> None:
        known = {name: files[name] for name in BUCKETS if name in files}
        super().__init__(known, files.get(INDEX))
        self.attached: dict[str, Any] = {}
        """What others work out over this gazetteer and keep with it; see `once`."""
        self.shared: dict[str, Any] = {}
        """The same, shared with those that have zones of one's own beside."""
        self._base: Gazetteer | None = None
        facts = files["facts"]
        self.normalizer: Normalizer = Normalizer(lambda: facts["characters"])

    @classmethod
    def default(cls) -> Gazetteer:
        """The packaged gazetteer, loaded once."""
        # Looked at twice: only the first callers wait for each other.
        if cls.packaged is None:
            with cls._lock:
                if cls.packaged is None:
                    cls.packaged = cls(packaged_files(PACKAGED))
        return cls.packaged

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """A gazetteer from a folder of compiled files, all of which is looked through.

        That takes some tenths of a second.

        Raises:
            GazetteerError: a file is missing, is none, is of another format or
                version than the others, is not what the checksums beside it
                say, or holds something wrong, as a unit that lies in itself.
        """
        return cls.read(files_of(path))

    @classmethod
    def read(cls, files: Mapping[str, DataFile]) -> Gazetteer:
        """The same from files that are open.

        Raises:
            GazetteerError: one holds something wrong.
        """
        # With arrays, which the files of the package do not need.
        from nkrisk_geo.gazetteer.soundness import check

        nested = {name: file.nest() for name, file in files.items()}
        check(nested, kinds=len(NameKind))
        return cls(files)

    def __reduce__(self) -> tuple[Any, ...]:
        if self is Gazetteer.packaged:
            return (Gazetteer.default, ())
        if self._base is not None:
            return (Gazetteer.with_zones, (self._base, self._own))
        # What is mapped here is not mapped in another process: the bytes go along.
        contents = {name: bytes(file.content) for name, file in self.files.items()}
        return (_again, (contents,))

    # --- zones of one's own -----------------------------------------------------------

    def once(
        self,
        name: str,
        make: Callable[[], T],
        *,
        shared: bool = False,
    ) -> T:
        """What somebody works out over this gazetteer, made when it is first asked for.

        Args:
            name: it is kept by.
            make: makes it.
            shared: also for the same gazetteer with other zones of one's own.
        """
        kept = self.shared if shared else self.attached
        if name not in kept:
            with self.lock:
                if name not in kept:
                    kept[name] = make()
        found: T = kept[name]
        return found

    def without_zones(self) -> Gazetteer:
        """The same gazetteer without zones of one's own."""
        return self if self._base is None else self._base.without_zones()

    def with_zones(self, zones: Sequence[Zone]) -> Gazetteer:
        """The same gazetteer with zones of one's own beside its own (`zone_sources`).

        It is made once for each set of them.
        """
        if not zones:
            return self
        zoned: dict[tuple[Zone, ...], Gazetteer] = self.attached.setdefault("zoned", {})
        found = zoned.get(tuple(zones))
        if found is None:
            found = object.__new__(Gazetteer)  # not by `copy`, which asks `__reduce__`
            found.__dict__ |= {**self.__dict__, "attached": {}}
            found._base, found._own = self, (*self._own, *zones)
            # What was worked out over the zones before is of those before.
            for name in ("zones", "zone_ids"):
                found.__dict__.pop(name, None)
            while len(zoned) >= ZONED:
                zoned.pop(next(iter(zoned)), None)
            zoned[tuple(zones)] = found
        return found

    @cached_property
    def sha256(self) -> str:
        """A checksum of what is known, for files and reports to name.

        Two gazetteers with the same one differ in nothing.
        It is the SHA-256 of the lines that `SHA256SUMS` has for the files but
        the index, which follows from them; zones of one's own are none of it.
        """
        there = [name for name in BUCKETS if name in self.files]
        contents = {f"{name}{ENDING}": self.files[name].content for name in there}
        return checksum_of(contents)

    def counts(self) -> dict[str, int]:
        """How much is in it: units by level, names by script."""
        tally: dict[str, int] = {}
        for level in self.levels:
            tally[level] = tally.get(level, 0) + 1
        names = {f"{script} names": self._names[script].count for script in SCRIPTS}
        return tally | names | {"villages": len(self.villages)}


def _again(contents: Mapping[str, bytes]) -> Gazetteer:
    """A gazetteer of somebody's own in another process.

    It was looked through when it was loaded.
    """
    files = {
        name: DataFile.read(bytearray(content), name)
        for name, content in contents.items()
    }
    return Gazetteer(files)


def verify_packaged() -> tuple[str, list[str]]:
    """Look at the packaged files anew, with their checksums and at all that they hold.

    Returns:
        The version, and the names of the files.

    Raises:
        GazetteerError: one is damaged or missing.
    """
    check_sums(PACKAGED, needed=True)
    files = packaged_files(PACKAGED)
    Gazetteer.read({name: files[name] for name in BUCKETS})
    return files["facts"]["version"], [f"{name}{ENDING}" for name in files]
