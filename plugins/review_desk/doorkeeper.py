"""Signs and reads the desk's cookies, and the token that every form carries.

A session names a person and nothing else; what he may do is asked of the domain at each request,
so a session outlives no right.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer
from starlette.responses import Response

from infodesk.bootstrap import as_text, from_text
from review_desk.refusals import KeyTooShort

SHORTEST_KEY = 32  # characters
SESSION_LIFETIME = timedelta(hours=12)
DEVICE_LIFETIME = timedelta(days=30)
SESSION_COOKIE = "infodesk_session"
DEVICE_COOKIE = "infodesk_device"
BOARD_COOKIE = "infodesk_board"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTicket:
    """What a session cookie says."""

    person_id: str
    session_id: str
    issued_at: datetime


class Doorkeeper:
    """Holds the installation's key."""

    def __init__(self, key: str, *, is_secure: bool) -> None:
        """Take the key; `is_secure` tells that the desk is reached by HTTPS. Raises KeyTooShort."""
        if len(key) < SHORTEST_KEY:
            raise KeyTooShort(SHORTEST_KEY)
        self._key = key.encode()
        self._is_secure = is_secure
        self._sessions = self._serializer("session")
        self._devices = self._serializer("device")

    def new_session(self, person_id: str, *, now: datetime) -> str:
        """Return the cookie of a new session."""
        return self._sessions.dumps([person_id, secrets.token_hex(16), as_text(now)])

    def session(self, cookie: str | None, *, now: datetime) -> SessionTicket | None:
        """Return who a cookie is for; None when it is forged, or older than twelve hours."""
        person_id, session_id, issued_at = _three(self._sessions, cookie)
        if not person_id or not _is_fresh(issued_at, SESSION_LIFETIME, now):
            return None
        return SessionTicket(
            person_id=person_id, session_id=session_id, issued_at=from_text(issued_at)
        )

    def remember_device(self, person_id: str, *, pin_set_at: datetime, now: datetime) -> str:
        """Return the cookie of a device on which this person's PIN was right."""
        return self._devices.dumps([person_id, as_text(pin_set_at), as_text(now)])

    def knows_device(
        self, cookie: str | None, person_id: str, *, pin_set_at: datetime | None, now: datetime
    ) -> bool:
        """Tell whether the PIN was right here in the last 30 days, and is the same PIN still."""
        if pin_set_at is None:
            return False
        whose, since, issued_at = _three(self._devices, cookie)
        return (
            whose == person_id
            and since == as_text(pin_set_at)
            and _is_fresh(issued_at, DEVICE_LIFETIME, now)
        )

    def csrf_token(self, session_id: str) -> str:
        """Return what each form of a session carries."""
        return hmac.new(self._key, f"csrf:{session_id}".encode(), hashlib.sha256).hexdigest()

    @staticmethod
    def is_same(token: str, expected: str) -> bool:
        """Compare two tokens in constant time."""
        return hmac.compare_digest(token.encode(), expected.encode())

    def set_cookie(
        self, response: Response, name: str, value: str, *, root: str, lifetime: timedelta
    ) -> None:
        """Set a cookie that scripts cannot read and that only the desk receives.

        Lax and not Strict: a person arrives from the mail, which is another site.
        """
        response.set_cookie(
            name,
            value,
            max_age=int(lifetime.total_seconds()),
            path=root or "/",
            httponly=True,
            secure=self._is_secure,
            samesite="lax",
        )

    def drop_cookie(self, response: Response, name: str, *, root: str) -> None:
        """Let the browser forget a cookie."""
        response.delete_cookie(name, path=root or "/", httponly=True, secure=self._is_secure)

    def _serializer(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(
            self._key,
            salt=f"infodesk.{purpose}",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )


def _three(serializer: URLSafeSerializer, cookie: str | None) -> tuple[str, str, str]:
    """Return the three texts of a signed cookie; empty ones when it is not ours."""
    try:
        content = serializer.loads(cookie or "")
    except BadData:
        return "", "", ""
    first, second, third = (str(part) for part in content)
    return first, second, third


def _is_fresh(issued_at: str, lifetime: timedelta, now: datetime) -> bool:
    return now < from_text(issued_at) + lifetime
