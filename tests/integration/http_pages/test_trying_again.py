"""What is likely to be over in a moment is asked once more; what is not, is not."""

from http.server import BaseHTTPRequestHandler

import pytest

from infodesk.adapters.http_pages import Bounds, HttpPages, Manners
from infodesk.bootstrap.manners import site_manners
from infodesk.catalog.sources import Source
from infodesk.collecting.web.page_errors import HostBusy, PageBroken, PageError, PageUnreachable
from infodesk.settings import Settings

PAGE = b"<p>x</p>"


@pytest.fixture
def rests() -> list[float]:
    return []


@pytest.fixture
def patient(site, rests) -> HttpPages:
    return HttpPages(
        manners=Manners(interval_seconds=0),
        exempt=frozenset({("127.0.0.1", site.port)}),
        bounds=Bounds(read_seconds=0.5, total_seconds=2, retries=3),
        rest=rests.append,
    )


def fails_first(site, times: int, answer) -> str:
    def act(handler: BaseHTTPRequestHandler) -> None:
        if len(site.asked) <= times:
            answer(handler)
            return
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(PAGE)))
        handler.end_headers()
        handler.wfile.write(PAGE)

    return site.does("/x", act)


def error_500(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(500)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


@pytest.mark.parametrize("trouble", [error_500, cut_off])
def test_a_passing_trouble_is_passed_over_with_growing_pauses(
    site, patient, rests, trouble
) -> None:
    assert patient.fetch(fails_first(site, 3, trouble)).content == PAGE
    assert len(site.asked) == 4
    for rest, pause in zip(rests, (1, 2, 4), strict=True):
        assert pause / 2 <= rest <= pause


def test_there_is_an_end_to_it(site, patient, rests) -> None:
    with pytest.raises(PageUnreachable, match="500"):
        patient.fetch(fails_first(site, 99, error_500))
    assert len(site.asked) == 4
    with pytest.raises(PageBroken, match="传输中断"):
        patient.fetch(fails_first(site, 99, cut_off))


@pytest.mark.parametrize("status", [400, 403, 404, 412, 451, 505])
def test_what_will_not_pass_is_asked_once(site, patient, rests, status) -> None:
    with pytest.raises(PageError):
        patient.fetch(site.says("/x", status=status))
    assert len(site.asked) == 1
    assert rests == []


def test_a_host_that_wants_rest_is_not_asked_for_other_pages_either(site, patient) -> None:
    site.says("/other", PAGE)
    with pytest.raises(HostBusy):
        patient.fetch(site.says("/x", status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(HostBusy, match="时间未到") as raised:
        patient.fetch(site.url + "/other")
    assert 3500 < raised.value.retry_after <= 3600
    assert [path for path, _ in site.asked] == ["/x"]


class TestManners:
    def _source(self, **changes) -> Source:
        return Source.model_validate(
            {
                "id": "a",
                "name": "甲",
                "kind": "feed",
                "url": "http://a.example/feed",
                "credit": "甲",
                "target": [{"channel": "portal", "column": "city"}],
            }
            | changes
        )

    def test_the_slowest_of_a_hosts_sources_sets_its_pace(self) -> None:
        manners = site_manners(
            Settings(fetch_interval_seconds=2),
            [
                self._source(interval_seconds=1),
                self._source(interval_seconds=5),
                self._source(interval_seconds=3),
                self._source(url="http://b.example/"),
            ],
        )
        assert manners.interval_for("a.example") == 5
        assert manners.interval_for("b.example") == 2
        assert manners.interval_for("elsewhere.example") == 2

    def test_no_setting_hurries_a_real_site(self) -> None:
        manners = site_manners(Settings(fetch_interval_seconds=0), [self._source()])
        assert manners.interval_for("a.example") == 1
        assert manners.interval_for("elsewhere.example") == 1
        assert manners.keeps_crawl_delay

    def test_a_rehearsal_may_be_quick(self) -> None:
        manners = site_manners(
            Settings(fetch_interval_seconds=0.05, replay_url="http://127.0.0.1:9"),
            [self._source(interval_seconds=5)],
        )
        assert manners.interval_for("a.example") == 0.05
        assert not manners.keeps_crawl_delay

    def test_only_a_host_with_leave_in_writing_is_excepted(self) -> None:
        given = "2026-10-08 某市政务信息中心函"
        manners = site_manners(
            Settings(),
            [self._source(robots_exception=given), self._source(url="http://b.example/")],
        )
        assert manners.robots_exceptions == {"a.example"}
