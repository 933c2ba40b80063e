"""What a source lists: the same for a web page and for a feed."""

from dataclasses import dataclass
from datetime import datetime

from infodesk.kernel.issues import Issue, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """One article as its source announces it; a title in a list may be shortened."""

    url: str
    title: str = ""
    published: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything that a source lists now, in its own order, each address once."""

    items: tuple[ListedItem, ...]
    issues: tuple[Issue, ...] = ()  # what could not be made out


def unlinked_entry(text: str) -> Issue:
    """Report an entry of the list that leads nowhere."""
    return Issue(
        rule_id="listing.entry_without_link",
        severity=Severity.HINT,
        message="列表中有条目没有可用的链接，未收取",
        remedy="请打开列表页核对该条目",
        excerpt=text[:80],
    )
