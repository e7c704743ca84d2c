r"""Where one text holds several addresses: what may part them, and what stands by itself.

A semicolon, a bar and what announces an address (`FACTORY:`, 经营地址：) part addresses for certain.
A new line, `<br>`, a slash between blanks and a number (`1) … 2) …`) may as well stand inside
of one: addresses are cut into lines anywhere. Those part only where each side is a chain of its
own (`nkrisk_geo.resolver.chains`); what is none belongs to its neighbour. That most texts have
none of these, the compiled reader sees in passing (`nkrisk_geo.native.library.TextContent.MARK`).

    >>> text = "seoul, korea / 1) tokyo\njapan"
    >>> [text[start:end] for start, end in cut_segments(text, SLIGHT)]
    ['seoul, korea', 'tokyo', 'japan']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from nkrisk_geo.text.expressions import Expression, expression

LABEL = (
    r"(?:\b(?:factory|plant|works|warehouse|office|add(?:ress)?|addr)(?:\s*[0-9])?"
    "|(?:注册|登记|生产|经营|办公|通讯|联系|公司|企业|工厂|发货|收货)?地址|厂址|住所|仓库|주소|адрес"
    r")\s*[:：]"
)
"""What announces an address, in lower case."""
CERTAIN = expression(f"[;|]+|{LABEL}")
"""What parts addresses, in a folded text."""
SLIGHT = expression(
    r"[\n\r]+|<br\s{0,2}/?>|(?<=\s)/(?=\s)|(?<![^\s,.])\(?[0-9]+(?:\)|\.(?=\s))"
)
"""What may part addresses, and may stand inside of one."""
_SIGNS = {CERTAIN: ";|:：", SLIGHT: "\n\r</)."}
"""Of which each match has one: most texts have none, and need not be searched."""
Span = tuple[int, int]
T = TypeVar("T")


def cut_segments(
    text: str, pattern: Expression[str], start: int = 0, end: int | None = None
) -> list[Span]:
    """The stretches of a text, or of a stretch of it, between the matches of a pattern.

    Blank ones are left out.
    """
    end = len(text) if end is None else end
    edges = [start]
    if may_match(pattern, text, start, end):
        for match in pattern().finditer(text, start, end):
            edges += match.span()
    edges.append(end)
    # Where a piece begins and where it ends, in turn.
    starts, ends = edges[::2], edges[1::2]
    return [
        _strip(text, first, last)
        for first, last in zip(starts, ends, strict=True)
        if text[first:last].strip()
    ]


def may_match(
    pattern: Expression[str], text: str, start: int = 0, end: int | None = None
) -> bool:
    """Is there something in a stretch of a text without which the pattern does not match?"""
    return any(text.find(sign, start, end) >= 0 for sign in _SIGNS[pattern])


def _strip(text: str, start: int, end: int) -> Span:
    """A stretch without the blanks at its edges."""
    words = text[start:end]
    blank_before = len(words) - len(words.lstrip())
    blank_after = len(words) - len(words.rstrip())
    return start + blank_before, end - blank_after


def gather_segments(
    spans: Sequence[Span],
    said: Sequence[T],
    begin: Callable[[], Callable[[T], bool]],
) -> list[Span]:
    """Stretches put together until each is complete; what is left at the end belongs to the last.

    Args:
        spans: the stretches.
        said: what each of them says.
        begin: begins with nothing; gives what is told one after another and says whether they
            are complete together.
    """
    found: list[Span] = []
    start: int | None = None
    is_complete_with = begin()
    for (first, last), each in zip(spans, said, strict=True):
        start = first if start is None else start
        if is_complete_with(each):
            found.append((start, last))
            start, is_complete_with = None, begin()
    if start is not None:
        # What is left is no address: it belongs to the one before.
        start = found.pop()[0] if found else start
        found.append((start, spans[-1][1]))
    return found
