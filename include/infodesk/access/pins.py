"""Personal PINs: set once with a code handed over in person, five tries, then locked.

Mail alone never sets a PIN: whoever reads a mailbox must not become a reviewer.
"""

import itertools
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from infodesk.access.errors import EnrolmentRefused, PinLocked, PinNotSet, PinRefused, PinTooWeak
from infodesk.kernel.canonical import sha256_hex
from infodesk.kernel.clock import Clock
from infodesk.kernel.transactions import Begin
from infodesk.ledger.entry import Action
from infodesk.ledger.ports import Ledger
from infodesk.problems.problem import ProblemReport, Problems

TRIES = 5
CODE_LIFETIME = timedelta(days=7)
_CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is misread on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What is recorded of a person's PIN."""

    person_id: str
    pin_hash: str
    failed_tries: int
    set_at: datetime

    @property
    def is_locked(self) -> bool:
        """Whether the tries are used up; only the operator's new code opens it again."""
        return self.failed_tries >= TRIES


class PinHasher(Protocol):
    """Slow, salted hashing; never called inside a transaction."""

    def hash(self, pin: str) -> str:
        """Return what is stored."""
        ...

    def matches(self, pin_hash: str, pin: str) -> bool:
        """Tell whether the PIN is the one that was hashed."""
        ...


class Pins(Protocol):
    """PINs and enrolment codes, within one transaction."""

    def get(self, person_id: str) -> Pin | None:
        """Return a person's PIN record for reading."""
        ...

    def locked(self, person_id: str) -> Pin | None:
        """Return a person's PIN record and hold it until the transaction ends."""
        ...

    def count_try(self, person_id: str) -> int:
        """Count one more try and return how many there are now."""
        ...

    def clear_tries(self, person_id: str) -> None:
        """Forget the tries after a right PIN."""
        ...

    def set(self, person_id: str, *, pin_hash: str, at: datetime) -> None:
        """Record a new PIN, with no tries used."""
        ...

    def add_code(self, person_id: str, *, code_hash: str, expires_at: datetime) -> None:
        """Record an enrolment code; the person's older codes die."""
        ...

    def use_code(self, person_id: str, *, code_hash: str, at: datetime) -> bool:
        """Use up a live code; False when it is wrong, used or expired."""
        ...


class PinRecords(Protocol):
    """What the PIN's use cases read and change."""

    @property
    def pins(self) -> Pins: ...
    @property
    def problems(self) -> Problems: ...
    @property
    def ledger(self) -> Ledger: ...


def issue_code(person_id: str, *, issued_by: str, begin: Begin[PinRecords], clock: Clock) -> str:
    """Return a new enrolment code (10 characters, a week) for the operator to hand over."""
    code = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(10))
    now = clock.now()
    with begin() as records:
        records.pins.add_code(person_id, code_hash=sha256_hex(code), expires_at=now + CODE_LIFETIME)
        records.ledger.append(
            actor=issued_by, action=Action.PIN_CODE_ISSUED, subject=f"person:{person_id}", at=now
        )
    return code


def set_pin(
    person_id: str,
    *,
    code: str,
    pin: str,
    begin: Begin[PinRecords],
    hasher: PinHasher,
    clock: Clock,
) -> None:
    """Set a person's PIN with a code from the operator.

    Raises PinTooWeak (the code stays good) or EnrolmentRefused.
    """
    check_strength(pin)
    pin_hash = hasher.hash(pin)
    now = clock.now()
    with begin() as records:
        accepted = records.pins.use_code(
            person_id, code_hash=sha256_hex(code.strip().upper()), at=now
        )
        if accepted:
            records.pins.set(person_id, pin_hash=pin_hash, at=now)
        records.ledger.append(
            actor=person_id,
            action=Action.PIN_SET if accepted else Action.PIN_FAILED,
            subject=f"person:{person_id}",
            payload={"by": "enrolment_code"},
            at=now,
        )
    if not accepted:
        raise EnrolmentRefused


def check_pin(
    person_id: str, pin: str, *, begin: Begin[PinRecords], hasher: PinHasher, clock: Clock
) -> None:
    """Return when the PIN is right. Raises PinNotSet, PinRefused or PinLocked.

    The try is counted before the PIN is looked at, in a transaction of its own, so that neither
    parallel requests nor a killed process give more than five tries.
    """
    with begin() as records:
        recorded = records.pins.locked(person_id)
        if recorded is None:
            raise PinNotSet
        if recorded.is_locked:
            # Said again, because the process that used up the last try may have died before it.
            records.problems.open(_locked(person_id), at=clock.now())
        else:
            tries = records.pins.count_try(person_id)
    if recorded.is_locked:
        raise PinLocked
    is_right = hasher.matches(recorded.pin_hash, pin)
    now = clock.now()
    with begin() as records:
        if is_right:
            records.pins.clear_tries(person_id)
            return
        locked = tries >= TRIES
        if locked:
            records.problems.open(_locked(person_id), at=now)
        records.ledger.append(
            actor=person_id,
            action=Action.PIN_LOCKED if locked else Action.PIN_FAILED,
            subject=f"person:{person_id}",
            payload={"tries": tries},
            at=now,
        )
    raise PinLocked if locked else PinRefused(TRIES - tries)


def check_strength(pin: str) -> None:
    """Raise PinTooWeak unless the PIN is 6 to 12 digits, neither equal nor in a row.

    A row goes on from 9 to 0, as the keys do.
    """
    steps = {(ord(b) - ord(a)) % 10 for a, b in itertools.pairwise(pin)}
    is_digits = pin.isascii() and pin.isdigit() and 6 <= len(pin) <= 12
    if not is_digits or steps in ({0}, {1}, {9}):
        raise PinTooWeak


def _locked(person_id: str) -> ProblemReport:
    return ProblemReport(
        kind="pin_locked",
        subject=f"person:{person_id}",
        title=f"{person_id} 的口令连续输错 {TRIES} 次，已锁定",
        details="锁定期间该人员不能办理任何审核。",
        remedy="当面核实本人后，运行 ops_scripts/issue_pin_code.py 发放新的设置码",
    )
