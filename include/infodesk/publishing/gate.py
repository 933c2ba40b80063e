"""The gate: why a publication may not go out now (regulation, articles 2 and 3).

Asked again immediately before every sending, on what is really in the database: the hash is
computed from the text that would be sent and the place it would be sent to, never read from a row.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from infodesk.articles.article import Revision
from infodesk.channels.destination import approval_hash
from infodesk.kernel.clock import SHANGHAI
from infodesk.kernel.issues import Issue, Severity
from infodesk.publishing.clearance import Clearance
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import OUT, PublicationState


class GateRule(StrEnum):
    """Everything that can stand against a publication."""

    ALREADY_OUT = "already_out"
    SUPERSEDED = "superseded"
    NOT_RELEASED = "not_released"
    TOO_EARLY = "too_early"
    OTHER_UNDER_WAY = "other_under_way"
    NOT_CLEARED = "not_cleared"
    OTHER_REVISION_CLEARED = "other_revision_cleared"
    CONTENT_DIFFERS = "content_differs"
    PLACE_DIFFERS = "place_differs"
    RELEASE_UNRECORDED = "release_unrecorded"
    OTHER_IS_OUT = "other_is_out"


class Consequence(StrEnum):
    """What a reason means for the publication, gravest last."""

    NOTHING = "nothing"  # there is nothing left to do
    WAIT = "wait"  # it may go out later
    REFUSE = "refuse"  # it never goes out like this, and a person must look


CONSEQUENCES: Mapping[GateRule, Consequence] = {
    GateRule.ALREADY_OUT: Consequence.NOTHING,
    GateRule.SUPERSEDED: Consequence.NOTHING,
    GateRule.NOT_RELEASED: Consequence.WAIT,
    GateRule.TOO_EARLY: Consequence.WAIT,
    GateRule.OTHER_UNDER_WAY: Consequence.WAIT,
    GateRule.NOT_CLEARED: Consequence.REFUSE,
    GateRule.OTHER_REVISION_CLEARED: Consequence.REFUSE,
    GateRule.CONTENT_DIFFERS: Consequence.REFUSE,
    GateRule.PLACE_DIFFERS: Consequence.REFUSE,
    GateRule.RELEASE_UNRECORDED: Consequence.REFUSE,
    GateRule.OTHER_IS_OUT: Consequence.REFUSE,
}


def reasons_against(
    publication: Publication,
    *,
    revision: Revision | None,
    clearance: Clearance | None,
    others: Iterable[Publication],
    now: datetime,
) -> list[Issue]:
    """Return every reason why the publication may not go out now; none means that it may.

    `revision` is the one that would be sent, as stored; `others` are the article's further
    publications. What is out already has that as its only reason.
    """
    if publication.state in OUT:
        return [_issue(GateRule.ALREADY_OUT, "该稿件已在此栏目发布，不会重复发布")]
    if publication.state is PublicationState.SUPERSEDED:
        return [_issue(GateRule.SUPERSEDED, "该发布任务已被新的审签取代")]
    return [
        *_against_release(publication),
        *_against_approval(publication, revision, clearance),
        *_against_others(publication, others),
        *_against_time(clearance, now),
    ]


def consequence(reasons: Sequence[Issue]) -> Consequence | None:
    """Return the gravest consequence of the reasons; None where nothing stands against it.

    What is not released waits whatever else there is: the centre meets the rest on releasing.
    """
    if has(reasons, GateRule.NOT_RELEASED):
        return Consequence.WAIT
    found = {CONSEQUENCES[GateRule(reason.rule_id)] for reason in reasons}
    return next((c for c in reversed(Consequence) if c in found), None)


def has(reasons: Iterable[Issue], rule: GateRule) -> bool:
    """Tell whether a rule is among the reasons."""
    return any(reason.rule_id == rule for reason in reasons)


def _against_release(publication: Publication) -> list[Issue]:
    if publication.state not in {PublicationState.RELEASED, PublicationState.PUBLISHING}:
        return [
            _issue(GateRule.NOT_RELEASED, "尚未经公共信用信息中心核对放行", "请中心经办核对后放行")
        ]
    if not publication.released_by or publication.released_at is None:
        return [
            _issue(
                GateRule.RELEASE_UNRECORDED,
                "状态为已放行，但没有放行人和放行时间的记录",
                "数据可能被改动：请核对台账，由中心重新核对放行",
            )
        ]
    return []


def _against_approval(
    publication: Publication, revision: Revision | None, clearance: Clearance | None
) -> list[Issue]:
    if clearance is None or not clearance.chain_is_complete:
        return [_issue(GateRule.NOT_CLEARED, "审核程序尚未走完", "请按审核链办完全部环节后再发布")]
    if revision is None or not clearance.revision_id == revision.id == publication.revision_id:
        return [
            _issue(
                GateRule.OTHER_REVISION_CLEARED,
                "审签通过的不是这一稿",
                "请核对稿件的修改记录，对要发布的一稿重新送审",
            )
        ]
    return [
        *_against_content(publication, revision, clearance),
        *_against_place(publication, clearance),
    ]


def _against_content(
    publication: Publication, revision: Revision, clearance: Clearance
) -> list[Issue]:
    actual = approval_hash(revision.content.content_hash, clearance.destination)
    if actual == clearance.approval_hash == publication.approval_hash:
        return []
    return [
        _issue(
            GateRule.CONTENT_DIFFERS,
            "将要发布的内容或去向与审签时不一致",
            "数据可能被改动：请核对台账和审批单，确认后对现稿重新送审",
            excerpt=f"审签 {publication.approval_hash[:12]}，现稿 {actual[:12]}",
        )
    ]


def _against_place(publication: Publication, clearance: Clearance) -> list[Issue]:
    if publication.placement in clearance.destination.placements:
        return []
    place = publication.placement
    return [
        _issue(
            GateRule.PLACE_DIFFERS,
            "将要发布的渠道、栏目或置顶与审签的去向不一致",
            "数据可能被改动：请核对台账和审批单，需要改栏目的重新送审",
            excerpt=f"{place.channel_id}/{place.column_id}",
        )
    ]


def _against_others(publication: Publication, others: Iterable[Publication]) -> list[Issue]:
    same_column = [
        other
        for other in others
        if other.id != publication.id
        and other.placement.channel_id == publication.placement.channel_id
        and other.placement.column_id == publication.placement.column_id
    ]
    if any(other.state in OUT for other in same_column):
        return [
            _issue(
                GateRule.OTHER_IS_OUT,
                "该稿件的另一稿已在此栏目发布",
                "已发布的稿件不得直接覆盖，须作为更正或撤稿另行办理",
            )
        ]
    if any(other.state is PublicationState.PUBLISHING for other in same_column):
        return [_issue(GateRule.OTHER_UNDER_WAY, "该稿件的另一稿正在此栏目发布，结果未明")]
    return []


def _against_time(clearance: Clearance | None, now: datetime) -> list[Issue]:
    not_before = clearance.destination.not_before if clearance else None
    if not_before is None or not_before <= now:
        return []
    when = not_before.astimezone(SHANGHAI)
    return [_issue(GateRule.TOO_EARLY, f"审签的发布时间为 {when:%Y-%m-%d %H:%M}，尚未到时")]


def _issue(rule: GateRule, message: str, remedy: str = "", *, excerpt: str = "") -> Issue:
    return Issue(
        rule_id=rule, severity=Severity.BLOCK, message=message, remedy=remedy, excerpt=excerpt
    )
