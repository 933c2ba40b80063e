"""The number of an approval form, and the code by which its paper finds the way back."""

import re
from dataclasses import dataclass

from infodesk.kernel.canonical import sha256_hex

_NUMBER = re.compile(r"([A-Z]{2,8})-([0-9]{4})-([0-9]{6})")
_PAYLOAD = re.compile(r"([A-Z]{2,8}-[0-9]{4}-[0-9]{6})-([0-9A-HJKMNP-TV-Z]{8})")

# Crockford's base 32: no I, L, O or U, so that a check read out over the telephone is the same
# check, and every character is in the QR code's alphanumeric set.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECK_LENGTH = 8  # 40 bits


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class FormNumber:
    """The 编号 of a form, written like LLFG-2026-000123; a number is given once and never again.

    Raises ValueError for parts that cannot be written in that shape.
    """

    prefix: str  # the office, two to eight capital letters
    year: int
    serial: int  # from 1, within the year

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(str(self)) or self.serial < 1:
            raise ValueError(f"审批单编号不成立：{self}")

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year:04d}-{self.serial:06d}"

    @classmethod
    def parse(cls, text: str) -> "FormNumber":
        """Read a number as it is written. Raises ValueError for anything else."""
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise ValueError(f"不是审批单编号：{text[:40]!r}")
        return cls(prefix=found[1], year=int(found[2]), serial=int(found[3]))


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReference:
    """What the QR code of a form says: which form it is, and for what it was printed."""

    number: FormNumber
    check: str

    def is_printed_for(self, approval_hash: str) -> bool:
        """Say whether the paper was printed for exactly this content and destination.

        False means that either has changed since, and the paper proves nothing any more
        (regulation, articles 2 and 6).
        """
        return self.check == _check(self.number, approval_hash)

    def __str__(self) -> str:
        return f"{self.number}-{self.check}"


def refer(number: FormNumber, approval_hash: str) -> FormReference:
    """Return the reference that the form of this number carries when printed for that hash."""
    return FormReference(number=number, check=_check(number, approval_hash))


def parse_qr(text: str) -> FormReference | None:
    """Read the text of a QR code; None where it is not one of our forms."""
    found = _PAYLOAD.fullmatch(text)
    if found is None:
        return None
    try:
        return FormReference(number=FormNumber.parse(found[1]), check=found[2])
    except ValueError:
        return None


def _check(number: FormNumber, approval_hash: str) -> str:
    """Fold number and hash into eight characters.

    The number goes in as well, so that the check of one form fits no other form of the same text.
    """
    bits = int(sha256_hex(f"{number}\n{approval_hash}")[:10], 16)
    digits = (bits >> 5 * place & 31 for place in reversed(range(_CHECK_LENGTH)))
    return "".join(_ALPHABET[digit] for digit in digits)
