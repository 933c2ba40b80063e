"""The rows of links, their openings, PINs and enrolment codes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from infodesk.access.links import End, Link, Purpose
from infodesk.access.pins import TRIES, Pin
from infodesk.adapters.database.schema import link_opens, links, pin_codes, pins
from infodesk.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class LinksTable:
    """Links, within one transaction."""

    connection: Connection

    def add(self, link: Link, *, token_hash: str) -> None:
        """Record a new link under the hash of its token."""
        self.connection.execute(
            insert(links).values(
                id=link.id or new_id(),
                token_hash=token_hash,
                person_id=link.person_id,
                purpose=str(link.purpose),
                subject=link.subject,
                step_key=link.step_key,
                approval_hash=link.approval_hash,
                issued_at=link.issued_at,
                expires_at=link.expires_at,
            )
        )

    def by_token(self, token_hash: str) -> Link | None:
        """Return the link of a token, dead or alive."""
        row = self.connection.execute(
            select(links).where(links.c.token_hash == token_hash)
        ).one_or_none()
        return _link(row) if row else None

    def get(self, link_id: str) -> Link | None:
        """Return a link by its id."""
        row = self.connection.execute(select(links).where(links.c.id == link_id)).one_or_none()
        return _link(row) if row else None

    def live_of(self, person_id: str, *, now: datetime) -> list[Link]:
        """Return every live link of a person."""
        rows = self.connection.execute(
            select(links).where(
                links.c.person_id == person_id,
                links.c.ended_at.is_(None),
                links.c.expires_at > now,
            )
        )
        return [_link(row) for row in rows]

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
        """End all live links of a purpose about a subject, except one."""
        which = (
            (links.c.subject == subject)
            & (links.c.purpose == str(purpose))
            & links.c.ended_at.is_(None)
            & (links.c.id != but)
        )
        if person_id is not None:
            which &= links.c.person_id == person_id
        ended = self.connection.execute(
            update(links).where(which).values(ended_at=at, ended_because=str(because))
        )
        return ended.rowcount

    def opened(self, link_id: str, *, at: datetime, method: str, address: str, agent: str) -> None:
        """Log that somebody, or a mail scanner, fetched the link."""
        self.connection.execute(
            insert(link_opens).values(
                link_id=link_id, at=at, method=method[:8], address=address[:64], agent=agent[:300]
            )
        )


@dataclass(frozen=True, slots=True)
class PinsTable:
    """PINs and enrolment codes, within one transaction."""

    connection: Connection

    def get(self, person_id: str) -> Pin | None:
        """Return a person's PIN record for reading."""
        return self._pin(select(pins).where(pins.c.person_id == person_id))

    def locked(self, person_id: str) -> Pin | None:
        """Return a person's PIN record and hold it until the transaction ends."""
        return self._pin(select(pins).where(pins.c.person_id == person_id).with_for_update())

    def count_try(self, person_id: str) -> int:
        """Count one more try and return how many there are now."""
        return int(
            self.connection.execute(
                update(pins)
                .where(pins.c.person_id == person_id)
                .values(failed_tries=pins.c.failed_tries + 1)
                .returning(pins.c.failed_tries)
            ).scalar_one()
        )

    def clear_tries(self, person_id: str) -> None:
        """Forget the tries after a right PIN."""
        self.connection.execute(
            update(pins).where(pins.c.person_id == person_id).values(failed_tries=0)
        )

    def set(self, person_id: str, *, pin_hash: str, at: datetime) -> None:
        """Record a new PIN, with no tries used."""
        self.connection.execute(delete(pins).where(pins.c.person_id == person_id))
        self.connection.execute(
            insert(pins).values(person_id=person_id, pin_hash=pin_hash, failed_tries=0, set_at=at)
        )

    def add_code(self, person_id: str, *, code_hash: str, expires_at: datetime) -> None:
        """Record an enrolment code; the person's older codes die."""
        self.connection.execute(delete(pin_codes).where(pin_codes.c.person_id == person_id))
        self.connection.execute(
            insert(pin_codes).values(
                person_id=person_id, code_hash=code_hash, failed_tries=0, expires_at=expires_at
            )
        )

    def use_code(self, person_id: str, *, code_hash: str, at: datetime) -> bool:
        """Use up a live code; False when it is wrong, used or expired.

        A code that was mistyped too often dies like a used one.
        """
        row = self.connection.execute(
            select(pin_codes).where(pin_codes.c.person_id == person_id).with_for_update()
        ).one_or_none()
        if row is None or row.expires_at <= at:
            return False
        is_right = bool(row.code_hash == code_hash)
        if is_right or row.failed_tries + 1 >= TRIES:
            self.connection.execute(delete(pin_codes).where(pin_codes.c.person_id == person_id))
        else:
            self.connection.execute(
                update(pin_codes)
                .where(pin_codes.c.person_id == person_id)
                .values(failed_tries=row.failed_tries + 1)
            )
        return is_right

    def _pin(self, query: Select[Any]) -> Pin | None:
        row = self.connection.execute(query).one_or_none()
        return Pin(**row._mapping) if row else None  # noqa: SLF001 - a row's documented mapping


def _link(row: Row[Any]) -> Link:
    return Link(
        id=row.id,
        person_id=row.person_id,
        purpose=Purpose(row.purpose),
        subject=row.subject,
        step_key=row.step_key,
        approval_hash=row.approval_hash,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        ended_at=row.ended_at,
        ended_because=End(row.ended_because) if row.ended_because else None,
    )
