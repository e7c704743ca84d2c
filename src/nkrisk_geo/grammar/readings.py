"""What was read in some texts: the mentions of both scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nkrisk_geo.arrays import Flags, Ints
from nkrisk_geo.grammar.roles import Generic, Mention, Mentions, Role


class Readings(NamedTuple):
    """The mentions in some texts, text by text; in each those in Han and Hangul first, each script in the order of the text.

    Offsets are those in the squeeze of the script of each text. `han` says for each mention whether it is in Han or Hangul.
    """

    mentions: Mentions
    han: Flags

    @staticmethod
    def of_script(mentions: Mentions, *, han: bool) -> Readings:
        """Mentions in one script."""
        return Readings(mentions, np.full(len(mentions.text), han))

    @staticmethod
    def of(mentions: Sequence[Mention]) -> Readings:
        """Those of one text."""
        rows = [(0, each.name, int(each.role), int(each.generic), each.start, each.end) for each in mentions]
        return Readings(Mentions.of(rows), np.array([each.script == "han" for each in mentions], np.bool_))

    @staticmethod
    def joined(several: Sequence[Readings]) -> Readings:
        """Several in one, text by text, those of each in their order."""
        none = Readings.of(())
        text = np.concatenate([each.mentions.text for each in (none, *several)])
        order = np.argsort(text, kind="stable")
        mentions = Mentions.joined([each.mentions for each in (none, *several)], order)
        return Readings(mentions, np.concatenate([each.han for each in (none, *several)])[order])

    def chosen(self, which: Flags | Ints) -> Readings:
        """Some of them, in the order given."""
        return Readings(self.mentions.chosen(which), self.han[which])

    def listed(self) -> list[Mention]:
        """The mentions one by one."""
        found = self.mentions
        columns = (self.han, found.name, found.role, found.generic, found.start, found.end)
        return [
            Mention("han" if han else "latin", name, Role(role), Generic(generic), start, end)
            for han, name, role, generic, start, end in zip(*(each.tolist() for each in columns), strict=True)
        ]
