"""The compiled part: what it shares with Python, and its functions against slow ones."""

from __future__ import annotations

import re
import subprocess
import sys
from enum import IntEnum, IntFlag
from pathlib import Path

import numpy as np
import pytest
from build_reader import CHECKED as CHECKED_BUILD
from build_reader import SOURCES, TARGETS, chosen, compiled
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from nkrisk_geo import characters, native
from nkrisk_geo.gazetteer import Gazetteer, NameKind
from nkrisk_geo.grammar import alphabetic, codes, codes_of, sought
from nkrisk_geo.grammar.roles import Generic, Role
from nkrisk_geo.grammar.tails import CLASSES, NAMED_BY
from nkrisk_geo.native import Holds, Reader, Sequences, Table, Texts, Words
from nkrisk_geo.references import KIND_BITS
from nkrisk_geo.resolution import resolver
from nkrisk_geo.signature import FIELD_BITS, FIELDS, GENERIC_BITS, NAME_AT, ROLE_BITS
from nkrisk_geo.wordings import NAMED_BITS, Wordings

GAZETTEER = Gazetteer.default()
GRAMMAR = resolver().signer.grammar
NUMBERS = st.integers(-3, 3)
CODED = [
    *"118000 210600 2123456 1234 86 0086 00 0 +1 + 0415 024 10 tel phone fax: ph. 电话 传真: no. ( ) - . : , # / | _ a é".split(),
    *"丹 adcode 区划代码 gb2260 2260 hs lot ref order p/o l/c 91210600ma0qc00002 91210600".split(),
    *(" ", "  ", "\u3000", "\t", "hs code ", "l/c no. ", "gb/t 2260 "),
]
"""What codes are made of, and what stands beside them."""


def constants() -> dict[str, int]:
    """The constants of the sources in C, by their names."""
    found: dict[str, int] = {}
    for source in sorted(SOURCES[0].glob("*.[ch]")):
        text = re.sub(r"/\*.*?\*/", "", source.read_text(encoding="utf-8"), flags=re.DOTALL)
        for body in re.findall(r"enum \{([^}]*)\}", text):
            number = 0
            for each in filter(None, map(str.strip, body.split(","))):
                name, _, value = map(str.strip, each.partition("="))
                base, _, by = value.partition("<<")
                number = int(base) << int(by or 0) if value else number
                assert found.setdefault(name, number) == number, f"{name} means two things"
                number += 1
    return found


CONSTANTS = constants()


# --- what is said in both languages ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("enum", "prefix"), [(Words, "WORDS_"), (Table, "TABLE_"), (Holds, "HOLDS_"), (Role, ""), (Generic, "")]
)
def test_numbers_are_the_same_in_both(enum: type[IntEnum | IntFlag], prefix: str) -> None:
    known = {each.name: each.value for each in enum}
    if enum is Generic:
        known = {"NO_GENERIC": Generic.NONE}
    if enum is Role:
        known["IN_PORT"] = known.pop("PORT")
    assert {prefix + str(name): value for name, value in known.items()}.items() <= CONSTANTS.items()


def test_kinds_are_the_same_in_both() -> None:
    names = "DROPPED LATIN DIGITS HARD PARTING CJK OTHER TOKEN_KINDS LETTER DECIMAL ALPHANUMERIC SPACE IDEOGRAPH KNOWN".split()
    assert {name: getattr(characters, f"_{name}") for name in names} == {
        name: CONSTANTS[name] for name in names
    }


def test_classes_are_the_same_in_both() -> None:
    words = {"road", "zone", "institution", "branch", "brand", "building", "port", *NAMED_BY}
    names = {klass: f"{klass.upper()}_WORD" if klass in words else klass.upper() for klass in CLASSES}
    names |= {"": "NOTHING", "company": "COMPANY_WORD", "direction": "DIRECTION_WORD", "side": "SIDE_WORD"}
    for number, klass in enumerate((*CLASSES, *NAMED_BY)):
        assert CONSTANTS[names.get(klass, "OTHER_WORD")] == number
    for bit, klass in enumerate(alphabetic._CLASSES):
        assert CONSTANTS[f"IS_{klass.upper()}"] == 1 << bit


# --- functions -----------------------------------------------------------------------------------------------------------


@given(st.lists(st.lists(st.lists(NUMBERS, max_size=3), max_size=8), max_size=4))
@settings(max_examples=200)
def test_equal_sequences_have_one_number(batches: list[list[list[int]]]) -> None:
    sequences, known = Sequences(1000), dict[tuple[int, ...], int]()
    for batch in batches:
        before = len(known)
        expected = [known.setdefault(tuple(each), len(known)) for each in batch]
        numbers = np.array([number for each in batch for number in each], np.int64)
        found = sequences.numbered(numbers, np.array([*map(len, batch)], np.int64))
        assert found is not None
        assert found[0].tolist() == expected
        assert found[1].tolist() == [expected.index(number) for number in range(before, len(known))]


def test_sequences_run_out_of_room() -> None:
    sequences = Sequences(2)
    assert sequences.numbered(np.array([1, 2, 1]), np.array([1, 1, 1])) is not None
    assert sequences.numbered(np.array([3]), np.array([1])) is None
    sequences, long = Sequences(2), np.arange(40)
    assert sequences.numbered(long, np.array([40])) is not None  # the first one always
    assert sequences.numbered(long[1:], np.array([39])) is None


def test_wordings_are_right_after_they_were_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    made, text, chinese = Wordings(), np.array([0, 1]), np.array([False, False])
    with monkeypatch.context() as patch:
        patch.setattr("nkrisk_geo.wordings._worded", interrupted)
        with pytest.raises(KeyboardInterrupt):
            made.of(0, np.array([800, 1600]), text, chinese)
    assert made.of(0, np.array([2400, 800]), text, chinese) == [(2400,), (800,)]


def test_wordings_begin_anew_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nkrisk_geo.wordings.MOST_WORDINGS", 3)
    made = Wordings()
    for number in range(0, 8000, 800):
        found = made.of(0, np.array([number, number + 800]), np.array([0, 1]), np.array([False, False]))
        assert found == [(number,), (number + 800,)]
    assert len(made._made) <= 3


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_more_mentions_than_were_expected() -> None:
    rows = GRAMMAR.alphabetic.reader.alphabets(Texts.of(["cn"] * 1000))
    assert rows[:, 0].tolist() == [*range(1000)]
    assert len({*rows[:, 1].tolist()}) == 1


def test_each_word_has_a_value() -> None:
    with pytest.raises(ValueError, match="2 words, 1 values"):
        Reader().words(Words.NAMES, "dandong\ndalian", [0])


def test_a_text_with_a_zero_character_is_refused() -> None:
    for function in (Texts.of, codes_of):
        with pytest.raises(ValueError, match="zero character"):
            function(["dan\0dong"])  # folding leaves none


@given(st.lists(st.sampled_from(CODED), min_size=1, max_size=9).map("".join))
@settings(max_examples=1500, deadline=None)
def test_codes_of_many_texts_are_those_of_each(text: str) -> None:
    assert codes_of([text, "x", text]) == [codes(text), (), codes(text)]


def test_a_text_can_be_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "_MOST_POINTS", 5)
    with pytest.raises(OverflowError, match="too long"):
        Texts.of(["dandong"])


def test_a_package_that_was_not_built_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native, "LIBRARY", Path("absent.so"))
    with pytest.raises(ImportError, match="pip install"):
        native.library.__wrapped__()


def test_a_library_of_other_sources_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(native._FUNCTIONS, "nk_absent", (None, ()))
    with pytest.raises(ImportError, match="other sources"):
        native.library.__wrapped__()


CHECKED = """
import random, sys
from pathlib import Path
import pyarrow as pa
from nkrisk_geo import annotate_arrow, native
native.LIBRARY = Path(sys.argv[1])
from nkrisk_geo.gazetteer import Gazetteer
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
from nkrisk_geo import border_at
lats, lngs = ([chance.uniform(-end, end) for _ in range(20_000)] + [end, -end, 18, 66] for end in (90, 180))
print(border_at(lat=lats, lng=lngs).size, border_at(lat=lats[:9], lng=lngs[:9]).size)
"""


def test_the_library_guards_its_stack() -> None:
    """As it is built for people, a write beyond an array on the stack ends the process."""
    library = Path(native.__file__).with_name(TARGETS[chosen()].library)
    assert b"__stack_chk_fail" in library.read_bytes()


def test_nothing_is_done_that_c_leaves_open(tmp_path: Path) -> None:
    """Random texts, whole and cut, and points through a library that stops at an overflow, a wrong shift or index."""
    library = compiled(chosen(), tmp_path, CHECKED_BUILD)
    command = [sys.executable, "-X", "utf8", "-c", CHECKED, str(library), "1"]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stdout.split()) == (0, ["40000", "True", "20004", "9"]), done.stderr


ALIKE = re.findall(
    '"(..)"', re.findall(r"ALIKE\[\] = \{(.*)\}", (SOURCES[0] / "misspelt.c").read_text(encoding="utf-8"))[0]
)
"""Pairs of letters that look alike, as the source in C has them."""


def is_alike(one: str, other: str, pairs: int) -> bool:
    """Are two words the same but for letters of the first pairs?"""
    known = {*ALIKE[:pairs], *(pair[::-1] for pair in ALIKE[:pairs])}
    return len(one) == len(other) and all(a == b or a + b in known for a, b in zip(one, other, strict=True))


def meant(word: str) -> list[str]:
    """The names that a word with its generic may be: with m for rn, else those that look alike, else those one edit away."""
    names = sought.repairable(GAZETTEER)
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


@given(st.sampled_from([*sought.repairable(GAZETTEER)]), st.integers(0, 30), st.sampled_from("aeginolsz-"))
@settings(max_examples=200, deadline=None)
def test_a_misspelt_name_is_one_edit_from_its_names(name: str, at: int, letter: str) -> None:
    """With a letter lost (-), changed, or swapped with its neighbour."""
    at %= len(name)
    word = name[:at] + name[at + 1 :] if letter == "-" else name[:at] + letter + name[at + 1 :]
    if letter == "z" and at + 1 < len(name):
        word = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    mentions = GRAMMAR.read(f"{word} city, liaoning").mentions
    found = [GAZETTEER.names["latin"][each.name] for each in mentions if each.role is Role.MISSPELT]
    near = meant(word)
    known = word in GAZETTEER.numbers["latin"] or word in GAZETTEER.generics["latin"]
    if known or not 5 <= len(word) <= 20 or len(near) > CONSTANTS["MOST_NEAR"]:
        assert found == []
    elif any(each.role is not Role.MISSPELT and each.end <= len(word) for each in mentions):
        assert found == []  # glued together of names and generic words
    else:
        assert sorted(found) == sorted(near)


def test_what_is_packed_has_room() -> None:
    for most, bits in ((Role, ROLE_BITS), (Generic, GENERIC_BITS), (NameKind, KIND_BITS)):
        assert max(most) < 1 << bits, most
    assert len(FIELDS) <= 1 << FIELD_BITS
    gazetteer = Gazetteer.default()
    assert all(len(gazetteer.names[script]) << NAME_AT < 1 << NAMED_BITS for script in ("han", "latin"))
