"""What a source lists: the same for a web page, a feed, a newspaper and an interface."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urldefrag

from infodesk.collecting.likeness.headlines import headline
from infodesk.kernel.issues import Issue, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedItem:
    """One article as its source announces it; a title in a list may be shortened."""

    url: str
    title: str = ""
    published: datetime | None = None
    credit: str = ""  # 来源, where the list names it
    column: str = ""  # the page of a newspaper (版) that it stands on

    def __post_init__(self) -> None:
        # Both come from foreign bytes, whatever the kind of the list, and go into a database.
        object.__setattr__(self, "title", headline(self.title))
        object.__setattr__(self, "credit", headline(self.credit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Everything that a source lists now, in its own order, each address once."""

    items: tuple[ListedItem, ...]
    issues: tuple[Issue, ...] = ()  # what could not be made out
    repeated: int = 0  # entries that lead to an address listed before
    dates_read: int = 0  # items whose date stands in the list itself, not only in their address


def unlinked_entry(text: str) -> Issue:
    """Report an entry of the list that leads nowhere."""
    return Issue(
        rule_id="listing.entry_without_link",
        severity=Severity.HINT,
        message="列表中有条目没有可用的链接，未收取",
        remedy="请打开列表页核对该条目",
        excerpt=headline(text)[:80],
    )


def is_elsewhere(address: str, page_url: str) -> bool:
    """Tell whether a link leads away from the page that it stands on; `#` and `//` do not."""
    return urldefrag(address).url != urldefrag(page_url).url
