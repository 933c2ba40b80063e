"""Links are looked at through the polite web, within a number and a time."""

from tests.fakes.web_pages import FakeWebPages

from infodesk.adapters.web_links import MOST_LINKS, SECONDS, LinksOverWeb
from infodesk.collecting.web.page_errors import (
    AddressRefused,
    ChallengeMet,
    PageGone,
    PageTooLarge,
    PageUnreachable,
    RobotsRefused,
)
from infodesk.reviewing.checking.web_links import LinkState


def test_what_each_answer_means() -> None:
    pages = FakeWebPages()
    pages.answers = {
        "https://a.example/": b"<p>x</p>",
        "https://b.example/": PageGone("没有"),
        "https://c.example/": PageUnreachable("没有答复"),
        "https://d.example/": ChallengeMet("要人工验证"),
        "https://e.example/": AddressRefused("内网"),
        "https://f.example/": PageTooLarge("很大"),
        "https://g.example/": RobotsRefused("不让看"),
    }

    seen = LinksOverWeb(pages).look(list(pages.answers))

    assert seen == {
        "https://a.example/": LinkState.ALIVE,
        "https://b.example/": LinkState.GONE,
        "https://c.example/": LinkState.SILENT,
        "https://d.example/": LinkState.SILENT,
        "https://e.example/": LinkState.SILENT,
        "https://f.example/": LinkState.ALIVE,
    }


def test_number_is_bounded() -> None:
    pages = FakeWebPages()

    LinksOverWeb(pages).look([f"https://n{n}.example/" for n in range(100)])

    assert len(pages.asked) == MOST_LINKS


def test_time_is_bounded_and_what_was_left_out_is_not_reported() -> None:
    pages = FakeWebPages()
    times = iter([0.0, 1.0, SECONDS - 1, SECONDS + 1])

    seen = LinksOverWeb(pages, clock=lambda: next(times)).look(
        ["https://a.example/", "https://b.example/", "https://c.example/"]
    )

    assert list(seen) == ["https://a.example/", "https://b.example/"]
