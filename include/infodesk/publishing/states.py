"""The states of a publication, and the only ways from one to another."""

from collections.abc import Mapping
from enum import StrEnum


class PublicationState(StrEnum):
    """Where one placement of one cleared text stands."""

    AWAITING_RELEASE = "awaiting_release"  # 待中心核对放行
    RELEASED = "released"  # 已放行，待发布
    PUBLISHING = "publishing"  # 发布中
    LIVE = "live"  # 已上线
    HANDED_OVER = "handed_over"  # 已交人工发布，待登记地址
    FAILED = "failed"  # 发布失败
    REFUSED = "refused"  # 核对不符，拒绝发布
    SUPERSEDED = "superseded"  # 已被新的审签取代


PUBLICATION_TRANSITIONS: Mapping[PublicationState, frozenset[PublicationState]] = {
    PublicationState.AWAITING_RELEASE: frozenset(
        {PublicationState.RELEASED, PublicationState.REFUSED, PublicationState.SUPERSEDED}
    ),
    PublicationState.RELEASED: frozenset(
        {
            PublicationState.PUBLISHING,
            PublicationState.FAILED,
            PublicationState.REFUSED,
            PublicationState.SUPERSEDED,
        }
    ),
    # What is on its way may be out already, so it cannot simply be superseded.
    PublicationState.PUBLISHING: frozenset(
        {
            PublicationState.LIVE,
            PublicationState.HANDED_OVER,
            PublicationState.FAILED,
            PublicationState.REFUSED,
        }
    ),
    PublicationState.HANDED_OVER: frozenset({PublicationState.LIVE}),
    PublicationState.LIVE: frozenset(),
    # A person releases again once the cause is mended; a renewed approval plans again.
    PublicationState.FAILED: frozenset({PublicationState.RELEASED, PublicationState.SUPERSEDED}),
    PublicationState.REFUSED: frozenset(
        {
            PublicationState.AWAITING_RELEASE,
            PublicationState.RELEASED,
            PublicationState.SUPERSEDED,
        }
    ),
    PublicationState.SUPERSEDED: frozenset(
        {PublicationState.AWAITING_RELEASE, PublicationState.RELEASED}
    ),
}

# The channel has it, whether or not the last word (an address) is recorded.
OUT = frozenset({PublicationState.LIVE, PublicationState.HANDED_OVER})
# Nothing was sent, or every attempt to send it is over.
REPLACEABLE = frozenset(
    {
        PublicationState.AWAITING_RELEASE,
        PublicationState.RELEASED,
        PublicationState.FAILED,
        PublicationState.REFUSED,
    }
)
