"""Links of the body that lead nowhere, or to where the public cannot follow (article 7)."""

from collections.abc import Iterator

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding
from infodesk.reviewing.checking.rule import Family, Rule
from infodesk.reviewing.checking.web_links import STORED, BodyLink, LinkState, why_unfit


def _unfit_links(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    stored = {f.sha256 for f in (*text.content.attachments, *text.content.images)}
    for link in text.links:
        if link.address.startswith(STORED):
            is_there = link.address.removeprefix(STORED) in stored
            why = "" if is_there else "指向的文件不在附件里"
        else:
            why = why_unfit(link.address)
        if why:
            yield _about(text, link, why, "请改为公众能打开的网址，或去掉链接")


def _dead_links(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    yield from _seen(text, LinkState.GONE, "已打不开（网页不存在）", "请改为现在的网址，或去掉链接")


def _silent_links(text: CheckedText, _: OfficeTables) -> Iterator[Finding]:
    yield from _seen(
        text, LinkState.SILENT, "检查时没有打开", "请点开看一看；对方网站暂时故障的不必改动"
    )


def _seen(text: CheckedText, state: LinkState, what: str, remedy: str) -> Iterator[Finding]:
    told: set[str] = set()
    for link in text.links:
        if text.link_states.get(link.address) is state and link.address not in told:
            told.add(link.address)
            yield _about(text, link, what, remedy)


def _about(text: CheckedText, link: BodyLink, what: str, remedy: str) -> Finding:
    at = text.body.text.find(link.label) if link.label else -1
    return Finding(
        what=f"的链接“{link.label or link.address}”{what}",
        remedy=remedy,
        passage=text.body,
        start=max(at, 0),
        end=at + len(link.label) if at >= 0 else 0,
        shown=link.address[:120],
    )


RULES = (
    Rule(
        id="unfit_link",
        family=Family.LINKS,
        severity=Severity.MUST_ANSWER,
        title="链接不可用",
        reports="指向内网、本机、错误网址或附件里没有的文件的链接",
        leaves="公网网址，以及正文内的跳转",
        basis="第七条",
        find=_unfit_links,
    ),
    Rule(
        id="dead_link",
        family=Family.LINKS,
        severity=Severity.MUST_ANSWER,
        title="死链",
        reports="检查时对方网站答复“网页不存在”（404、410）的链接",
        leaves="能打开的，以及检查时没有来得及看的",
        basis="第七条",
        find=_dead_links,
    ),
    Rule(
        id="silent_link",
        family=Family.LINKS,
        severity=Severity.HINT,
        title="链接没有打开",
        reports="检查时没有答复、拒绝访问或要求人工验证的链接",
        leaves="能打开的，以及检查时没有来得及看的",
        basis="第七条",
        find=_silent_links,
    ),
)
