from dataclasses import fields, replace
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.ledger.entry import GENESIS, Action, LedgerEntry, entry_hash
from infodesk.ledger.verification import Break, Damage, verify

SIZE = 12


def chain(size: int = SIZE) -> list[LedgerEntry]:
    entries: list[LedgerEntry] = []
    previous = GENESIS
    for seq in range(1, size + 1):
        stored = {
            "seq": seq,
            "at": f"2026-03-02T01:30:00.{seq:06d}Z",
            "actor": "leader_yi",
            "action": "agreed",
            "subject": f"article:{seq}",
            "revision_hash": "",
            "payload": '{"remark":"同意"}',
            "previous_hash": previous,
            "version": 1,
        }
        previous = entry_hash(**stored)
        entries.append(LedgerEntry(**stored, hash=previous))
    return entries


WHOLE = chain()
HEAD = (SIZE, WHOLE[-1].hash)
POSITIONS = st.integers(0, SIZE - 1)


def rehashed(entry: LedgerEntry) -> LedgerEntry:
    stored = {f.name: getattr(entry, f.name) for f in fields(entry) if f.name != "hash"}
    return replace(entry, hash=entry_hash(**stored))


def test_an_untouched_chain_is_intact() -> None:
    result = verify(iter(WHOLE), head=HEAD)

    assert result.is_intact
    assert (result.entries, result.head_seq, result.head_hash) == (SIZE, *HEAD)


def test_nothing_at_all_is_intact_only_without_a_head() -> None:
    assert verify([], head=(0, GENESIS)).is_intact
    assert verify([], head=HEAD).breaks == (Break(seq=SIZE, damage=Damage.HEAD),)


@given(POSITIONS, st.sampled_from([f.name for f in fields(LedgerEntry)]), st.data())
def test_another_value_in_any_field_is_noticed(position: int, name: str, data) -> None:
    value = getattr(WHOLE[position], name)
    another = data.draw(
        (st.integers(-5, 99) if isinstance(value, int) else st.text(max_size=40)).filter(
            lambda drawn: drawn != value
        )
    )
    forged = [*WHOLE]
    forged[position] = replace(WHOLE[position], **{name: another})

    assert not verify(forged, head=HEAD).is_intact


@given(st.sets(POSITIONS, min_size=1))
def test_missing_entries_are_noticed(removed: set[int]) -> None:
    left = [entry for position, entry in enumerate(WHOLE) if position not in removed]

    assert not verify(left, head=HEAD).is_intact


@given(st.permutations(WHOLE).filter(lambda order: order != WHOLE))
def test_another_order_is_noticed(order: list[LedgerEntry]) -> None:
    assert not verify(order, head=HEAD).is_intact


@given(POSITIONS)
def test_an_entry_that_is_there_twice_is_noticed(position: int) -> None:
    doubled = [*WHOLE[:position], WHOLE[position], *WHOLE[position:]]

    assert not verify(doubled, head=HEAD).is_intact


@given(POSITIONS)
def test_a_forger_who_hashes_anew_is_found_at_the_next_entry(position: int) -> None:
    forged = [*WHOLE]
    forged[position] = rehashed(replace(WHOLE[position], actor="nobody"))

    (found,) = verify(forged, head=HEAD).breaks

    is_last = position == SIZE - 1
    assert found == Break(
        seq=SIZE if is_last else position + 2, damage=Damage.HEAD if is_last else Damage.LINK
    )


@given(POSITIONS)
def test_a_forger_who_hashes_all_that_follows_is_found_by_the_head(position: int) -> None:
    forged = [*WHOLE]
    forged[position] = rehashed(replace(WHOLE[position], actor="nobody"))
    for after in range(position + 1, SIZE):
        forged[after] = rehashed(replace(WHOLE[after], previous_hash=forged[after - 1].hash))

    assert verify(forged, head=HEAD).breaks == (Break(seq=SIZE, damage=Damage.HEAD),)


@pytest.mark.parametrize(
    ("entries", "damage"),
    [
        ([*WHOLE[:4], *WHOLE[5:]], Damage.GAP),
        ([*WHOLE[:4], replace(WHOLE[4], payload="{}"), *WHOLE[5:]], Damage.CONTENT),
        (WHOLE[:-1], Damage.HEAD),
    ],
)
def test_a_break_says_what_is_wrong(entries: list[LedgerEntry], damage: Damage) -> None:
    assert [found.damage for found in verify(entries, head=HEAD).breaks] == [damage]


def test_verification_reads_one_entry_at_a_time() -> None:
    def endless():
        yield from WHOLE
        raise AssertionError("asked for more than was taken")

    assert verify(islice(endless(), SIZE), head=HEAD).is_intact


def test_the_fields_cannot_be_shifted_into_one_another() -> None:
    """Joined without marks, actor “ab” + action “c” would hash like “a” + “bc”."""
    base = {
        "seq": 1, "at": "", "subject": "", "revision_hash": "", "payload": "",
        "previous_hash": "", "version": 1,
    }  # fmt: skip

    assert entry_hash(actor="ab", action="c", **base) != entry_hash(actor="a", action="bc", **base)


def test_the_hash_is_the_documented_one() -> None:
    """An export is verified by other programs: the recipe may not change unnoticed."""
    found = entry_hash(
        seq=1,
        at="2026-03-02T01:30:00.000000Z",
        actor="editor_jia",
        action="agreed",
        subject="article:1",
        revision_hash="",
        payload='{"remark":"同意"}',
        previous_hash=GENESIS,
        version=1,
    )

    assert found == ("10cc4c103980047a3856e2ff2167e744d81e2ff890a651c3cf76b5e3be8953b1")


def test_actions_are_written_as_themselves() -> None:
    assert all(str(action) == action.value == action.name.lower() for action in Action)
