"""The problems that collecting opens, in the words that operators read (article 8.1)."""

from collections.abc import Sequence
from datetime import datetime

from infodesk.catalog.sources import Source
from infodesk.collecting.listing.listed import ListedItem
from infodesk.collecting.ports import SourceVisit
from infodesk.collecting.web.page_errors import ChallengeMet
from infodesk.kernel.clock import SHANGHAI
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue
from infodesk.problems.problem import ProblemReport

FAILED = "source_failed"  # 信息源无法读取
CHALLENGE = "source_challenge"  # 信息源要求人工验证
SILENT = "source_silent"  # 信息源长期没有新条目
EXPECTATION = "source_expectation"  # 读到的内容与预期不符
ARTICLES = "source_articles"  # 有文章未能收取
OVERDUE = "source_overdue"  # 信息源长时间读不到
CRASHED = "source_crashed"  # 采集程序自身出错
FILES = "article_files"  # 已收文章缺图片或附件


def source_failed(
    source: Source, error: InfodeskError, *, visit: SourceVisit | None = None, evidence: str = ""
) -> ProblemReport:
    """Report a list that could not be had or read, or a challenge met anywhere.

    `visit` is the failed one: it tells since when, and when the next try is. `evidence` is the
    SHA-256 of the kept page, where one came.
    """
    is_challenge = isinstance(error, ChallengeMet)
    lines = [error.message, f"列表地址：{source.url}"]
    if visit is not None:
        lines.append(_since(visit))
    return ProblemReport(
        kind=CHALLENGE if is_challenge else FAILED,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”{'要求人工验证，已停止采集' if is_challenge else '未能采集'}",
        details="\n".join([*lines, *_kept(evidence)]),
        remedy=error.remedy or "请在浏览器中打开该地址核对；网站恢复后下次运行自动继续",
    )


def source_overdue(source: Source, error: InfodeskError, *, visit: SourceVisit) -> ProblemReport:
    """Report a source that could not be read for so long that a person must act."""
    return ProblemReport(
        kind=OVERDUE,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”长时间读不到",
        details=f"{_since(visit)}\n最近一次的原因：{error.message}\n列表地址：{source.url}",
        remedy="其间可能有应转载而未转载的信息，请人工查看该栏目；网站改版或换址的，"
        f"请修改 sources/{source.id}.toml；系统仍会定期再试",
    )


def articles_failed(
    source: Source, failures: Sequence[tuple[ListedItem, InfodeskError]]
) -> ProblemReport:
    """Report articles that could not be taken in; the next run tries them again."""
    lines = [f"· {item.title or '（无标题）'} {item.url}：{error}" for item, error in failures]
    return ProblemReport(
        kind=ARTICLES,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”有 {len(failures)} 篇文章未能收取",
        details="\n".join(lines),
        remedy="下次运行会再次收取；一直失败的，请打开原文核对，必要时由编辑手工录入",
    )


def expectations_broken(
    source: Source, issues: Sequence[Issue], *, evidence: str = ""
) -> ProblemReport:
    """Report what does not agree with the source's file; `evidence` is the kept page's SHA-256."""
    return ProblemReport(
        kind=EXPECTATION,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”读到的内容与预期不符（{len(issues)} 处）",
        details="\n".join([*_lines(issues), *_kept(evidence)]),
        remedy=f"按各条提示核对；预期写在 sources/{source.id}.toml 的 [expect] 中",
    )


def source_silent(source: Source, issues: Sequence[Issue]) -> ProblemReport:
    """Report a source that has had nothing new for too long."""
    return ProblemReport(
        kind=SILENT,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”长期没有新条目",
        details="\n".join(_lines(issues)),
        remedy=f"确认停更的，请修改或删去 sources/{source.id}.toml",
    )


def files_lost(article_id: str, title: str, url: str, losses: Sequence[Issue]) -> ProblemReport:
    """Report an article that was taken in without all of its pictures or attachments."""
    return ProblemReport(
        kind=FILES,
        subject=f"article:{article_id}",
        title=f"《{title}》有 {len(losses)} 个图片或附件未能收取",
        details="\n".join([*_lines(losses), f"原文：{url}"]),
        remedy="文字已照常送审；请编辑补上文件，或删去正文中的相应链接",
    )


def source_crashed(source: Source, error: Exception) -> ProblemReport:
    """Report an error of our own while a source was visited; the other sources went on."""
    return ProblemReport(
        kind=CRASHED,
        subject=f"source:{source.id}",
        title=f"采集信息源“{source.name}”时程序出错",
        details=f"{type(error).__name__}：{error}",
        remedy="多为数据库、磁盘或程序自身的故障，与对方网站无关；请查看任务日志，排除后清除任务重跑",
    )


def _since(visit: SourceVisit) -> str:
    since = f"{_written(visit.answered_at)} 之后" if visit.answered_at else "从首次采集起"
    parts = [f"{since}一直没有读到，连续 {visit.consecutive_failures} 次"]
    if visit.next_check_at:
        parts.append(f"{_written(visit.next_check_at)} 之后的下一次运行再试，不会停止")
    return "；".join(parts)


def _written(instant: datetime) -> str:
    return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _kept(evidence: str) -> list[str]:
    return [f"当时的网页已存证，编号 {evidence}"] if evidence else []


def _lines(issues: Sequence[Issue]) -> list[str]:
    return [
        f"· {issue.message}" + (f"（{issue.remedy}）" if issue.remedy else "") for issue in issues
    ]
