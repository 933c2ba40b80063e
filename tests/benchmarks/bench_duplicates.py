"""Which texts are taken for one, on real texts and edits of them, beside SimHash-64.

Reads the folder named by INFODESK_CORPORA (`zh-articles/gold.json`: articles with `title` and
`body_text`). Every edit is made from a fixed seed, so a run can be repeated.
"""

import json
import os
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

from infodesk.catalog.collecting import Duplicates
from infodesk.collecting.likeness.duplicates import Comparable, Judgement, judge
from infodesk.collecting.likeness.folded_words import folded, share_in
from infodesk.collecting.likeness.sketches import sketch

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
RULES = Duplicates()
SIMHASH_SAME = 3  # bits; the bound that Google's paper on near-duplicates of web pages uses
SHORTEST = 200  # characters; shorter articles hold too little to cut from

NUMERALS = "〇零一二三四五六七八九十百千万亿两"

NOTICE = """根据近期国际市场油价变化情况，按照现行成品油价格机制，自{month}月{day}日24时起，
国内汽、柴油价格每吨分别{way}{petrol}元和{way}{diesel}元。
调整后，各省（区、市）和中心城市汽、柴油最高零售价格见附表。相关价格联动及补贴政策按现行规定执行。
中石油、中石化、中海油三大公司及其他原油加工企业要组织好成品油生产和调运，确保市场稳定供应，
严格执行国家价格政策。
各地相关部门要加大市场监督检查力度，严厉查处不执行国家价格政策的行为，维护正常市场秩序。
消费者可通过12315平台举报价格违法行为。
2026年{month}月{day}日"""


@dataclass(frozen=True)
class Pair:
    one: Comparable
    other: Comparable


def text(title: str, body: str, *, days: int = 0) -> Comparable:
    return Comparable(title=title, text=body, at=MONDAY + timedelta(days=days))


def test_duplicates() -> None:
    corpora = os.environ.get("INFODESK_CORPORA")
    if not corpora:
        print("\nduplicates: INFODESK_CORPORA is not set, no articles to compare")
        return
    articles = _articles(Path(corpora))
    kinds = _kinds(articles)
    print(f"\n{len(articles)} articles, median {_median_length(articles)} characters")
    print(f"{'pair':34}{'pairs':>6}{'share of each in the other':>30}"
          f"{'same':>7}{'ask':>7}{'two':>7}{'found':>7}{'SimHash':>9}")  # fmt: skip
    for name, pairs in kinds.items():
        print(_line(name, pairs))
    _print_bounds(kinds)
    _print_costs(kinds)
    assert not _verdicts(kinds["one figure changed"])["same"]
    assert not _verdicts(kinds["every figure changed"])["same"]
    assert not _verdicts(kinds["successive price notices"])["same"]
    assert not _verdicts(kinds["different articles"])["same"]


def _articles(corpora: Path) -> list[Comparable]:
    gold = json.loads((corpora / "zh-articles" / "gold.json").read_text("utf-8"))
    found = [text(item["title"] or "", item["body_text"] or "") for item in gold]
    # One of them was published twice, under two addresses.
    once = {article.words: article for article in found if len(article.words) >= SHORTEST}
    return list(once.values())


def _kinds(articles: list[Comparable]) -> dict[str, list[Pair]]:
    def edited(edit: Callable[[str, random.Random], str], *, days: int = 1) -> list[Pair]:
        pairs = []
        for number, article in enumerate(articles):
            changed = edit(article.text, random.Random(number))
            if changed != article.text:
                at = article.at + timedelta(days=days)
                pairs.append(Pair(article, Comparable(title=article.title, text=changed, at=at)))
        return pairs

    return {
        "reprint: head and foot added": edited(_dressed),
        "reprint: other punctuation, lines": edited(_reset),
        "reprint: one paragraph left out": edited(_without_paragraphs(1)),
        "reprint: two words in 100 changed": edited(_reworded(0.02)),
        "reprint: five in 100 changed": edited(_reworded(0.05)),
        "reprint: a third left out": edited(_part(2 / 3)),
        "excerpt: the first third": edited(_part(1 / 3)),
        "story that quotes half of it": _quoting(articles),
        "one figure changed": edited(_one_figure),
        "every figure changed": edited(_every_figure),
        "successive price notices": _notices(),
        "different articles": [Pair(a, b) for a, b in combinations(articles, 2)],
    }


def _line(name: str, pairs: list[Pair]) -> str:
    judged, simhash = _verdicts(pairs), Counter(_simhash_says_same(p) for p in pairs)
    least = sorted(min(_shares(pair)) for pair in pairs)
    count = len(pairs)
    spread = " ".join(f"{_at(least, share):.2f}" for share in (0, 0.05, 0.5, 0.95, 1))
    found = sum(_is_found(pair) for pair in pairs)
    told = "".join(f"{judged[verdict] / count:7.1%}" for verdict in ("same", "ask", "two"))
    return f"{name:34}{count:6}{spread:>30}{told}{found / count:7.0%}{simhash[True] / count:9.1%}"


def _print_bounds(kinds: dict[str, list[Pair]]) -> None:
    """Print what other bounds than the shipped ones would give."""
    true = [p for name, pairs in kinds.items() if name.startswith("reprint") for p in pairs]
    false = kinds["different articles"]
    print("\nbound    reprints at or above it (each in the other)   different articles above it")
    for bound in (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98):
        kept = sum(min(_shares(pair)) >= bound for pair in true) / len(true)
        wrong = sum(max(_shares(pair)) >= bound for pair in false)
        print(f"{bound:5.2f}{kept:20.1%}{wrong:40}")
    highest = max(max(_shares(pair)) for pair in false)
    print(f"the most that two different articles have in common: {highest:.2f}")


def _print_costs(kinds: dict[str, list[Pair]]) -> None:
    pairs = kinds["reprint: two words in 100 changed"]
    texts = [pair.one.text for pair in pairs]
    words = [folded(one) for one in texts]
    per_kilo = 1000 * 1e6 / sum(map(len, words))
    print(f"per 1,000 characters: fold {_seconds(folded, texts) * per_kilo:.0f} us,"
          f" sketch {_seconds(sketch, words) * per_kilo:.0f} us,"
          f" SimHash-64 {_seconds(_simhash.__wrapped__, words) * per_kilo:.0f} us;"
          f" a pair of known texts judged in"
          f" {_seconds(_judge_anew, pairs) / len(pairs) * 1e6:.0f} us")  # fmt: skip


def _verdicts(pairs: Iterable[Pair]) -> Counter[str]:
    return Counter(_name(judge(pair.one, pair.other, RULES)) for pair in pairs)


def _name(judgement: Judgement) -> str:
    return "same" if judgement.likeness else "ask" if judgement.doubt else "two"


def _judge_anew(pair: Pair) -> Judgement:
    return judge(replace(pair.one), replace(pair.other), RULES)


@cache
def _shares_of(one: frozenset[int], other: frozenset[int]) -> tuple[float, float]:
    return share_in(one, other), share_in(other, one)


def _shares(pair: Pair) -> tuple[float, float]:
    return _shares_of(pair.one.shingles, pair.other.shingles)


def _is_found(pair: Pair) -> bool:
    """Tell whether the database would bring the one up when the other arrives."""
    return len(set(_sketch(pair.one.words)) & set(_sketch(pair.other.words))) >= 2


@cache
def _sketch(words: str) -> tuple[int, ...]:
    return sketch(words)


def _simhash_says_same(pair: Pair) -> bool:
    return (_simhash(pair.one.words) ^ _simhash(pair.other.words)).bit_count() <= SIMHASH_SAME


@cache
def _simhash(words: str) -> int:
    votes = [0] * 64
    for start in range(max(1, len(words) - 3)):
        digest = blake2b(words[start : start + 4].encode(), digest_size=8).digest()
        value = int.from_bytes(digest, "little")
        for bit in range(64):
            votes[bit] += 1 if value >> bit & 1 else -1
    return sum(1 << bit for bit, vote in enumerate(votes) if vote > 0)


def _dressed(body: str, chance: random.Random) -> str:
    head = f"来源：示例晚报　发布时间：2026-03-0{chance.randint(3, 9)} 1{chance.randint(0, 9)}:20"
    foot = f"责任编辑：编辑{chance.choice('甲乙丙丁')}　　本文来自示例网，版权归原作者所有"
    return f"{head}\n{body}\n{foot}"


def _reset(body: str, _chance: random.Random) -> str:
    return body.replace("，", ",").replace("“", '"').replace("”", '"').replace("\n", "\n　　\n ")


def _without_paragraphs(count: int) -> Callable[[str, random.Random], str]:
    def edit(body: str, chance: random.Random) -> str:
        lines = body.split("\n")
        for _ in range(count):
            if len(lines) > 8:
                lines.pop(chance.randrange(1, len(lines) - 1))
        return "\n".join(lines)

    return edit


def _reworded(rate: float) -> Callable[[str, random.Random], str]:
    def edit(body: str, chance: random.Random) -> str:
        # Words of two characters; figures are left alone, as an editor leaves them.
        def other(match: re.Match[str]) -> str:
            return "改动" if chance.random() < rate else match[0]

        return re.sub(rf"[^\W\d{NUMERALS}]{{2}}", other, body)

    return edit


def _part(share: float) -> Callable[[str, random.Random], str]:
    return lambda body, _chance: body[: int(len(body) * share)]


def _quoting(articles: list[Comparable]) -> list[Pair]:
    pairs = []
    for article, other in zip(articles, articles[1:] + articles[:1], strict=True):
        length = len(article.text) // 2
        body = f"{other.text[:length]}\n{article.text[:length]}"
        pairs.append(Pair(article, text(f"{article.title}引发关注", body, days=1)))
    return pairs


def _one_figure(body: str, chance: random.Random) -> str:
    found = list(re.finditer(r"\d+", body))
    if not found:
        return body
    match = chance.choice(found)
    return f"{body[: match.start()]}{int(match[0]) + 7}{body[match.end() :]}"


def _every_figure(body: str, _chance: random.Random) -> str:
    return re.sub(r"\d+", lambda match: str(int(match[0]) + 7), body)


def _notices() -> list[Pair]:
    chance = random.Random(0)
    notices = [
        text(
            "国内成品油价格按机制调整",
            NOTICE.format(
                month=1 + number // 2,
                day=chance.randint(1, 14) + 14 * (number % 2),
                way=chance.choice(["提高", "降低"]),
                petrol=5 * chance.randint(10, 60),
                diesel=5 * chance.randint(10, 60),
            ),
            days=14 * number,
        )
        for number in range(24)
    ]
    return [Pair(one, other) for one, other in combinations(notices, 2)]


def _median_length(articles: list[Comparable]) -> int:
    return int(statistics.median(len(article.words) for article in articles))


def _at(ordered: list[float], share: float) -> float:
    return ordered[round(share * (len(ordered) - 1))]


def _seconds(act: Callable[..., object], over: list) -> float:
    began = time.perf_counter()
    for one in over:
        act(one)
    return time.perf_counter() - began
