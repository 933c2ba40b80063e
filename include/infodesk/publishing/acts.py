"""How an act on a publication is written down, and how its troubles are reported."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from infodesk.articles.article import Revision
from infodesk.kernel.canonical import Plain
from infodesk.kernel.issues import Issue
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport
from infodesk.publishing.errors import UnknownPublication
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.publication import Publication

PUBLISHER = "publisher"  # the machine, where no person acts

# The kinds of problem that publishing opens.
REFUSED = "publication_refused"  # what was approved is not what would go out
FAILED = "publication_failed"  # the channel cannot take it, or could not be reached
UNCONFIRMED = "publication_unconfirmed"  # the public does not see what was handed over


def locked(records: PublishingRecords, publication_id: str) -> Publication:
    """Return a publication and hold it. Raises UnknownPublication."""
    publication = records.publications.locked(publication_id)
    if publication is None:
        raise UnknownPublication(publication_id)
    return publication


def write_down(
    publication: Publication,
    action: Action,
    *,
    records: PublishingRecords,
    at: datetime,
    actor: str = PUBLISHER,
    payload: Mapping[str, Plain] | None = None,
) -> None:
    """Enter an act in the ledger, with the hash of the text as it is now; comes last."""
    revision = records.articles.revision(publication.revision_id)
    records.ledger.append(
        actor=actor,
        action=action,
        subject=publication.subject,
        revision_hash=publication.approval_hash,
        payload={
            "article": publication.article_id,
            "channel": publication.placement.channel_id,
            "column": publication.placement.column_id,
            "content_hash": revision.content.content_hash if revision else "",
            **(payload or {}),
        },
        at=at,
    )


def report(
    kind: str,
    publication: Publication,
    revision: Revision | None,
    *,
    summary: str,
    details: str,
    remedy: str,
) -> ProblemReport:
    """Return the problem that a person must settle."""
    name = f"《{revision.content.title}》" if revision else f"稿件 {publication.article_id}"
    place = f"{publication.placement.channel_id}/{publication.placement.column_id}"
    return ProblemReport(
        kind=kind,
        subject=publication.subject,
        title=f"{name}{summary}",
        details=f"去向：{place}\n{details}",
        remedy=remedy,
    )


def in_words(reasons: Sequence[Issue]) -> str:
    """Return the reasons as lines, each with its excerpt."""
    return "\n".join(
        f"{reason.message}（{reason.excerpt}）" if reason.excerpt else reason.message
        for reason in reasons
    )


def remedies(reasons: Sequence[Issue]) -> str:
    """Return what to do about the reasons, each remedy once."""
    return "；".join(dict.fromkeys(reason.remedy for reason in reasons if reason.remedy))
