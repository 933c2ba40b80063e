"""Texts as collecting takes them in: once, whoever comes first, with all their witnesses."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text
from tests.fakes.clock import A_MONDAY

from infodesk.adapters.database.database import Database
from infodesk.channels.destination import Destination, Placement
from infodesk.collecting.likeness.witnesses import Sighting
from infodesk.collecting.ports import SourceVisit

NEWS = Destination(placements=(Placement(channel_id="portal", column_id="news"),))
KEY, OTHER_KEY = "https://www.example.gov.cn/1.html", "https://other.example.gov.cn/9.html"


def sighting(key: str, **fields) -> Sighting:
    known = {"source_key": key, "source_id": "ndrc", "url": key, "seen_at": A_MONDAY}
    return Sighting(**known | fields)


def receive(database: Database, article, *, key: str = KEY, fingerprint: str = "f1") -> bool:
    with database.begin() as records:
        return records.articles.receive(
            article, destination=NEWS, sighting=sighting(key), fingerprint=fingerprint
        )


def test_a_received_text_is_there_with_its_destination_and_address(
    database: Database, make_article
) -> None:
    article = make_article(source_id="ndrc", source_url=KEY)

    assert receive(database, article)

    with database.read() as records:
        assert records.articles.get(article.id) == article
        assert records.destinations.of(article.id) == NEWS
        assert records.articles.known([KEY, OTHER_KEY]) == {KEY}
        assert records.articles.known([]) == frozenset()
        assert records.articles.with_fingerprint("f1") == article.id
        assert records.articles.with_fingerprint("f2") is None


def test_a_known_address_is_not_received_again(database: Database, make_article) -> None:
    first, second = make_article(), make_article()
    receive(database, first)

    assert not receive(database, second, fingerprint="f2")

    with database.read() as records:
        assert records.articles.get(second.id) is None
        assert records.articles.with_fingerprint("f2") is None


def test_a_witness_makes_its_address_known_and_changes_no_other(
    database: Database, make_article
) -> None:
    first, second = make_article(), make_article()
    receive(database, first)
    receive(database, second, key=OTHER_KEY, fingerprint="f2")
    third_key = "https://third.example.gov.cn/1.html"
    with database.begin() as records:
        for key in (third_key, third_key, OTHER_KEY):
            records.articles.add_witness(first.id, sighting(key, source_id="third"))

    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT source_key, article_id FROM article_addresses"))
        assert {row.source_key: row.article_id for row in rows} == {
            KEY: first.id,
            OTHER_KEY: second.id,
            third_key: first.id,
        }


def test_of_two_texts_with_the_same_words_the_older_is_the_original(
    database: Database, make_article
) -> None:
    later = make_article(received_at=A_MONDAY + timedelta(hours=1))
    earlier = make_article()
    receive(database, later)
    receive(database, earlier, key=OTHER_KEY)

    with database.read() as records:
        assert records.articles.with_fingerprint("f1") == earlier.id


def test_of_many_workers_at_one_address_exactly_one_receives_it(
    database: Database, make_article, together
) -> None:
    received = together(lambda _: receive(database, make_article()))

    assert sorted(received) == [False] * 7 + [True]
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM articles")) == 1
        assert connection.scalar(text("SELECT count(*) FROM revisions")) == 1


def test_of_many_witnesses_at_one_address_none_fails(
    database: Database, make_article, together
) -> None:
    article = make_article()
    receive(database, article)

    def witness(_number: int) -> None:
        with database.begin() as records:
            records.articles.add_witness(article.id, sighting(OTHER_KEY, source_id="x"))

    together(witness)

    with database.read() as records:
        assert records.articles.known([OTHER_KEY]) == {OTHER_KEY}


def test_the_last_visit_takes_the_place_of_the_one_before(database: Database) -> None:
    first = SourceVisit(
        source_id="ndrc",
        last_checked_at=A_MONDAY,
        etag='"abc"',
        last_modified="Mon, 02 Mar 2026 01:00:00 GMT",
        content_hash="a1" * 32,
        last_read_at=A_MONDAY + timedelta(microseconds=1),
        last_new_at=A_MONDAY - timedelta(days=2),
        consecutive_failures=3,
        alarms=("source_silent", "list_short"),
    )
    other = SourceVisit(source_id="local", last_checked_at=A_MONDAY)
    with database.begin() as records:
        assert records.sources.last("ndrc") is None
        records.sources.save(first)
        records.sources.save(other)
    second = replace(first, consecutive_failures=0, alarms=(), last_new_at=None)

    with database.begin() as records:
        assert records.sources.last("ndrc") == first
        records.sources.save(second)

    with database.read() as records:
        assert records.sources.last("ndrc") == second
        assert records.sources.last("local") == other
