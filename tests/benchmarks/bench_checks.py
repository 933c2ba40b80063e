"""The checks before review: quality on the seeded sets, time with a great lexicon, real pages.

The peers of the lexicon are what one would write first: a loop of `in`, and one great
alternation for `re`. All run in this process on the same text.
"""

import json
import os
import re
import time
from collections.abc import Callable
from html import escape
from pathlib import Path
from random import Random
from statistics import median

from tests.fakes.check_cases.quality import all_cases, quality
from tests.fakes.check_cases.seeds import DAY, SENTENCES

from infodesk.articles.article import Content, Origin
from infodesk.catalog.loading import load_catalog
from infodesk.catalog.rules import Confusion
from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import checked_text
from infodesk.reviewing.checking.folding import BLANKS, fold
from infodesk.reviewing.checking.lexicon import Lexicon
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.rule_book import RULES, check

PROJECT = Path(__file__).resolve().parents[2]
TERMS = 50_000
CHARACTERS = 5_000
TARGET_MS = 5.0


def test_quality() -> None:
    cases = all_cases()
    print(f"\n{'rule':22}{'true':>6}{'near':>6}{'recall':>9}{'precision':>11}")
    for rule in RULES:
        found = quality(rule, cases[rule.id])
        print(f"{rule.id:22}{found.true:6}{found.near:6}{found.recall:9.3f}{found.precision:11.3f}")


def test_time() -> None:
    terms = _terms()
    text = _text(terms)
    pattern = re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True))))
    began = time.perf_counter()
    lexicon = Lexicon((term, (), term) for term in terms)
    built = time.perf_counter() - began

    ours = _milliseconds(lambda: list(lexicon.find(fold.__wrapped__(text, dropped=BLANKS).text)))
    loop = _milliseconds(lambda: [term for term in terms if term in text], rounds=5)
    alternation = _milliseconds(lambda: pattern.findall(text), rounds=3)
    print(f"\n{len(text)} characters, {len(terms)} terms (built once in {built * 1000:.0f} ms):")
    print(f"  folding and lexicon {ours:8.2f} ms   target {TARGET_MS} ms: {_verdict(ours)}")
    print(f"  loop of `in`        {loop:8.2f} ms   {loop / ours:.0f} times ours")
    print(f"  re alternation      {alternation:8.2f} ms   {alternation / ours:.0f} times ours")
    print(f"  found: {len(list(lexicon.find(text)))}, {len(pattern.findall(text))} by re")

    rules = load_catalog(PROJECT / "include" / "catalog").review_rules
    tables = OfficeTables(
        rules.model_copy(
            update={
                "confusions": tuple(
                    Confusion.model_construct(wrong=t, right="对", why="", unless=()) for t in terms
                )
            }
        )
    )
    body = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    content = Content(title="通知", body_html=body, credit="网", credit_url="http://n.example/")

    def all_rules() -> None:
        fold.cache_clear()
        check(checked_text(content, origin=Origin.REPRINT, dated=DAY), tables)

    whole = _milliseconds(all_rules)
    print(f"  all {len(RULES)} rules, parsing the HTML and {TERMS} terms: {whole:.2f} ms")


def test_real_pages() -> None:
    """List every block on real pages for a person to judge; 1 in 20 pages may be wrong."""
    corpora = os.environ.get("INFODESK_CORPORA")
    if not corpora:
        print("\nINFODESK_CORPORA is not set: no real pages to look at")
        return
    tables = OfficeTables(load_catalog(PROJECT / "include" / "catalog").review_rules)
    pages = json.loads((Path(corpora) / "zh-articles" / "gold.json").read_text("utf-8"))
    blocks = 0
    for page in pages:
        lines = (page["body_text"] or "").split("\n")
        content = Content(
            title=page["title"] or "（无标题）",
            body_html="".join(f"<p>{escape(line)}</p>" for line in lines),
            credit=page["source"] or "（无来源）",
            credit_url=page["url"] or "http://n.example/",
        )
        for issue in check(checked_text(content, origin=Origin.REPRINT), tables):
            if issue.severity is Severity.BLOCK:
                blocks += 1
                print(f"\nBLOCK {page['id']}: {issue.message} “{issue.excerpt}”")
    print(
        f"\n{len(pages)} real pages: {blocks} blocks to judge (allowed wrong: {len(pages) // 20})"
    )


def _terms() -> list[str]:
    random = Random("terms")
    found: set[str] = set()
    while len(found) < TERMS:
        size = random.choice((2, 3, 3, 4, 4, 5))
        found.add("".join(chr(random.randint(0x4E00, 0x8FFF)) for _ in range(size)))
    return sorted(found)


def _text(terms: list[str]) -> str:
    random = Random("text")
    lines: list[str] = []
    while sum(map(len, lines)) + len(lines) < CHARACTERS:
        lines.append("".join(random.sample(SENTENCES, 3)) + random.choice(terms))
    return "\n".join(lines)[:CHARACTERS]


def _milliseconds(act: Callable[[], object], rounds: int = 30) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return median(taken)


def _verdict(milliseconds: float) -> str:
    return "met" if milliseconds <= TARGET_MS else "missed"
