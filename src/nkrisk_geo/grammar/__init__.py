"""What a name is doing in its text: a mention of a division, or the name of a road, a company, a building.

The role comes from the neighbours of the name: the generic word after it, punctuation, a company's words later in the
same stretch. The compiled engine reads (`nkrisk_geo.engine.reading`); here is what both call the same.
"""

from __future__ import annotations

from nkrisk_geo.grammar.codes import Code, codes
from nkrisk_geo.grammar.roles import ASIDE, Generic, Mention, Role

__all__ = [
    "ASIDE",
    "Code",
    "Generic",
    "Mention",
    "Role",
    "codes",
]
