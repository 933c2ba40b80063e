"""What the desk shows of a changed original: as it stood, as it stands, and what we have."""

from collections.abc import Sequence
from dataclasses import dataclass

from infodesk.articles.article import Article
from infodesk.collecting.originals.watched import OriginalChange, OriginalWatch


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalText:
    """An original as a reader meets it at one time."""

    title: str
    body_html: str
    credit: str
    document_number: str
    files: tuple[str, ...]  # names of the attachments


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalPage:
    """One change with everything that an editor needs to settle it."""

    change: OriginalChange
    watch: OriginalWatch
    article: Article  # with the newest revision: what we have now
    then: OriginalText
    now: OriginalText | None  # None for an original that is gone
    others: Sequence[OriginalChange]  # the other changes of this original, oldest first
