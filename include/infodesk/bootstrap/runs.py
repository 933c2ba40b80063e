"""What the DAGs call: one function a duty, each a few lines over the use cases."""

import logging
from collections.abc import Sequence
from functools import partial

from infodesk.bootstrap.errands import answer, check_worth_trying, finish, lease, put_back
from infodesk.bootstrap.wiring import Wiring, wiring
from infodesk.kernel.credentials import Credentials
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.mail import Mail
from infodesk.kernel.outbox import Errand, Topic
from infodesk.ledger.entry import Action
from infodesk.problems.problem import ProblemReport

log = logging.getLogger(__name__)


def run_request_reviews(*, credentials: Credentials | None = None) -> dict[str, int]:
    """Bring every due text one step further and send the letters that are then owed."""
    from infodesk.reviewing.letters_due import DueLetter
    from infodesk.reviewing.request_reviews import advance_review
    from infodesk.reviewing.send_letters import bundles, send_bundle

    here = wiring()
    errands = lease(Topic.REVIEW, here)
    owed: list[tuple[Errand, Sequence[DueLetter]]] = []
    failed: dict[int, Exception] = {}
    for errand in errands:
        try:
            check_worth_trying(errand)
            owed.append((errand, advance_review(errand.subject, here.desk)))
        except Exception as error:  # noqa: BLE001 - one bad text must not hold up all others
            failed[errand.id] = error
    mails = 0
    mailer = None
    for bundle in bundles([letter for _, letters in owed for letter in letters]):
        try:
            mailer = mailer or here.mailer(credentials)
            mails += send_bundle(
                bundle,
                desk_url=here.settings.desk_url,
                catalog=here.catalog,
                mailer=mailer,
                begin=here.database.begin,
                clock=here.clock,
            )
        except Exception as error:  # noqa: BLE001 - as above
            articles = {due.file.article.id for due in bundle}
            failed |= {e.id: error for e, _ in owed if e.subject in articles}
    for errand in errands:
        if errand.id in failed:
            put_back(errand, failed[errand.id], here)
    finish([e for e in errands if e.id not in failed], here)
    return {"done": len(errands) - len(failed), "failed": len(failed), "mails": mails}


def run_publish_approved() -> dict[str, int]:
    """Plan what was approved and publish what is released."""
    here = wiring()
    act = partial(_publish_errand, here=here)
    give_up = partial(_give_up_publication, here=here)
    planned = answer(Topic.PUBLISH, act, here, give_up=give_up)
    # What was planned just now is released already where the chain says so: it goes out at once.
    sent = answer(Topic.PUBLISH, act, here, give_up=give_up)
    return {name: planned[name] + sent[name] for name in planned}


def run_verify_ledger(*, credentials: Credentials | None = None) -> dict[str, object]:
    """Verify the whole ledger and mail its head hash out of the house.

    Raises LedgerBroken, after opening a problem, when anything was changed or removed.
    """
    from infodesk.ledger.verification import verify

    here = wiring()
    with here.database.read() as records:
        result = verify(records.ledger.entries(), head=records.ledger.head())
    now = here.clock.now()
    with here.database.begin() as records:
        if not result.is_intact:
            records.problems.open(_ledger_problem(result.breaks), at=now)
        records.ledger.append(
            actor="infodesk",
            action=Action.LEDGER_VERIFIED,
            subject="ledger",
            payload={
                "entries": result.entries,
                "head": result.head_hash,
                "breaks": len(result.breaks),
            },
            at=now,
        )
    _tell_operators(
        f"台账核验{'正常' if result.is_intact else '发现异常'}：共 {result.entries} 条",
        f"末条序号：{result.head_seq}\n末条哈希：{result.head_hash}\n"
        "请保存本邮件：它使台账末尾的删改可以被发现。\n",
        here,
        credentials,
    )
    if not result.is_intact:
        raise LedgerBroken(
            f"台账有 {len(result.breaks)} 处异常，第一处在第 {result.breaks[0].seq} 条",
            remedy="请立即停止人工改动数据库，保存现场，按运维手册“台账校验不通过”处理",
        )
    return {"entries": result.entries, "head": result.head_hash}


def run_report_task_failure(
    *,
    dag_id: str,
    task_id: str,
    run_id: str,
    map_index: int,
    error: str,
    log_url: str,
    credentials: Credentials | None = None,
) -> str:
    """Open a problem for a failed task, tell the operators, and return the problem's id."""
    here = wiring()
    title = f"任务失败：{dag_id} / {task_id}"
    details = f"运行 {run_id}（映射序号 {map_index}）\n{error}\n日志：{log_url}"
    with here.database.begin() as records:
        problem_id = records.problems.open(
            ProblemReport(
                kind="task_failed",
                subject=f"task:{dag_id}/{task_id}",
                title=title,
                details=details,
                remedy="请打开日志，排除原因后在 Airflow 中清除该任务重跑，并在看板登记原因和处理",
            ),
            at=here.clock.now(),
        )
    address = f"{here.settings.desk_url}/problems/{problem_id}"
    try:
        _tell_operators(title, f"{details}\n登记的问题：{address}\n", here, credentials)
    except InfodeskError:  # the problem stands on the board; a mail server that is down is another
        log.exception("问题 %s 已登记，但没能发信告知运维人员", problem_id)
    return problem_id


class LedgerBroken(InfodeskError):
    """The ledger does not verify."""


def _publish_errand(errand: Errand, here: Wiring) -> None:
    from infodesk.publishing.plan_publications import plan_publications
    from infodesk.publishing.publish_due import publish_due

    article_id = _planned_article(errand)
    if article_id is None:
        publish_due(
            errand.subject,
            begin=here.database.begin,
            channel_for=here.channel_for,
            clock=here.clock,
        )
        return
    with here.database.begin() as records:
        clearance = records.clearances.seen(article_id)
        if clearance is not None and clearance.chain_is_complete:
            plan_publications(clearance, records=records, at=here.clock.now())


def _give_up_publication(errand: Errand, error: Exception, here: Wiring) -> None:
    from infodesk.publishing.fail_publication import fail_publication

    if _planned_article(errand) is None:
        fail_publication(
            errand.subject,
            error=error if isinstance(error, InfodeskError) else InfodeskError(str(error)),
            begin=here.database.begin,
            clock=here.clock,
        )


def _planned_article(errand: Errand) -> str | None:
    """Return the article of an errand that plans; None for one about a publication."""
    prefix = "article:"
    return errand.subject.removeprefix(prefix) if errand.subject.startswith(prefix) else None


def _tell_operators(subject: str, text: str, here: Wiring, credentials: Credentials | None) -> None:
    from html import escape

    from infodesk.catalog.people import Role

    for person in here.catalog.people_in(Role.OPERATOR):
        here.mailer(credentials).send(
            Mail(
                to=person.email,
                subject=f"【信息岗】{subject}",
                text=text,
                html=f"<pre>{escape(text)}</pre>",
            )
        )


def _ledger_problem(breaks: Sequence[object]) -> ProblemReport:
    return ProblemReport(
        kind="ledger_broken",
        subject="ledger",
        title=f"台账核验发现 {len(breaks)} 处异常",
        details="\n".join(str(b) for b in breaks[:20]),
        remedy="请保存现场，与每日邮件和审批单上的末条哈希比对，查明何时由谁改动",
    )
