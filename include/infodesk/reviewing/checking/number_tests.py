"""The tests that tell a personal number from one that only looks like it.

A pattern alone takes a third of the credit codes for citizen IDs.
"""

import re
from datetime import date

# GB/T 2260: the provinces, then a city; foreigners' cards begin with 9 and are not covered.
_REGION = re.compile(r"(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])(?!00)[0-9]{4}")
_NUMBER_IN_NAME = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{17}[0-9Xx]|[0-9]{11})(?![0-9A-Za-z])")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


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


def without_numbers(name: str) -> str:
    """Return a file's name with citizen IDs and mobile phones masked: names travel in mails."""
    return _NUMBER_IN_NAME.sub(lambda match: _masked_in_name(match[0]), name)


def _masked_in_name(number: str) -> str:
    if len(number) == 18 and is_citizen_id(number):
        return f"{number[:6]}********{number[-4:]}"
    if len(number) == 11 and number[0] == "1" and number[1] in "3456789":
        return f"{number[:3]}****{number[-4:]}"
    return number


def _is_birthday(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year < 2050
    except ValueError:
        return False
