"""PINs as people and guessers meet them, on real databases and with many hands at once."""

import re
from datetime import timedelta

import pytest
from tests.fakes.clock import StoppedClock

from infodesk.access.errors import (
    EnrolmentRefused,
    PinLocked,
    PinNotSet,
    PinRefused,
    PinTooWeak,
)
from infodesk.access.pins import CODE_LIFETIME, TRIES, check_pin, issue_code, set_pin
from infodesk.adapters.database.database import Database

PIN = "583920"


class PlainHasher:
    """Hashes in no time; the real one is slow on purpose."""

    def hash(self, pin: str) -> str:
        return f"hashed {pin}"

    def matches(self, pin_hash: str, pin: str) -> bool:
        return pin_hash == f"hashed {pin}"


class PinDesk:
    """The use cases, wired."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = StoppedClock()
        self.hasher = PlainHasher()

    def issue(self, person_id: str = "editor_jia") -> str:
        return issue_code(
            person_id, issued_by="operator_ding", begin=self.database.begin, clock=self.clock
        )

    def set(self, code: str, pin: str = PIN, person_id: str = "editor_jia") -> None:
        set_pin(
            person_id,
            code=code,
            pin=pin,
            begin=self.database.begin,
            hasher=self.hasher,
            clock=self.clock,
        )

    def check(self, pin: str = PIN, person_id: str = "editor_jia") -> None:
        check_pin(person_id, pin, begin=self.database.begin, hasher=self.hasher, clock=self.clock)

    def actions(self) -> list[str]:
        with self.database.read() as records:
            return [entry.action for entry in records.ledger.entries()]

    def problems(self) -> list[str]:
        with self.database.read() as records:
            return [problem.kind for problem in records.problems.open_ones()]


@pytest.fixture
def desk(database: Database) -> PinDesk:
    return PinDesk(database)


@pytest.fixture
def enrolled(desk: PinDesk) -> PinDesk:
    desk.set(desk.issue())
    return desk


def test_a_pin_is_set_with_the_operators_code_and_then_right(enrolled: PinDesk) -> None:
    enrolled.check()

    assert enrolled.actions() == ["pin_code_issued", "pin_set"]


def test_neither_code_nor_pin_stands_anywhere_in_clear(desk: PinDesk) -> None:
    code = desk.issue()
    desk.hasher.hash = lambda pin: "salted"
    desk.set(code)

    with desk.database.read() as records:
        recorded = repr([records.pins.get("editor_jia"), *records.ledger.entries()])
    assert code not in recorded
    assert PIN not in recorded


def test_a_code_can_be_read_from_paper(desk: PinDesk) -> None:
    codes = [desk.issue() for _ in range(20)]

    assert len(set(codes)) == 20
    assert all(re.fullmatch("[A-HJ-KMNP-Z2-9]{10}", code) for code in codes)


def test_a_code_is_taken_in_small_letters_and_with_blanks_around(desk: PinDesk) -> None:
    desk.set(f" {desk.issue().lower()} ")

    desk.check()


def test_without_a_pin_nothing_is_right(desk: PinDesk) -> None:
    desk.issue()

    with pytest.raises(PinNotSet):
        desk.check()


def test_a_wrong_pin_says_how_many_tries_are_left(enrolled: PinDesk) -> None:
    for left in range(TRIES - 1, 0, -1):
        with pytest.raises(PinRefused) as refused:
            enrolled.check("000001")
        assert refused.value.tries_left == left

    with pytest.raises(PinLocked):
        enrolled.check("000001")
    assert enrolled.actions()[2:] == [*["pin_failed"] * 4, "problem_opened", "pin_locked"]
    assert enrolled.problems() == ["pin_locked"]


def test_a_locked_pin_is_not_even_right_when_it_is(enrolled: PinDesk) -> None:
    for _ in range(TRIES):
        with pytest.raises((PinRefused, PinLocked)):
            enrolled.check("000001")

    with pytest.raises(PinLocked):
        enrolled.check()


def test_only_a_new_code_opens_a_locked_pin(enrolled: PinDesk) -> None:
    for _ in range(TRIES):
        with pytest.raises((PinRefused, PinLocked)):
            enrolled.check("000001")
    code = enrolled.issue()
    with pytest.raises(PinLocked):
        enrolled.check()

    enrolled.set(code, "640213")

    enrolled.check("640213")
    with pytest.raises(PinRefused):
        enrolled.check(PIN)


def test_a_right_pin_forgets_the_wrong_ones_before_it(enrolled: PinDesk) -> None:
    for _ in range(3):
        for _ in range(TRIES - 1):
            with pytest.raises(PinRefused):
                enrolled.check("000001")
        enrolled.check()


def test_one_persons_tries_are_not_anothers(enrolled: PinDesk) -> None:
    enrolled.set(enrolled.issue("leader_yi"), person_id="leader_yi")
    for _ in range(TRIES):
        with pytest.raises((PinRefused, PinLocked)):
            enrolled.check("000001")

    enrolled.check(person_id="leader_yi")


def test_many_guesses_at_once_are_five_tries(enrolled: PinDesk, together) -> None:
    tried: list[str] = []

    def matches(_pin_hash: str, pin: str) -> bool:
        tried.append(pin)
        return False

    enrolled.hasher.matches = matches

    def guess(number: int) -> str:
        try:
            enrolled.check(f"00000{number}")
        except (PinRefused, PinLocked) as refusal:
            return type(refusal).__name__
        return "right"

    results = together(guess, threads=12)

    assert len(tried) == TRIES
    assert set(results) == {"PinRefused", "PinLocked"}
    assert enrolled.problems() == ["pin_locked"]


def test_a_try_counts_although_the_process_ends_before_the_answer(enrolled: PinDesk) -> None:
    def ends(_pin_hash: str, _pin: str) -> bool:
        raise KeyboardInterrupt

    enrolled.hasher.matches = ends
    for _ in range(TRIES):
        with pytest.raises(KeyboardInterrupt):
            enrolled.check()

    with pytest.raises(PinLocked):
        enrolled.check()
    # The operator hears of it all the same, and not only whoever tried.
    assert enrolled.problems() == ["pin_locked"]


def test_a_wrong_code_sets_nothing_and_is_recorded(desk: PinDesk) -> None:
    desk.issue()

    with pytest.raises(EnrolmentRefused):
        desk.set("WRONGCODE2")

    with pytest.raises(PinNotSet):
        desk.check()
    assert desk.actions() == ["pin_code_issued", "pin_failed"]


def test_a_code_is_dead_after_five_wrong_ones(desk: PinDesk) -> None:
    code = desk.issue()
    for _ in range(5):
        with pytest.raises(EnrolmentRefused):
            desk.set("WRONGCODE2")

    with pytest.raises(EnrolmentRefused):
        desk.set(code)


def test_a_code_lives_through_four_wrong_ones(desk: PinDesk) -> None:
    code = desk.issue()
    for _ in range(4):
        with pytest.raises(EnrolmentRefused):
            desk.set("WRONGCODE2")

    desk.set(code)


def test_a_code_is_used_once(enrolled: PinDesk) -> None:
    code = enrolled.issue()
    enrolled.set(code)

    with pytest.raises(EnrolmentRefused):
        enrolled.set(code, "640213")
    enrolled.check(PIN)


def test_a_code_is_one_persons(desk: PinDesk) -> None:
    code = desk.issue("leader_yi")

    with pytest.raises(EnrolmentRefused):
        desk.set(code)


def test_a_code_dies_with_its_week(desk: PinDesk) -> None:
    code = desk.issue()
    desk.clock.pass_time(seconds=CODE_LIFETIME / timedelta(seconds=1))

    with pytest.raises(EnrolmentRefused):
        desk.set(code)


def test_a_weak_pin_costs_no_code(desk: PinDesk) -> None:
    code = desk.issue()
    with pytest.raises(PinTooWeak):
        desk.set(code, "111111")

    desk.set(code)
