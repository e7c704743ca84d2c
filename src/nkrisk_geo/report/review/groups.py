"""Nearly equal addresses of one place together, so that a hundred houses of one road are one line.

Only addresses with the same answer are compared, and of these only such as stand near each other
when their words are sorted; so the time grows with the number of addresses, not with its square.
Numbers do not count: NO 101 LIMIN STR and NO 12 LIMIN STR are one group, whose addresses are all
shown. Different firms stay apart where the text says no more than a place, for then they have
nothing in common but that.

    >>> reduce_to_words("NO.101 Limin Str., Dandong"), reduce_to_words("DANDONG, NO 12 LIMIN STR")
    ('dandong limin no str', 'dandong limin no str')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Sequence
from itertools import islice

from rapidfuzz import fuzz

from nkrisk_geo.report.review.candidates import CandidateAddress

ALIKE = 90.0
"""Of 100: from here two skeletons are nearly equal."""
NEIGHBOURS = 40
"""Groups that an address is compared with: those met last in the order of their words."""
MOST_TOGETHER = 200
"""Addresses of one group: more would not fit into the cell with their keys."""
LONGEST = 300
"""Characters of a skeleton that are compared."""
_WORD = re.compile(r"[^\W\d_]+")
MORE = 4
"""Letters beside those of places from which a text says more than a place."""
_CLUE = re.compile(r'(?:^|; )([^→]+?) → |"text": "([^"]+)"')
"""The words of each clue in a cell of evidence, in either style."""
_GENERIC = frozenset(
    """
    china prc province prov city county district dist town township region state
    sheng shi xian qu zhen liaoning jilin liao ning ji lin dandong yanbian p r c cn
    """.split()
)
_GENERIC_HAN = re.compile("[中国辽遼宁寧吉林省市县縣区區镇鎮乡鄉州]")
"""Words that a place is written with."""
_SAME = (
    "status",
    "country",
    "adcode",
    "township_code",
    "zones",
    "zones_possible",
    "border_km_q05",
    "border_km_q95",
    "basis",
    "decision",
)
"""What addresses of one group have in common."""


def reduce_to_words(text: str) -> str:
    """The words of a text in their order in the alphabet, without numbers, case and punctuation."""
    words = sorted(_WORD.findall(fold(text)))
    return " ".join(words)[:LONGEST]


def fold(text: str) -> str:
    """A text in small letters of usual width."""
    return unicodedata.normalize("NFKC", text).casefold()


def says_more(text: str, evidence: str) -> bool:
    """Does a text say more than the place: a road, a building, a firm?

    >>> says_more("DANDONG CITY, LIAONING 118000", "dandong → Dandong 210600 (name)")
    False
    >>> says_more("RENMIN RD, DANDONG", "")
    True
    """
    left = fold(text)
    clues = map("".join, _CLUE.findall(evidence))
    # The longest first: of "dandong new zone" no "new zone" may be left.
    for clue in sorted(clues, key=len, reverse=True):
        left = left.replace(clue, " ")
    words = [word for word in _WORD.findall(left) if word not in _GENERIC]
    letters = [_GENERIC_HAN.sub("", word) for word in words]
    return sum(map(len, letters)) >= MORE


def group_addresses(
    addresses: Sequence[CandidateAddress],
) -> list[list[CandidateAddress]]:
    """The addresses in groups, in the order of the first of each.

    The most frequent of a group stands first.
    """
    blocks = dict[Hashable, list[CandidateAddress]]()
    for each in addresses:
        blocks.setdefault(_block(each), []).append(each)
    groups = [group for block in blocks.values() for group in _parted(block)]
    order = {each.key: number for number, each in enumerate(addresses)}
    for group in groups:
        group.sort(key=lambda each: (-each.count, order[each.key]))
    first = {id(group): min(order[each.key] for each in group) for group in groups}
    return sorted(groups, key=lambda group: first[id(group)])


def _block(address: CandidateAddress) -> Hashable:
    """What is compared with each other at all."""
    fields, answer = address.fields, address.answer
    text, evidence = fields.get("address", ""), answer["evidence"] or ""
    firm = ""
    # A decision about one firm in Dandong would otherwise be one about all firms there.
    if not says_more(text, evidence):
        firm = reduce_to_words(fields.get("company", ""))
    return (firm, *(answer[name] for name in _SAME))


def _parted(block: Sequence[CandidateAddress]) -> list[list[CandidateAddress]]:
    """The groups of a block."""
    texts = {
        each.key: reduce_to_words(each.fields.get("address", "")) for each in block
    }
    groups, heads = list[list[CandidateAddress]](), list[str]()
    # By their words, so that the likes of a text stand just before it.
    for each in sorted(block, key=lambda each: (texts[each.key], each.key)):
        text = texts[each.key]
        found = _find_group(text, groups, heads)
        if found is None:
            groups.append([each])
            heads.append(text)
        else:
            found.append(each)
    return groups


def _find_group(
    text: str,
    groups: Sequence[list[CandidateAddress]],
    heads: Sequence[str],
) -> list[CandidateAddress] | None:
    """The group that a text belongs to, the last ones first; None where it begins one."""
    near = zip(reversed(groups), reversed(heads), strict=True)
    for group, head in islice(near, NEIGHBOURS):
        if len(group) < MOST_TOGETHER and _alike(head, text):
            return group
    return None


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    # With a cutoff the comparison ends as soon as it is hopeless, and answers nought.
    return fuzz.ratio(one, other, score_cutoff=ALIKE) > 0.0
