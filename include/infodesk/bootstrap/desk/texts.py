"""The texts on the desk: queues, pages, decisions and edits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from infodesk.approvals.approval import Approval
from infodesk.articles.article import Attachment, Content
from infodesk.bootstrap.wiring import wiring
from infodesk.catalog.people import Person
from infodesk.channels.destination import Destination
from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import LedgerEntry
from infodesk.publishing.publication import Publication
from infodesk.reviewing.cases import CaseState
from infodesk.reviewing.errors import EditedMeanwhile, NotInRole
from infodesk.reviewing.record_decision import Decision
from infodesk.reviewing.save_revision import Saved
from infodesk.reviewing.views import ItemPage, QueueItem


def queue(who: Person) -> list[QueueItem]:
    """Return what waits for a person, oldest first."""
    from infodesk.reviewing.read_desk import queue as read

    here = wiring()
    with here.database.read() as records:
        return read(who, records=records, catalog=here.catalog, now=here.clock.now())


def item(case_id: str, who: Person) -> ItemPage:
    """Return one case as a person sees it. Raises CaseUnknown, also for what is not his."""
    from infodesk.reviewing.read_desk import item as read

    here = wiring()
    with here.database.read() as records:
        return read(case_id, who, records=records, catalog=here.catalog, now=here.clock.now())


def publications(article_id: str) -> list[Publication]:
    """Return the publications of an article, in the order of planning."""
    with wiring().database.read() as records:
        return records.publications.of_article(article_id)


def history(article_id: str) -> list[LedgerEntry]:
    """Return what the ledger says of an article, oldest first."""
    with wiring().database.read() as records:
        return records.ledger.history(f"article:{article_id}")


def plain_text(body_html: str) -> str:
    """Return the words of a body as the checks read them: the offsets of findings count here."""
    from infodesk.reviewing.plain_text import plain_text as read

    return read(body_html)


def spoken_name(attachment: Attachment) -> str:
    """Return how the findings of the checks call an attachment."""
    from infodesk.reviewing.checking.files import spoken_name as name

    return name(attachment)


def clean_body(body_html: str) -> str:
    """Return a body reduced to what a text may hold; one from the database comes back as it is."""
    from infodesk.collecting.reading.sanitising import sanitised

    return sanitised(body_html)


def body_as_published(content: Content, *, file_url: Callable[[Attachment], str]) -> str:
    """Return the body as the channels put it before the public, its files below `file_url`.

    Raises EditionUnfit, an InfodeskError, for what no channel would take.
    """
    from infodesk.adapters.channels.bodies import prepared_body

    return prepared_body(content, file_url=file_url)


def decide(decision: Decision, who: Person) -> Approval:
    """Record a decision; the PIN was asked before. Raises an InfodeskError that says why not."""
    from infodesk.reviewing.record_decision import record_decision

    here = wiring()
    item(decision.case_id, who)  # somebody else's text is unknown, whatever the form says
    return record_decision(decision, person=who, begin=here.database.begin, clock=here.clock)


def draft(
    case_id: str,
    who: Person,
    *,
    title: str,
    body_html: str,
    credit: str,
    destination: Destination,
) -> Content:
    """Return what `save` would store, sanitised, for the person to look at first.

    Raises CaseUnknown, NotInRole (only editors edit), EditedMeanwhile or InfodeskError.
    """
    page = item(case_id, who)
    if page.file.case.state is CaseState.VOID:
        raise EditedMeanwhile
    if not page.may_edit:
        raise NotInRole
    _check_destination(destination)
    clean = clean_body(body_html)
    if not title.strip() or not clean.strip():
        raise InfodeskError("标题和正文不能为空")
    before: Content = page.file.revision.content
    return replace(before, title=title.strip(), body_html=clean, credit=credit.strip())


def save(
    case_id: str,
    who: Person,
    *,
    seen_revision_id: str,
    title: str,
    body_html: str,
    credit: str,
    destination: Destination,
) -> Saved:
    """Save an edit of title, credit, body and destination; the rest stays as it is.

    Raises CaseUnknown, NotInRole (only editors edit), EditedMeanwhile or InfodeskError.
    """
    from infodesk.reviewing.save_revision import save_revision

    here = wiring()
    content = draft(
        case_id, who, title=title, body_html=body_html, credit=credit, destination=destination
    )
    return save_revision(
        item(case_id, who).file.article.id,
        content=content,
        destination=destination,
        seen_revision_id=seen_revision_id,
        saved_by=who.id,
        begin=here.database.begin,
        clock=here.clock,
    )


def _check_destination(destination: Destination) -> None:
    channels = wiring().catalog.channels
    for place in destination.placements:
        try:
            channels[place.channel_id].column(place.column_id)
        except KeyError as unknown:
            raise InfodeskError(f"没有渠道或栏目 {unknown}", remedy="请重新选择栏目") from None
    if not destination.placements:
        raise InfodeskError("请至少选择一个发布栏目")
    if destination.not_before and destination.not_before > wiring().clock.now() + timedelta(365):
        raise InfodeskError("定时发布不能晚于一年后")
