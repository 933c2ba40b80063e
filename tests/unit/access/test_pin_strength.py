import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.access.errors import PinTooWeak
from infodesk.access.pins import check_strength


@pytest.mark.parametrize("pin", ["583920", "000001", "112233", "20263141592", "135790246811"])
def test_a_pin_that_is_not_guessed_at_once_will_do(pin: str) -> None:
    check_strength(pin)


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "58392",
        "5839205839205",
        "000000",
        "999999999999",
        "123456",
        "012345",
        "987654321",
        "345678",
        "1234567890",  # the row of keys, once around
        "0987654321",
        "890123",
        "58392a",
        "58 392",
        "５８３９２０",
        "٥٨٣٩٢٠",
        "58392²",
        "-58392",
        "583920\n",
    ],
)
def test_a_weak_or_unusual_pin_will_not(pin: str) -> None:
    with pytest.raises(PinTooWeak):
        check_strength(pin)


@given(st.integers(0, 9), st.sampled_from([0, 1, -1]), st.integers(6, 12))
def test_no_row_is_strong_wherever_it_begins(first: int, step: int, length: int) -> None:
    with pytest.raises(PinTooWeak):
        check_strength("".join(str((first + step * n) % 10) for n in range(length)))
