"""Search terms as what other programs take: a pattern, SQL, a query of Elasticsearch, criteria.

Each function takes terms and gives the text to paste. The names `shipments`
and `address` in it are to be replaced by those of the table and the column.
Each dialect has its own characters with a meaning, and its own way out of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from nkrisk_geo.model import SearchTerm
from nkrisk_geo.model.explain import NOTICE
from nkrisk_geo.search.patterns import pattern

LEFT_OUT = (
    "Two-letter abbreviations are left out unless --kinds abbreviation asks for them: "
    "JL. is Jalan, a street in Indonesia, and LN a lane in English addresses."
)

_WORDED = ("latin", "cyrillic")
_MARKS = ",.-;:/()"
"""Marks that become blanks before LIKE compares, so that a
word can be told by the blanks around it."""


def regex(zone: str, terms: Sequence[SearchTerm]) -> str:
    """The pattern alone, on one line."""
    return pattern(terms)


def sql_regexp(zone: str, terms: Sequence[SearchTerm]) -> str:
    """A query of PostgreSQL; `~*` takes no account of case."""
    return f"{_heading(zone)}SELECT * FROM shipments WHERE address ~* {quote(pattern(terms))};"


def duckdb(zone: str, terms: Sequence[SearchTerm]) -> str:
    """A query of DuckDB."""
    condition = f"regexp_matches(address, {quote(pattern(terms))}, 'i')"
    return f"{_heading(zone)}SELECT * FROM shipments WHERE {condition};"


def sql_like(zone: str, terms: Sequence[SearchTerm]) -> str:
    """A query with LIKE, for databases without expressions.

    It puts blanks for marks and a blank at both ends, and then looks for words.
    """
    searched = "UPPER(address)"
    for mark in _MARKS:
        searched = f"REPLACE({searched}, '{mark}', ' ')"
    patterns = dict.fromkeys(map(like, shortest(terms)))
    found = [f"searched LIKE {pattern}" for pattern in patterns]
    # No terms find nothing; a condition there has to be.
    conditions = "\n   OR ".join(found) or "1 = 0"
    # Apostrophes go last: JI'AN is one word.
    words = f"CONCAT(' ', CONCAT(REPLACE({searched}, '''', ''), ' '))"
    return (
        f"{_heading(zone)}SELECT * FROM (\n  SELECT shipments.*, {words} "
        f"AS searched FROM shipments\n) AS prepared\nWHERE {conditions};"
    )


def elasticsearch(zone: str, terms: Sequence[SearchTerm]) -> str:
    """The body of a search: a query string in the syntax of Lucene."""
    query = " OR ".join(dict.fromkeys(map(lucene, shortest(terms))))
    body = (
        {"query": {"query_string": {"query": query, "fields": ["address"]}}}
        if query
        else {"query": {"match_none": {}}}
    )
    return json.dumps(body, ensure_ascii=False)


def excel(zone: str, terms: Sequence[SearchTerm]) -> str:
    """Criteria for COUNTIF, one a line, to paste into a column."""
    lines = (line for term in shortest(terms) for line in criteria(term))
    return "\n".join(dict.fromkeys(lines))


FORMATS: Mapping[str, Callable[[str, Sequence[SearchTerm]], str]] = {
    "regex": regex,
    "sql-like": sql_like,
    "sql-regexp": sql_regexp,
    "duckdb": duckdb,
    "elasticsearch": elasticsearch,
    "excel": excel,
}
"""What makes the text of each dialect."""


# --- one term -------------------------------------------------------------------------


def shortest(terms: Sequence[SearchTerm]) -> list[SearchTerm]:
    """The terms that contain no other one of them.

    As words or, where a script has no word boundaries, as characters.
    """
    phrases = {f" {term.text} " for term in terms if term.script in _WORDED}
    runs = {term.text for term in terms if term.script not in (*_WORDED, "digits")}
    return [
        term
        for term in terms
        if term.script == "digits"
        or not any(
            part in (phrases if term.script in _WORDED else runs)
            for part in _parts(term)
        )
    ]


def _parts(term: SearchTerm) -> Iterable[str]:
    """The shorter phrases or runs in a term."""
    if term.script in _WORDED:
        # With blanks around it a phrase is found among phrases only where whole words meet.
        words = term.text.split()
        return (f" {' '.join(words[at:to])} " for at, to in _stretches(len(words)))

    return (term.text[at:to] for at, to in _stretches(len(term.text)))


def _stretches(size: int) -> Iterator[tuple[int, int]]:
    """Where each stretch of so many pieces begins and ends; all of them together are none."""
    for end in range(1, size + 1):
        for start in range(end):
            if end - start < size:
                yield start, end


def quote(text: str) -> str:
    """A string of SQL.

    >>> quote("JI'AN")
    "'JI''AN'"
    """
    return "'" + text.replace("'", "''") + "'"


def like(term: SearchTerm) -> str:
    """What follows LIKE for a term.

    The text is in capitals, with blanks for marks and without apostrophes.

    >>> like(SearchTerm("JI'AN", "romanized", "latin", "220582", 1.0))
    "'% JIAN %'"
    >>> like(SearchTerm("100%_", "name", "han", "220582", 1.0))
    "'%100!%!_%' ESCAPE '!'"
    """
    text = re.sub("[!%_]", r"!\g<0>", _words(term.text.upper()))
    escape = " ESCAPE '!'" if "!" in text else ""
    if _is_prefix(term):
        return quote(f"% {text + '_' * (6 - len(text))} %") + escape
    if term.script in _WORDED:
        return quote(f"% {text} %") + escape
    # A number goes on behind its area code.
    found = f"% {text}%" if term.kind == "phone" else f"%{text}%"
    return quote(found) + escape


def lucene(term: SearchTerm) -> str:
    r"""A term in the query syntax of Lucene: a phrase in quotes, or a word with wildcards.

    >>> lucene(SearchTerm('A "B"', "romanized", "latin", "220582", 1.0))
    '"A \\"B\\""'
    >>> lucene(SearchTerm("1333", "postcode", "digits", "222404", 1.0))
    '1333??'
    >>> lucene(SearchTerm("연길", "foreign", "hangul", "222401", 1.0))
    '연길*'
    """
    if _is_prefix(term):
        return term.text + "?" * (6 - len(term.text))
    # A Korean word and its ending are one token.
    if term.script == "hangul" and " " not in term.text:
        return f"{_strip_reserved(term.text)}*"
    return '"' + re.sub(r'["\\]', r"\\\g<0>", term.text) + '"'


def criteria(term: SearchTerm) -> tuple[str, ...]:
    """Criteria of Excel for a term.

    They begin with an asterisk or a letter, so that no cell becomes a formula.
    A Latin word has to begin the cell or follow a blank, a
    comma or an opening bracket: ANTU is in QUANTUM.

    >>> criteria(SearchTerm("ANTU", "romanized", "latin", "222426", 0.9))
    ('ANTU*', '* ANTU*', '*,ANTU*', '*(ANTU*')
    >>> criteria(SearchTerm("+86 433", "phone", "digits", "222400", 1.0))
    ('*+86 433*',)
    >>> criteria(SearchTerm("A*?", "name", "han", "1", 1.0))
    ('*A~*~?*',)
    """
    text = re.sub(r"[*?~]", r"~\g<0>", term.text)
    if _is_prefix(term):
        text += "?" * (6 - len(term.text))
    if term.script in _WORDED and text[:1].isalpha():
        return tuple(f"{before}{text}*" for before in ("", "* ", "*,", "*("))
    return (f"*{text}*",)


def _is_prefix(term: SearchTerm) -> bool:
    return term.kind == "postcode" and len(term.text) < 6


def _words(text: str) -> str:
    """A text as LIKE finds it: words with one blank between them."""
    # An apostrophe parts no words, so that JI'AN is the one word JIAN; any other mark does.
    joined = re.sub("['’]", "", text)
    parted = re.sub(f"[{re.escape(_MARKS)}]", " ", joined)
    return " ".join(parted.split())


def _strip_reserved(text: str) -> str:
    """A word outside quotes; `<` and `>` have no way out and are left away."""
    kept = re.sub("[<>]", "", text)
    return re.sub(r'[-+=&|!(){}\[\]^"~*?:\\/ ]', r"\\\g<0>", kept)


def _heading(zone: str) -> str:
    """Comments that say what the query finds."""
    lines: Iterable[str] = (
        f"Texts that may name a place in the zone {zone}. "
        "Put your table for shipments and your column for address.",
        LEFT_OUT,
        NOTICE,
    )
    return "".join(f"-- {line}\n" for line in lines)
