"""From signatures to what is heard: each of their items in the light of the others.

Two things depend on the company an item keeps. Codes speak in a Chinese context only: six digits are a postcode in many
countries. And in a Chinese text the first division leads, because addresses go from the wide to the narrow: a later name
that has no place in or around it is that of a village, a zone, a street more often than a contradiction.

Two voices *agree* when a unit of one lies in a unit of the other: 丹东市 and 振兴区 do, 丹东市 and 朝阳区 do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.atlas import IS_DIVISION, Atlas
from nkrisk_geo.gazetteer import Gazetteer
from nkrisk_geo.items import (
    ABROAD,
    BESIDE,
    CHINESE,
    CODE,
    CONTEXT,
    FIRM,
    FOLLOWS,
    KOREAS,
    LEADS,
    NAME,
    NORTH,
    PLACE,
    SOUTH,
    STATED,
    WIDE,
    Items,
)
from nkrisk_geo.native import ordered
from nkrisk_geo.ragged import Floats, among, any_of, firsts, pairs, places, stretches, united
from nkrisk_geo.signature import Plain


class Entries(NamedTuple):
    """Items of signatures: a row for each, those of a signature together, in the order in which they are heard.

    Attributes:
        owner: the number of the signature.
        item: the number of the item.
        share: what it keeps of its weight.
    """

    owner: Ints
    item: Ints
    share: Floats

    def chosen(self, which: Flags | Ints) -> Entries:
        """Some of the rows."""
        return Entries(self.owner[which], self.item[which], self.share[which])


class Hearing(NamedTuple):
    """What is heard in signatures.

    Attributes:
        owner, item: for each voice, the number of the signature and of the item.
        voice, unit, weight: a row for each unit that a voice speaks for; ordered by voice.
    """

    owner: Ints
    item: Ints
    voice: Ints
    unit: Ints
    weight: Floats

    def of_first(self, signatures: int) -> Hearing:
        """What is heard in the first signatures."""
        voices = int(np.searchsorted(self.owner, signatures))
        rows = int(np.searchsorted(self.voice, voices))
        return Hearing(
            self.owner[:voices], self.item[:voices], self.voice[:rows], self.unit[:rows], self.weight[:rows]
        )


class Listener:
    """Hears signatures over one gazetteer. Whoever hears holds a lock; see `Items`."""

    def __init__(self, gazetteer: Gazetteer, atlas: Atlas) -> None:
        self._atlas, self._judgement = atlas, gazetteer.judgement
        self.items = Items(gazetteer, atlas)
        self._koreas = [gazetteer.number.get(code, -1) for code in ("KP", "KR")]
        priors = np.log(atlas.prior[self._koreas])
        self._lacks: list[float] = (priors.max() - priors).tolist()

    def hear(self, signatures: Sequence[Plain]) -> Hearing:
        """The voices of signatures without parts, names first; items that have nothing to say are left out."""
        count = len(signatures)
        names, others = self._parted(signatures)
        traits = self.items.ints("traits")
        names = self._addressed(self._once(names), count)
        beside = united(traits[others.item], others.owner, count)
        with_names = traits[others.item] & BESIDE > 0
        names = _joined(names, others.chosen(with_names))
        said = united(traits[names.item] * (traits[names.item] & NAME > 0), names.owner, count)
        chinese = (said & ABROAD == 0) & ((said & CHINESE > 0) | (beside & CONTEXT > 0))
        heard = self._between_koreas(names, (said | beside) & KOREAS == KOREAS)
        names = self._led(names, chinese & (said & LEADS > 0), heard, count)
        codes = others.chosen((traits[others.item] & CODE > 0) & chinese[others.owner])
        return self._yielding(names, codes, heard, count)

    def _parted(self, signatures: Sequence[Plain]) -> tuple[Entries, Entries]:
        """The names and the other items of signatures."""
        item = self.items.numbers([*chain.from_iterable(signatures)])
        owner = np.repeat(np.arange(len(signatures)), np.array([*map(len, signatures)], np.int64))
        entries = Entries(owner, item, np.ones(len(item)))
        named = self.items.ints("traits")[item] & NAME > 0
        return entries.chosen(named), entries.chosen(~named)

    # --- names beside names ------------------------------------------------------------------------------------

    def _once(self, names: Entries) -> Entries:
        """Each name of a field in its loudest role, where it stands first: FUSHUN BRANCH, FUSHUN says Fushun once."""
        same = self.items.ints("same")[names.item]
        keys = np.sort(names.owner << 40 | same)
        if not (keys[1:] == keys[:-1]).any():
            return names
        loudness = self.items.floats("loudness")[names.item]
        order = ordered(names.owner, (same, -loudness))  # of equally loud ones the first stays first
        opens = np.flatnonzero(firsts(names.owner[order]) | firsts(same[order]))
        first = np.minimum.reduceat(order, opens)
        loudest = order[opens][np.argsort(first)]
        return Entries(names.owner[np.sort(first)], names.item[loudest], names.share[loudest])

    def _addressed(self, names: Entries, count: int) -> Entries:
        """Names in the light of the address: a firm called after another place keeps little of its weight."""
        traits = self.items.ints("traits")[names.item]
        firms, stated = np.flatnonzero(traits & FIRM), np.flatnonzero(traits & STATED)
        if not len(firms) or not len(stated):
            return names
        firm, place = pairs(names.owner[firms], names.owner[stated], count)
        agree = self._agree(names.item[firms[firm]], names.item[stated[place]])
        softened = firms[any_of(~agree, firm, len(firms))]
        share = names.share.copy()
        share[softened] *= self._judgement["kept when following"]
        return Entries(names.owner, names.item, share)

    def _agree(self, one: Ints, other: Ints) -> Flags:
        """For pairs of items, do their voices agree?"""
        return self.items.reach(one, other) | self.items.reach(other, one)

    def _between_koreas(self, names: Entries, torn: Flags) -> Hearing:
        """The voices of names; words for both Koreas weigh alike, whatever their number: which one is meant stays open.

        A country code typed wrongly (KP for a firm in Seoul) must not put anyone beyond the border. Each side speaks for its
        country alone, and the one of which records have less speaks up by what its prior lacks.
        """
        voice, row = self.items.rows(names.item)
        unit, weight = self.items.ints("units")[row], self.items.floats("weights")[row]
        if torn.any():
            whole = self._balanced(names, torn)
            turned = np.flatnonzero(whole[:, 0] >= 0)
            kept = ~among(voice, turned)
            voice = np.concatenate([voice[kept], turned])
            unit = np.concatenate([unit[kept], whole[turned, 0].astype(np.int64)])
            weight = np.concatenate([weight[kept], whole[turned, 1]])
            order = np.argsort(voice, kind="stable")
            voice, unit, weight = voice[order], unit[order], weight[order]
        return Hearing(names.owner, names.item, voice, unit, weight)

    def _balanced(self, names: Entries, torn: Flags) -> Floats:
        """For each name the Korea that it speaks for instead (-1: as before), and with what weight."""
        traits, loudness = self.items.ints("traits"), self.items.floats("loudness")
        found = np.full((len(names.item), 2), -1.0)
        most = self._judgement["one Korea beside the other"]
        least = most - self._judgement["Korea almost as loud"]
        for signature in np.flatnonzero(torn).tolist():
            first, last = np.searchsorted(names.owner, [signature, signature + 1])
            here = np.arange(first, last)
            sides = [here[traits[names.item[here]] & side > 0] for side in (NORTH, SOUTH)]
            weaker, stronger = sorted(sides, key=len)
            if not len(weaker) or not (loudness[names.item[weaker]].max() >= least or len(stronger) == 1):
                continue
            whole = min(most, *(sum(loudness[names.item[side]].tolist()) for side in sides))
            for country, lack, side in zip(self._koreas, self._lacks, sides, strict=True):
                found[side] = country, (whole + lack) / len(side)
        return found

    def _led(self, names: Entries, led: Flags, heard: Hearing, count: int) -> Entries:
        """Names in the light of those before them: 农安县合隆镇 is in Nong'an, wherever the register has 合隆镇 today."""
        traits = self.items.ints("traits")[names.item]
        concerned = np.flatnonzero(led[names.owner] & (traits & (FOLLOWS | LEADS) > 0))
        if not len(concerned):
            return names
        lead = _Lead(self._atlas, heard, count)
        share = names.share.copy()
        place = places(names.owner[concerned])
        last = int(place.max())
        for turn in range(last + 1):
            now = concerned[place == turn]
            follows = (traits[now] & FOLLOWS > 0) & (traits[now] & WIDE == 0) & lead.there[names.owner[now]]
            following = now[follows]
            if len(following):
                astray = following[~lead.agrees(following)]
                share[astray] *= self._judgement["kept when following"]
                now = now[~among(now, astray)]
            leading = now[traits[now] & LEADS > 0]
            if turn < last and len(leading):
                lead.take(leading)
        return Entries(names.owner, names.item, share)

    # --- codes beside names ------------------------------------------------------------------------------------

    def _yielding(self, names: Entries, codes: Entries, heard: Hearing, count: int) -> Hearing:
        """All voices, codes in the light of the names: an explicit place beats a wrong postcode or the telephone of an office.

        Of a code that can mean several places only those count that a name bears out.
        """
        voice, row = self.items.rows(codes.item)
        unit, weight = self.items.ints("units")[row], self.items.floats("weights")[row]
        plain = self.items.ints("traits")[names.item] & PLACE > 0
        stated = np.flatnonzero(plain[heard.voice])
        share = codes.share
        if len(stated) and len(row):
            allowed = self._borne_out(codes.owner[voice], unit, heard, stated, count)
            borne_out = any_of(allowed, voice, len(codes.item))
            share = np.where(borne_out, share, share * self._judgement["kept when yielding"])
            kept = allowed | ~borne_out[voice]
            voice, unit, weight = voice[kept], unit[kept], weight[kept]
        return _told(
            names,
            Entries(codes.owner, codes.item, share),
            heard,
            Hearing(codes.owner, codes.item, voice, unit, weight),
        )

    def _borne_out(self, owner: Ints, unit: Ints, heard: Hearing, stated: Ints, count: int) -> Flags:
        """For each unit of a code, does every name stated beside it speak for something in or around it?"""
        code, name = pairs(owner, heard.owner[heard.voice[stated]], count)
        related = self._atlas.related(unit[code], heard.unit[stated[name]])
        pair = code * len(heard.item) + heard.voice[stated[name]]
        opens = np.flatnonzero(firsts(pair))
        if not len(opens):
            return np.ones(len(unit), np.bool_)
        refused = ~np.logical_or.reduceat(related, opens)
        return ~any_of(refused, code[opens], len(unit))


class _Lead:
    """The units that lead each signature so far."""

    def __init__(self, atlas: Atlas, heard: Hearing, count: int) -> None:
        self._atlas, self._heard, self._count = atlas, heard, count
        self._counts = np.bincount(heard.voice, minlength=len(heard.item))
        self._starts = np.cumsum(self._counts) - self._counts
        self.there: Flags = np.zeros(count, np.bool_)
        self._owner, self._unit = np.zeros(0, np.int64), np.zeros(0, np.int64)

    def _rows(self, voices: Ints) -> tuple[Ints, Ints]:
        voice, row = stretches(self._starts[voices], self._counts[voices])
        return voice, self._heard.unit[row]

    def agrees(self, voices: Ints) -> Flags:
        """Do voices agree with the leads of their signatures?"""
        voice, unit = self._rows(voices)
        row, lead = pairs(self._heard.owner[voices[voice]], self._owner, self._count)
        return any_of(self._atlas.related(unit[row], self._unit[lead]), voice[row], len(voices))

    def take(self, voices: Ints) -> None:
        """Another division of each of some signatures: it leads if none did, and narrows what did if it can lead."""
        owners = self._heard.owner[voices]
        voice, unit = self._rows(voices)
        owner = owners[voice]
        row, lead = pairs(owner, self._owner, self._count)
        inside = any_of(self._atlas.within(unit[row], self._unit[lead]), row, len(unit))
        inside &= IS_DIVISION[self._atlas.level[unit]]
        new = ~self.there[owner] | inside
        replaced = any_of(new, owner, self._count)
        stays = ~replaced[self._owner]
        owner, unit = (
            np.concatenate([self._owner[stays], owner[new]]),
            np.concatenate([self._unit[stays], unit[new]]),
        )
        order = np.argsort(owner, kind="stable")
        self._owner, self._unit = owner[order], unit[order]
        self.there[owners] = True


def _joined(first: Entries, second: Entries) -> Entries:
    """The rows of both, those of a signature together, the first ones first."""
    owner = np.concatenate([first.owner, second.owner])
    order = np.argsort(owner, kind="stable")
    item, share = np.concatenate([first.item, second.item]), np.concatenate([first.share, second.share])
    return Entries(owner[order], item[order], share[order])


def _told(names: Entries, codes: Entries, of_names: Hearing, of_codes: Hearing) -> Hearing:
    """The voices of names and codes together, with the share that each keeps; those without a unit are left out."""
    owner = np.concatenate([names.owner, codes.owner])
    item, share = np.concatenate([names.item, codes.item]), np.concatenate([names.share, codes.share])
    voice = np.concatenate([of_names.voice, of_codes.voice + len(names.owner)])
    unit = np.concatenate([of_names.unit, of_codes.unit])
    weight = np.concatenate([of_names.weight, of_codes.weight]) * share[voice]
    speaks = np.bincount(voice, minlength=len(owner)) > 0
    order = np.argsort(owner, kind="stable")
    order = order[speaks[order]]
    number = np.full(len(owner), -1, np.int64)
    number[order] = np.arange(len(order))
    rows = np.argsort(number[voice], kind="stable")
    return Hearing(owner[order], item[order], number[voice][rows], unit[rows], weight[rows])
