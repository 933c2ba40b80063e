"""Seeded sets of the rules about leaders, punctuation, structure, dates, tables and links."""

from datetime import date, timedelta
from html import escape
from random import Random

from tests.fakes.check_cases.seeds import (
    DAY,
    Seeded,
    among,
    lines_of,
    needles,
    of_each,
    text,
    times,
)

from infodesk.articles.article import Attachment
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.web_links import LinkState


def _leaders() -> dict[str, Seeded]:
    """Return the sets; texts of another day, or of none, are judged by another table."""
    old = {"dated": date(2023, 5, 1)}
    then = times(3, lambda r: among(r, "市发改委主任戊某主持会议", **old), "then")
    undated = times(3, lambda r: among(r, "市发改委副主任甲某主持会议", dated=None), "undated")
    together = times(3, lambda r: among(r, "戊某、乙某出席", **old), "together")
    return {
        "leader_title": needles("leader_title", and_near=[*then, *undated]),
        "leader_name": needles("leader_name", and_near=then),
        "leader_order": needles("leader_order", and_near=together),
    }


def _punctuation() -> dict[str, Seeded]:
    return {
        "unbalanced_pair": needles("unbalanced_pair", lines_of, lines_of),
        "nested_title_marks": needles("nested_title_marks"),
    }


def _paragraph(random: Random) -> str:
    subject = random.choice(("全市", "各科室", "示例县", "项目单位", "调研组"))
    count, stage = random.randint(2, 99), random.randint(1, 9)
    return f"{subject}{count}个单位按要求完成了第{stage}阶段自查整改工作，成效明显"


def _twice(random: Random) -> CheckedText:
    paragraph = _paragraph(random)
    if random.random() < 0.5:
        return lines_of(random, f"{paragraph}。{paragraph}。")
    return lines_of(random, f"{paragraph}。", "中间另有一段。", f"　{paragraph}。")


def _once(random: Random) -> CheckedText:
    one = _paragraph(random)
    shapes = (
        (f"{one}。", f"{one.replace('成效', '效果')}。"),
        (f"{one}。{one[:-2]}显著。",),
        ("特此通知。", "特此通知。"),
        ("（图为会议现场）", "（图为会议现场）"),
        (f"{one}，请问有什么打算？", "答。", f"{one}，请问有什么打算？"),
        (f"{one}。中间一句话。{one}完毕。",),
    )
    return lines_of(random, *random.choice(shapes))


_CHINESE = "一二三四五六七八九"
_SHAPES = (
    [f"{n}、" for n in _CHINESE],
    [f"（{n}）" for n in _CHINESE],
    [f"{n}." for n in range(1, 10)],
    [f"（{n}）" for n in range(1, 10)],
)


def _skipping(random: Random) -> CheckedText:
    shape = list(random.choice(_SHAPES)[: random.randint(4, 8)])
    if random.random() < 0.7:
        del shape[random.randint(1, len(shape) - 2)]
    else:
        at = random.randint(1, len(shape) - 1)
        shape[at] = shape[at - 1]
        if at == 1:
            return _skipping(random)
    return lines_of(random, *(f"{n}{_paragraph(random)}。" for n in shape))


def _counting(random: Random) -> CheckedText:
    big, small = random.sample(_SHAPES, 2)
    choice = random.randrange(4)
    if choice == 0:
        heads = big[: random.randint(3, 8)]
    elif choice == 1:  # the lower level begins anew below each heading
        lower = small[: random.randint(2, 4)]
        heads = [h for head in big[:3] for h in (head, *lower)]
    elif choice == 2:  # an excerpt from the middle
        heads = big[3:7]
    else:
        heads = ["1.5亿元", "2.8倍", "2026年", "10余家"]
    return lines_of(random, *(f"{n}{_paragraph(random)}。" for n in heads))


def _structure() -> dict[str, Seeded]:
    return {
        "repeated_text": Seeded(times(30, _twice, "twice"), times(40, _once, "once")),
        "numbering_gap": Seeded(times(40, _skipping, "skip"), times(40, _counting, "count")),
    }


def _weekday(random: Random, shift: int) -> str:
    day = DAY + timedelta(days=random.randint(-150, 150))
    name = "一二三四五六日"[(day.weekday() + shift) % 7]
    shape = random.choice(
        (
            "{y}年{m}月{d}日（星期{w}）",
            "{m}月{d}日（周{w}）",
            "{y}年{m}月{d}日，星期{w}",
            "{m} 月 {d} 日 (星期{w})",
            "{m}月{d}日星期{w}",
        )
    )
    return shape.format(y=day.year, m=day.month, d=day.day, w=name)


def _period(random: Random, *, forwards: bool) -> str:
    one = date(2026, 1, 1) + timedelta(days=random.randint(0, 300))
    other = one + timedelta(days=random.randint(40, 700))
    first, last = (one, other) if forwards else (other, one)
    to = random.choice(("至", "到", "—", "-", "～"))
    full = "{y}年{m}月{d}日"
    shapes = [
        full.format(y=first.year, m=first.month, d=first.day)
        + to
        + full.format(y=last.year, m=last.month, d=last.day),
        f"{first.year}年{first.month}月{to}{last.year}年{last.month}月",
    ]
    if first.year != last.year:
        shapes.append(f"{first.year}{to}{last.year}年")
    low, high = sorted(random.sample(range(1, 29), 2))
    a, b = (low, high) if forwards else (high, low)
    shapes += [f"{first.month}月{a}日{to}{b}日", f"{first.month}月{a}日{to}{first.month}月{b}日"]
    return random.choice(shapes)


def _dates() -> dict[str, Seeded]:
    crossing = (
        "11月1日至3月31日",
        "10月15日至次年4月15日",
        "1999—2000学年",
        "电话0358-8221234",
        "2025年至2026年",
    )
    return {
        "impossible_date": needles("impossible_date"),
        "weekday_mismatch": Seeded(
            times(40, lambda r: among(r, _weekday(r, r.randint(1, 6)) + "召开"), "weekday"),
            times(40, lambda r: among(r, _weekday(r, 0) + "召开"), "right weekday"),
        ),
        "period_reversed": Seeded(
            times(40, lambda r: among(r, _period(r, forwards=False) + "举办"), "back"),
            times(30, lambda r: among(r, _period(r, forwards=True) + "举办"), "forth")
            + of_each(crossing, seed="crossing", least=10),
        ),
    }


def table(rows: list[list[object]]) -> str:
    cells = ("".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def _sums(random: Random, *, off: int) -> CheckedText:
    count, places = random.randint(3, 8), random.choice((0, 0, 1, 2))
    scale = 10**places
    values = [[random.randint(10, 90000) for _ in range(2)] for _ in range(count)]
    totals = [sum(column) for column in zip(*values, strict=True)]
    show = lambda v: f"{v / scale:,.{places}f}" if places else f"{v:,}"  # noqa: E731
    rows = [[f"示例{chr(65 + n)}县", *map(show, row), "8.5"] for n, row in enumerate(values)]
    spoiled = [totals[0] + off * (random.randint(3, 900) + count), totals[1]]
    total = [random.choice(("合计", "总计", "合　计")), *map(show, spoiled), "7.9"]
    head = ["地区", "项目数", "总投资（万元）", "增速（%）"]
    if random.random() < 0.4:
        return text(table([head, total, *rows]))
    return text(table([head, *rows, total]))


def _row_sums(random: Random, *, off: int) -> CheckedText:
    rows: list[list[object]] = [["科室", "动态", "公告", "解读", "合计"]]
    for n in range(random.randint(3, 6)):
        parts = [random.randint(0, 40) for _ in range(3)]
        rows.append(
            [f"科室{n}", *parts, sum(parts) + (off * random.randint(1, 9) if n == 1 else 0)]
        )
    return text(table(rows))


def _other_tables(random: Random) -> CheckedText:
    a, b, c = (random.randint(10, 900) for _ in range(3))
    shapes = (
        [["项", "数"], ["甲", a], ["其中：乙", b], ["合计", a]],
        [
            ["项", "数"],
            ["甲", a],
            ["乙", b],
            ["小计", a + b],
            ["丙", c],
            ["丁", a],
            ["小计", a + c],
            ["合计", a + b + a + c],
        ],
        [["项", "均价"], ["甲", a], ["乙", b], ["合计", c]],
        [["序号", "项"], [1, "甲"], [2, "乙"], ["合计", "2 项"]],
        [["项", "占比"], ["甲", "33.3"], ["乙", "33.3"], ["丙", "33.3"], ["合计", "100"]],
        [["项", "数"], ["甲", "3.33"], ["乙", "3.33"], ["丙", "3.33"], ["合计", "10.00"]],
        [["合计使用情况", "数"], ["甲", a], ["乙", b]],
        [["项", "数"], ["甲", a], ["合计", a]],
        [["项", "数"], ["甲", a], ["乙", "见附件"], ["合计", a + b]],
    )
    return text(table([list(map(str, row)) for row in random.choice(shapes)]))


def _tables() -> dict[str, Seeded]:
    return {
        "table_sum": Seeded(
            times(40, lambda r: _sums(r, off=r.choice((-1, 1))), "off")
            + times(20, lambda r: _row_sums(r, off=1), "row off"),
            times(30, lambda r: _sums(r, off=0), "even")
            + times(20, lambda r: _row_sums(r, off=0), "row even")
            + times(30, _other_tables, "others"),
        )
    }


_STORED = Attachment(name="甲.pdf", sha256="a" * 64, size_bytes=1, media_type="application/pdf")


def _linked(address: str, state: LinkState | None = None) -> CheckedText:
    body = f'<p>详见<a href="{escape(address)}">这里</a>。</p>'
    states = {address: state} if state else {}
    return text(body, attachments=(_STORED,), link_states=states)


def _address(random: Random, address: str) -> CheckedText:
    del random
    return _linked(address)


def _links() -> dict[str, Seeded]:
    some = [f"https://news{n}.example/{n}.html" for n in range(24)]
    return {
        "unfit_link": needles("unfit_link", _address, _address),
        "dead_link": Seeded(
            [_linked(a, LinkState.GONE) for a in some],
            [_linked(a, s) for a in some for s in (*LinkState, None) if s is not LinkState.GONE],
        ),
        "silent_link": Seeded(
            [_linked(a, LinkState.SILENT) for a in some],
            [_linked(a, s) for a in some for s in (*LinkState, None) if s is not LinkState.SILENT],
        ),
    }


def structure_cases() -> dict[str, Seeded]:
    """Return the sets by rule."""
    return _leaders() | _punctuation() | _structure() | _dates() | _tables() | _links()
