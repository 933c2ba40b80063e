"""What the seeded sets are made of: an office's tables, ordinary sentences, a way to hide a needle.

No text here is anybody's: names are marks (甲某), numbers are computed, hosts do not exist.
"""

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from random import Random
from typing import Any

from infodesk.articles.article import Content, Origin
from infodesk.catalog.leaders import Leader
from infodesk.catalog.rules import Confusion, Phrase, ReviewRules
from infodesk.reviewing.checking.checked_text import CheckedText, checked_text
from infodesk.reviewing.checking.number_tests import is_citizen_id, is_credit_code, passes_luhn
from infodesk.reviewing.checking.office_tables import OfficeTables

Hide = Callable[[Random, str], CheckedText]

_WORDS = Path(__file__).parents[2] / "fixtures" / "checks" / "needles.toml"
_NEEDLES = tomllib.loads(_WORDS.read_text("utf-8"))

DAY = date(2026, 11, 23)  # a Monday

RULES = ReviewRules(
    internal_marks=(
        Phrase(text="内部资料", alone=True),
        Phrase(text="内部资料注意保存"),
        Phrase(text="内部文件严禁外传"),
        Phrase(text="此件不公开"),
        Phrase(text="会后收回", unless=("会后收回率",)),
    ),
    draft_marks=(
        Phrase(text="此处插入"),
        Phrase(text="待定稿"),
        Phrase(text="初稿", alone=True),
        Phrase(text="待补充", alone=True),
        Phrase(text="lorem ipsum"),
    ),
    draft_hints=(
        Phrase(text="征求意见稿"),
        Phrase(text="送审稿"),
        Phrase(text="讨论稿", unless=("讨论稿件",)),
    ),
    confusions=(
        Confusion(wrong="攻府", right="政府", unless=("攻府谷",)),
        Confusion(wrong="中华人民共合国", right="中华人民共和国"),
        Confusion(wrong="布署", right="部署", unless=("公布署", "颁布署")),
        Confusion(wrong="部份", right="部分", unless=("部份额",)),
        Confusion(wrong="截止目前", right="截至目前"),
        Confusion(wrong="社会主意", right="社会主义", unless=("社会主意识",)),
    ),
    bank_card_context=("银行卡", "账号", "卡号"),
)

LEADERS = (
    Leader(
        name="甲某", titles=("市发改委党组书记", "市发改委主任"), order=1, valid_from="2024-03-01"
    ),
    Leader(name="乙某", titles=("市发改委副主任",), order=2, valid_from="2022-06-01"),
    Leader(name="丙某", titles=("市发改委副主任",), order=3, valid_from="2023-01-01"),
    Leader(
        name="丁某",
        titles=("市发改委总工程师", "市发改委四级调研员"),
        order=4,
        valid_from="2023-01-01",
    ),
    Leader(
        name="戊某",
        titles=("市发改委主任",),
        order=1,
        valid_from="2020-01-01",
        valid_to="2024-02-29",
    ),
)

TABLES = OfficeTables(RULES, LEADERS)

SENTENCES = (
    "会议传达学习了上级有关文件精神，研究部署下一阶段重点工作。",
    "各县（市、区）要压实责任，确保各项任务落到实处。",
    "据统计，前三季度全市固定资产投资同比增长8.5%。",
    "各科室要按照职责分工，认真抓好贯彻落实。",
    "本次活动历时5天，共有320余名代表参加。",
    "项目总投资1.2亿元，建成后年产值可达3亿元。",
    "联系电话：0358-8221234，地址：示例路1号。",
    "此前印发的《示例市信用管理办法》（示发改〔2024〕12号）同时废止。",
    "下一步，将持续优化营商环境，“放管服”改革不断深化。",
    "10月15日，调研组一行到企业走访，了解生产经营情况。",
)


@dataclass(frozen=True)
class Seeded:
    """Texts that a rule must report, and texts that look alike and must be left."""

    true: Sequence[CheckedText]
    near: Sequence[CheckedText]


def text(body: str = "<p>正文一段。</p>", **fields: Any) -> CheckedText:
    """Return a text in which nothing is wrong but what is given."""
    content = {
        "title": "关于示例工作的通知",
        "body_html": body,
        "credit": "示例网站",
        "credit_url": "https://news.infodesk.example/1.html",
    }
    content |= {name: fields.pop(name) for name in list(fields) if name in Content.__annotations__}
    known = {"origin": Origin.REPRINT, "dated": DAY}
    return checked_text(Content(**content), **(known | fields))


def among(random: Random, needle: str, **fields: Any) -> CheckedText:
    """Return a text with the needle in a sentence, or in a paragraph of its own, among others."""
    lines = random.sample(SENTENCES, 3)
    at = random.randrange(4)
    lines.insert(at, f"{needle}。" if needle[-1] not in "。：:！》）" else needle)
    return text("".join(f"<p>{escape(line)}</p>" for line in lines), **fields)


def lines_of(random: Random, *needles: str, **fields: Any) -> CheckedText:
    """Return a text in which the needles are paragraphs of their own, in order."""
    before, after = random.sample(SENTENCES, 2)
    return text("".join(f"<p>{escape(line)}</p>" for line in (before, *needles, after)), **fields)


def times(count: int, make: Callable[[Random], CheckedText], seed: str) -> list[CheckedText]:
    """Return texts made one after the other from one seed."""
    random = Random(seed)
    return [make(random) for _ in range(count)]


def of_each(
    words: Sequence[str],
    make: Hide = among,
    *,
    seed: str,
    least: int = 24,
) -> list[CheckedText]:
    """Return at least `least` texts, every word in some."""
    random = Random(seed)
    rounds = -(-least // len(words))
    return [make(random, word) for _ in range(rounds) for word in words]


def needles(
    rule: str,
    hide_true: Hide = among,
    hide_near: Hide = among,
    *,
    and_near: Sequence[CheckedText] = (),
) -> Seeded:
    """Return the set of a rule whose words stand in `needles.toml`."""
    words = _NEEDLES[rule]
    near = of_each(words["leaves"], hide_near, seed=f"{rule} leaves")
    return Seeded(of_each(words["finds"], hide_true, seed=f"{rule} finds"), [*near, *and_near])


def citizen_id(random: Random) -> str:
    """Return a number that passes every test of a citizen ID."""
    region = random.choice(("110105", "141102", "310104", "440305", "511022", "652101"))
    birth = date(random.randint(1940, 2010), random.randint(1, 12), random.randint(1, 28))
    first = f"{region}{birth:%Y%m%d}{random.randint(0, 999):03d}"
    return next(first + check for check in "0123456789X" if is_citizen_id(first + check))


def credit_code(random: Random) -> str:
    """Return a unified social credit code of digits: the kind that looks like an ID."""
    while True:
        first = f"91{random.choice(('1411', '1401', '1101'))}{random.randint(0, 99):02d}"
        first += "".join(random.choice("0123456789") for _ in range(9))
        for check in "0123456789X":
            if len(first) == 17 and is_credit_code(first + check):
                return first + check


def bank_card(random: Random, length: int = 19) -> str:
    """Return a number that passes Luhn's test."""
    first = "62" + "".join(random.choice("0123456789") for _ in range(length - 3))
    return next(first + check for check in "0123456789" if passes_luhn(first + check))


def mobile(random: Random) -> str:
    """Return eleven digits of a mobile phone."""
    return f"1{random.choice('3456789')}{random.randint(0, 9)}{random.randint(0, 10**8 - 1):08d}"
