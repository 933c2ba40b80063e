"""Nothing is closed silently; how problems are kept is a contract of the database."""

import pytest
from tests.fakes.clock import A_MONDAY

from infodesk.kernel.errors import InfodeskError
from infodesk.ledger.entry import Action
from infodesk.problems.problem import close_problem


class WrittenDown:
    """Records that keep what they are told, in order."""

    def __init__(self) -> None:
        self.said: list[tuple] = []
        self.problems = self.ledger = self

    def close(self, problem_id: str, **fields) -> None:
        self.said.append(("close", problem_id, fields))

    def append(self, **fields) -> None:
        self.said.append(("append", fields))


def close(records: WrittenDown, *, cause: str = " 断电 ", solution: str = "已恢复\n") -> None:
    close_problem(
        "p1",
        closed_by="operator_ding",
        cause=cause,
        solution=solution,
        at=A_MONDAY,
        records=records,
    )


@pytest.mark.parametrize("missing", [{"cause": ""}, {"solution": "  "}, {"cause": "\n\t"}])
def test_cause_and_solution_are_both_needed(missing) -> None:
    records = WrittenDown()

    with pytest.raises(InfodeskError, match="原因和处理结果"):
        close(records, **missing)

    assert records.said == []


def test_closing_is_recorded_with_cause_and_solution() -> None:
    records = WrittenDown()

    close(records)

    said = {"cause": "断电", "solution": "已恢复"}
    assert records.said == [
        ("close", "p1", {"closed_by": "operator_ding", "at": A_MONDAY, **said}),
        (
            "append",
            {
                "actor": "operator_ding",
                "action": Action.PROBLEM_CLOSED,
                "subject": "problem:p1",
                "payload": said,
                "at": A_MONDAY,
            },
        ),
    ]
