"""Leaders' names, posts and order against the office's dated table (article 7: 杜绝政治错误).

What counts is who held a post on the day of the text: old news is not wrong because somebody has
moved since. Without a table, and without a date, nothing is checked.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from infodesk.catalog.leaders import Leader
from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.folding import BLANKS, fold
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding
from infodesk.reviewing.checking.posts import bare_post, held_posts, post_after, post_before
from infodesk.reviewing.checking.rule import Family, Rule

Name = tuple[int, int, str]

# Only what begins with a family name is taken for a name: 主任审定 names nobody.
_FAMILY_NAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩邓冯曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵覃武钱戴严莫"
    "孔汤温康施牛樊葛邢齐易乔伍庞颜庄聂章鲁岳翟殷詹欧耿关兰俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳穆农司卓古吉缪简车项连芦麦褚"
    "娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂佟闵苟臧边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池"
    "查麻苑迟邝高"
)
_NAME_AFTER_TITLE = re.compile(
    rf"(?P<name>[{_FAMILY_NAMES}][\u4e00-\u9fff]{{1,2}}?)"
    r"(?=同志|主持|出席|参加|指出|强调|表示|讲话|要求|介绍|调研|带队|一行|会见|陪同|作|宣布|率"
    r"|[,。、;\s]|$)"
)
_NO_NAME = re.compile(r"高度|高兴|关于|关心|成员|解答|解释|单独|简要|连续|连夜|明确|易地|师生|华北")
_BETWEEN = re.compile(
    r"[、，,和及与]?(?:[\u4e00-\u9fff、]{0,24}(?:书记|长|主任|主席|巡视员|调研员|成员|委员))?"
)


def _wrong_titles(text: CheckedText, tables: OfficeTables) -> Iterator[Finding]:
    if text.dated is None or not tables.leaders:
        return
    for passage in text.passages:
        folded = fold(passage.text, dropped=BLANKS)
        for start, end, name in _names(folded.text, tables):
            problem = _wrong_title(folded.text, start, end, _of(name, tables), text.dated)
            if problem:
                first, last = folded.span(start, end)
                yield Finding(
                    what=f"中“{name}”的职务与领导表不符：{problem}",
                    remedy="请按任免文件核对；领导表有误的请办公室改 leaders.toml",
                    passage=passage,
                    start=first,
                    end=last,
                )


def _wrong_title(text: str, start: int, end: int, entries: Sequence[Leader], day: date) -> str:
    before = post_before(text, start)
    given = held_posts(before) or [p for p in [post_after(text, start, end)] if p]
    if not given:
        return ""
    held = [title for entry in entries if entry.held_on(day) for title in entry.titles]
    if not held:
        return f"{day:%Y年%m月%d日}不在任，文中称“{'、'.join(given)}”"
    posts = {bare_post(title) for title in held}
    wrong = [post for post in given if post not in posts and f"党组{post}" not in posts]
    return f"文中为“{'、'.join(wrong)}”，应为“{'、'.join(held)}”" if wrong else ""


def _wrong_holders(text: CheckedText, tables: OfficeTables) -> Iterator[Finding]:
    if text.dated is None:
        return
    holders = {t: p.name for p in tables.leaders if p.held_on(text.dated) for t in p.titles}
    counted = [title for p in tables.leaders if p.held_on(text.dated) for title in p.titles]
    for passage in text.passages:
        folded = fold(passage.text, dropped=BLANKS)
        for title, holder in holders.items():
            if counted.count(title) > 1:
                continue  # several deputies share the title: a name cannot be told from it
            for start, end, name in _named_with(folded.text, title):
                if name == holder or name.startswith(holder) or holder.startswith(name):
                    continue
                first, last = folded.span(start, end)
                yield Finding(
                    what=f"中“{title}”之后的姓名是“{name}”，领导表上是“{holder}”",
                    remedy="请按任免文件核对；领导表有误的请办公室改 leaders.toml",
                    passage=passage,
                    start=first,
                    end=last,
                )


def _named_with(text: str, title: str) -> Iterator[Name]:
    at = text.find(title)
    while at >= 0:
        end = at + len(title)
        lead = text[max(0, at - 2) : at]
        match = _NAME_AFTER_TITLE.match(text, end)
        if match and not _NO_NAME.match(match["name"]) and not lead.endswith(("原", "时任", "前")):
            yield end, match.end("name"), match["name"]
        at = text.find(title, end)


def _wrong_order(text: CheckedText, tables: OfficeTables) -> Iterator[Finding]:
    if text.dated is None or not tables.leaders:
        return
    ranks = {p.name: p.order for p in tables.leaders if p.held_on(text.dated)}
    for passage in text.passages:
        folded = fold(passage.text, dropped=BLANKS)
        names = [n for n in _names(folded.text, tables) if n[2] in ranks]
        for row in _enumerations(folded.text, names):
            right = sorted(row, key=lambda name: ranks[name[2]])
            if row != right:
                first, last = folded.span(row[0][0], row[-1][1])
                yield Finding(
                    what=f"中领导的次序与领导表不符，应为“{'、'.join(n for _, _, n in right)}”",
                    remedy="请按领导排序调整；确有理由的写明",
                    passage=passage,
                    start=first,
                    end=last,
                )


def _enumerations(text: str, names: Sequence[Name]) -> Iterator[list[Name]]:
    """Yield runs of two names or more with nothing between them but commas and titles."""
    row: list[Name] = []
    for name in names:
        if row and not _BETWEEN.fullmatch(text, row[-1][1], name[0]):
            if len(row) > 1:
                yield row
            row = []
        row.append(name)
    if len(row) > 1:
        yield row


def _names(text: str, tables: OfficeTables) -> list[Name]:
    """Return the leaders' names in reading order; of two that overlap, the longer."""
    found = sorted(tables.leader_names.find(text), key=lambda n: (n[0], -n[1]))
    kept: list[Name] = []
    for name in found:
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return kept


def _of(name: str, tables: OfficeTables) -> list[Leader]:
    return [leader for leader in tables.leaders if leader.name == name]


RULES = (
    Rule(
        id="leader_title",
        family=Family.LEADERS,
        severity=Severity.MUST_ANSWER,
        title="领导职务不符",
        reports="leaders.toml 中人员的姓名旁写着他在稿件日期并不担任的职务",
        leaves="“原”“时任”“任命”等说明的职务，姓名旁没有写职务的，稿件没有日期的",
        basis="第七条",
        find=_wrong_titles,
    ),
    Rule(
        id="leader_name",
        family=Family.LEADERS,
        severity=Severity.MUST_ANSWER,
        title="领导姓名不符",
        reports="leaders.toml 中只有一人担任的职务（全称）后面写着别人的姓名",
        leaves="几人同任的职务（如副主任），职务后面没有紧跟姓名的",
        basis="第七条",
        find=_wrong_holders,
    ),
    Rule(
        id="leader_order",
        family=Family.LEADERS,
        severity=Severity.MUST_ANSWER,
        title="领导排序不符",
        reports="几位领导并列时次序与 leaders.toml 的 order 不同",
        leaves="中间隔着别的话的，稿件日期不在任的人员",
        basis="第七条",
        find=_wrong_order,
    ),
)
