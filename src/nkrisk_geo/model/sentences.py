"""Sentences that stand in columns of an answer, in plain words and in the reader's language.

`geo_conflicts` and `geo_evidence` are data: they are English and stay as they are, so
that a file of last year can be compared. What people read is said here. A sentence that
is not known stays as it is.

    >>> from nkrisk_geo.model.wording import wording
    >>> reword("postcode 1170xx speaks for Pingshan, not for Yanji", wording("en"))
    'postcode 1170xx points to Pingshan, not to Yanji'
    >>> reword_evidence("yanji → Yanji 222401 (name with its generic)", wording("zh"))
    'yanji → Yanji (地名+市、区等通名)'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from nkrisk_geo.model.wording import Wording

_SENTENCES = {
    "registration": r"registration (?P<number>\S+): (?!no credit code)[^;]+",
    "no_registration": r"registration (?P<number>\S+): no credit code, .+",
    "foreign_postcode": r"postcode (?P<number>.+) has the form of another country's: .+",
    "malformed_postcode": r"postcode (?P<number>.+) is malformed: .+",
    "unassigned_postcode": r"postcode (?P<number>.+) is not assigned in China",
    "repaired_postcode": r"postcode (?P<number>.+) is read as (?P<digits>\d+): .+",
    "point_away": r"coordinates: the point lies (?P<km>\d+) km from that of the (?P<level>\w+)",
    "point_unused": r"coordinates not used: (?P<why>.+)",
    "point_against": r"coordinates the point speaks for (?P<place>.+), not for (?P<other>.+)",
    "point_alone": r"coordinates the point speaks for (?P<place>.+)",
    "against": r"(?P<rule>%s) (?P<words>.+) speaks for (?P<place>.+), not for (?P<other>.+)",
    "alone": r"(?P<rule>%s) (?P<words>.+) speaks for (?P<place>.+)",
}
"""What the sentences are like; `%s` is the name of a rule."""
_REASON = re.compile(
    r"(?P<words>.*) → (?P<place>.*) \S+ \((?P<rule>[^()]*)\)", re.DOTALL
)
_RULE = re.compile(r"(?<=\)); ")
"""What parts the pieces of a cell of evidence: each ends with its rule in brackets."""


def reword(
    sentence: str, words: Wording, called: Mapping[str, str] = MappingProxyType({})
) -> str:
    """A sentence about clues that contradict each other, or about numbers that cannot be right.

    Args:
        sentence: as an answer has it.
        words: of the language.
        called: what places are called in it, by their English names.
    """
    # In their order: "against" would be found by the pattern of "alone" as well.
    for key, pattern in _SENTENCES.items():
        whole = pattern.replace("%s", _rules(words))
        found = re.fullmatch(whole, sentence)
        if found:
            gaps = _gaps(found.groupdict(), words, called)
            return words(f"said.{key}", **gaps)
    return sentence


def reword_cell(cell: str, words: Wording) -> str:
    """A cell of several such sentences."""
    return "; ".join(reword(sentence, words) for sentence in cell.split("; "))


def reword_evidence(cell: str, words: Wording) -> str:
    """A cell of evidence, the codes of units left out."""
    return "; ".join(_plain_reason(reason, words) for reason in _RULE.split(cell))


def _plain_reason(reason: str, words: Wording) -> str:
    found = _REASON.fullmatch(reason)
    if not found:
        return reason
    rule = words.label("rule", found["rule"])
    return f"{found['words']} → {found['place']} ({rule})"


def _rules(words: Wording) -> str:
    """The names of all rules as alternatives.

    The longest first: "name said twice" is not "name".
    """
    rules = [key for key in words.phrases if key.startswith("rule.")]
    names = [key.removeprefix("rule.") for key in rules]
    names.sort(key=len, reverse=True)
    return "|".join(map(re.escape, names))


def _gaps(
    found: Mapping[str, str], words: Wording, called: Mapping[str, str]
) -> dict[str, str]:
    """What was found, with rules, levels and places in words."""
    gaps = {name: called.get(value, value) for name, value in found.items()}
    gaps |= {
        name: words.label(name, found[name])
        for name in ("rule", "level")
        if name in found
    }
    return gaps
