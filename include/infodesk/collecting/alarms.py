"""The problems that collecting opens, in the words that operators read (article 8.1)."""

from collections.abc import Sequence

from infodesk.catalog.sources import Source
from infodesk.collecting.listing import ListedItem
from infodesk.collecting.page_errors import ChallengeMet
from infodesk.kernel.errors import InfodeskError
from infodesk.kernel.issues import Issue
from infodesk.problems.problem import ProblemReport

FAILED = "source_failed"  # 信息源无法读取
CHALLENGE = "source_challenge"  # 信息源要求人工验证
SILENT = "source_silent"  # 信息源长期没有新条目
EXPECTATION = "source_expectation"  # 读到的内容与预期不符
ARTICLES = "source_articles"  # 有文章未能收取
FILES = "article_files"  # 已收文章缺图片或附件


def source_failed(source: Source, error: InfodeskError) -> ProblemReport:
    """Report a list that could not be had or read, or a challenge met anywhere."""
    is_challenge = isinstance(error, ChallengeMet)
    return ProblemReport(
        kind=CHALLENGE if is_challenge else FAILED,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”{'要求人工验证，已停止采集' if is_challenge else '未能采集'}",
        details=f"{error.message}\n列表地址：{source.url}",
        remedy=error.remedy or "请在浏览器中打开该地址核对；网站恢复后下次运行自动继续",
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


def expectations_broken(source: Source, issues: Sequence[Issue]) -> ProblemReport:
    """Report what does not agree with the source's file."""
    return ProblemReport(
        kind=EXPECTATION,
        subject=f"source:{source.id}",
        title=f"信息源“{source.name}”读到的内容与预期不符（{len(issues)} 处）",
        details="\n".join(_lines(issues)),
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


def _lines(issues: Sequence[Issue]) -> list[str]:
    return [
        f"· {issue.message}" + (f"（{issue.remedy}）" if issue.remedy else "") for issue in issues
    ]
