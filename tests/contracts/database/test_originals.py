"""Originals under watch and their changes, on both engines."""

from dataclasses import replace
from datetime import timedelta

from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database.database import Database
from infodesk.collecting.originals.watched import (
    ChangeKind,
    ChangeVerdict,
    OriginalChange,
    OriginalFile,
    OriginalState,
    OriginalWatch,
)
from infodesk.kernel.ids import new_id

HOST = "www.first.example"


def add(database: Database, article, **fields) -> OriginalWatch:
    known = {
        "article_id": article.id,
        "source_id": "first_news",
        "url": f"http://{HOST}/1.html",
        "since": A_MONDAY,
        "next_look_at": A_MONDAY,
    }
    watch = OriginalWatch(**known | fields)
    with database.begin() as records:
        records.articles.add(article)
        records.originals.watch(watch)
    return watch


def change_of(article_id: str, **fields) -> OriginalChange:
    known = {
        "id": new_id(),
        "article_id": article_id,
        "found_at": A_MONDAY,
        "kind": ChangeKind.CHANGED,
    }
    return OriginalChange(**known | fields)


def test_a_watch_comes_back_as_it_was_saved(database: Database, make_article) -> None:
    watch = add(database, make_article())
    later = replace(
        watch,
        looks=3,
        last_look_at=A_MONDAY + timedelta(microseconds=1),
        next_look_at=None,
        etag='W/"1"',
        last_modified="Mon, 02 Mar 2026 01:30:00 GMT",
        seen_hash="a" * 64,
        state=OriginalState.GONE,
        unclear_in_a_row=2,
    )

    with database.begin() as records:
        assert records.originals.get(watch.article_id) == watch
        records.originals.save(later)
    with database.begin() as records:
        assert records.originals.locked(watch.article_id) == later
        assert records.originals.get(new_id()) is None
        assert records.originals.locked(new_id()) is None


def test_a_second_watch_over_an_article_changes_nothing(database: Database, make_article) -> None:
    watch = add(database, make_article())

    with database.begin() as records:
        records.originals.watch(replace(watch, url="http://other.example/", looks=9))

    with database.read() as records:
        assert records.originals.get(watch.article_id) == watch


def test_only_what_is_due_on_exactly_that_host_is_looked_at(
    database: Database, make_article
) -> None:
    hour = timedelta(hours=1)
    second = add(database, make_article(), next_look_at=A_MONDAY)
    first = add(
        database, make_article(), url=f"https://{HOST}:8443/2.html", next_look_at=A_MONDAY - hour
    )
    add(database, make_article(), next_look_at=A_MONDAY + hour)
    add(database, make_article(), next_look_at=None)
    longer = add(database, make_article(), url=f"http://m.{HOST}/1.html")
    add(database, make_article(), url=f"http://other.example/?from={HOST}")
    add(database, make_article(), url="http://www.firstXexample/1.html")
    add(database, make_article(), url="http://[broken/1.html")

    with database.read() as records:
        originals = records.originals
        assert originals.due(host=HOST, now=A_MONDAY, limit=9) == [first, second]
        assert originals.due(host=HOST, now=A_MONDAY, limit=1) == [first]
        assert originals.due(host=f"m.{HOST}", now=A_MONDAY, limit=9) == [longer]
        assert originals.due_hosts(now=A_MONDAY) == [
            f"m.{HOST}", "other.example", HOST, "www.firstxexample",
        ]  # fmt: skip
        assert originals.due_hosts(now=A_MONDAY - timedelta(days=1)) == []


def test_a_change_comes_back_as_it_was_recorded(database: Database, make_article) -> None:
    article = make_article()
    add(database, article)
    change = change_of(
        article.id,
        title="标题（修订）",
        body_html="<p>正文</p>",
        credit="某委网站",
        document_number="发改办〔2026〕1号",
        published_at=A_MONDAY - timedelta(days=1),
        files=(OriginalFile(name="附件.pdf", url="https://www.first.example/a.pdf"),),
        capture="b" * 64,
        note="网站说明",
    )
    gone = change_of(article.id, kind=ChangeKind.GONE, found_at=A_MONDAY + timedelta(hours=1))

    with database.begin() as records:
        records.originals.add_change(gone)
        records.originals.add_change(change)

    with database.begin() as records:
        assert records.originals.change(change.id) == change
        assert records.originals.locked_change(gone.id) == gone
        assert records.originals.change(new_id()) is None
        assert records.originals.changes(article.id) == [change, gone]
        assert records.originals.open_changes() == [gone, change]
        assert records.originals.changes(new_id()) == []


def test_a_change_is_settled_once(database: Database, make_article) -> None:
    article = make_article()
    add(database, article)
    change = change_of(article.id)
    with database.begin() as records:
        records.originals.add_change(change)

    def settle(verdict: ChangeVerdict, remark: str) -> bool:
        with database.begin() as records:
            return records.originals.settle(
                change.id, verdict=verdict, remark=remark, settled_by="editor_jia", at=A_MONDAY
            )

    assert settle(ChangeVerdict.NO_ACTION, "只改了版式")
    assert not settle(ChangeVerdict.WITHDRAW, "晚了一步")

    with database.read() as records:
        assert records.originals.change(change.id) == replace(
            change,
            verdict=ChangeVerdict.NO_ACTION,
            remark="只改了版式",
            settled_by="editor_jia",
            settled_at=A_MONDAY,
        )
        assert records.originals.open_changes() == []


def test_of_those_who_settle_at_once_one_does(database: Database, make_article, together) -> None:
    article = make_article()
    add(database, article)
    change = change_of(article.id)
    with database.begin() as records:
        records.originals.add_change(change)

    def settle(number: int) -> bool:
        with database.begin() as records:
            found = records.originals.locked_change(change.id)
            return found.is_open and records.originals.settle(
                change.id,
                verdict=ChangeVerdict.CORRECT,
                remark=str(number),
                settled_by="editor_jia",
                at=A_MONDAY,
            )

    assert sorted(together(settle, threads=4)) == [False, False, False, True]
