"""The report as tables. Shares are of the rows; what is neither right nor wrong has no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.accuracy.hard_cases import KINDS
from benchmarks.corpus.labelled import LEVELS, NAMING, Row
from benchmarks.report.sheet import Sheet

VERDICTS = ("right", "wrong", "none")
COUNTED = ("rows", *VERDICTS)
LEVEL_ROWS = {
    "Chinese, province": "zh province",
    "Chinese, prefecture": "zh prefecture",
    "Chinese, county": "zh county",
    "… a county's short name alone, province": "zh province [county_short]",
    "… a township alone, province": "zh province [town]",
    "… a township alone, county": "zh county [town]",
    "romanized, province": "latin province",
    "romanized, prefecture": "latin prefecture",
    "romanized, county": "latin county",
    "the text names no place": "(text names no place)",
}
COUNTRIES = {
    "Liaoning": "LN",
    "Jilin": "JL",
    "China elsewhere": "CN_other",
    "abroad, all": "foreign",
    "… DPRK": "KP",
    "… South Korea": "KR",
    "… Russia": "RU",
    "… Hong Kong": "HK",
    "… Taiwan": "TW",
}
TIERS = {
    "province, where the text names the province": "prov",
    "… the prefecture at most": "pref",
    "… the county at most": "county",
    "… a township at most": "town",
    "… no place": "none",
}
PEER_COLUMNS = {
    "zh province": "zh province",
    "zh prefecture": "zh prefecture",
    "zh county": "zh county",
    "zh township only": "zh province [town]",
    "latin province": "latin province",
    "latin county": "latin county",
}
REGISTER = ("register", "zh county")
FEW_COLUMNS = {
    title: PEER_COLUMNS[title] for title in ("zh province", "zh county", "latin county")
}
THRESHOLD_COLUMNS = ("zh province", "zh county", "latin province", "latin county")
SAMPLES = {"dev": "open part", "register": "register"}


def tables(report: Row) -> dict[str, list[Sheet]]:
    """All tables by the mark between which docs/accuracy.md has them."""
    return {
        "levels": [levels(report), countries(report)],
        "elsewhere": [elsewhere(report)],
        "register": [register(report)],
        "hard": [hard(report)],
        "fields": [fields(report)] if "fields" in report else [],
        "peers": list(peers(report)),
        "calibration": [calibration(report)],
        "thresholds": [thresholds(report)],
    }


def brief(report: Row) -> list[Sheet]:
    """The tables that the README has."""
    few = {
        title.strip("… "): key
        for title, key in COUNTRIES.items()
        if key in ("KP", "KR")
    }
    return [
        levels(report),
        elsewhere(report),
        countries(report, few),
        register(report, parts=False),
        hard(report, ("all",)),
        *([fields(report)] if "fields" in report else []),
        calibration(report),
        *peers(report, FEW_COLUMNS),
    ]


def fields(report: Row) -> Sheet:
    """Whole inputs of other people's files, and what was said of border zones where the truth lies elsewhere."""
    found, elsewhere = report["fields"], report["fields"]["elsewhere"]
    verdicts = [
        f"{found[verdict] / found['rows']:.1%}"
        for verdict in ("right", "coarser", "missed", "wrong")
    ]
    alarms = [
        f"{elsewhere[kind]} of {elsewhere['rows']}" for kind in ("alarm", "possible")
    ]
    heads = (
        "rows",
        "right",
        "coarser",
        "missed",
        "wrong",
        "zones elsewhere: definite",
        "possible",
    )
    return Sheet(
        "field cases", heads, [("all", f"{found['rows']:,}", *verdicts, *alarms)]
    )


def levels(report: Row) -> Sheet:
    """Right, wrong and none at each level."""
    rows = [
        (title, *shares(report["dev"]["levels"].get(key, {})))
        for title, key in LEVEL_ROWS.items()
    ]
    deeper = report["dev"]["county given where the label has none"]
    return Sheet(
        "Liaoning and Jilin",
        COUNTED,
        rows,
        f"a county where the label stops above it: {deeper} rows",
    )


def countries(report: Row, wanted: Mapping[str, str] = COUNTRIES) -> Sheet:
    """Right, wrong and none for the country."""
    rows = [
        (title, *shares(report["dev"]["country"].get(key, {})))
        for title, key in wanted.items()
    ]
    return Sheet("country", COUNTED, rows)


def elsewhere(report: Row) -> Sheet:
    """False alarms."""
    alarms, pool = report["dev"]["false_alarms"], report["elsewhere"]
    rows = [
        (title, *alarm_counts(alarms.get(key, {})))
        for title, key in (
            ("open part: China", "CN_other"),
            ("open part: other countries", "foreign"),
        )
    ]
    rows.append(
        (
            "pool: China and other countries",
            f"{pool['rows']:,}",
            str(pool["false alarms"]),
        )
    )
    return Sheet("elsewhere", ("rows", "put into Liaoning or Jilin"), rows)


def register(report: Row, *, parts: bool = True) -> Sheet:
    """The register: rows that name a division; with `parts` all rows too, and by the coarsest level named."""
    found = report["register"]["levels"]
    rows = [
        (
            f"{level}, where a division is named",
            added([found.get(f"zh {level} [{tier}]", {}) for tier in NAMING]),
        )
        for level in LEVELS
    ]
    if parts:
        rows += [
            (f"{level}, all rows", found.get(f"zh {level}", {})) for level in LEVELS
        ]
        rows += [
            (title, found.get(f"zh province [{tier}]", {}))
            for title, tier in TIERS.items()
        ]
    cells = [(title, *shares(counts, decimals=2)) for title, counts in rows]
    return Sheet("register of firms", COUNTED, cells)


def hard(report: Row, kinds: Sequence[str] = (*KINDS, "all")) -> Sheet:
    """Whole records."""
    rows = [
        (
            KINDS.get(kind, "all"),
            str(report["hard"][kind]["rows"]),
            str(report["hard"][kind]["right"]),
        )
        for kind in kinds
    ]
    return Sheet("hard cases", ("cases", "whole record right"), rows)


def peers(report: Row, columns: Mapping[str, str] = PEER_COLUMNS) -> Iterator[Sheet]:
    """Other programs on the same rows, ours first; none where they were never measured."""
    if not report.get("peers"):
        return
    heads = [*columns, "register county", "false alarms", "hard cases"]
    sizes = [
        f"{size(report['ours'][part], key):,}"
        for part, key in (*(("dev", key) for key in columns.values()), REGISTER)
    ]
    alarms, cases = (
        sum(sum(counts.values()) for counts in groups(report["dev"])),
        report["ours"]["hard"]["rows"],
    )
    rows = [
        ("rows", *sizes, f"{alarms:,}", str(cases)),
        ("nkrisk_geo", *peer_cells(report["ours"], columns)),
    ]
    for name, found in report["peers"].items():
        if "dev" in found:
            rows.append((f"{name} {found['version']}", *peer_cells(found, columns)))
    skipped = [
        f"{name}: {found['skipped']}"
        for name, found in report["peers"].items()
        if "skipped" in found
    ]
    yield Sheet(
        "right/wrong, %",
        heads,
        rows,
        f"skipped: {'; '.join(skipped)}" if skipped else "",
    )


def peer_cells(found: Row, columns: Mapping[str, str]) -> Iterator[str]:
    """What one program reached."""
    for part, key in (*(("dev", key) for key in columns.values()), REGISTER):
        yield fraction(found[part]["levels"].get(key, {}))
    yield str(sum(counts.get("false alarm", 0) for counts in groups(found["dev"])))
    yield str(found["hard"]["right"])


def calibration(report: Row) -> Sheet:
    """ECE and Brier score of each statement on both samples."""
    rows = [
        (
            f"{name}, {title}",
            f"{found['rows']:,}",
            *(f"{found[key]:.4f}" for key in ("ece", "brier", "brier_of_base_rate")),
        )
        for sample, title in SAMPLES.items()
        for name, found in report["reliability"][sample].items()
    ]
    return Sheet("calibration", ("rows", "ECE", "Brier", "of base rate"), rows)


def thresholds(report: Row) -> Sheet:
    """Right and wrong, and false alarms, at other thresholds than the usual one."""
    rows = [
        (
            threshold,
            *(fraction(found["levels"].get(key, {})) for key in THRESHOLD_COLUMNS),
            str(sum(counts.get("false alarm", 0) for counts in groups(found))),
        )
        for threshold, found in report["thresholds"].items()
    ]
    return Sheet(
        "threshold",
        (*THRESHOLD_COLUMNS, "false alarms"),
        rows,
        "right/wrong in per cent",
    )


# --- cells -----------------------------------------------------------------------------------------------------------


def shares(counts: Mapping[str, int], *, decimals: int = 1) -> Iterator[str]:
    """How many rows, and the share of each verdict."""
    total = sum(counts.values())
    yield f"{total:,}"
    yield from (
        f"{counts.get(verdict, 0) / max(total, 1):.{decimals}%}" for verdict in VERDICTS
    )


def fraction(counts: Mapping[str, int]) -> str:
    """The shares of right and wrong in per cent."""
    total = max(sum(counts.values()), 1)
    return "/".join(
        f"{100 * counts.get(verdict, 0) / total:.1f}" for verdict in ("right", "wrong")
    )


def alarm_counts(counts: Mapping[str, int]) -> tuple[str, str]:
    """Rows and false alarms."""
    return f"{sum(counts.values()):,}", str(counts.get("false alarm", 0))


def groups(scored: Row) -> list[Mapping[str, int]]:
    """The false alarms of the open part, in China and abroad."""
    return [scored["false_alarms"].get(group, {}) for group in ("CN_other", "foreign")]


def size(scored: Row, key: str) -> int:
    """How many rows a level has."""
    return sum(scored["levels"].get(key, {}).values())


def added(counts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Verdicts of several tiers together."""
    return {
        verdict: sum(each.get(verdict, 0) for each in counts) for verdict in VERDICTS
    }
