"""The compiled part: what it shares with Python, and its functions against slow ones."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from enum import IntEnum, IntFlag
from pathlib import Path

import pytest
from build_engine import CHECKED as CHECKED_BUILD
from build_engine import SOURCES, TARGETS, chosen, compiled
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from tests.asked import mentions

from nkrisk_geo.engine import reader, texts
from nkrisk_geo.engine.codes import codes
from nkrisk_geo.engine.core import CallResult, Core
from nkrisk_geo.engine.items import CODE_BIT
from nkrisk_geo.engine.reader import read_text
from nkrisk_geo.engine.signature import (
    FIELD_BITS,
    FIELDS,
    GENERIC_BITS,
    NAME_AT,
    ROLE_BITS,
)
from nkrisk_geo.engine.texts import Texts, read
from nkrisk_geo.gazetteer.compiler import spaced
from nkrisk_geo.gazetteer.compiler.lexicons import lexicon
from nkrisk_geo.gazetteer.compiler.name_subsets import repairable_names
from nkrisk_geo.gazetteer.compiler.names import NumberedNames
from nkrisk_geo.gazetteer.compiler.tails import CLASSES, NAMED_BY
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.name_kinds import KIND_BITS, NameKind
from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.native import characters
from nkrisk_geo.native import library as compiled_library
from nkrisk_geo.native.calls import State
from nkrisk_geo.native.characters import Kinds
from nkrisk_geo.native.library import TextContent
from nkrisk_geo.resolver.resolution import get_resolver

GAZETTEER = Gazetteer.default()
FOLDER = GAZETTEER.normalizer
CORE = get_resolver().engine.core
REPAIRABLE = repairable_names(GAZETTEER, NumberedNames.of(GAZETTEER, "latin"))
DENSE = [
    " ",
    *"丹东 大连 京 辽 红旗街 朝阳区 和平路 路 街 dandong cn, ln, prc -dong -ro 동 시 로 단동 광동 5 9 12,".split(),
]
"""What has many names in few characters."""


def constants() -> dict[str, int]:
    """The constants of the sources in C, by their names."""
    found: dict[str, int] = {}
    for source in sorted(SOURCES.glob("*.[ch]")):
        text = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
        for body in re.findall(r"enum \{([^}]*)\}", text):
            number = 0
            for each in filter(None, map(str.strip, body.split(","))):
                name, _, value = map(str.strip, each.partition("="))
                base, _, by = value.partition("<<")
                number = int(base, 0) << int(by or 0) if value else number
                assert found.setdefault(name, number) == number, f"{name} means two things"
                number += 1
    return found


CONSTANTS = constants()


# --- what is said in both languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("enum", "prefix"),
    [
        (TextContent, "HOLDS_"),
        (Role, "ROLE_"),
        (Generic, "GENERIC_"),
        (NameKind, "KIND_"),
        (CallResult, "NK_"),
        (State, "TEXT_"),
    ],
)
def test_numbers_are_the_same_in_both(enum: type[IntEnum | IntFlag], prefix: str) -> None:
    known = {each.name: each.value for each in enum}
    assert {prefix + str(name): value for name, value in known.items()}.items() <= CONSTANTS.items()


def test_kinds_are_the_same_in_both() -> None:
    names = "DROPPED LATIN DIGITS HARD PARTING CJK OTHER TOKEN_KINDS LETTER DECIMAL ALPHANUMERIC SPACE IDEOGRAPH KNOWN".split()
    assert {name: getattr(characters, f"_{name}") for name in names} == {
        name: CONSTANTS[name] for name in names
    }


def test_classes_are_the_same_in_both() -> None:
    words = {
        "road",
        "zone",
        "institution",
        "branch",
        "brand",
        "building",
        "port",
        *NAMED_BY,
    }
    names = {
        klass: f"{klass.upper()}_WORD" if klass in words else klass.upper() for klass in CLASSES
    }
    names |= {
        "": "NOTHING",
        "company": "COMPANY_WORD",
        "direction": "DIRECTION_WORD",
        "side": "SIDE_WORD",
    }
    for number, klass in enumerate((*CLASSES, *NAMED_BY)):
        assert CONSTANTS[names.get(klass, "OTHER_WORD")] == number
    for bit, klass in enumerate(spaced._CLASSES):
        assert CONSTANTS[f"IS_{klass.upper()}"] == 1 << bit


def test_what_is_compared_is_the_word_and_not_its_hash_alone() -> None:
    """A set of words in which one has the place of another: it is looked up by the hash of what it is not."""
    made = dict(lexicon("chinese_word", ["china", "cn"]))
    swapped = {**made, "chinese_word_at": made["chinese_word_at"][::-1].copy()}
    tables = {name: table.data for name, table in swapped.items() if name != "chinese_word_values"}
    texts = ["LN CHINA", "LN CN"]
    plain, changed = (
        [len(read_text(core, 0, text.lower()).rows) for text in texts]
        for core in (CORE, Core(GAZETTEER, tables))
    )
    assert plain == [2, 2]
    assert changed != plain


# --- functions -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dandong", "丹东"])
def test_more_mentions_than_were_expected(name: str) -> None:
    """Of one text, and of many texts together."""
    rows = read_text(CORE, 0, f"{name}, " * 1000).rows
    assert [row[5:7] for row in rows] == [
        (start, start + len(name)) for start in range(0, 1000 * (len(name) + 2), len(name) + 2)
    ]
    assert len({row[0] for row in rows}) == 1
    found, alone = (read(CORE, 0, Texts.of([name] * count)).records for count in (1000, 1))
    assert [found.one(at) for at in range(1000)] == [alone.one(0)] * 1000


@given(st.lists(st.sampled_from(DENSE), max_size=300).map("".join))
@settings(max_examples=100, deadline=None)
def test_a_text_has_room_for_its_mentions(text: str) -> None:
    """As many as are said to be room for, and those that are read with others."""
    seen = read_text(CORE, 0, text)
    assert len(seen.rows) <= 3 * len(text)
    assert all(0 <= start < end <= len(text) for *_, start, end, _, _ in seen.rows)
    assert seen.items == read(CORE, 0, Texts.of([text])).records.one(0)


def one_read(folded: str) -> object:
    """A text as it is read together with others."""
    return read(CORE, 0, Texts.of([folded]))


def one_seen(folded: str) -> object:
    """A text as it is read alone."""
    return read_text(CORE, 0, folded)


def one_coded(folded: str) -> object:
    """The codes of a text."""
    return codes(folded)


@pytest.mark.parametrize("function", [one_read, one_seen, one_coded])
def test_a_text_with_a_zero_character_is_refused(
    function: Callable[[str], object],
) -> None:
    with pytest.raises(ValueError, match="zero character"):
        function("dan\0dong")  # folding leaves none


@pytest.mark.parametrize("function", [one_read, one_seen])
def test_a_text_can_be_too_long(
    function: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (reader, texts):
        monkeypatch.setattr(module, "MOST_POINTS", 5)
    with pytest.raises(OverflowError, match="too long"):
        function("dandong")


def test_a_package_that_was_not_built_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_library, "LIBRARY", "absent.so")
    with pytest.raises(ImportError, match="pip install"):
        compiled_library.library.__wrapped__()


def test_a_library_of_other_sources_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(compiled_library.FUNCTIONS, "nk_absent", (None, ()))
    with pytest.raises(ImportError, match="other sources"):
        compiled_library.library.__wrapped__()


CHECKED = """
import random, sys
import pyarrow as pa
from nkrisk_geo.native import library
library.LIBRARY = sys.argv[1]  # before anything else asks for it
from nkrisk_geo import annotate_arrow, border_at, parse, resolve
from nkrisk_geo import Gazetteer
gazetteer, chance = Gazetteer.default(), random.Random(int(sys.argv[2]))
words = [[*gazetteer.names[script], *gazetteer.generics[script]] for script in ("han", "latin")]
odd = "0 00 | - ' . , ; 118000 +86 0415- tel adcode 2260 市 场 道 G201国道 牡 东 ½ 〇 é \\0 \\U00020001 -dong 가 동".split(" ")
odd += [" ", "\\u3000", "a" * 130, "丹" * 40, "dandong" * 30, "1" * 50, "DAND0NG", "L1AONLNG CITY"]
pieces = [lambda: chance.choice(words[0]), lambda: chance.choice(words[1]), lambda: chance.choice(odd)]
texts = [
    chance.choice(["", " "]).join(chance.choice(pieces)() for _ in range(chance.randrange(9))) for _ in range(20_000)
]
texts += [text[: chance.randrange(len(text) + 1)] for text in texts]
answers = annotate_arrow(pa.table({"address": texts}), address="address")
print(answers.num_rows, sum(status == "resolved" for status in answers["geo_status"].to_pylist()) > 1000)
alone = [resolve(text, city=chance.choice(texts)).status.value for text in texts[::10]]
print(len([parse(text) for text in texts[::20]]), alone.count("resolved") > 100)
lats, lngs = ([chance.uniform(-end, end) for _ in range(20_000)] + [end, -end, 18, 66] for end in (90, 180))
print(border_at(lat=lats, lng=lngs).size, border_at(lat=lats[:9], lng=lngs[:9]).size)
print(library.library()._name == sys.argv[1])
"""


def test_the_library_guards_its_stack() -> None:
    """As it is built for people, a write beyond an array on the stack ends the process."""
    library = Path(compiled_library.LIBRARY).with_name(TARGETS[chosen()].library)
    assert b"__stack_chk_fail" in library.read_bytes()


def test_nothing_is_done_that_c_leaves_open(tmp_path: Path) -> None:
    """Random texts, whole and cut, together and alone, and points.

    All goes through a library that stops at an overflow, a wrong shift or index.
    """
    library = compiled(chosen(), tmp_path, CHECKED_BUILD)
    command = [sys.executable, "-X", "utf8", "-c", CHECKED, str(library), "1"]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    told = ["40000", "True", "2000", "True", "20004", "9", "True"]
    assert (done.returncode, done.stdout.split()) == (0, told), done.stderr


ALIKE = re.findall(
    '"(..)"',
    re.findall(r"ALIKE\[\] = \{(.*)\}", (SOURCES / "misspelt.c").read_text(encoding="utf-8"))[0],
)
"""Pairs of letters that look alike, as the source in C has them."""


def is_alike(one: str, other: str, pairs: int) -> bool:
    """Are two words the same but for letters of the first pairs?"""
    known = {*ALIKE[:pairs], *(pair[::-1] for pair in ALIKE[:pairs])}
    return len(one) == len(other) and all(
        a == b or a + b in known for a, b in zip(one, other, strict=True)
    )


def meant(word: str) -> list[str]:
    """The names that a word with its generic may be: with m for rn, else those that look alike, else those one edit away."""
    names = REPAIRABLE
    if "rn" in word and word.replace("rn", "m") in names:
        return [word.replace("rn", "m")]
    opening = CONSTANTS["PAIRS_OPENING"]
    near = [
        name
        for name in names
        if OSA.distance(name, word) == 1
        and (name[0] == word[0] or (name[1:] == word[1:] and is_alike(name[0], word[0], opening)))
    ]
    alike = [name for name in near if is_alike(name, word, len(ALIKE))]
    return alike if alike and len(near) <= CONSTANTS["MOST_FOUND"] else near


@given(st.sampled_from([*REPAIRABLE]), st.integers(0, 30), st.sampled_from("aeginolsz-"))
@settings(max_examples=200, deadline=None)
def test_a_misspelt_name_is_one_edit_from_its_names(name: str, at: int, letter: str) -> None:
    """With a letter lost (-), changed, or swapped with its neighbour."""
    at %= len(name)
    word = name[:at] + name[at + 1 :] if letter == "-" else name[:at] + letter + name[at + 1 :]
    if letter == "z" and at + 1 < len(name):
        word = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    named = mentions(CORE, f"{word} city, liaoning")
    found = [GAZETTEER.names["latin"][each.name] for each in named if each.role is Role.MISSPELT]
    near = meant(word)
    known = word in GAZETTEER.numbers["latin"] or word in GAZETTEER.generics["latin"]
    if known or not 5 <= len(word) <= 20 or len(near) > CONSTANTS["MOST_NEAR"]:
        assert found == []
    elif any(each.role is not Role.MISSPELT and each.end <= len(word) for each in named):
        assert found == []  # glued together of names and generic words
    else:
        assert sorted(found) == sorted(near)


def test_what_is_packed_has_room() -> None:
    for most, bits in (
        (Role, ROLE_BITS),
        (Generic, GENERIC_BITS),
        (NameKind, KIND_BITS),
    ):
        assert max(most) < 1 << bits, most
    assert len(FIELDS) <= 1 << FIELD_BITS
    numbers = [
        *map(len, GAZETTEER.names.values()),
        len(GAZETTEER.names["han"]) + len(GAZETTEER.table("late_letters")),
    ]
    assert all(number < 1 << 31 and number << NAME_AT < CODE_BIT for number in numbers)


def test_a_number_is_one_in_the_first_text_too() -> None:
    """The engine puts a zero for any number, so it has to know what that is before a text has one."""
    ask = "from nkrisk_geo import resolve; print(resolve('EX 3 SA').evidence)"
    after = ask.replace("; ", "; resolve('0'); ", 1)
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for code in (ask, after)
    ]
    assert said[0].stdout == said[1].stdout
    assert all(Kinds().memory[:0x80])
