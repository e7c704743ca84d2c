"""The gazetteer in memory: every place (`nkrisk_geo.gazetteer.facts`), every name of it, and the tables of the engine over them.

The packaged one is mapped: nothing of it is read before somebody asks, and processes share
it. A *name* is a folded, squeezed string; it refers to units, each reference saying what
kind of name it is (`NameKind`). Names are numbered by script, those of the first file first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from nkrisk_geo.gazetteer.datafile import DataFile, lines
from nkrisk_geo.gazetteer.edition import (
    BUCKETS,
    ENDING,
    INDEX,
    check_sums,
    checksum_of,
    files_of,
    packaged_files,
)
from nkrisk_geo.gazetteer.facts import ELSEWHERE, Contact, Facts
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS, NameKind
from nkrisk_geo.gazetteer.names import SCRIPTS, ByScript, Names
from nkrisk_geo.gazetteer.units import CHINA, UnitExtent
from nkrisk_geo.gazetteer.zones import Zone
from nkrisk_geo.native.locks import Turn, cached_property
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

PACKAGED = Path(__file__).parents[1] / "data"
"""The folder of the packaged gazetteer."""
ZONED = 8
"""Sets of zones of their own that are kept ready."""
SHARED = {
    "spaced_text": ("facts", "names/latin/text"), "spaced_more_text": ("cc-by", "names/latin/text"),
    "unspaced_text": ("facts", "names/han/text"), "unspaced_more_text": ("cc-by", "names/han/text"),
    "cutting_word_words": ("facts", "cutting/words"), "village_words": ("facts", "villages/text"),
    "locality_words": ("facts", "localities/text"),
}  # fmt: skip
"""Tables of the engine that are columns of what is known."""

T = TypeVar("T")


class Gazetteer(Facts):
    """All places and names, with the tables that resolving needs. Immutable once loaded; safe to share.

    Use `Gazetteer.default()` for the packaged one and
    `Gazetteer.load(path)` for one that `gazetteer/build.py` made.
    """

    packaged: ClassVar[Gazetteer | None] = None
    """The packaged one, once somebody has asked for it."""
    _lock: ClassVar[Turn] = Turn(again=True)

    def __init__(self, files: Mapping[str, DataFile]) -> None:
        super().__init__({name: files[name] for name in BUCKETS if name in files})
        self._index = files.get(INDEX)
        self.attached: dict[str, Any] = {}
        """What others work out over this gazetteer and keep with it; see `once`."""
        self.shared: dict[str, Any] = {}
        """The same, shared with those that have zones of one's own beside."""
        self._base: Gazetteer | None = None
        self.normalizer: Normalizer = Normalizer(self.characters)
        self._names = ByScript(self._names_of)
        self.names: Mapping[str, tuple[str, ...]] = ByScript(
            lambda script: self._names[script].every
        )
        self.numbers: Mapping[str, dict[str, int]] = ByScript(
            lambda script: self._names[script].numbers
        )

    @classmethod
    def default(cls) -> Gazetteer:
        """The packaged gazetteer, loaded once."""
        if cls.packaged is None:
            with cls._lock:
                if cls.packaged is None:
                    cls.packaged = cls(packaged_files(PACKAGED))
        return cls.packaged

    @classmethod
    def load(cls, path: str | Path) -> Gazetteer:
        """A gazetteer from a folder of compiled files, all of which is looked through (some tenths of a second).

        Raises:
            GazetteerError: a file is missing, is none, is of another format or
                version than the others, is not what the checksums beside it
                say, or holds something wrong, as a unit that lies in itself.
        """
        return cls.read(files_of(Path(path)))

    @classmethod
    def read(cls, files: Mapping[str, DataFile]) -> Gazetteer:
        """The same from files that are open.

        Raises:
            GazetteerError: one holds something wrong.
        """
        from nkrisk_geo.gazetteer.soundness import (
            check,  # with arrays, which those of the package do not need
        )

        check(
            {name: file.nested() for name, file in files.items()}, kinds=len(NameKind)
        )
        return cls(files)

    def __reduce__(self) -> tuple[Any, ...]:
        if self is Gazetteer.packaged:
            return (Gazetteer.default, ())
        if self._base is not None:
            return (Gazetteer.with_zones, (self._base, self._own))
        return (
            _again,
            ({name: bytes(file.content) for name, file in self.files.items()},),
        )

    # --- tables -----------------------------------------------------------------------

    def table(self, name: str) -> Any:
        """A table by its name, as memory or as values: one of `vocabulary.TABLES`, or of those that Python reads."""
        if name in SHARED:
            file, path = SHARED[name]
            return self.files[file][path]
        if self._index is None:
            return self._made[name]
        path = f"index/{name}"
        later = self.files["odbl"]
        return later[path] if path in later else self._index[path]

    @cached_property
    def _made(self) -> Mapping[str, Any]:
        """The tables of a gazetteer that has none in files."""
        from nkrisk_geo.gazetteer.compiler import compile_tables

        with self.lock:
            return {
                name: each if isinstance(each, (list, dict)) else each.data
                for name, each in compile_tables(self).items()
            }

    # --- names ------------------------------------------------------------------------

    def _names_of(self, script: str) -> Names:
        known = SCRIPTS[script]
        blocks = self.table(f"{known}_text"), self.table(f"{known}_more_text")
        references = (
            self.table(f"{known}_reference_start"),
            self.table(f"{known}_reference"),
        )
        return Names(
            blocks,
            self.table(f"{known}_at"),
            self.table(f"{known}_split")[0],
            *references,
        )

    @property
    def characters(self) -> Mapping[str, str]:
        """Characters and what they fold to: traditional to simplified, and other variants."""
        found: Mapping[str, str] = self._facts["characters"]
        return found

    @property
    def short_names(self) -> Mapping[str, int]:
        """Names in alphabets of two or three letters, and their numbers."""
        found: Mapping[str, int] = self.table("short_names")
        return found

    @property
    def crossing_ids(self) -> Sequence[str]:
        """Crossings by the numbers that decisions have for them."""
        found: Sequence[str] = self.table("crossing_ids")
        return found

    @cached_property
    def zone_ids(self) -> tuple[str, ...]:
        """The ids of the zones, highest rank first."""
        return tuple([zone.id for zone in self.zones])

    @cached_property
    def villages(self) -> Sequence[str]:
        """The villages' bare names. They are no patterns of the scan: they count behind a town of shared name."""
        return lines(self._facts["villages/text"])

    def words(self, script: str, name: int) -> str:
        """The numbered name as it stands in a text: folded, without white space."""
        scanned = self._names[script]
        return (
            scanned.text(name)
            if name < scanned.count
            else self._late_words[name - scanned.count]
        )

    @cached_property
    def _late_words(self) -> tuple[str, ...]:
        """Villages, localities (南京 for 南京路) and regional words (社 for #社) as they stand in a text."""
        localities, regional = (
            lines(self._facts[f"{table}/text"]) for table in ("localities", "regional")
        )
        roads = (
            word[:-1] if len(word) > 2 and word.endswith(_ROADS) else word
            for word in localities
        )
        return (*self.villages, *roads, *(word.strip("#") for word in regional))

    def meanings(
        self,
        script: str,
        name: int,
    ) -> list[tuple[int, int]]:
        """(unit number, `NameKind`) for each place that the numbered name can stand for."""
        names = self._names[script]
        if name < names.count:
            return names.meanings(name)
        return self._late_names.meanings(name - names.count)

    def text_of_name(
        self,
        name: int,
        unspaced: int,
    ) -> tuple[str, tuple[int, ...]]:
        """A numbered name of a script as it stands in a text, and the units that had it once."""
        names = self._names["han" if unspaced else "latin"]
        if name < names.count:
            return names.text(name), names.of_kind(name, NameKind.FORMER)
        return self._late_words[name - names.count], ()

    @cached_property
    def _late_names(self) -> Names:
        """Names that only stand behind others, without their texts."""
        nothing = memoryview(b"")
        references = self.table("late_reference_start"), self.table("late_reference")
        return Names((nothing, nothing), nothing, 0, *references)

    # --- zones of one's own -----------------------------------------------------------

    def once(
        self,
        name: str,
        make: Callable[[], T],
        *,
        shared: bool = False,
    ) -> T:
        """What somebody works out over this gazetteer: made when it is first asked for, and kept with it.

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
        """The same gazetteer with zones of one's own beside its own, made once for each set (`zone_sources`)."""
        if not zones:
            return self
        zoned: dict[tuple[Zone, ...], Gazetteer] = self.attached.setdefault("zoned", {})
        found = zoned.get(tuple(zones))
        if found is None:
            found = object.__new__(Gazetteer)  # not by `copy`, which asks `__reduce__`
            found.__dict__ |= {**self.__dict__, "attached": {}}
            found._base, found._own = self, (*self._own, *zones)
            for name in ("zones", "zone_ids"):
                found.__dict__.pop(name, None)
            while len(zoned) >= ZONED:
                zoned.pop(next(iter(zoned)), None)
            zoned[tuple(zones)] = found
        return found

    @cached_property
    def sha256(self) -> str:
        """A checksum of what is known, for files and reports to name: of two gazetteers with the same one nothing differs.

        It is the SHA-256 of the lines that `SHA256SUMS` has for the files but
        the index, which follows from them; zones of one's own are none of it.
        """
        return checksum_of(
            {
                f"{name}{ENDING}": self.files[name].content
                for name in BUCKETS
                if name in self.files
            }
        )

    def counts(self) -> dict[str, int]:
        """How much is in it: units by level, names by script."""
        tally: dict[str, int] = {}
        for level in self.levels:
            tally[level] = tally.get(level, 0) + 1
        names = {f"{script} names": self._names[script].count for script in SCRIPTS}
        return tally | names | {"villages": len(self.villages)}


def _again(contents: Mapping[str, bytes]) -> Gazetteer:
    """A gazetteer of somebody's own in another process; it was looked through when it was loaded."""
    return Gazetteer(
        {
            name: DataFile.read(bytearray(content), name)
            for name, content in contents.items()
        }
    )


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


_ROADS = ("路", "街", "道", "里", "巷")
