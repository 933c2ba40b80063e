"""Pages that are whole but odd: each is taken in or told, and none stops the run of its host."""

from tests.integration.bad_input.bad_office import UTF_8, BadOffice, article, list_of

PLAIN = article("怪页").decode()
ODD_PAGES = {
    "nul": PLAIN.replace("怪页", "怪\x00页"),
    "entities": PLAIN.replace("怪页", "怪&#0;&#xD800;&#1;&#x80;&#xFFFF;&#99999999999;页"),
    "deep": PLAIN.replace("<p>", "<div>" * 20_000 + "<p>"),
    "wide": PLAIN.replace("<p>", "<b></b>" * 40_000 + "<p>"),
    "empty": "",
    "no_html": "\ufeff{}",
    "frames": "<frameset><frame src='/x'></frameset>",
    "charset": "<?xml version='1.0' encoding='x-nothing'?><meta charset='hex'>" + PLAIN,
    "base": "<base href='http://[::1'>" + PLAIN,
    "links": PLAIN.replace(
        "<p>",
        "<p><a href='http://[x'>甲</a><a href='http://h:99999/x.pdf'>乙</a>"
        "<img src='data:image/png;base64,@@@'><img src='//:0/x.png'>",
    ),
    "date": PLAIN.replace("2026-03-01 08:00", "9999-99-99 99:99"),
    "title": PLAIN.replace("怪页", "怪" * 100_000),
    "comment": PLAIN.replace("<p>", "<!-- <p>"),
    "outside": "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    + PLAIN.replace("怪页", "怪&x;页"),
}
UNREADABLE = {"deep", "empty", "no_html", "frames", "comment"}
ODD_LINKS = (
    "http://[x",
    "http://h:99999/",
    "http://h:x/",
    "http://a b/",
    "http://例子.测试:abc/",
    "http://%zz/",
    "javascript:1",
    f"http://{'a' * 70}.example/",
)


def test_odd_articles(office: BadOffice) -> None:
    names = [*ODD_PAGES, "last"]
    office.add_source("odd")
    office.web.says("/odd/", list_of(**{name: f"条目{name}" for name in names}))
    for name, page in ODD_PAGES.items():
        office.web.says(f"/odd/{name}", page.encode(), content_type=UTF_8)
    office.web.says("/odd/last", article("最后一篇"), content_type=UTF_8)
    office.add_good_source("z_last", one="另一来源")

    counts = office.collect()

    assert counts["new"] + counts["duplicate"] + counts["failed"] == len(names) + 1
    assert {"最后一篇", "另一来源"} <= set(office.revisions())
    told = office.problems()["source_articles", "source:odd"].details
    assert {name for name in names if f"条目{name} " in told} == UNREADABLE
    office.post.open()
    assert office.request_reviews()["failed"] == 0  # what was taken in can be reviewed


def test_odd_links(office: BadOffice) -> None:
    office.add_source("odd")
    lines = []
    for number, link in enumerate(ODD_LINKS):
        # A good one after each: a host that is out of reach thrice in a row is left alone.
        lines.append(f"<li><a href='{link}'>怪</a></li><li><a href='{number}'>好{number}</a></li>")
        office.web.says(f"/odd/{number}", article(f"好{number}"), content_type=UTF_8)
    office.web.says("/odd/", f"<ul>{''.join(lines)}</ul>".encode(), content_type=UTF_8)

    office.collect()

    assert set(office.revisions()) == {f"好{number}" for number in range(len(ODD_LINKS))}
    problems = office.problems()
    assert "没有可用的链接" in problems["source_expectation", "source:odd"].details
    unreachable = problems["source_articles", "source:odd"].details
    assert "不是可以访问的网址：http://%zz/" in unreachable
    assert "域名无法解析：aaaa" in unreachable
