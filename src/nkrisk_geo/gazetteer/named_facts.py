"""What is known of places, with the names of all of them and the tables of the engine over both.

A *name* is a folded, squeezed string; it refers to units, each reference saying what kind of name
it is (`nkrisk_geo.gazetteer.name_kinds`). Names are numbered by script, those of the first file
first. Behind them come the numbers of names that only stand behind others: villages, localities
and words of a region.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nkrisk_geo.gazetteer.datafile import DataFile, lines
from nkrisk_geo.gazetteer.facts import Facts
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.names import SCRIPTS, ByScript, Names
from nkrisk_geo.native.locks import cached_property

SHARED = {
    "spaced_text": ("facts", "names/latin/text"), "spaced_more_text": ("cc-by", "names/latin/text"),
    "unspaced_text": ("facts", "names/han/text"), "unspaced_more_text": ("cc-by", "names/han/text"),
    "cutting_word_words": ("facts", "cutting/words"), "village_words": ("facts", "villages/text"),
    "locality_words": ("facts", "localities/text"),
}  # fmt: skip
"""Tables of the engine that are columns of what is known."""

_ROADS = ("路", "街", "道", "里", "巷")


class NamedFacts(Facts):
    """All places and their names. Immutable once loaded; safe to share.

    Args:
        files: the compiled files by name.
        index: the tables of the engine, where they were compiled before.
    """

    def __init__(self, files: Mapping[str, DataFile], index: DataFile | None) -> None:
        super().__init__(files)
        self._index = index
        self._names = ByScript(self._names_of)
        self.names: Mapping[str, tuple[str, ...]] = ByScript(
            lambda script: self._names[script].every
        )
        self.numbers: Mapping[str, dict[str, int]] = ByScript(
            lambda script: self._names[script].numbers
        )

    # --- tables -----------------------------------------------------------------------

    def table(self, name: str) -> Any:
        """A table by its name, as memory or as values.

        It is one of `vocabulary.TABLES`, or of those that Python reads.
        """
        if name in SHARED:
            file, path = SHARED[name]
            return self.files[file][path]
        if self._index is None:
            return self._made[name]
        path = f"index/{name}"
        # What depends on all three files lies in the last one, and counts before the index.
        later = self.files["odbl"]
        return later[path] if path in later else self._index[path]

    @cached_property
    def _made(self) -> Mapping[str, Any]:
        """The tables of a gazetteer that has none in files."""
        from nkrisk_geo.gazetteer.compiler import compile_tables

        with self.lock:
            made = compile_tables(self)
        # As those of files are: lists and mappings as values, arrays as memory.
        return {
            name: each if isinstance(each, (list, dict)) else each.data
            for name, each in made.items()
        }

    # --- names ------------------------------------------------------------------------

    def _names_of(self, script: str) -> Names:
        known = SCRIPTS[script]
        blocks = self.table(f"{known}_text"), self.table(f"{known}_more_text")
        return Names(
            blocks=blocks,
            at=self.table(f"{known}_at"),
            split=self.table(f"{known}_split")[0],
            starts=self.table(f"{known}_reference_start"),
            references=self.table(f"{known}_reference"),
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
        """The villages' bare names.

        They are no patterns of the scan: they count behind a town of shared name.
        """
        return lines(self._facts["villages/text"])

    @cached_property
    def _late_words(self) -> tuple[str, ...]:
        """Names that only stand behind others, as they stand in a text.

        They are villages, localities (南京 for 南京路) and words of a region (社 for #社).
        """
        localities = lines(self._facts["localities/text"])
        regional = lines(self._facts["regional/text"])
        words = [word.strip("#") for word in regional]
        return (*self.villages, *map(_without_road, localities), *words)

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


def _without_road(word: str) -> str:
    """A locality without the generic of a road: 南京 of 南京路."""
    is_road = len(word) > 2 and word.endswith(_ROADS)
    return word[:-1] if is_road else word
