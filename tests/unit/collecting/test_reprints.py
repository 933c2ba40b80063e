"""Witnesses in their order, the clock of reprints, and the word on a possible duplicate."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.clock import A_MONDAY
from tests.fakes.collecting_records import MemoryDatabase

from infodesk.collecting.likeness.duplicates import Doubt
from infodesk.collecting.likeness.settle_duplicate import settle_duplicate
from infodesk.collecting.likeness.witnesses import Sighting, order_of_witnesses
from infodesk.collecting.reprint_clock import ClockRow, MonthOfReprints, Standing, months_of
from infodesk.collecting.reprints import DuplicateVerdict, PossibleDuplicate
from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action

NAMES = {
    "state": ("某国务机关网站", "某国务机关"),
    "province": ("某省发展改革委网站",),
    "paper": ("示例晚报", "晚报"),
}
HOUR = timedelta(hours=1)


def seen(source: str, *, credit: str = "", published=None, hours: float = 0) -> Sighting:
    return Sighting(
        source_key=f"https://{source}/{credit}{hours}",
        source_id=source,
        url="",
        seen_at=A_MONDAY + hours * HOUR,
        credit=credit,
        published_at=published,
    )


def order(*sightings: Sighting) -> list[str]:
    return [sighting.source_id for sighting in order_of_witnesses(sightings, NAMES)]


class TestOrderOfWitnesses:
    """Which of the places is the original publisher's."""

    def test_whom_the_others_credit_comes_first(self) -> None:
        early, late = A_MONDAY - 5 * HOUR, A_MONDAY
        paper = seen("paper", credit="某国务机关", published=early)
        province = seen("province", credit="某国务机关网站", published=early)
        state = seen("state", credit="某国务机关办公厅", published=late, hours=3)

        assert order(paper, province, state)[0] == "state"
        assert order(state, province, paper)[0] == "state"

    def test_a_chain_of_reprints(self) -> None:
        paper = seen("paper", credit="某省发展改革委")
        province = seen("province", credit="某国务机关")
        state = seen("state")

        assert order(paper, province, state)[0] == "state"

    def test_without_credits_the_earlier_publication_counts(self) -> None:
        first = seen("paper", published=A_MONDAY - HOUR, hours=5)
        second = seen("state", published=A_MONDAY, hours=1)
        undated = seen("province", hours=0)

        assert order(second, undated, first) == ["paper", "state", "province"]

    def test_at_last_who_was_seen_first(self) -> None:
        assert order(seen("paper", hours=2), seen("state", hours=1)) == ["state", "paper"]

    def test_a_name_of_two_characters_names_nobody(self) -> None:
        first = seen("paper", hours=2, published=A_MONDAY)
        second = seen("state", credit="晚报", published=A_MONDAY - HOUR)

        assert order(first, second) == ["state", "paper"]

    def test_who_credits_itself_credits_nobody_else(self) -> None:
        own = seen("state", credit="某国务机关", published=A_MONDAY - HOUR)

        assert order(seen("paper", published=A_MONDAY), own) == ["state", "paper"]
        assert order() == []


def row(*, live: float | None = None, by: datetime = A_MONDAY, **fields) -> ClockRow:
    known = {
        "article_id": "a",
        "title": "办法",
        "source_id": "ndrc",
        "published_at": by - 12 * HOUR,
        "received_at": by - 10 * HOUR,
        "reprint_by": by,
        "live_at": None if live is None else by + live * HOUR,
    }
    return ClockRow(**known | fields)


class TestClock:
    """Met, missed, running, overdue, dropped."""

    @pytest.mark.parametrize(
        ("clock_row", "now", "standing"),
        [
            (row(), -1, Standing.RUNNING),
            (row(), 0, Standing.RUNNING),
            (row(), 1, Standing.OVERDUE),
            (row(live=-1), 5, Standing.MET),
            (row(live=0), 5, Standing.MET),
            (row(live=1), 5, Standing.MISSED),
            (row(is_dropped=True), 5, Standing.DROPPED),
            (row(is_dropped=True, live=-1), 5, Standing.MET),
        ],
    )
    def test_standing(self, clock_row, now, standing) -> None:
        assert clock_row.standing(A_MONDAY + now * HOUR) is standing

    def test_hours(self) -> None:
        assert row().hours_left(A_MONDAY - 3 * HOUR) == 3
        assert row().hours_left(A_MONDAY + HOUR / 2) == -0.5
        assert row().hours_taken() is None
        assert row(live=-2).hours_taken() == 10
        assert row(live=0, published_at=None).hours_taken() == 10

    def test_months_are_those_of_beijing(self) -> None:
        end_of_february = datetime(2026, 2, 28, 16, 30, tzinfo=UTC)  # already March in Beijing
        rows = [
            row(live=-1),
            row(),
            row(live=3),
            row(live=-1, by=end_of_february),
            row(live=-1, by=end_of_february - HOUR),
            row(is_dropped=True),
            row(by=A_MONDAY + timedelta(days=40)),
        ]

        months = months_of(rows, now=A_MONDAY + HOUR)

        assert months == (
            MonthOfReprints(month="2026-03", met=2, missed=2),
            MonthOfReprints(month="2026-02", met=1, missed=0),
        )
        assert [month.rate for month in months] == [0.5, 1.0]


class TestSettling:
    """A person says whether two articles are one."""

    @pytest.fixture
    def database(self) -> MemoryDatabase:
        database = MemoryDatabase()
        database.state.questions["new", "old"] = PossibleDuplicate(
            article_id="new",
            other_id="old",
            other_title="原来的一篇",
            doubt=Doubt.CONTAINED,
            share=0.8,
            found_at=A_MONDAY,
        )
        return database

    def settle(self, database, verdict, *, other="old") -> str:
        with database.begin() as records:
            return settle_duplicate(
                "new", other, verdict=verdict, by="editor", at=A_MONDAY + HOUR, records=records
            )

    @pytest.mark.parametrize(
        ("verdict", "reason"),
        [
            (DuplicateVerdict.SAME, "与已收稿件《原来的一篇》是同一篇，不再重复转载"),
            (DuplicateVerdict.DIFFERENT, ""),
        ],
    )
    def test_the_word_is_kept_and_the_ledger_hears_of_it(self, database, verdict, reason) -> None:
        assert self.settle(database, verdict) == reason

        question = database.state.questions["new", "old"]
        assert (question.verdict, question.settled_by) == (verdict, "editor")
        assert question.settled_at == A_MONDAY + HOUR
        (entry,) = database.state.entries
        assert (entry["actor"], entry["action"]) == ("editor", Action.DUPLICATE_SETTLED)
        assert entry["subject"] == "article:new"
        assert entry["payload"] == {"other": "old", "verdict": str(verdict), "doubt": "contained"}

    def test_what_nobody_asked_is_not_answered(self, database) -> None:
        with pytest.raises(InfodeskError, match="没有关于这两篇"):
            self.settle(database, DuplicateVerdict.SAME, other="third")
        assert database.state.entries == []

    def test_a_word_is_final(self, database) -> None:
        self.settle(database, DuplicateVerdict.DIFFERENT)

        with pytest.raises(InfodeskError, match="已有结论"):
            self.settle(database, DuplicateVerdict.SAME)
        assert len(database.state.entries) == 1
