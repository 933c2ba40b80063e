"""By when a step should be decided: working days, as the catalog says."""

from datetime import date

from infodesk.approvals.approval import Approval
from infodesk.catalog.chains import ChainStep
from infodesk.kernel.clock import local_date
from infodesk.kernel.working_days import WorkingCalendar


def due_on(approval: Approval, step: ChainStep, calendar: WorkingCalendar) -> date:
    """Return the last working day for the step, counted from the day after it was assigned."""
    return calendar.add_working_days(local_date(approval.step_since), step.working_days)


def due_text(approval: Approval, step: ChainStep, calendar: WorkingCalendar) -> str:
    """Return the deadline in words, and whether it rests on a provisional calendar."""
    day = due_on(approval, step, calendar)
    note = "（该年放假安排尚未公布，暂按推算）" if calendar.is_provisional(day) else ""
    return f"{day.year}年{day.month}月{day.day}日前{note}"
