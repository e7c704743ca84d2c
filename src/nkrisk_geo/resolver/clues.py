"""Clues: the rules by which something found in a record says where it is.

What a clue weighs is a row `clue: …` of the table of judgement (`nkrisk_geo.gazetteer.judgement`): the natural logarithm of
how much likelier the words are if the place is meant than if they stand there by chance. Each stands beside its reason;
none is about a person, a language or an ethnicity.
"""

from __future__ import annotations

from nkrisk_geo.gazetteer.roles import Role

ROLE_RULE = {
    Role.TYPED: "name with its generic", Role.PLAIN: "name", Role.LOOSE: "name before other words",
    Role.COMPANY: "head of a company name", Role.INSIDE: "inside a company or building name", Role.BRANCH: "seat of a branch",
    Role.ROAD: "road name", Role.PORT: "port name", Role.ZONE: "zone name", Role.LAST: "country at the end",
    Role.HEAD: "name at the head", Role.MISSPELT: "misspelt name",
    Role.INSTITUTION: "institution name", Role.WORD: "part of a word", Role.LOCAL: "local name", Role.STREET: "main street",
}  # fmt: skip
"""The clue that a name is in its role."""
