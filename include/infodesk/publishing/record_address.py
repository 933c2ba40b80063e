"""Record an address: where a person has published what was handed over to him."""

from dataclasses import replace
from urllib.parse import urlsplit

from infodesk.kernel.clock import Clock
from infodesk.kernel.outbox import Topic
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.publishing.acts import locked, write_down
from infodesk.publishing.errors import AddressRefused
from infodesk.publishing.ports import PublishingRecords
from infodesk.publishing.publication import Publication
from infodesk.publishing.states import PublicationState

LONGEST_ADDRESS = 1000


def record_address(
    publication_id: str,
    *,
    address: str,
    person_id: str,
    begin: Begin[PublishingRecords],
    clock: Clock,
) -> Publication:
    """Record the public address; whether the text stands there is confirmed by a look.

    The look is an errand of its own, so that a slow or closed site loses nothing. A wrong
    address is mended by recording another one. Raises AddressRefused and UnknownPublication.
    """
    clean = _checked(address)
    now = clock.now()
    with begin() as records:
        publication = locked(records, publication_id)
        if publication.state is not PublicationState.HANDED_OVER:
            raise AddressRefused(
                "只有已交人工发布、尚未确认上线的稿件可以登记地址", remedy="请刷新看板，核对状态"
            )
        placed = replace(publication, address=clean)
        records.publications.save(placed)
        records.outbox.add(Topic.PUBLISH, placed.id, due_at=now)
        write_down(
            placed,
            Action.ADDRESS_RECORDED,
            records=records,
            at=now,
            actor=person_id,
            payload={"address": clean},
        )
        return placed


def _checked(address: str) -> str:
    clean = address.strip()
    try:
        parts = urlsplit(clean)
        is_public = parts.scheme in {"http", "https"} and bool(parts.hostname)
        has_login = parts.username is not None or parts.password is not None
    except ValueError:
        is_public, has_login = False, False
    if not is_public or has_login or len(clean) > LONGEST_ADDRESS or not clean.isprintable():
        raise AddressRefused(
            "这不是一个网页地址",
            remedy="请从浏览器地址栏完整复制，以 http:// 或 https:// 开头",
        )
    return clean
