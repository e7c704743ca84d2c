"""A gazetteer that was altered is refused or answers: it never hangs, and fails in no other way than as `GazetteerError`.

The packaged files are compared with their checksums; those of a folder of one's own have none and are looked through.
"""

from __future__ import annotations

import copy
import json
import os
import random
import re
import shutil
import struct
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from hostile.forgeries import forged, known, saved

from nkrisk_geo import Gazetteer, GazetteerError, parse, resolve, resolve_all
from nkrisk_geo.cli import main
from nkrisk_geo.gazetteer.compiler.tails import CLASSES, NAMED_BY
from nkrisk_geo.gazetteer.datafile import FORMAT, LARGEST, DataFile
from nkrisk_geo.gazetteer.datafile_writer import pack_sections
from nkrisk_geo.gazetteer.edition import MANIFEST, check_sums, files_of
from nkrisk_geo.gazetteer.name_kinds import NameKind
from nkrisk_geo.gazetteer.soundness import check
from nkrisk_geo.gazetteer.table_checks import HAN_CLASSES
from nkrisk_geo.native.library import checksum_of

DATA = Path(str(resources.files("nkrisk_geo") / "data"))
BUCKETS = known()
SEEDS = range(int(os.environ.get("NKRISK_ALTERED", "24")))
TEXTS = ["辽宁省丹东市振兴区", "DANDONG 118000", "Yanji, Jilin", "서울특별시 강남구", "长白山二道白河镇", "ROOM 3 朝阳 +86 433",
         "Hunchun KP Rason", "上海市浦东新区世纪大道1号", "222404", "중국 길림성 훈춘시"]  # fmt: skip


def altered(**changes: Callable[[Any], None]) -> dict[str, Any]:
    """The packaged buckets after some changes: `facts=`, `cc_by=`, `odbl=`."""
    names = {name.replace("_", "-"): change for name, change in changes.items()}
    buckets = {
        name: copy.deepcopy(bucket) if name in names else bucket for name, bucket in BUCKETS.items()
    }
    for name, change in names.items():
        change(buckets[name])
    return buckets


# --- what has checksums ------------------------------------------------------------------------------------------------


def test_the_packaged_files_are_sound_and_as_their_checksums_say() -> None:
    check_sums(DATA, needed=True)
    check(
        {name: file.nest() for name, file in files_of(DATA).items()},
        kinds=len(NameKind),
    )


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the packaged files, which takes their place."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    monkeypatch.setattr("nkrisk_geo.gazetteer.gazetteer.PACKAGED", folder)
    monkeypatch.setattr(Gazetteer, "packaged", None)
    return folder


def flipped(file: Path, draw: random.Random) -> None:
    content = bytearray(file.read_bytes())
    content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    file.write_bytes(content)


def shortened(file: Path, draw: random.Random) -> None:
    os.truncate(file, draw.randrange(file.stat().st_size))


def another_name(file: Path, draw: random.Random) -> None:
    file.write_bytes(file.read_bytes().replace("振兴".encode(), "元宝".encode()))


def gone(file: Path, draw: random.Random) -> None:
    file.unlink()


def of_another(file: Path, draw: random.Random) -> None:
    shutil.copy(file.with_name("odbl.gaz" if file.stem != "odbl" else "facts.gaz"), file)


EVERY = ("facts.gaz", "cc-by.gaz", "odbl.gaz", "index.gaz")
ALTERED = [
    *((name, how) for name in EVERY for how in (flipped, shortened, gone, of_another)),
    *((name, another_name) for name in EVERY if "振兴".encode() in (DATA / name).read_bytes()),
]


@pytest.mark.parametrize(("name", "how"), ALTERED)
def test_any_change_of_a_packaged_file_is_noticed_and_the_file_named(
    package: Path, name: str, how: Callable[[Path, random.Random], None]
) -> None:
    before = (package / name).read_bytes()
    how(package / name, random.Random(7))
    assert not (package / name).exists() or (package / name).read_bytes() != before
    with pytest.raises(GazetteerError, match=rf"{re.escape(name)}.*install"):
        Gazetteer.default()


@pytest.mark.parametrize("how", [flipped, shortened, gone])
def test_a_change_of_the_checksums_is_noticed_by_who_verifies(
    package: Path,
    capsys: pytest.CaptureFixture[str],
    how: Callable[[Path, random.Random], None],
) -> None:
    how(package / MANIFEST, random.Random(7))
    assert main(["gazetteer", "--verify"]) == 1
    assert MANIFEST in capsys.readouterr().err


def test_files_that_were_made_from_others_are_not_taken_together(package: Path) -> None:
    facts = DataFile.open(package / "facts.gaz").nest(plain=True)
    facts["readings"] = {}
    (package / "facts.gaz").write_bytes(forged(facts))
    with pytest.raises(GazetteerError, match=r"index\.gaz was made from other files"):
        Gazetteer.default()


def test_verify_says_that_all_is_well_and_exits_1_where_it_is_not(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["gazetteer", "--verify"]) == 0
    assert "facts.gaz" in capsys.readouterr().out
    flipped(package / "facts.gaz", random.Random(3))
    assert main(["gazetteer", "--verify"]) == 1
    assert "facts.gaz" in capsys.readouterr().err


def test_a_folder_of_ones_own_is_compared_with_the_checksums_that_it_has(
    tmp_path: Path,
) -> None:
    saved(tmp_path, BUCKETS)
    assert Gazetteer.load(tmp_path).version == BUCKETS["facts"]["version"]
    shutil.copy(DATA / MANIFEST, tmp_path)
    with pytest.raises(
        GazetteerError, match=rf"odbl\.gaz is not what {MANIFEST}.*take {MANIFEST} away"
    ):
        Gazetteer.load(tmp_path)


# --- what has none -----------------------------------------------------------------------------------------------------


VERSION = ("version", "json", b'"9"')


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"", "is empty"), (b"{}", "no file of a gazetteer"), (bytes(5000), "no file of a gazetteer"),
     (pack_sections([VERSION])[:-1], "cut or altered"), (pack_sections([VERSION]) + b" ", "cut or altered"),
     (pack_sections([]), "no version"), (pack_sections([("version", "json", b"[1]")]), "no version"),
     (pack_sections([("version", "json", b"[" * 200_000)]), "no version"),
     (pack_sections([("version", "i4", bytes(4))]), "no version"), (pack_sections([VERSION]), "got its name"),
     (pack_sections([VERSION])[:8] + b"\6" + pack_sections([VERSION])[9:], "has format 6")],
    ids=range(11),
)  # fmt: skip
@pytest.mark.parametrize("name", ["facts", "cc-by", "odbl"])
def test_a_file_that_is_none_is_refused(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    saved(tmp_path, BUCKETS)
    (tmp_path / f"{name}.gaz").write_bytes(content)
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.load(tmp_path)


@pytest.mark.parametrize("name", ["facts", "cc-by", "odbl"])
def test_a_file_of_another_edition_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(GazetteerError, match="one edition"):
        Gazetteer.load(
            saved(
                tmp_path,
                altered(**{name.replace("-", "_"): lambda bucket: bucket.update(version="9")}),
            )
        )


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    saved(tmp_path, BUCKETS)
    os.truncate(tmp_path / "facts.gaz", LARGEST + 1)
    with pytest.raises(GazetteerError, match="more than"):
        Gazetteer.load(tmp_path)


@pytest.mark.parametrize("seed", range(40))
def test_contents_that_lie_elsewhere_are_refused(tmp_path: Path, seed: int) -> None:
    """One number or type in the table of contents is another, and the checksum is right again."""
    draw, whole = random.Random(seed), forged(BUCKETS["cc-by"])
    size = int.from_bytes(whole[24:32], "little")
    table = json.loads(whole[40 : 40 + size])
    path = draw.choice([*table])
    table[path][draw.randrange(3)] = draw.choice(
        [-64, 1, 64, 10**9, 10**30, "i4", "f8", "json", None, [], 0.5]
    )
    contents = json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode().ljust(size)
    rest = contents + whole[40 + size :]
    checksum = checksum_of(memoryview(bytearray(rest)))
    numbers = (FORMAT, checksum, len(contents), 40 + len(rest))
    saved(tmp_path, BUCKETS)
    (tmp_path / "cc-by.gaz").write_bytes(struct.pack("<8sQQQQ", whole[:8], *numbers) + rest)
    try:
        gazetteer = Gazetteer.load(tmp_path)
    except GazetteerError:
        return
    assert resolve("辽宁省丹东市振兴区", gazetteer=gazetteer).place is not None


def a_circle(cc_by: Any) -> None:
    parents = cc_by["units"]["parent"]
    first = len(BUCKETS["facts"]["units"]["code"])
    parents[5], parents[9] = first + 9, first + 5


def a_long_chain(cc_by: Any) -> None:
    parents = cc_by["units"]["parent"]
    first = len(BUCKETS["facts"]["units"]["code"])
    parents[1:1500] = [first + at for at in range(1499)]


def a_reference_too_far(cc_by: Any) -> None:
    cc_by["names"]["han"]["refs"][-1] = 1 << 30


def a_name_twice(cc_by: Any) -> None:
    names = cc_by["names"]["latin"]["text"]
    names[-1] = names[0]


def a_short_column(cc_by: Any) -> None:
    cc_by["units"]["mass"].pop()


def no_number(cc_by: Any) -> None:
    cc_by["units"]["mass"][3] = float("nan")


def half_a_character(cc_by: Any) -> None:
    cc_by["units"]["zh"][3] = "\ud800"


@pytest.mark.parametrize(
    ("change", "message"),
    [(a_circle, "lies in itself"), (a_long_chain, "lies in itself, or in more"), (a_reference_too_far, "refs refers"),
     (a_name_twice, "twice"), (a_short_column, "mass has"), (no_number, "no number"),
     (half_a_character, "zh is list, expected a column")],
)  # fmt: skip
def test_what_cannot_be_is_named(
    tmp_path: Path, change: Callable[[Any], None], message: str
) -> None:
    with pytest.raises(GazetteerError, match=message):
        Gazetteer.load(saved(tmp_path, altered(cc_by=change)))


def test_zones_in_a_circle_are_refused(tmp_path: Path) -> None:
    def change(facts: Any) -> None:
        facts["zones"][0]["parent"], facts["zones"][1]["parent"] = (
            facts["zones"][at]["id"] for at in (1, 0)
        )

    with pytest.raises(GazetteerError, match="lies in no zone"):
        Gazetteer.load(saved(tmp_path, altered(facts=change)))


STRANGE: list[Any] = [None, True, -1, 0, 7, 10**30, 1e300, float("nan"), float("inf"), "", "x", "CN", "\ud800", "a\nb", [], {},
           [[]], [None], {"x": 1}, "AAAA", "A" * 5000, [0.5], ["CN"]]  # fmt: skip


def places_in(value: Any, draw: random.Random) -> tuple[Any, Any]:
    """A place in a tree of lists and objects, at any depth: its holder and its key."""
    while True:
        keys = [*value] if isinstance(value, dict) else range(len(value))
        key = draw.choice(keys)
        inside = value[key]
        if not isinstance(inside, (dict, list)) or not inside or draw.random() < 0.15:
            return value, key
        value = inside


def alter(bucket: Any, draw: random.Random) -> str:
    """Change, remove, exchange or double one thing; says what."""
    holder, key = places_in(bucket, draw)
    how = draw.choice(["change", "change", "change", "remove", "exchange", "double", "near"])
    if how == "change":
        holder[key] = draw.choice(STRANGE)
    elif how == "remove":
        del holder[key]
    elif how == "double" and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif how == "exchange":
        other, at = places_in(bucket, draw)
        holder[key], other[at] = other[at], holder[key]
    elif isinstance(holder[key], (int, float)):
        holder[key] = holder[key] + draw.choice([-1, 1, 1000, 0.5])
    elif isinstance(holder[key], str) and holder[key]:
        at, text = draw.randrange(len(holder[key])), holder[key]
        holder[key] = text[:at] + draw.choice(["A", "/", "\n", "", "振"]) + text[at + 1 :]
    return f"{how} {key!r}"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gazetteer_altered_anywhere_is_refused_or_answers(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    buckets = copy.deepcopy(BUCKETS)
    for _ in range(draw.choice([1, 1, 2, 5])):
        bucket = buckets[draw.choice([*buckets])]
        if bucket:
            alter(bucket, draw)
    try:
        gazetteer = Gazetteer.load(saved(tmp_path, buckets))
    except GazetteerError:
        return
    try:
        for text in TEXTS:
            assert resolve(text, gazetteer=gazetteer).explain()
            assert resolve_all(text, gazetteer=gazetteer)
            parse(text, gazetteer=gazetteer)
        resolve("Dandong", lat=40.1, lng=124.4, gazetteer=gazetteer)
        resolve("Beijing", lat=39.9, lng=116.4, gazetteer=gazetteer)
    except GazetteerError:
        return


def test_a_class_of_words_that_the_grammar_does_not_know_is_refused(
    tmp_path: Path,
) -> None:
    assert {*CLASSES, *NAMED_BY} - {""} == HAN_CLASSES
    words = BUCKETS["facts"]["words"]
    changed = {**words, "han": {**words["han"], "山": "natu"}}
    saved(tmp_path, {**BUCKETS, "facts": {**BUCKETS["facts"], "words": changed}})
    with pytest.raises(GazetteerError, match="'natu', expected a class of words"):
        Gazetteer.load(tmp_path)
