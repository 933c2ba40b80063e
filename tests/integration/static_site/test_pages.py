"""What the public meets on the portal's pages."""

import re
from datetime import UTC, datetime
from urllib.parse import unquote, urljoin, urlsplit

import feedparser
import pytest
from lxml import etree
from tests.fakes.fake_channel import sample_content

from infodesk.adapters.channels.static_site import Imprint, StaticSite
from infodesk.catalog.channels import Channel
from infodesk.kernel.canonical import sha256_hex

pytestmark = pytest.mark.usefixtures("quick_disk")


def test_the_address_is_column_month_and_a_name_that_never_changes(portal):
    receipt = portal.publish()
    name = sha256_hex(f"{1:032x}")[:12]
    assert receipt.address == f"https://portal.example/national/2026-11/{name}.html"
    assert portal.path(receipt.address).is_file()


def test_the_month_is_the_one_in_shanghai(portal):
    late = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    assert "/2026-12/" in portal.publish(published_at=late).address


def test_an_article_shows_title_source_time_number_and_original(portal):
    receipt = portal.publish(content=sample_content(document_number="发改运行〔2026〕12号"))
    page = portal.page("national/2026-11/" + receipt.address.rpartition("/")[2])
    words = page.xpath("//article")[0].text_content()
    assert page.xpath("//h1/text()") == ["关于做好冬季取暖保供工作的通知"]
    assert "来源：国家发展改革委" in words
    assert "发布时间：2026-11-23 12:01" in words
    assert "文号：发改运行〔2026〕12号" in words
    [original] = page.xpath("//a[text()='原文链接']/@href")
    assert original == "https://source.example/t20261123_1.html"
    metas = {m.get("name"): m.get("content") for m in page.iter("meta")}
    assert metas["PubDate"] == "2026-11-23 12:01:00"
    assert metas["ContentSource"] == "国家发展改革委"
    assert metas["ColumnName"] == "国家发展改革委"


def test_a_text_of_our_own_has_no_original_link(portal):
    receipt = portal.publish(content=sample_content(credit="", credit_url=""))
    assert "原文链接" not in portal.path(receipt.address).read_text("utf-8")


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


def test_hostile_titles_and_names_stay_text_everywhere(portal):
    file = portal.attach(f"{EVIL}.pdf", b"%PDF", "application/pdf")
    content = sample_content(
        EVIL,
        credit=EVIL,
        credit_url="javascript:alert(1)",
        document_number=EVIL,
        body_html="<p>&lt;script&gt;正文&lt;/script&gt;</p>",
        attachments=(file,),
    )
    receipt = portal.publish(content=content, is_pinned=True)
    for path in portal.pages():
        page = portal.page(path)
        assert not page.xpath("//script | //img | //@onerror"), path
        assert not [h for h in page.xpath("//@href") if h.lower().startswith("javascript")], path
    article = portal.page("national/2026-11/" + receipt.address.rpartition("/")[2])
    assert article.xpath("//h1/text()") == [EVIL]
    assert article.xpath("//section[@class='attachments']//a/@download") == [f"{EVIL}.pdf"]
    assert portal.titles("national/index.html") == [EVIL]
    feed = feedparser.parse((portal.folder / "public/feed.xml").read_bytes())
    assert not feed.bozo
    etree.fromstring((portal.folder / "public/sitemap.xml").read_bytes())


def test_every_page_forbids_scripts_and_third_parties(portal):
    portal.publish()
    for path in portal.pages():
        page = portal.page(path)
        [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'"), path
        assert "script-src" not in policy
        loaded = page.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //img/@src")
        assert not [address for address in loaded if "//" in address], path


def test_attachments_are_kept_by_hash_and_offered_by_name(portal):
    first = portal.attach("附件1：任务分工表（定稿）.xlsx", b"one", "application/octet-stream")
    second = portal.attach("附件2.PDF", b"two", "application/pdf")
    receipt = portal.publish(content=sample_content(attachments=(first, second)))
    page = portal.page("national/2026-11/" + receipt.address.rpartition("/")[2])
    links = page.xpath("//section[@class='attachments']//a")
    assert [a.get("download") for a in links] == [first.name, second.name]
    kept = [portal.path(urljoin(receipt.address, a.get("href"))) for a in links]
    assert [p.name for p in kept] == [f"{first.sha256}.xlsx", f"{second.sha256}.pdf"]
    assert [p.read_bytes() for p in kept] == [b"one", b"two"]


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("页面.html", "text/html"),
        ("图.svg", "image/svg+xml"),
        ("x.pdf.js", "application/pdf"),
        ("../../etc/passwd", "text/plain"),
        ("无后缀", "application/pdf"),
    ],
)
def test_a_file_that_could_run_in_the_portals_name_gets_a_harmless_ending(portal, name, media_type):
    file = portal.attach(name, b"<script>alert(1)</script>", media_type)
    portal.publish(content=sample_content(attachments=(file,)))
    [kept] = (portal.folder / "public/files").iterdir()
    assert kept.name == f"{file.sha256}.bin"


def test_every_link_inside_the_portal_leads_to_a_file(portal):
    image = portal.attach("图.png", b"png", "image/png")
    body = f"<p><img src='files/{image.sha256}' alt='图'></p>"
    portal.publish(1, content=sample_content(body_html=body, images=(image,)), is_pinned=True)
    for number in range(2, 45):
        portal.publish(number)
    links = 0
    for path in portal.pages():
        for address in portal.page(path).xpath("//@href | //@src"):
            target = urljoin(f"https://portal.example/{path}", address)
            if urlsplit(target).netloc == "portal.example" and not address.startswith("#"):
                links += 1
                assert portal.path(unquote(target)).is_file(), (path, address)
    assert links > 200


def test_pages_stand_on_their_landmarks(portal):
    portal.publish()
    for path in portal.pages():
        page = portal.page(path)
        assert page.get("lang") == "zh-CN", path
        assert len(page.xpath("//main[@id='main']")) == 1
        assert page.xpath("//body/a[1]/@href") == ["#main"]
        assert len(page.xpath("//h1")) == 1, path
        assert page.xpath("//header")
        assert page.xpath("//footer")
        assert page.xpath("//nav")
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), path


def test_the_feed_is_an_atom_feed_that_readers_take(portal):
    for number in range(1, 33):
        portal.publish(number)
    feed = feedparser.parse((portal.folder / "public/feed.xml").read_bytes())
    assert feed.version == "atom10"
    assert len(feed.entries) == 30
    newest = feed.entries[0]
    assert newest.title == "第32篇稿件"
    assert newest.id == newest.link == portal.open().look(portal.edition(32)).address
    assert newest.published == "2026-11-23T12:32:00+08:00"
    assert newest.summary.startswith("各县（市、区）")


def test_control_characters_do_not_break_the_feed(portal):
    portal.publish(content=sample_content("标\x0b题\x1f"))
    feed = feedparser.parse((portal.folder / "public/feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.entries[0].title == "标 题" or feed.entries[0].title == "标题"


def test_the_site_map_names_every_page(portal):
    addresses = {portal.publish(number).address for number in range(1, 25)}
    site_map = etree.fromstring((portal.folder / "public/sitemap.xml").read_bytes())
    named = {e.text for e in site_map.iter("{*}loc")}
    assert addresses < named
    assert "https://portal.example/" in named


def test_the_404_page_works_from_any_depth(portal):
    portal.publish()
    links = portal.page("404.html").xpath("//link[@rel='stylesheet']/@href | //nav//a/@href")
    assert links
    assert all(link.startswith("/") for link in links)


def test_a_portal_below_a_path_links_to_itself(portal, tmp_path):
    below = Channel(**portal.channel.model_dump() | {"public_url": "https://gov.example/fgw/"})
    site = StaticSite(
        below, imprint=Imprint(office="某委"), folder=tmp_path / "below", files=portal.files
    )
    address = site.publish(portal.edition()).address
    assert address.startswith("https://gov.example/fgw/national/2026-11/")
    not_found = (tmp_path / "below/public/404.html").read_text("utf-8")
    assert 'href="/fgw/index.html"' in not_found


def test_the_foot_names_what_the_office_has_and_leaves_out_the_rest(portal, tmp_path):
    imprint = Imprint(office="某委", site_code="1411000001", icp_number="晋ICP备00000000号")
    site = StaticSite(
        portal.channel, imprint=imprint, folder=tmp_path / "imprint", files=portal.files
    )
    site.publish(portal.edition())
    home = (tmp_path / "imprint/public/index.html").read_text("utf-8")
    assert "网站标识码：1411000001" in home
    assert "晋ICP备00000000号" in home
    assert "联系方式" not in home


def test_the_style_sheet_is_named_by_its_content(portal):
    portal.publish()
    [style] = portal.page("index.html").xpath("//link[@rel='stylesheet']/@href")
    assert re.fullmatch(r"assets/site\.[0-9a-f]{10}\.css", style)
    css = (portal.folder / "public" / style).read_bytes()
    assert sha256_hex(css).startswith(style.split(".")[1])
    assert b"url(" not in css
    assert b"@import" not in css
