"""A noun that was a draft is like one that was never anything else."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields, is_dataclass, replace
from typing import Any

import pytest

from nkrisk_geo import resolve
from nkrisk_geo.model import Border, Candidate, Evidence, Resolution
from nkrisk_geo.model.drafts import (
    BorderDraft,
    CandidateDraft,
    EvidenceDraft,
    ResolutionDraft,
)

ANSWER = resolve("NO.9 JILIN ROAD, LANGTOU TOWN, DANDONG 118000; 朝阳区", city="Anshan")
FOUND: list[Any] = [
    ANSWER,
    ANSWER.border,
    *ANSWER.evidence,
    *ANSWER.candidates,
    resolve(""),
    resolve("").border,
]


def test_there_are_answers_of_each_kind() -> None:
    assert {type(each) for each in FOUND} == {Resolution, Border, Evidence, Candidate}
    assert any(reason.unit is None for reason in ANSWER.evidence)


@pytest.mark.parametrize("noun", FOUND, ids=lambda noun: type(noun).__name__)
def test_it_is_what_its_constructor_makes(noun: Any) -> None:
    every = {field.name: getattr(noun, field.name) for field in fields(noun)}
    made = type(noun)(**every)
    assert type(made) is type(noun)
    assert made == noun
    assert hash(made) == hash(noun)
    assert repr(made) == repr(noun)
    assert is_dataclass(noun)


@pytest.mark.parametrize("noun", FOUND, ids=lambda noun: type(noun).__name__)
def test_it_is_copied_and_sent_as_such(noun: Any) -> None:
    for other in (
        copy.copy(noun),
        copy.deepcopy(noun),
        pickle.loads(pickle.dumps(noun)),
    ):
        assert type(other) is type(noun)
        assert other == noun
    first = fields(noun)[0].name
    assert getattr(replace(noun, **{first: "another"}), first) == "another"


@pytest.mark.parametrize("noun", FOUND, ids=lambda noun: type(noun).__name__)
def test_it_is_frozen(noun: Any) -> None:
    first = fields(noun)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(noun, first, None)
    with pytest.raises(FrozenInstanceError):
        delattr(noun, first)
    for name in ("another", "__class__"):
        with pytest.raises((AttributeError, TypeError)):  # as dataclasses with slots do
            setattr(noun, name, EvidenceDraft)


@pytest.mark.parametrize(
    ("draft", "noun"),
    [
        (ResolutionDraft, Resolution),
        (EvidenceDraft, Evidence),
        (CandidateDraft, Candidate),
        (BorderDraft, Border),
    ],
)
def test_a_draft_has_the_slots_of_its_noun_and_no_more(draft: Any, noun: Any) -> None:
    assert draft.__slots__ == tuple(field.name for field in fields(noun))
    with pytest.raises(AttributeError):
        draft().another = None
