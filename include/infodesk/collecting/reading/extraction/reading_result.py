"""What the general reader makes of a page."""

from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from infodesk.collecting.reading.date_claims import DateClaim
from infodesk.kernel.issues import Issue


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadArticle:
    """A page as it was read; an empty field was not found."""

    title: str = ""
    published: datetime | None = None
    dates: tuple[DateClaim, ...] = ()  # the one that was believed comes first
    credit: str = ""
    author: str = ""
    document_number: str = ""
    body: HtmlElement | None = None  # freed of what surrounds the text, not yet sanitised
    attached: tuple[HtmlElement, ...] = ()  # links beside the body that may offer its attachments
    warnings: tuple[Issue, ...] = ()
