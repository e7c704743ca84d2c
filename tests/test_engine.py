"""The door to the compiled engine: names and layouts are those of both languages, and nothing else is let in."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from tests.asked import items, records, signature

from nkrisk_geo import Gazetteer, resolve, vocabulary
from nkrisk_geo.engine.core import ABI, Core
from nkrisk_geo.engine.reading import Texts, read
from nkrisk_geo.resolution import resolver
from nkrisk_geo.signature import NAME_AT, ROLE_AT

HEADER = Path(__file__).resolve().parents[1] / "src" / "engine" / "names.h"
GAZETTEER = Gazetteer.default()


def test_the_names_are_those_of_both_languages() -> None:
    assert HEADER.read_text("utf8") == vocabulary.header(), "python -m handbook.vocabulary writes it anew"


def test_a_stale_library_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("nkrisk_geo.engine.core"), "ABI", ABI ^ 1)
    with pytest.raises(ImportError, match="another version"):
        Core(GAZETTEER, resolver().bearings)


@pytest.mark.parametrize("script", [0, 1])
def test_a_name_that_there_is_not_is_refused(script: int) -> None:
    item = (1 << 30) << NAME_AT | 1 << ROLE_AT | script
    with pytest.raises(ValueError, match="none of this gazetteer"):
        resolver().engine.one((item,), 0.8)


@pytest.mark.parametrize("threshold", [0.5, 0.8, 1.0])
def test_records_of_every_length_are_decided(threshold: float) -> None:
    """Texts of no names and of hundreds, alone and together."""
    signatures = [signature("辽宁省丹东市振兴区浪头镇 " * count) for count in (0, 1, 40, 400)]
    signatures.append(
        tuple(
            signatures[1][0] + (number << NAME_AT)
            for number in range(300)
            if isinstance(signatures[1][0], int)
        )
    )
    together = resolver().engine.decide(records(signatures), threshold)
    assert [together.one(at) for at in range(len(signatures))] == [
        resolver().engine.one(items(each), threshold) for each in signatures
    ]


@pytest.mark.parametrize("at", range(3))
@pytest.mark.parametrize("is_done", [False, True])
def test_an_engine_is_right_after_it_was_broken_off(
    at: int, is_done: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it was given the names of a script, or those of villages and quarters, which it had asked for."""
    made, usual, left = Core(GAZETTEER, resolver().bearings), Core._names, [*range(at + 1)]

    def broken_off(core: Core, *arguments: Any) -> None:
        if left.pop() or is_done:
            usual(core, *arguments)
        if not left:
            raise KeyboardInterrupt

    texts = ["辽宁省朝阳市双塔区", "dandong city, liaoning", "朝阳区红旗街", "해주로 12", "jinan-dong, busan"]
    with monkeypatch.context() as patch:
        patch.setattr(Core, "_names", broken_off)
        with pytest.raises(KeyboardInterrupt):
            _ = [read(made, 0, Texts.of([text])) for text in texts]
    again, expected = (
        read(core, 0, Texts.of(texts)).records.items.tolist() for core in (made, resolver().engine.core)
    )
    assert again == expected


def visited(text: str) -> tuple[int, set[str]]:
    """How many functions of Python one answer calls, and in which of our modules they are."""
    calls, modules = 0, set[str]()

    def noted(frame: FrameType, event: str, _: Any) -> None:
        nonlocal calls
        if event == "call":
            calls += 1
            modules.add(str(frame.f_globals.get("__name__")))

    sys.setprofile(noted)
    try:
        resolve(text)
    finally:
        sys.setprofile(None)
    return calls, {name for name in modules if name.startswith("nkrisk_geo")}


@pytest.mark.parametrize(
    "text",
    [
        "辽宁省丹东市振兴区浪头镇滨江中路18号",
        "NO.18 BINJIANG MIDDLE RD, ZHENXING DIST, DANDONG, LIAONING, CHINA",
    ],
)
def test_one_answer_calls_few_functions(text: str) -> None:
    """What costs is objects of Python; the engine works among its own."""
    resolve(text)
    calls, modules = visited(text)
    assert calls <= 80
    assert len(modules) <= 15
