"""Works through the due errands of a topic: each on its own, a failure never stops the rest."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.outbox import PARK_AFTER_ATTEMPTS, Errand, Topic
from infodesk.problems.problem import ProblemReport

log = logging.getLogger(__name__)


class NeverFinished(InfodeskError):
    """An errand was taken up many times, and no worker lived to say how it went."""


def lease(topic: Topic, here: Wiring) -> list[Errand]:
    """Take what is due; nobody else works on it until the lease ends.

    Raises CatalogError before anything is taken: a typo in the catalog fails the run, and not
    every errand in turn, each of which would count it as a try of its own.
    """
    _ = here.catalog
    with here.database.begin() as records:
        return records.outbox.lease(
            topic,
            now=here.clock.now(),
            lease_for=timedelta(seconds=here.settings.lease_seconds),
        )


def check_worth_trying(errand: Errand) -> None:
    """Raise NeverFinished for an errand whose workers died so often that it has been enough.

    Nobody counts a failure when a process is killed, by the kernel for want of memory for
    instance; such an errand would come back with every lease that ends, for ever.
    """
    if errand.attempts > PARK_AFTER_ATTEMPTS:
        raise NeverFinished(
            "处理这项待办的进程一再中途退出",
            remedy="请查看任务日志和内存占用，排除原因后由运维人员重新提交",
        )


def finish(errands: Sequence[Errand], here: Wiring) -> None:
    """Mark errands as done for good."""
    if not errands:
        return
    with here.database.begin() as records:
        for errand in errands:
            records.outbox.done(errand, at=here.clock.now())


def put_back(errand: Errand, error: Exception, here: Wiring) -> bool:
    """Let an errand wait and try again; return True when it is parked and a person must look.

    A single failure is weather; from the second one on it is a problem.
    """
    log.warning("待办 %s（%s）未完成：%s", errand.id, errand.subject, error)
    now = here.clock.now()
    with here.database.begin() as records:
        is_parked = records.outbox.failed(errand, error=str(error), at=now)
        if errand.attempts > 1:
            records.problems.open(
                ProblemReport(
                    kind=f"errand_{errand.topic}",
                    subject=errand.subject,
                    title=("多次重试仍未完成，已停止：" if is_parked else "正在重试：")
                    + (error.message if isinstance(error, InfodeskError) else type(error).__name__),
                    details=f"第 {errand.attempts} 次尝试。{error}",
                    remedy=(error.remedy if isinstance(error, InfodeskError) else "")
                    or "原因消除后会自动重试；已停止的，请在运维手册“待办停止”一节查找办法",
                ),
                at=now,
            )
    return is_parked


def answer(
    topic: Topic,
    act: Callable[[Errand], None],
    here: Wiring,
    *,
    give_up: Callable[[Errand, Exception], None] | None = None,
) -> dict[str, int]:
    """Lease what is due and act on each; return how many were done and how many failed.

    `give_up` is told of an errand that was tried for the last time.
    """
    errands = lease(topic, here)
    failed = 0
    for errand in errands:
        try:
            check_worth_trying(errand)
            act(errand)
        except Exception as error:  # noqa: BLE001 - one bad text must not hold up all others
            if put_back(errand, error, here) and give_up is not None:
                give_up(errand, error)
            failed += 1
        else:
            finish([errand], here)
    return {"done": len(errands) - failed, "failed": failed}


def retry_parked_errands() -> int:
    """Make every parked errand due again, once its cause is mended; return how many."""
    here = wiring()
    with here.database.begin() as records:
        return records.outbox.unpark(at=here.clock.now())


def newest_due_errand(topic: str) -> int:
    """Return the id of a topic's newest due errand, 0 for none; the doorbell asks every second."""
    here = wiring()
    with here.database.read() as records:
        return records.outbox.newest_due(Topic(topic), now=here.clock.now())


def open_errands(topic: str) -> int:
    """Tell how many errands of a topic are under way or wait; 0 means that all is done."""
    with wiring().database.read() as records:
        return records.outbox.count_open(Topic(topic))
