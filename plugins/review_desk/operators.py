"""Who runs the desk: the person in front of the board, told apart by whoever hosts the desk.

Under Airflow the plugin replaces `current_operator` by Airflow's own sign-in. Alone, the desk has
no sign-in for operators, so there is no board unless a proxy in front of it is trusted to say who
is there (`standalone.py`).
"""

from typing import Protocol

from review_desk.refusals import OperatorMissing


class Operator(Protocol):
    """What the board needs to know of whoever looks at it."""

    @property
    def name(self) -> str:
        """The name that the ledger records."""
        ...

    @property
    def may_see_desk(self) -> bool:
        """Whether the host lets this user see the desk's board."""
        ...


def current_operator() -> Operator:
    """Return the operator at the browser. Raises OperatorMissing: this desk knows of none."""
    raise OperatorMissing
