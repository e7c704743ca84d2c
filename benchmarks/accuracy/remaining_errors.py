"""The classes of error that remain, each with a made-up example and what the library says to it today.

The classes were found by listing the errors on the open part and the pool. The examples are of this project: roads and
villages called 样例 ("example") or Yangli, in places where such errors happen.
"""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.report.sheet import Sheet
from nkrisk_geo import Resolution, resolve


class Remaining(NamedTuple):
    """A class of error: what it is, an example, and why it happens."""

    title: str
    example: str
    why: str


CLASSES = (
    Remaining(
        "A district that several cities have, and nothing else said",
        "朝阳区样例路7号",
        "Beijing and Changchun both have one. By far the most frequent: most of the register's rows that name a division"
        " and get no answer",
    ),
    Remaining(
        "A township that many counties have",
        "头道镇样例村2组",
        "the candidates are listed; mostly one of them is right",
    ),
    Remaining(
        "A township of ours with a larger namesake elsewhere",
        "海龙镇样例街3号",
        "without a province the more populous place is the likelier one",
    ),
    Remaining(
        "A township that has moved to another county since",
        "长春市农安县合隆镇样例村9组",
        "the text has the county of its day, the gazetteer that of now. The county that is written is given, and the township is"
        " listed under `geo_conflicts`",
    ),
    Remaining(
        "A street office that has moved, and a district that has been renamed",
        "沈阳市东陵区南塔街道样例路5号",
        "that district is now Hunnan, the street office is in Shenhe. The district is given, the office is listed"
        " under `geo_conflicts`",
    ),
    Remaining(
        "A county name that two counties have borne",
        "扶余县样例路2号",
        "until 1986 it reached over today's Ningjiang, from 1995 to 2012 it was today's Fuyu City; the year of the paper"
        " would decide",
    ),
    Remaining(
        "A label older or newer than a boundary change",
        "四平市公主岭市样例路6号",
        "Gongzhuling went from Siping to Changchun in 2020. The code given is today's; a label of then calls it wrong",
    ),
    Remaining(
        "A district that a city elsewhere has given up, or never had officially",
        "南关区样例路3号",
        "Kaifeng had one until 2004, and papers go on using it; most false alarms are such names",
    ),
    Remaining(
        "An institution named after a city, elsewhere",
        "盛京医院样例分院",
        "Shengjing is the old name of Shenyang, the branch need not be there",
    ),
    Remaining(
        "Two addresses in one text, and nothing announces the second",
        "丹东市振兴区样例路1号, 沈阳市和平区样例路2号",
        "the one named first is given, the other is listed under `geo_conflicts`; after `;`, 地址: or OFFICE: it stays open",
    ),
    Remaining(
        "The wrong province typed",
        "SUITE 9, YANGLI BUILDING, CHAOYANG, LIAONING 100020, CHINA",
        "the postcode is Beijing's, the words are those of Chaoyang in Liaoning; listed under `geo_conflicts`",
    ),
    Remaining(
        "The code of the DPRK typed for a firm in South Korea",
        "12 YANGLI-RO, SEONGNAM-SI, GYEONGGI-DO, KP",
        "code and city contradict each other; most of the DPRK rows without an answer",
    ),
)


def sheet() -> Sheet:
    """The classes as a table, with today's answers."""
    rows = [
        (each.title, f"`{each.example}`", said(resolve(each.example)), f"{each.why}.")
        for each in CLASSES
    ]
    return Sheet("class", ("made-up example", "answer", "why"), rows)


def said(answer: Resolution) -> str:
    """Status and place, or the most probable candidates."""
    if answer.place is not None:
        return f"{answer.status}: {answer.place} {answer.place.code} ({answer.confidence:.2f})"
    if answer.country and not answer.candidates:
        return f"{answer.status}: {answer.country}"
    could = (
        f"{each.unit} {each.unit.code} ({each.probability:.2f})"
        for each in answer.candidates[:3]
    )
    return (
        f"{answer.status}: {' or '.join(could)}"
        if answer.candidates
        else str(answer.status)
    )
