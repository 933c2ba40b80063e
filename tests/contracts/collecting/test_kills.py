"""Collecting that is killed right before or right after any of its commits loses nothing.

The task itself runs here, wired as in an office: real database, file store and HTTP.
"""

import json
from collections import Counter
from itertools import count
from types import SimpleNamespace

import pytest
from sqlalchemy import Table, select
from tests.contracts.collecting.collecting_post import HOST, NOTICE, PICTURE, CollectingPost

from infodesk.adapters.database import schema
from infodesk.collecting import article_groups
from infodesk.kernel.canonical import sha256_hex
from infodesk.ledger.verification import verify

SITE = f"https://{HOST}"


def rows(post: CollectingPost, table: Table) -> list[SimpleNamespace]:
    with post.here.database.engine.connect() as connection:
        return [SimpleNamespace(**row._mapping) for row in connection.execute(select(table))]


def assert_nothing_lost_and_nothing_twice(post: CollectingPost) -> None:
    articles = {article.id for article in rows(post, schema.articles)}
    revisions = rows(post, schema.revisions)
    assert Counter(r.title for r in revisions) == {"甲": 1, "乙": 1, "丙": 1, "丁": 1}
    assert {r.article_id for r in revisions} == articles
    assert sorted(a.source_key for a in rows(post, schema.article_addresses)) == [
        f"{SITE}/copies/3.html",  # the second witness of 丙
        f"{SITE}/copies/4.html",
        f"{SITE}/news/1.html",
        f"{SITE}/news/2.html",
        f"{SITE}/news/3.html",
    ]
    errands = rows(post, schema.outbox)
    assert Counter((e.topic, e.subject) for e in errands) == {("review", a): 1 for a in articles}
    assert not any(e.done_at or e.leased_until for e in errands)
    assert {r.article_id for r in rows(post, schema.reprints)} == articles
    assert {w.article_id for w in rows(post, schema.original_watches)} == articles
    assert_recorded(
        post,
        {r.article_id: r.content_hash for r in revisions},
        witnessed=next(r.article_id for r in revisions if r.title == "丙"),
    )
    for content in (PICTURE, NOTICE):
        assert post.here.files.get(sha256_hex(content)) == content
    assert {v.source_id for v in rows(post, schema.source_visits)} == {"first_news", "second_feed"}


def assert_recorded(post: CollectingPost, hashes: dict[str, str], *, witnessed: str) -> None:
    """The ledger tells of each article, alarm and problem once, and the register shows it."""
    with post.here.database.read() as records:
        entries = list(records.ledger.entries())
        assert verify(entries, head=records.ledger.head()).is_intact
        problems = records.problems.open_ones()
    alarms = Counter(json.loads(e.payload)["kind"] for e in entries if e.action == "source_alarm")
    assert alarms.pop("source_articles") == 1
    # Where the visit was killed, the article's own problem stands for what is amiss with it.
    assert alarms in ({"source_expectation": 1}, {})
    others = [e for e in entries if e.action != "source_alarm"]
    assert Counter((e.action, e.subject, e.revision_hash) for e in others) == {
        **{("problem_opened", f"problem:{problem.id}", ""): 1 for problem in problems},
        ("witnessed", f"article:{witnessed}", ""): 1,
        **{("collected", f"article:{id_}", hash_): 1 for id_, hash_ in hashes.items()},
    }
    assert Counter(problem.kind for problem in problems) == {
        "source_expectation": 1,  # 甲 has no date where its source promises one
        "source_articles": 1,  # the list names a page that is gone
        "article_files": 1,  # 乙 shows a picture that is gone
    }


@pytest.mark.parametrize("is_before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(
    ("together", "commits"),
    [
        # Three articles and the visit of the list; a duplicate, an article and the feed's visit.
        (1, 7),
        # The same with all articles of a visit in one transaction.
        (16, 4),
    ],
)
def test_collecting_with_a_kill_at_every_commit(
    store, post: CollectingPost, empty_again, monkeypatch, is_before: bool, together: int, commits
) -> None:
    monkeypatch.setattr(article_groups, "MOST_TOGETHER", together)
    # PostgreSQL meets the same code; every third commit shows that a dead client rolls back.
    for at_commit in count(1, 1 if store.engine == "sqlite" else 3):
        is_killed = post.is_killed_collecting(at_commit=at_commit, is_before=is_before)

        post.collect()
        assert_nothing_lost_and_nothing_twice(post)
        known = post.collect()
        assert (known["new"], known["duplicate"], known["failed"]) == (0, 0, 1)
        assert_nothing_lost_and_nothing_twice(post)

        if not is_killed:
            break
        post.start_anew()
        empty_again()
    assert at_commit > commits


def test_the_child_is_killed_at_the_commit_it_was_told(post: CollectingPost, monkeypatch) -> None:
    """Two articles are committed and the third is not: the test above would not see a miss."""
    monkeypatch.setattr(article_groups, "MOST_TOGETHER", 1)
    assert post.is_killed_collecting(at_commit=3, is_before=True)

    assert sorted(r.title for r in rows(post, schema.revisions)) == ["乙", "甲"]
    assert rows(post, schema.source_visits) == []
