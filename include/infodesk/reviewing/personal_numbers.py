"""Find the numbers of private persons: citizen IDs, mobile phones, bank cards (article 7).

A pattern alone takes a third of the credit codes for IDs, so every number is put to its own test.
Office telephones (land lines) are public and are left alone.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from infodesk.kernel.issues import Severity
from infodesk.reviewing.passages import Finding, Passage, fold

# One separator may stand between digits: people write numbers in groups.
_GAP = r"[ .·\-‐‑–—_]?"
_ID = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9]{_GAP}){{17}}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9]{_GAP}){{15,18}}[0-9](?![0-9A-Za-z])")
_MOBILE = re.compile(
    rf"(?<![0-9A-Za-z])(?<!0\.)(?:\+?86{_GAP})?"
    rf"(1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}|1(?: [0-9]){{10}})"
    r"(?![0-9A-Za-z]|\.[0-9])"
)
# Eleven digits before one of these are a quantity in a statistic.
_UNITS = re.compile(r" ?(?:[元万亿吨克度]|美元|千瓦|千克|公斤|立方|平方|[kKMm][Ww]|m[23²³])")

# GB/T 2260: the provinces, then a city; foreigners' cards begin with 9 and are not covered.
_REGION = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?!00)[0-9]{4}")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"

_CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_CODE_LABEL = re.compile(r"信用代码[^0-9A-Za-z]{0,8}$")

CARD_CONTEXT_BEFORE = 120  # reaches from a table's heading into its first rows
CARD_CONTEXT_AFTER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    rule_id: str
    label: str
    remedy: str
    kept: tuple[int, int]  # how many characters of the number are shown at either end


_CITIZEN_ID = _Kind(
    rule_id="citizen_id",
    label="公民身份号码",
    remedy="请删去，或只留前 6 位和后 4 位",
    kept=(6, 4),
)
_PHONE = _Kind(
    rule_id="mobile_phone",
    label="手机号码",
    remedy="请删去或改为办公电话，确需公布的写明理由",
    kept=(3, 4),
)
_BANK_CARD = _Kind(
    rule_id="bank_card", label="银行卡号", remedy="请删去，或只留后 4 位", kept=(0, 4)
)


def find_personal_numbers(passage: Passage, *, card_context: Sequence[str]) -> Iterator[Finding]:
    """Yield each full personal number; the excerpt shows it masked, mails and ledger keep it."""
    folded = fold(passage.text)
    taken: list[tuple[int, int]] = []
    for kind, places in (
        (_CITIZEN_ID, _citizen_ids(folded.text)),
        (_BANK_CARD, _bank_cards(folded.text, card_context)),
        (_PHONE, _mobiles(folded.text)),
    ):
        for start, end in places:
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            first, last = folded.span(start, end)
            yield Finding(
                rule_id=kind.rule_id,
                severity=Severity.BLOCK,
                what=f"含有完整的{kind.label}",
                remedy=kind.remedy,
                start=first,
                end=last,
                shown=_masked(_compact(folded.text[start:end]), kind.kept),
            )


def is_citizen_id(number: str) -> bool:
    """Tell whether 18 characters are a citizen ID: province, city, date of birth and checksum."""
    if not _REGION.match(number) or not _is_birthday(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def is_credit_code(code: str) -> bool:
    """Tell whether 18 characters are a unified social credit code by its checksum (GB 32100)."""
    values = [_CREDIT_CODE_ALPHABET.find(character) for character in code.upper()]
    if len(values) != 18 or min(values) < 0:
        return False
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of bank cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2050
    except ValueError:
        return False


def _citizen_ids(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _candidates(_ID, text):
        number = _compact(text[start:end])
        labelled = _CREDIT_CODE_LABEL.search(text, max(0, start - 20), start) is not None
        if is_citizen_id(number) and not (labelled and is_credit_code(number)):
            yield start, end


def _bank_cards(text: str, context: Sequence[str]) -> Iterator[tuple[int, int]]:
    for start, end in _candidates(_CARD, text):
        digits = _compact(text[start:end])
        around = text[max(0, start - CARD_CONTEXT_BEFORE) : end + CARD_CONTEXT_AFTER]
        if len(set(digits)) > 1 and passes_luhn(digits) and any(word in around for word in context):
            yield start, end


def _mobiles(text: str) -> Iterator[tuple[int, int]]:
    for match in _MOBILE.finditer(text):
        if not _UNITS.match(text, match.end()):
            yield match.span(1)


def _candidates(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield every match, overlapping ones too: a number may begin inside a false start."""
    start = 0
    while match := pattern.search(text, start):
        yield match.span()
        start = match.start() + 1


def _compact(number: str) -> str:
    return "".join(character for character in number if character.isalnum())


def _masked(number: str, kept: tuple[int, int]) -> str:
    first, last = kept
    return number[:first] + "*" * (len(number) - first - last) + number[-last:]
