"""`nkrisk-geo report`: one page about an enriched file, for people who decide what to look at.

The page is one HTML file that loads nothing. It says what came in, where it lies, what could not be
resolved and what contradicts itself. It lists candidates to review, in tables that its own program
sorts, filters and saves; because

    a zone is geography, never evidence about a person or a firm.
"""

from __future__ import annotations

from nkrisk_geo.report.contents import Gathered
from nkrisk_geo.report.page import page
from nkrisk_geo.report.summary import gather

__all__ = ["Gathered", "gather", "page"]
