"""All rules in the order in which editors read of them, and what becomes of their findings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby

from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.checking import (
    contact_details,
    dates,
    drafts,
    file_rules,
    leaders,
    link_rules,
    pairs,
    parts,
    personal_numbers,
    secrecy,
    structure,
    sums,
    wording,
)
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Part
from infodesk.reviewing.checking.rule import Rule

_FAMILIES = (
    parts,
    secrecy,
    personal_numbers,
    contact_details,
    wording,
    leaders,
    drafts,
    pairs,
    structure,
    dates,
    sums,
    link_rules,
    file_rules,
)
RULES: tuple[Rule, ...] = tuple(chain.from_iterable(family.RULES for family in _FAMILIES))

# A list of two thousand telephone numbers is one mistake: nobody answers it two thousand times.
MOST_ALIKE = 20

_GRAVEST_FIRST = {Severity.BLOCK: 0, Severity.MUST_ANSWER: 1, Severity.HINT: 2}


def check(text: CheckedText, tables: OfficeTables) -> list[Issue]:
    """Return everything that the rules find, the gravest first, then in reading order.

    The offsets of an issue count in the plain text of the body; issues of other parts have none,
    their message names the part: 标题, 附件“名单.xlsx”第 2 页.
    """
    found = [
        (finding, finding.issue(rule.id, rule.severity))
        for rule in RULES
        for finding in _bounded(rule.find(text, tables))
    ]
    found.sort(key=lambda pair: (_GRAVEST_FIRST[pair[1].severity], pair[0].place))
    return [issue for _, issue in found]


def _bounded(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings of one rule, at most twenty of one attachment's, and how many more."""
    for _, group in groupby(findings, key=_owner):
        alike = list(group)
        yield from alike[:MOST_ALIKE]
        if len(alike) > MOST_ALIKE:
            yield _and_more(alike[MOST_ALIKE:])


def _owner(finding: Finding) -> str:
    passage = finding.passage
    if passage is None:
        return ""
    return passage.name.partition("”")[0] if passage.part is Part.FILE else passage.part.name


def _and_more(rest: Sequence[Finding]) -> Finding:
    first = rest[0]
    return replace(
        first, what=f"{first.what}，此后同类的还有 {len(rest) - 1} 处", shown=f"等 {len(rest)} 处"
    )
