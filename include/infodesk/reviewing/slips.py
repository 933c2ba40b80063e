"""Find slips of the pen that a machine can be sure of: brackets left open, days that never were."""

import re
from collections.abc import Iterator
from datetime import date

from infodesk.kernel.issues import Severity
from infodesk.reviewing.passages import Finding, Passage, fold

# Single quotes stay out: in Latin words they are apostrophes.
PAIRS = {"》": "《", "〉": "〈", "”": "“", ")": "(", "】": "【", "〕": "〔", "」": "「", "』": "『"}
_OPENERS = frozenset(PAIRS.values())

# “1)”, “(1)” and “a)” number the items of a list, with or without the opening bracket.
_LIST_NUMBER = re.compile(r"(?:^|[\n\t。；;，、])\s*[0-9A-Za-z一二三四五六七八九十]{1,3}$")

_FULL_DATE = re.compile(
    r"(?<![0-9])(?<![0-9][-/.])(?:([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})日"
    r"|([12][0-9]{3})([-/.])([0-9]{1,2})\5([0-9]{1,2})(?![0-9]|[-/.][0-9]))"
)
_DAY_OF_YEAR = re.compile(r"(?<![0-9年])([0-9]{1,2})月([0-9]{1,2})日")
_LUNAR = re.compile(r"(?:农历|阴历|旧历)[^，。；]{0,8}$")
LEAP_YEAR = 2000  # a day without a year may be 29 February


def find_unbalanced_pairs(passage: Passage) -> Iterator[Finding]:
    """Yield each bracket or quotation mark without its other half.

    A quotation over several paragraphs opens anew at each of them and closes once, as is usual.
    """
    folded = fold(passage.text)
    opened: list[tuple[str, int]] = []
    for at, character in enumerate(folded.text):
        if character in _OPENERS:
            if not _continues_quotation(folded.text, at, opened):
                opened.append((character, at))
        elif character in PAIRS:
            if opened and opened[-1][0] == PAIRS[character]:
                opened.pop()
            elif not (character == ")" and _LIST_NUMBER.search(folded.text, max(0, at - 8), at)):
                yield _unbalanced(passage, "没有前一半", folded.span(at, at + 1))
    for _, at in opened:
        yield _unbalanced(passage, "没有后一半", folded.span(at, at + 1))


def _continues_quotation(text: str, at: int, opened: list[tuple[str, int]]) -> bool:
    if text[at] != "“" or not any(mark == "“" for mark, _ in opened):
        return False
    return text[:at].rstrip(" \t\u3000").endswith("\n")


def _unbalanced(passage: Passage, what: str, span: tuple[int, int]) -> Finding:
    return Finding(
        rule_id="unbalanced_pair",
        severity=Severity.HINT,
        what=f"的标点 {passage.text[slice(*span)]} {what}",
        remedy="请补上成对的标点",
        start=span[0],
        end=span[1],
    )


def find_impossible_dates(passage: Passage) -> Iterator[Finding]:
    """Yield each date that no calendar has, such as 2月30日; lunar dates are left alone."""
    folded = fold(passage.text, dropped=frozenset(" \u3000\xa0\u200b\ufeff"))
    for match in _FULL_DATE.finditer(folded.text):
        year, month, day = (int(part) for part in match.groups() if part and part.isdigit())
        if not _exists(year, month, day):
            yield _impossible(match[0], folded.span(*match.span()))
    for match in _DAY_OF_YEAR.finditer(folded.text):
        if _LUNAR.search(folded.text, max(0, match.start() - 12), match.start()):
            continue
        if not _exists(LEAP_YEAR, int(match[1]), int(match[2])):
            yield _impossible(match[0], folded.span(*match.span()))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _impossible(text: str, span: tuple[int, int]) -> Finding:
    return Finding(
        rule_id="impossible_date",
        severity=Severity.HINT,
        what=f"的日期“{text}”不存在",
        remedy="请核对原文",
        start=span[0],
        end=span[1],
    )
