"""Whatever a site answers, its source shows a problem in Chinese and every other source goes on."""

import gzip
import re

import pytest
from tests.integration.bad_input.bad_office import (
    ARTICLE_RULES,
    UTF_8,
    BadOffice,
    article,
    list_of,
)

HAN = re.compile("[\u4e00-\u9fff]")
GZIP = {"content_encoding": "gzip"}

BAD_LISTS = {
    "gone": ({"status": 404}, "source_failed", "网页不存在（404）"),
    "challenge_412": ({"status": 412}, "source_challenge", "要求人工验证（412）"),
    "challenge_521": ({"status": 521}, "source_challenge", "要求人工验证（521）"),
    "inside": (
        {"status": 302, "location": "http://10.0.0.1/"},
        "source_failed",
        "拒绝访问内部地址",
    ),
    "huge": ({"content_length": str(50 * 1024 * 1024)}, "source_failed", "50 MB"),
    "cut": (
        {"body": gzip.compress(list_of(one="一") * 50)[:-20], **GZIP},
        "source_failed",
        "压缩内容损坏或不完整",
    ),
    "redesigned": ({"body": b"<div>new design</div>"}, "source_expectation", "只读到 0 条"),
}
FEED = """<rss version='2.0'><channel>
<item><title>公积金 & 社保</title><link>{url}/feed/one</link></item></channel>"""


def assert_shown(office: BadOffice, kind: str, source_id: str, words: str) -> None:
    """The operators' board says in Chinese what is wrong with which source, and what to do."""
    problem = office.problems()[kind, f"source:{source_id}"]
    assert f"某委·{source_id}" in problem.title
    assert words in problem.details
    assert HAN.search(problem.remedy)


def test_every_bad_list_is_a_problem_and_the_rest_goes_on(office: BadOffice) -> None:
    office.add_good_source("a_first", one="列表之前的来源")
    for source_id, (answer, _kind, _words) in BAD_LISTS.items():
        office.add_source(source_id)
        office.web.says(f"/{source_id}/", **answer)
    office.add_source("poured")
    office.web.pours("/poured/", 50)
    office.add_source("nobody", url=f"http://127.0.0.1:{office.post.port}/list/")
    office.add_source("unknown", url="http://no-such-host.invalid/list/")
    office.add_good_source("z_last", one="列表之后的来源")

    assert office.collect()["new"] == 2

    assert set(office.revisions()) == {"列表之前的来源", "列表之后的来源"}
    for source_id, (_answer, kind, words) in BAD_LISTS.items():
        assert_shown(office, kind, source_id, words)
    assert_shown(office, "source_failed", "poured", "20 MB")
    assert_shown(office, "source_failed", "nobody", "无法连接")
    assert_shown(office, "source_failed", "unknown", "域名无法解析")
    assert len(office.problems()) == len(BAD_LISTS) + 3  # the good ones show none


def test_every_bad_article_is_told_and_the_rest_goes_on(office: BadOffice) -> None:
    names = ("good", "gone", "cut", "inside", "huge", "poured", "gbk", "last")
    office.add_source("mixed")
    office.web.says("/mixed/", list_of(**{name: f"条目{name}" for name in names}))
    for name in ("good", "last"):
        office.web.says(f"/mixed/{name}", article(f"条目{name}"))
    office.web.says("/mixed/gone", status=404)
    office.web.says("/mixed/cut", gzip.compress(article("条目cut"))[:-9], **GZIP)
    office.web.says("/mixed/inside", status=302, location="http://169.254.169.254/")
    office.web.says("/mixed/huge", content_length=str(50 * 1024 * 1024))
    office.web.pours("/mixed/poured", 50)
    # 镕 is none of gb2312's characters, and the header claims yet another charset.
    gbk = article("朱镕基同志").decode().encode("gb18030")
    office.web.says("/mixed/gbk", gbk, content_type=UTF_8)
    office.add_good_source("z_last", one="另一来源")

    counts = office.collect()

    assert (counts["new"], counts["failed"]) == (4, 5)
    assert set(office.revisions()) == {"条目good", "朱镕基同志", "条目last", "另一来源"}
    for words in (
        "网页不存在（404）",
        "压缩内容损坏或不完整",
        "拒绝访问内部地址",
        "50 MB",
        "20 MB",
    ):
        assert_shown(office, "source_articles", "mixed", words)


@pytest.mark.parametrize("status", [412, 521])
def test_a_challenge_at_an_article_stops_its_source_only(office: BadOffice, status: int) -> None:
    office.add_good_source("a_guarded", one="一", two="二", three="三")
    office.web.says("/a_guarded/two", b"<script>$_ts={}</script>", status=status)
    office.add_good_source("z_last", one="另一来源")

    counts = office.collect()

    assert (counts["new"], counts["failed"], counts["left_over"]) == (2, 1, 1)
    assert set(office.revisions()) == {"一", "另一来源"}
    assert_shown(office, "source_challenge", "a_guarded", f"要求人工验证（{status}）")


def test_a_feed_of_broken_xml_is_read_as_far_as_it_goes(office: BadOffice) -> None:
    office.add_source("feed", kind="feed", rules=ARTICLE_RULES)
    feed = FEED.format(url=office.web.url).encode("gb18030")
    office.web.says("/feed/", feed, content_type="application/xml; charset=utf-8")
    office.web.says("/feed/one", article("公积金"))
    office.add_source("no_feed", kind="feed", rules=ARTICLE_RULES)
    office.web.says("/no_feed/", "<html><p>网站维护中</p></html>".encode())
    office.add_good_source("z_last", one="另一来源")

    assert office.collect()["new"] == 2

    assert set(office.revisions()) == {"公积金", "另一来源"}
    assert_shown(office, "source_expectation", "feed", "不是规范的 XML")
    assert_shown(office, "source_failed", "no_feed", "不是订阅源")


def test_what_a_site_kept_back_is_taken_in_when_it_is_well_again(office: BadOffice) -> None:
    office.add_source("weak")
    office.web.says("/weak/", list_of(one="一", two="二"), etag='"1"')
    office.web.says("/weak/one", article("一"))
    office.web.says("/weak/two", gzip.compress(article("二"))[:-9], **GZIP)
    office.add_good_source("down", one="三")
    well = office.web.answers["/down/"]
    office.web.says("/down/", status=502)
    assert office.collect()["new"] == 1

    office.begin_anew()
    office.web.says("/weak/two", article("二"))
    office.web.answers["/down/"] = well
    counts = office.collect()

    assert (counts["new"], counts["known"], counts["failed"]) == (2, 1, 0)
    assert set(office.revisions()) == {"一", "二", "三"}
    # A person closes a problem (article 8.1); until then it stands, seen no more than once.
    assert {problem.times_seen for problem in office.problems().values()} == {1}
