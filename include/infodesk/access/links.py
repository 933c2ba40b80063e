"""Links in mails: opaque, bound to a person and a purpose, and mortal.

The token proves access to a mailbox and nothing more; the personal PIN proves who acts.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from infodesk.kernel.canonical import sha256_hex


class Purpose(StrEnum):
    """What a link opens."""

    ITEM = "item"  # one step of one case
    QUEUE = "queue"  # everything that waits for the person
    UPLOAD = "upload"  # the signed form of one case
    VIEW = "view"  # reading only
    SIGN_IN = "sign_in"


class End(StrEnum):
    """Why a link is dead before its time."""

    DECIDED = "decided"  # 已办理
    EDITED = "edited"  # 稿件已修改
    REASSIGNED = "reassigned"  # 已改派
    REPLACED = "replaced"  # 已发出新链接
    CLOSED = "closed"  # 审核已结束


LIFETIMES = {
    Purpose.ITEM: timedelta(days=10),
    Purpose.QUEUE: timedelta(days=10),
    Purpose.UPLOAD: timedelta(days=30),
    Purpose.VIEW: timedelta(days=30),
    Purpose.SIGN_IN: timedelta(hours=1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link as recorded; its token is known to nobody but the letter."""

    id: str
    person_id: str
    purpose: Purpose
    subject: str  # case id; empty for a queue or a sign-in
    step_key: str
    approval_hash: str
    issued_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    ended_because: End | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether the link may still be used to act."""
        return self.ended_at is None and now < self.expires_at


class Links(Protocol):
    """The register of links, within one transaction."""

    def add(self, link: Link, *, token_hash: str) -> None:
        """Record a new link under the hash of its token."""
        ...

    def by_token(self, token_hash: str) -> Link | None:
        """Return the link of a token, dead or alive."""
        ...

    def get(self, link_id: str) -> Link | None:
        """Return a link by its id."""
        ...

    def live_of(self, person_id: str, *, now: datetime) -> list[Link]:
        """Return every live link of a person."""
        ...

    def end(
        self,
        *,
        because: End,
        at: datetime,
        subject: str,
        purpose: Purpose,
        person_id: str | None = None,
        but: str = "",
    ) -> int:
        """End all live links of a purpose about a subject (of one person, if named).

        The link whose id is `but` lives on: it is the one that takes their place.
        """
        ...

    def opened(self, link_id: str, *, at: datetime, method: str, address: str, agent: str) -> None:
        """Log that somebody, or a mail scanner, fetched the link. Changes nothing else."""
        ...


def new_token() -> tuple[str, str]:
    """Return a fresh token (43 URL-safe characters, 32 random bytes) and its SHA-256."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return sha256_hex(token)
