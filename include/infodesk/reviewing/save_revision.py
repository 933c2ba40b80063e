"""Save an edit: a changed text or destination starts the chain again, a save without change not."""

from dataclasses import dataclass, replace
from datetime import datetime

from infodesk.access.links import End, Purpose
from infodesk.approvals.approval import Approval, ApprovalState
from infodesk.articles.article import Article, Content, Revision
from infodesk.articles.states import ArticleState
from infodesk.channels.destination import Destination, approval_hash
from infodesk.kernel.clock import Clock
from infodesk.kernel.ids import new_id
from infodesk.kernel.outbox import Topic
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.cases import CASE_TRANSITIONS, CaseState, ReviewCase
from infodesk.reviewing.errors import CaseUnknown, EditedMeanwhile
from infodesk.reviewing.ports import ReviewRecords
from infodesk.reviewing.void_form import void_form


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What a save did."""

    changed: bool
    approval_hash: str
    voided: tuple[str, ...] = ()  # the people whose opinions no longer count


def save_revision(
    article_id: str,
    *,
    content: Content,
    destination: Destination,
    seen_revision_id: str,
    saved_by: str,
    begin: Begin[ReviewRecords],
    clock: Clock,
) -> Saved:
    """Save what a person made of a text; `content` is sanitised already.

    Every opinion given on the text as it was before is void; those who gave one are told when
    the review opens again. Raises CaseUnknown, or EditedMeanwhile when another revision than the
    one the person saw is the newest.
    """
    now = clock.now()
    with begin() as records:
        article = records.articles.locked(article_id)
        if article is None or article.state is ArticleState.SPIKED:
            raise CaseUnknown
        if article.revision.id != seen_revision_id:
            raise EditedMeanwhile
        before = approval_hash(article.revision.content_hash, records.destinations.of(article_id))
        after = approval_hash(content.content_hash, destination)
        if before == after:
            return Saved(changed=False, approval_hash=before)
        if content.content_hash != article.revision.content_hash:
            records.articles.add_revision(
                Revision(
                    id=new_id(),
                    article_id=article_id,
                    number=article.revision.number + 1,
                    content=content,
                    content_hash=content.content_hash,
                    created_by=saved_by,
                    created_at=now,
                )
            )
        records.destinations.set(article_id, destination)
        voided = _void_reviews(records, article, now=now)
        if article.state is not ArticleState.UNDER_REVIEW:
            records.articles.move(article_id, ArticleState.UNDER_REVIEW)
        records.outbox.add(Topic.REVIEW, article_id, due_at=now)
        records.ledger.append(
            actor=saved_by,
            action=Action.REVISION_SAVED,
            subject=f"article:{article_id}",
            revision_hash=after,
            payload={"before": before, "voided": list(voided)},
            at=now,
        )
    return Saved(changed=True, approval_hash=after, voided=voided)


def _void_reviews(records: ReviewRecords, article: Article, *, now: datetime) -> tuple[str, ...]:
    """Void every case that could still lead to publication; return who had given an opinion."""
    people: list[str] = []
    for case in records.cases.of_article(article.id):
        approval = records.approvals.locked(case.id)
        if approval is None or CaseState.VOID not in CASE_TRANSITIONS[case.state]:
            continue
        people += _void(records, case, approval, now=now)
    return tuple(dict.fromkeys(people))


def _void(
    records: ReviewRecords, case: ReviewCase, approval: Approval, *, now: datetime
) -> list[str]:
    records.cases.save(replace(case, state=CaseState.VOID))
    records.approvals.save(
        replace(approval, state=ApprovalState.VOID, assignee_id="", closed_at=now)
    )
    records.links.end(because=End.EDITED, at=now, subject=case.id, purpose=Purpose.ITEM)
    void_form(
        case.id, because="稿件或发布位置已修改", link_ends=End.EDITED, at=now, records=records
    )
    return [o.person_id for o in approval.opinions if o.voided_at is None]
