"""Reads one change of an original for the desk."""

from infodesk.articles.article import Content
from infodesk.collecting.originals.looks import LookRecords
from infodesk.collecting.originals.original_verdicts import Past
from infodesk.collecting.originals.original_views import OriginalPage, OriginalText
from infodesk.collecting.originals.settle_original import ChangeUnknown
from infodesk.collecting.originals.watched import ChangeKind, OriginalChange


def read_original(change_id: str, *, records: LookRecords) -> OriginalPage:
    """Return one change, open or settled. Raises ChangeUnknown.

    It is compared with what stood at the original before, and never with our own later edits.
    """
    change = records.originals.change(change_id)
    article = records.articles.get(change.article_id) if change else None
    watch = records.originals.get(change.article_id) if change else None
    if change is None or article is None or watch is None:
        raise ChangeUnknown
    changes = records.originals.changes(change.article_id)
    past = Past(
        received=records.articles.revisions(article.id)[0].content,
        changes=tuple(changes[: changes.index(change)]),
    )
    return OriginalPage(
        change=change,
        watch=watch,
        article=article,
        then=_of_change(past.decided) if past.decided else _of_content(past.received),
        now=None if change.kind is ChangeKind.GONE else _of_change(change),
        others=tuple(other for other in changes if other.id != change.id),
    )


def _of_content(content: Content) -> OriginalText:
    return OriginalText(
        title=content.title,
        body_html=content.body_html,
        credit=content.credit,
        document_number=content.document_number,
        files=tuple(file.name for file in content.attachments),
    )


def _of_change(change: OriginalChange) -> OriginalText:
    return OriginalText(
        title=change.title,
        body_html=change.body_html,
        credit=change.credit,
        document_number=change.document_number,
        files=tuple(file.name for file in change.files),
    )
