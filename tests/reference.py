"""The posterior of one record in plain Python: what the arrays of the engine compute, written to be read.

A record is a *signature*: the names (each in a role, with its generic) and the codes that stand in it, in order
(`nkrisk_geo.engine.signature`). How it comes to what is decided:

- **Clues and voices.** An item is a clue. It has a weight for each unit that it can mean, its *voice* (`tests.voices`), and says
  nothing of others.
- **Hearing once.** A name of one field in several roles is heard in its loudest, where it stands first. That a name is said twice
  is a clue of its own; it counts with the names, behind them, as do a point, a calling code and the code of a state.
- **Lead and yield.** Voices *agree* where a unit of one lies in a unit of the other. A firm called after another place than one
  that the address states keeps about a third of its weight (`kept when following`). In a Chinese text the first division leads,
  and later ones in it narrow: a name that has no place in or around the lead keeps as much. Other codes count in a Chinese
  context alone. One that contradicts a plain place keeps not quite half (`kept when yielding`); of one that can mean several
  places only those count that all plain places bear out. Words for both Koreas weigh alike, whatever their number.
- **Prior.** A unit has the share of trade records that are there, before anything is read. Two outcomes have a prior of their
  own: no place at all, which is always possible, and China with nothing finer, where a voice speaks for China itself.
- **Posterior.** Candidates are the units that some voice names. The score of one is the logarithm of its prior, and for each
  voice the loudest that it says of the candidate or of anything around it: 丹东市 speaks for all of Dandong. Scores become
  probabilities. A unit *holds* what the candidates in it have together, itself included: sums along the hierarchy.
- **What is settled.** The likeliest candidate where it reaches the threshold; else the finest unit that holds so much.
- **Several addresses.** A text may have parts; one in which two complete chains of names exclude each other is parted in two.
  Where the parts settle on places apart, the record means all of them alike; otherwise it is read as a whole.
- **Zones.** The sum over the candidates, each with the share of its prior weight that is in the zone.
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from tests.codes import JUDGEMENT, Voice
from tests.voices import LOUD, NONE, OF_FIRMS, Said, Voices

from nkrisk_geo.engine.signature import Plain, Signature, of_text, split_parts, unpack
from nkrisk_geo.gazetteer.gazetteer import Gazetteer
from nkrisk_geo.gazetteer.roles import Generic, Role
from nkrisk_geo.gazetteer.units import CHINA
from nkrisk_geo.resolver.chains import Chains

PRIOR_CHINA_ALONE, PRIOR_NOTHING = JUDGEMENT["prior: China alone"], JUDGEMENT["prior: no place"]
LEAST_MASS, NEGLIGIBLE = 1e-9, JUDGEMENT["negligible candidate"]
FOLLOWING, YIELDING = JUDGEMENT["kept when following"], JUDGEMENT["kept when yielding"]
KOREA = JUDGEMENT["one Korea beside the other"]
EVEN, EXACT, TWO_CHAINS = 0.5 + 1e-6, 1e-9, int(JUDGEMENT["names of two chains"])
DIVISIONS = {"province", "prefecture", "county"}
WITH_NAMES = ("2", "g", "c", "s")
"""Kinds of items that count with the names, behind them: a name said twice, a point, a calling code, the code of a state."""


class Heard(NamedTuple):
    """An item among others: its voice, and what that keeps of its weight."""

    said: Said
    voice: Voice
    share: float = 1.0

    @property
    def weighed(self) -> Voice:
        return {unit: weight * self.share for unit, weight in self.voice.items()}


class Posterior(NamedTuple):
    """Probabilities of each candidate, of no place, and what each unit holds; the unit that is settled on, or `NONE`."""

    direct: Voice
    nothing: float
    holds: Voice
    settled: int


class Reference:
    """The model over one gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer, self.chains, self.voices = gazetteer, Chains(gazetteer), Voices(gazetteer)
        self.share = lru_cache(1 << 18)(self._share)

    def related(self, one: int, other: int) -> bool:
        return self.voices.within(one, other) or self.voices.within(other, one)

    def agree(self, one: Iterable[int], other: Iterable[int]) -> bool:
        return any(self.related(a, b) for a in one for b in other)

    # --- what is heard -----------------------------------------------------------------------------------------

    def hear(self, signature: Plain) -> list[Heard]:
        """The items that have a voice: names, what counts with them, then codes."""
        every = [self.voices.said(item) for item in signature]
        said = heard_once([each for each in every if each.is_name])
        others = [each for each in every if not each.is_name]
        names = self.softened(said)
        names += [Heard(each, each.voice) for each in others if each.found.kind in WITH_NAMES]
        if {*self.voices.koreas} <= {each.korea for each in (*said, *others)}:
            names = self.between_koreas(names)
        codes = list[Heard]()
        if self.is_chinese(said, others):
            names = self.led(names)
            codes = [
                self.yielding(each, names) for each in others if each.found.kind not in WITH_NAMES
            ]
        return [each for each in (*names, *codes) if each.voice]

    def is_chinese(self, names: Sequence[Said], others: Sequence[Said]) -> bool:
        """Does something say that a record is Chinese, and no other country stand at its end?"""
        chinese = [
            each for each in names if any(self.voices.within(unit, CHINA) for unit in each.voice)
        ]
        if any(each.rule == "country at the end" and each not in chinese for each in names):
            return False
        marks = (
            each.found.kind in ("han", "T", "r") or self.is_chinese_region(each) for each in others
        )
        return bool(chinese) or any(marks)

    def is_chinese_region(self, code: Said) -> bool:
        return code.found.kind == "s" and all(
            self.voices.within(unit, CHINA) for unit in code.voice
        )

    def softened(self, names: Sequence[Said]) -> list[Heard]:
        """Names in the light of the address: a firm called after another place keeps little."""
        stated = [each.voice for each in names if each.is_stated]
        contradicted = [
            not all(self.agree(each.voice, voice) for voice in stated) for each in names
        ]
        return [
            Heard(each, each.voice, FOLLOWING if each.rule in OF_FIRMS and is_contradicted else 1.0)
            for each, is_contradicted in zip(names, contradicted, strict=True)
        ]

    def between_koreas(self, names: list[Heard]) -> list[Heard]:
        """Words for both Koreas: each side speaks for its country, as loudly as the other with its prior together."""
        sides = [
            [each.said for each in names if each.said.korea == korea]
            for korea in self.voices.koreas
        ]
        weaker, stronger = sorted(sides, key=len)
        loudest = max((said.loudness for said in weaker), default=0.0)
        if not weaker or not (loudest >= KOREA - 1.0 or len(stronger) == 1):
            return names
        whole = min(KOREA, *(sum(said.loudness for said in side) for side in sides))
        priors = [math.log(self.voices.prior(korea)) for korea in self.voices.koreas]
        turned = {
            korea: {korea: (whole + max(priors) - prior) / len(side)}
            for korea, prior, side in zip(self.voices.koreas, priors, sides, strict=True)
        }
        return [each._replace(voice=turned.get(each.said.korea, each.voice)) for each in names]

    def led(self, names: Sequence[Heard]) -> list[Heard]:
        """Names in the light of those before them, in a Chinese text that states a division."""
        lead: list[int] = []
        found = []
        for each in names:
            follows = bool(lead) and each.said.follows and not each.said.is_wide
            is_astray = follows and not self.agree(each.voice, lead)
            if each.said.leads and not is_astray:
                lead = [unit for unit in each.voice if not lead or self.narrows(unit, lead)] or lead
            found.append(each._replace(share=each.share * (FOLLOWING if is_astray else 1.0)))
        return found

    def narrows(self, unit: int, lead: Sequence[int]) -> bool:
        return self.gazetteer.levels[unit] in DIVISIONS and any(
            self.voices.within(unit, each) for each in lead
        )

    def yielding(self, code: Said, names: Sequence[Heard]) -> Heard:
        """A code in the light of the plain places: of what it can mean that counts which all of them bear out."""
        plain = [each.voice for each in names if each.said.is_plain]
        borne_out = {
            unit: weight
            for unit, weight in code.voice.items()
            if all(self.agree((unit,), voice) for voice in plain)
        }
        return Heard(code, borne_out or code.voice, 1.0 if borne_out else YIELDING)

    # --- what is meant -----------------------------------------------------------------------------------------

    def posterior(self, heard: Sequence[Heard], threshold: float) -> Posterior:
        """Prior and voices together, as probabilities."""
        voices = [each.weighed for each in heard]
        scores = {NONE: math.log(PRIOR_NOTHING)}
        for unit in {unit: None for voice in voices for unit in voice}:
            around = self.gazetteer.path(unit)
            said = (
                max((voice[each] for each in around if each in voice), default=0.0)
                for voice in voices
            )
            scores[unit] = sum(said, self.log_prior(unit))
        best = max(scores.values())
        weights = {unit: math.exp(score - best) for unit, score in scores.items()}
        weights = {unit: weight for unit, weight in weights.items() if weight > NEGLIGIBLE}
        whole = sum(weights.values())
        return self.decided({unit: weight / whole for unit, weight in weights.items()}, threshold)

    def log_prior(self, unit: int) -> float:
        return math.log(
            PRIOR_CHINA_ALONE if unit == CHINA else max(self.voices.prior(unit), LEAST_MASS)
        )

    def decided(self, chances: dict[int, float], threshold: float) -> Posterior:
        """Chances of candidates, and of nothing, with the sums along the hierarchy and what is settled on."""
        direct = {unit: p for unit, p in chances.items() if unit != NONE}
        holds: dict[int, float] = {}
        for unit, p in direct.items():
            for around in self.gazetteer.path(unit):
                holds[around] = holds.get(around, 0.0) + p
        likely = [unit for unit, p in holds.items() if p >= threshold]
        top = likeliest(direct)
        settled = max(likely, key=lambda unit: len(self.gazetteer.path(unit)), default=NONE)
        if direct.get(top, 0.0) >= threshold:
            settled = top
        return Posterior(direct, chances.get(NONE, 0.0), holds, settled)

    def settle(self, signature: Signature, threshold: float) -> Posterior:
        """What a record means."""
        least = max(threshold, EVEN) - EXACT
        (plain,), parts = split_parts([signature])
        heard = self.hear(plain)
        whole = self.posterior(heard, least)
        sides = parts.get(0) or self.excluding(plain, heard, likeliest(whole.direct))
        each = [self.posterior(self.hear(side), least) for side in sides]
        paths = [
            self.gazetteer.path(part.settled) if part.settled not in (NONE, CHINA) else frozenset()
            for part in each
        ]
        if all(one <= other or other <= one for one, other in combinations(paths, 2)):
            return whole
        finest = [
            part
            for part, path in zip(each, paths, strict=True)
            if path and not any(path < other for other in paths)
        ]
        chances: dict[int, float] = {}
        for part in finest:
            for unit, p in ((NONE, part.nothing), *part.direct.items()):
                chances[unit] = chances.get(unit, 0.0) + p / len(finest)
        return self.decided(chances, least)

    def excluding(self, plain: Plain, heard: Sequence[Heard], top: int) -> list[Plain]:
        """The sides of a text whose complete chains exclude each other: all but what is against the likeliest place, and that."""
        names = [each for each in heard if each.said.is_name]
        against = [
            each.said
            for each in names
            if each.said.loudness >= LOUD and not self.agree(each.voice, (top,))
        ]
        if len(names) < TWO_CHAINS or top == NONE or not any(said.is_plain for said in against):
            return []
        contrary = tuple(said.item for said in against if of_text(said.item))
        if len(contrary) == 1 and unpack(contrary[0]).role != Role.TYPED:
            return []
        others = tuple(item for item in plain if item not in contrary)
        taken = self.chains.around(contrary, others, top)
        sides = [tuple(item for item in others if item not in taken), (*contrary, *taken)]
        return sides if all(map(self.chains.is_complete, sides)) else []

    def zones(self, posterior: Posterior) -> dict[str, float]:
        """The probability of lying in each zone that has members and no other bounds."""
        return {
            zone.id: min(
                1.0, sum(p * self.share(zone.members, unit) for unit, p in posterior.direct.items())
            )
            for zone in self.gazetteer.zones
        }

    def _share(self, members: tuple[str, ...], unit: int) -> float:
        """The part of a unit's prior weight in the members of a zone; of one in several counties, that of these together."""
        if spanned := self.gazetteer.counties_around(unit):
            inside = sum(
                self.gazetteer.prior_weight[each] * self.share(members, each) for each in spanned
            )
            return inside / self.voices.mass(spanned)
        numbers = [self.gazetteer.number[code] for code in members]
        if any(self.voices.within(unit, member) for member in numbers):
            return 1.0
        inside = self.voices.mass(member for member in numbers if self.voices.within(member, unit))
        return min(1.0, inside / self.gazetteer.prior_weight[unit])


def heard_once(names: Sequence[Said]) -> list[Said]:
    """Each name of a field in its loudest role, where it stands first."""
    found: dict[tuple[str, str, int, Generic], Said] = {}
    for said in names:
        key = said.found.field, said.found.script, said.found.name, said.found.generic
        if key not in found or said.loudness > found[key].loudness:
            found[key] = said
    return [*found.values()]


def likeliest(direct: Voice) -> int:
    return min(direct, key=lambda unit: (-direct[unit], unit), default=NONE)
