"""What a rule is: its number in the book, what it is for, and the function that looks."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding, Part, Passage

Find = Callable[[CheckedText, OfficeTables], Iterable[Finding]]


class Family(StrEnum):
    """What rules are about; the order is the one in which editors read of them."""

    PARTS = "要素"
    SECRECY = "保密"
    PERSONAL = "个人信息"
    WORDING = "用语"
    LEADERS = "领导姓名、职务、排序"
    DRAFTS = "未定稿"
    STRUCTURE = "标点和结构"
    DATES = "日期"
    NUMBERS = "数字"
    LINKS = "链接"
    FILES = "附件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the checks.

    `reports` and `leaves` are sentences for editors; `basis` names the regulation's article.
    """

    id: str
    family: Family
    severity: Severity
    title: str
    reports: str
    leaves: str
    basis: str
    find: Find


EVERYWHERE = frozenset(Part)
RUNNING_TEXT = frozenset({Part.BODY, Part.FILE})


def in_passages(
    look: Callable[[Passage, OfficeTables], Iterator[Finding]],
    parts: Collection[Part] = EVERYWHERE,
) -> Find:
    """Return a rule's function that looks into every passage of some parts."""

    def find(text: CheckedText, tables: OfficeTables) -> Iterator[Finding]:
        for passage in text.passages:
            if passage.part in parts and passage.text:
                yield from look(passage, tables)

    return find
