import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.reviewing.form_number import FormNumber, FormReference, parse_qr, refer

numbers = st.builds(
    FormNumber,
    prefix=st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=8),
    year=st.integers(2000, 9999),
    serial=st.integers(1, 999_999),
)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(numbers)
def test_a_number_is_read_as_it_is_written(number: FormNumber) -> None:
    assert FormNumber.parse(str(number)) == number


@given(numbers, hashes)
def test_a_qr_code_leads_back_to_the_form(number: FormNumber, approval_hash: str) -> None:
    payload = str(refer(number, approval_hash))
    assert re.fullmatch(r"[0-9A-Z-]{23,29}", payload)  # what a version 2-Q code holds
    reference = parse_qr(payload)
    assert reference is not None
    assert reference.number == number
    assert reference.is_printed_for(approval_hash)


@given(numbers, hashes, hashes)
def test_a_form_printed_for_another_text_is_told(
    number: FormNumber, printed: str, present: str
) -> None:
    assert refer(number, printed).is_printed_for(present) is (printed == present)


@given(numbers, numbers, hashes)
def test_the_check_of_one_form_fits_no_other_form_of_the_same_text(
    one: FormNumber, other: FormNumber, approval_hash: str
) -> None:
    borrowed = FormReference(number=other, check=refer(one, approval_hash).check)
    assert borrowed.is_printed_for(approval_hash) is (one == other)


@given(st.text())
def test_other_codes_are_not_ours(text: str) -> None:
    assert parse_qr(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "LLFG-2026-000123",
        "llfg-2026-000123-ABCDEFGH",
        "LLFG-2026-000123-ABCDEFGI",  # I is in no check
        "LLFG-2026-000123-ABCDEFG",
        "LLFG-2026-000000-ABCDEFGH",
        "LLFG-２０２６-000123-ABCDEFGH",
        "LLFG-2026-000123-ABCDEFGH\n",
        "https://example.invalid/LLFG-2026-000123-ABCDEFGH",
    ],
)
def test_near_misses_are_not_ours(text: str) -> None:
    assert parse_qr(text) is None


@pytest.mark.parametrize(
    "text",
    ["", "2026-000123", "L-2026-000123", "LLFG-2026-123", "LLFG-2026-0001234", "吕-2026-000123"],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不是审批单编号"):
        FormNumber.parse(text)


@pytest.mark.parametrize(
    ("prefix", "year", "serial"),
    [("LLFG", 2026, 0), ("LLFG", 2026, 1_000_000), ("llfg", 2026, 1), ("LLFG", 20260, 1)],
)
def test_a_number_that_cannot_be_printed_is_not_made(prefix: str, year: int, serial: int) -> None:
    with pytest.raises(ValueError, match="编号不成立"):
        FormNumber(prefix=prefix, year=year, serial=serial)


def test_numbers_sort_by_year_then_serial() -> None:
    written = ["LLFG-2026-000010", "LLFG-2025-000011", "LLFG-2026-000009"]
    assert [str(n) for n in sorted(map(FormNumber.parse, written))] == [
        "LLFG-2025-000011", "LLFG-2026-000009", "LLFG-2026-000010",
    ]  # fmt: skip
