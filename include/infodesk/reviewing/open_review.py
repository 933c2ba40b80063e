"""Open a review: the newest revision and its destination enter their prescribed chain."""

from infodesk.approvals.approval import Approval, ApprovalState
from infodesk.articles.states import ArticleState
from infodesk.catalog.catalog import Catalog
from infodesk.channels.destination import approval_hash
from infodesk.kernel.clock import Clock
from infodesk.kernel.ids import new_id
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.reviewing.cases import CaseState, ReviewCase
from infodesk.reviewing.ports import ReviewRecords

_LEAVE_ALONE = frozenset({ArticleState.SPIKED, ArticleState.NEEDS_CHANGES})


def open_review(
    article_id: str, *, catalog: Catalog, begin: Begin[ReviewRecords], clock: Clock
) -> str | None:
    """Return the id of the case that reviews the article as it stands; open one where none does.

    None when the text is not to be reviewed (spiked, or with its author). Raises NoReviewChain.
    """
    with begin() as records:
        article = records.articles.locked(article_id)
        if article is None or article.state in _LEAVE_ALONE:
            return None
        destination = records.destinations.of(article_id)
        wanted = approval_hash(article.revision.content_hash, destination)
        for case in records.cases.of_article(article_id):
            if case.state is not CaseState.VOID and case.approval_hash == wanted:
                return case.id
        now = clock.now()
        case = ReviewCase(
            id=new_id(),
            number=records.cases.next_number(),
            article_id=article_id,
            revision_id=article.revision.id,
            destination=destination,
            approval_hash=wanted,
            state=CaseState.CHECKS_PENDING,
            findings=(),
            opened_at=now,
        )
        chain = catalog.chain_for(article.origin, article.genre)
        approval = Approval(
            id=case.id,
            subject=f"article:{article_id}",
            chain=chain,
            approval_hash=wanted,
            state=ApprovalState.OPEN,
            assignee_id="",
            step_since=now,
            opened_at=now,
        )
        records.approvals.add(approval)
        records.cases.add(case)
        if article.state is not ArticleState.UNDER_REVIEW:
            records.articles.move(article_id, ArticleState.UNDER_REVIEW)
        records.ledger.append(
            actor="infodesk",
            action=Action.REVIEW_OPENED,
            subject=f"article:{article_id}",
            revision_hash=wanted,
            payload={"case": case.id, "number": case.number, "chain": chain.id},
            at=now,
        )
        return case.id
