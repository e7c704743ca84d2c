"""The packaged gazetteer with other numbers of judgement: what would be answered if one of them were another."""

from __future__ import annotations

from collections.abc import Mapping

from hostile.forgeries import forged, known

from nkrisk_geo import Gazetteer
from nkrisk_geo.gazetteer.datafile import DataFile


def judged_by(others: Mapping[str, float]) -> Gazetteer:
    """The packaged gazetteer with these values in its table of judgement, and else its own."""
    buckets = known()
    section = buckets["facts"]["judgement"]
    values = [
        others.get(name, value)
        for name, value in zip(section["name"], section["value"], strict=True)
    ]
    facts = {**buckets["facts"], "judgement": {**section, "value": values}}
    return Gazetteer(
        {
            name: DataFile.read(forged(each), name)
            for name, each in {**buckets, "facts": facts}.items()
        }
    )
