"""Errands: leased once, due again after the lease, put off after a failure, parked at the end."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database.database import Database
from infodesk.kernel.outbox import PARK_AFTER_ATTEMPTS, Errand, Topic, back_off

NOW = A_MONDAY
LEASE = timedelta(minutes=5)


def add(database: Database, *subjects: str, topic: Topic = Topic.REVIEW, due_at=NOW) -> None:
    with database.begin() as records:
        for subject in subjects:
            records.outbox.add(topic, subject, due_at=due_at)


def lease(database: Database, *, topic: Topic = Topic.REVIEW, now=NOW) -> list[Errand]:
    with database.begin() as records:
        return records.outbox.lease(topic, now=now, lease_for=LEASE)


def fail(database: Database, errand: Errand, *, at=NOW) -> bool:
    with database.begin() as records:
        return records.outbox.failed(errand, error="邮件服务器不通", at=at)


def done(database: Database, errand: Errand, *, at=NOW) -> None:
    with database.begin() as records:
        records.outbox.done(errand, at=at)


def due(database: Database, *, topic: Topic = Topic.REVIEW, now=NOW) -> bool:
    with database.read() as records:
        return records.outbox.newest_due(topic, now=now) > 0


def subjects(errands: list[Errand]) -> list[str]:
    return [errand.subject for errand in errands]


def test_a_lease_takes_all_due_errands_of_its_topic_oldest_first(database: Database) -> None:
    add(database, "a", "b")
    add(database, "p", topic=Topic.PUBLISH)
    add(database, "later", due_at=NOW + timedelta(microseconds=1))

    assert due(database)
    errands = lease(database)

    assert subjects(errands) == ["a", "b"]
    assert {errand.topic for errand in errands} == {Topic.REVIEW}
    assert {errand.attempts for errand in errands} == {1}
    assert not due(database)
    assert due(database, topic=Topic.PUBLISH)


def test_a_leased_errand_is_nobody_elses_until_the_lease_ends(database: Database) -> None:
    add(database, "a")
    (first,) = lease(database)

    just_before = NOW + LEASE - timedelta(microseconds=1)
    assert lease(database, now=just_before) == []
    assert not due(database, now=just_before)

    assert due(database, now=NOW + LEASE)
    (again,) = lease(database, now=NOW + LEASE)
    assert (again.id, again.subject, again.attempts) == (first.id, "a", 2)


def test_what_is_done_never_comes_again(database: Database) -> None:
    add(database, "a")
    (errand,) = lease(database)
    done(database, errand)

    assert not due(database, now=NOW + timedelta(days=365))
    assert lease(database, now=NOW + timedelta(days=365)) == []


def test_a_failed_errand_waits_and_comes_again(database: Database) -> None:
    add(database, "a")
    (errand,) = lease(database)

    assert not fail(database, errand)

    assert not due(database, now=NOW + timedelta(seconds=14))
    (again,) = lease(database, now=NOW + timedelta(seconds=15))
    assert again.attempts == 2
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT last_error FROM outbox")) == "邮件服务器不通"


def test_an_errand_that_keeps_failing_is_parked_and_rings_no_more(database: Database) -> None:
    add(database, "a")
    now = NOW
    for attempt in range(1, PARK_AFTER_ATTEMPTS + 1):
        (errand,) = lease(database, now=now)
        assert errand.attempts == attempt
        assert fail(database, errand, at=now) is (attempt == PARK_AFTER_ATTEMPTS)
        now += back_off(attempt)

    assert not due(database, now=now + timedelta(days=365))
    assert lease(database, now=now + timedelta(days=365)) == []


def test_a_parked_errand_does_not_swallow_a_new_one(database: Database) -> None:
    add(database, "a")
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE outbox SET parked_at = due_at"))

    add(database, "a")

    assert subjects(lease(database)) == ["a"]


def test_back_off_doubles_up_to_an_hour() -> None:
    waits = [back_off(attempt) for attempt in range(1, PARK_AFTER_ATTEMPTS + 1)]

    assert waits[0] == timedelta(seconds=15)
    assert all(b == min(2 * a, timedelta(hours=1)) for a, b in pairwise(waits))
    # About a working day of trying: long enough for a mail server's night, not for a week.
    assert timedelta(hours=4) < sum(waits, timedelta()) < timedelta(hours=9)


def test_an_untouched_errand_serves_for_the_same_subject(database: Database) -> None:
    add(database, "a", "a", "b")
    add(database, "a", due_at=NOW + timedelta(hours=1))
    add(database, "a", topic=Topic.PUBLISH)

    assert subjects(lease(database, now=NOW + timedelta(days=1))) == ["a", "b"]


def test_an_errand_that_is_due_earlier_is_written_all_the_same(database: Database) -> None:
    add(database, "a", due_at=NOW + timedelta(hours=1))
    add(database, "a")

    assert subjects(lease(database)) == ["a"]


@pytest.mark.parametrize("ending", ["leased", "failed", "done"])
def test_an_errand_that_was_touched_serves_no_more(database: Database, ending: str) -> None:
    """Whoever works on it may have read the state before the change."""
    add(database, "a")
    (errand,) = lease(database)
    if ending == "failed":
        fail(database, errand)
    if ending == "done":
        done(database, errand)

    add(database, "a")

    assert subjects(lease(database)) == ["a"]


def test_the_failure_of_a_worker_whose_lease_ended_disturbs_nobody(database: Database) -> None:
    add(database, "a")
    (slow,) = lease(database)
    lease(database, now=NOW + LEASE)

    fail(database, slow, at=NOW + LEASE)

    assert not due(database, now=NOW + LEASE + timedelta(minutes=1))


def test_two_leases_at_once_never_give_one_errand_twice(database: Database, together) -> None:
    wanted = {f"article {number}" for number in range(60)}
    add(database, *sorted(wanted))

    def take(_number: int) -> list[str]:
        return [subject for _ in range(3) for subject in subjects(lease(database))]

    taken = [subject for share in together(take) for subject in share]

    assert sorted(taken) == sorted(wanted)


def test_no_change_is_lost_between_adding_and_leasing(database: Database, together) -> None:
    """Each change must be followed by a lease that begins after the change was committed."""
    changers, changes = 3, 40
    finished: list[int] = []
    seen = 0

    def change(number: int) -> None:
        for _ in range(changes):
            with database.begin() as records:
                records.outbox.add(Topic.REVIEW, "a", due_at=NOW)
                records.cases.next_number()  # the change itself, which the worker reads
        finished.append(number)

    def work() -> None:
        nonlocal seen
        while len(finished) < changers or due(database):
            for errand in lease(database):
                with database.engine.connect() as connection:
                    seen = connection.scalar(text("SELECT value FROM counters")) or 0
                done(database, errand)

    together(lambda n: change(n) if n < changers else work(), threads=changers + 1)

    assert seen == changers * changes


@pytest.mark.postgres
def test_an_errand_serves_only_whoever_commits_before_it_is_leased(postgres_store) -> None:
    """The case that interleaving seldom hits, step by step: add, lease elsewhere, commit."""
    first, second = Database(postgres_store.url), Database(postgres_store.url)
    add(first, "a")

    with first.begin() as changing:
        changing.outbox.add(Topic.REVIEW, "a", due_at=NOW)  # served by the one that waits
        for errand in lease(second):  # whoever leases it now sees nothing of this change
            done(second, errand)

    assert due(first) == 1
    for database in (first, second):
        database.close()


def test_the_newest_due_errand_changes_when_one_goes_and_another_comes(database: Database) -> None:
    add(database, "a")
    with database.read() as records:
        before = records.outbox.newest_due(Topic.REVIEW, now=NOW)
    lease(database)
    add(database, "b")
    with database.read() as records:
        after = records.outbox.newest_due(Topic.REVIEW, now=NOW)

    assert after > before > 0


def test_a_parked_errand_starts_anew_when_it_is_retried(database: Database) -> None:
    add(database, "a")
    now = NOW
    for _ in range(PARK_AFTER_ATTEMPTS):
        (errand,) = lease(database, now=now)
        fail(database, errand, at=now)
        now += timedelta(hours=2)
    assert not due(database, now=now + timedelta(days=1))

    with database.begin() as records:
        assert records.outbox.unpark(at=now) == 1
        assert records.outbox.unpark(at=now) == 0

    (again,) = lease(database, now=now)
    assert (again.subject, again.attempts) == ("a", 1)
