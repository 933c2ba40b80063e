"""Lists: newest first, pinned on top of the home page, full archive pages never change."""

import json
from dataclasses import asdict
from datetime import timedelta

import pytest
from tests.fakes.fake_channel import sample_content

from infodesk.adapters.channels.static_site.folder import SiteFolder
from infodesk.adapters.channels.static_site.records import record_of

pytestmark = pytest.mark.usefixtures("quick_disk")


def publish_many(portal, numbers, **changes):
    site = portal.open()
    for number in numbers:
        site.publish(portal.edition(number, **changes))


def test_the_newest_stands_first(portal):
    publish_many(portal, [1, 3, 2])
    assert portal.titles("national/index.html") == ["第3篇稿件", "第2篇稿件", "第1篇稿件"]


@pytest.mark.parametrize(
    ("count", "front", "archive"),
    [(0, 0, 0), (1, 1, 0), (20, 20, 0), (39, 39, 0), (40, 20, 1), (59, 39, 1), (60, 20, 2)],
)
def test_every_item_stands_on_exactly_one_page(portal, count, front, archive):
    portal.open().rebuild()
    publish_many(portal, range(1, count + 1))
    pages = [portal.titles("national/index.html")]
    pages += [portal.titles(f"national/list-{n}.html") for n in range(archive, 0, -1)]
    assert not (portal.folder / f"public/national/list-{archive + 1}.html").exists()
    assert len(pages[0]) == front
    assert [t for page in pages for t in page] == [f"第{n}篇稿件" for n in range(count, 0, -1)]


def test_pages_lead_from_one_to_the_next_and_back(portal):
    publish_many(portal, range(1, 81))
    path, seen = "national/index.html", []
    while path:
        page = portal.page(path)
        seen.append(path.rpartition("/")[2])
        older = page.xpath("//a[@rel='next']/@href")
        path = older[0].removeprefix("../") if older else ""
    assert seen == ["index.html", "list-3.html", "list-2.html", "list-1.html"]
    back = [
        portal.page(f"national/{name}").xpath("//a[@rel='prev']/@href")[0].rpartition("/")[2]
        for name in reversed(seen[1:])
    ]
    assert back == ["list-2.html", "list-3.html", "index.html"]


def test_a_full_archive_page_is_not_even_written_again(portal):
    publish_many(portal, range(1, 61))
    page = portal.folder / "public/national/list-1.html"
    before = (page.read_bytes(), page.stat().st_mtime_ns)
    publish_many(portal, range(61, 101))
    assert (page.read_bytes(), page.stat().st_mtime_ns) == before


def test_another_column_is_not_touched(portal):
    publish_many(portal, [1])
    page = portal.folder / "public/media/index.html"
    before = page.stat().st_mtime_ns
    publish_many(portal, [2, 3])
    assert page.stat().st_mtime_ns == before


def test_an_item_that_comes_late_takes_its_place_by_time(portal):
    publish_many(portal, range(2, 70))
    publish_many(portal, [1])
    assert portal.titles("national/list-1.html")[-1] == "第1篇稿件"
    assert len(portal.titles("national/list-1.html")) == 20


def test_the_home_page_leads_with_the_pinned(portal):
    publish_many(portal, [1], is_pinned=True)
    publish_many(portal, [2, 3])
    page = portal.page("index.html")
    assert page.xpath("//section[@class='headline']//h2")[0].text_content() == "第1篇稿件"
    assert "置顶" in page.xpath("//section[@class='headline']")[0].text_content()
    latest = page.xpath("//section[@class='latest']//ul[@class='items']/li/a/text()")
    assert latest == ["第3篇稿件", "第2篇稿件", "第1篇稿件"]


def test_without_a_pinned_item_the_newest_leads_and_is_not_named_twice(portal):
    publish_many(portal, [1, 2])
    page = portal.page("index.html")
    assert page.xpath("//section[@class='headline']//h2")[0].text_content() == "第2篇稿件"
    assert page.xpath("//section[@class='latest']//ul[@class='items']/li/a/text()") == ["第1篇稿件"]


def test_a_text_pinned_in_two_columns_is_pinned_once(portal):
    site = portal.open()
    for number, column in ((1, "national"), (2, "media")):
        content = sample_content("同一篇稿件")
        site.publish(
            portal.edition(
                number, article_id="a", column_id=column, is_pinned=True, content=content
            )
        )
    pinned = portal.page("index.html").xpath("//section[@class='headline']//a")
    assert len(pinned) == 1


def test_a_home_page_of_long_lists_stays_short(portal):
    publish_many(portal, range(1, 40), is_pinned=True)
    page = portal.page("index.html")
    assert len(page.xpath("//section[@class='headline']//a")) == 5
    assert len(page.xpath("//section[@class='latest']//li")) == 8
    assert len(page.xpath("//section[@aria-labelledby='c-national']//li")) == 7


def test_an_empty_portal_says_so(portal):
    assert portal.open().rebuild() > 0
    assert "本栏目暂无信息" in portal.page("media/index.html").text_content()
    assert portal.titles("index.html") == []


def test_a_changed_catalog_shows_after_a_rebuild(portal):
    publish_many(portal, [1])
    columns = [c.model_copy(update={"title": f"{c.title}（新）"}) for c in portal.channel.columns]
    portal.channel = portal.channel.model_copy(update={"columns": tuple(columns)})
    portal.open().rebuild()
    assert "媒体关注（新）" in portal.page("index.html").text_content()
    assert portal.titles("national/index.html") == ["第1篇稿件"]


def test_a_column_that_the_catalog_dropped_keeps_its_pages(portal):
    receipt = portal.publish(1, column_id="media")
    portal.channel = portal.channel.model_copy(update={"columns": portal.channel.columns[:1]})
    portal.open().rebuild()
    assert portal.path(receipt.address).is_file()
    assert portal.titles("index.html") == []


def test_lists_are_rebuilt_from_records_alone(portal):
    publish_many(portal, range(1, 45))
    before = {p: (portal.folder / "public" / p).read_bytes() for p in portal.pages()}
    for path in before:
        if "2026-11" not in path:
            (portal.folder / "public" / path).unlink()
    portal.open().rebuild()
    assert {p: (portal.folder / "public" / p).read_bytes() for p in portal.pages()} == before


def test_a_page_of_a_removed_record_leaves_the_lists(portal):
    publish_many(portal, range(1, 42))
    for record in (portal.folder / "records").iterdir():
        if int(record.stem, 16) > 5:
            record.unlink()
    portal.open().rebuild()
    assert len(portal.titles("national/index.html")) == 5
    assert not (portal.folder / "public/national/list-1.html").exists()


def test_publishing_is_repeatable_to_the_byte(portal, tmp_path):
    publish_many(portal, range(1, 5))
    portal.folder, first = tmp_path / "again", portal.folder
    publish_many(portal, range(1, 5))
    for path in portal.pages():
        assert (first / "public" / path).read_bytes() == (
            portal.folder / "public" / path
        ).read_bytes()


def test_one_more_of_a_thousand_writes_five_files(portal, monkeypatch):
    site = portal.open()
    folder = portal.folder
    (folder / "records").mkdir(parents=True)
    (folder / "public/national/2026-11").mkdir(parents=True)
    for number in range(1, 1001):
        record = record_of(portal.edition(number))
        (folder / f"records/{record.publication_id}.json").write_text(json.dumps(asdict(record)))
        (folder / "public" / record.path).touch()
    site.rebuild()
    assert (folder / "public/national/list-49.html").is_file()
    written = []
    write = SiteFolder.write
    monkeypatch.setattr(
        SiteFolder,
        "write",
        lambda s, path, content: (written.append(path), write(s, path, content)),
    )
    site.publish(portal.edition(1001))
    assert sorted(written) == [
        "feed.xml",
        "index.html",
        record_of(portal.edition(1001)).path,
        "national/index.html",
        "sitemap.xml",
    ]


def test_the_summary_is_cut_with_a_sign(portal):
    portal.publish(content=sample_content(body_html=f"<p>{'长' * 300}</p>"), is_pinned=True)
    summary = portal.page("index.html").xpath("//p[@class='summary']/text()")[0]
    assert summary == "长" * 90 + "……"


def test_a_later_time_does_not_move_what_is_published(portal):
    first = portal.publish(1)
    edition = portal.edition(1)
    later = portal.publish(1, published_at=edition.published_at + timedelta(days=60))
    assert later == first
    assert len(list((portal.folder / "public/national").rglob("*/*.html"))) == 1
