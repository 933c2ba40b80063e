"""The page behind the present one is on its way, one at most, and never behind a failure."""

import threading

import pytest
from tests.fakes.web_pages import FakeWebPages

from infodesk.collecting.fetch_ahead import FetchAhead
from infodesk.collecting.web.page_errors import ChallengeMet, PageGone

ORDER = ["http://a/1", "http://a/2", "http://a/3", "http://a/4"]


class Web(FakeWebPages):
    """Counts what is asked for, and lets a test wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = {url: url.encode() for url in [*ORDER, "http://a/picture"]}
        self.came = threading.Condition()
        self.options = []

    def fetch(self, url, **options):
        self.options.append(options)
        with self.came:
            try:
                return super().fetch(url, **options)
            finally:
                self.came.notify_all()

    def wait_for(self, count: int) -> None:
        with self.came:
            assert self.came.wait_for(lambda: len(self.asked) >= count, timeout=10)


@pytest.fixture
def web() -> Web:
    return Web()


def test_everything_comes_once_and_in_order(web) -> None:
    with FetchAhead(web, order=ORDER) as pages:
        contents = [pages.fetch(url, allow_private=True).content for url in ORDER]
    assert contents == [url.encode() for url in ORDER]
    assert web.asked == ORDER
    assert web.options == [{"allow_private": True}] * 4


def test_the_next_one_comes_unasked_and_no_more(web) -> None:
    with FetchAhead(web, order=ORDER) as pages:
        pages.fetch(ORDER[0])
        web.wait_for(2)
    assert web.asked == ORDER[:2]


def test_what_is_not_in_the_order_comes_in_between(web) -> None:
    with FetchAhead(web, order=ORDER) as pages:
        pages.fetch(ORDER[0])
        web.wait_for(2)
        assert pages.fetch("http://a/picture").content == b"http://a/picture"
        pages.fetch(ORDER[1])
    assert web.asked.count(ORDER[1]) == 1


@pytest.mark.parametrize("error", [ChallengeMet("412"), PageGone("404")])
def test_a_failure_is_raised_where_it_belongs_and_nothing_is_asked_behind_it(web, error) -> None:
    web.answers[ORDER[1]] = error
    with FetchAhead(web, order=ORDER) as pages:
        pages.fetch(ORDER[0])
        with pytest.raises(type(error)):
            pages.fetch(ORDER[1])
    assert web.asked == ORDER[:2]


def test_it_goes_on_behind_a_failure_when_it_is_asked_to(web) -> None:
    web.answers[ORDER[1]] = PageGone("404")
    with FetchAhead(web, order=ORDER) as pages:
        pages.fetch(ORDER[0])
        with pytest.raises(PageGone):
            pages.fetch(ORDER[1])
        pages.fetch(ORDER[2])
        pages.fetch(ORDER[3])
    assert web.asked == ORDER


def test_other_options_are_another_request(web) -> None:
    with FetchAhead(web, order=ORDER) as pages:
        pages.fetch(ORDER[0])
        pages.fetch(ORDER[1], referer="http://a/")
    assert web.options[-1] == {"referer": "http://a/"}


def test_a_page_that_is_listed_twice_is_no_trouble(web) -> None:
    with FetchAhead(web, order=[ORDER[0], ORDER[0], ORDER[1]]) as pages:
        for url in (ORDER[0], ORDER[0], ORDER[1]):
            assert pages.fetch(url).content == url.encode()


def test_an_empty_order(web) -> None:
    with FetchAhead(web, order=[]) as pages:
        assert pages.fetch(ORDER[0]).content == b"http://a/1"
