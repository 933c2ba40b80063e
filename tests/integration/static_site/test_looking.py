"""A look goes the public's way, and believes only its own page."""

import http.server
import threading
from functools import partial

import pytest
import requests
from tests.fakes.fake_channel import MemoryPages

from infodesk.adapters.channels.public_pages import PublicPagesOverWeb
from infodesk.adapters.channels.static_site import StaticSite
from infodesk.catalog.channels import Channel
from infodesk.channels.channel import ChannelUnavailable
from infodesk.channels.rendering import reads_as_approved
from infodesk.collecting.web.page_errors import ChallengeMet, PageGone, PageUnreachable
from infodesk.collecting.web.pages import Page


class PlainWeb:
    """Fetches pages as `http_pages` does, without its guard: our server is on this machine."""

    def fetch(self, url, *, allow_private=False, **_):
        answer = requests.get(url, timeout=5)
        if answer.status_code == 404:
            raise PageGone(f"没有网页：{url}")
        return Page(
            url=url,
            final_url=answer.url,
            status=answer.status_code,
            headers={k.lower(): v for k, v in answer.headers.items()},
            content=answer.content,
        )


@pytest.fixture
def served(portal):
    """Serve the public folder as any web server would; returns the portal below its address."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args) -> None:
            pass

    portal.folder.mkdir()
    (portal.folder / "public").mkdir()
    handler = partial(Quiet, directory=str(portal.folder / "public"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/"
        portal.channel = Channel(**portal.channel.model_dump() | {"public_url": address})
        yield portal
        server.shutdown()
        thread.join()


def test_what_a_web_server_serves_is_what_is_seen(served):
    site: StaticSite = served.open(public_pages=PublicPagesOverWeb(PlainWeb()))
    edition = served.edition()
    receipt = site.publish(edition)
    sighting = site.look(edition)
    assert sighting.is_visible
    assert sighting.address == receipt.address
    assert reads_as_approved(sighting.text, edition.content)


def test_a_page_that_the_server_does_not_have_is_not_visible(served):
    site = served.open(public_pages=PublicPagesOverWeb(PlainWeb()))
    edition = served.edition()
    receipt = site.publish(edition)
    (served.folder / "public" / receipt.address.split("/", 3)[3]).unlink()
    assert not site.look(edition).is_visible


@pytest.mark.parametrize("error", [PageUnreachable, ChallengeMet])
def test_no_clear_answer_is_no_answer(portal, error):
    class Down:
        def fetch(self, url, **_):
            raise error(f"没有回答：{url}", remedy="稍后再试")

    site = portal.open(public_pages=PublicPagesOverWeb(Down()))
    site.publish(portal.edition())
    with pytest.raises(ChannelUnavailable, match="没有回答"):
        site.look(portal.edition())


@pytest.mark.parametrize("html", ["", "<h1>系统维护</h1>", "<article>别的</article>"])
def test_another_page_under_the_address_is_not_ours(portal, html):
    site = portal.open()
    receipt = site.publish(portal.edition())
    pages = MemoryPages(html={receipt.address: html})
    assert not portal.open(public_pages=pages).look(portal.edition()).is_visible


def test_a_page_changed_by_one_character_is_seen_as_changed(portal):
    edition = portal.edition()
    receipt = portal.publish()
    page = portal.path(receipt.address)
    page.write_text(page.read_text("utf-8").replace("有关事项", "有关亊项"), "utf-8")
    sighting = portal.open().look(edition)
    assert sighting.is_visible
    assert not reads_as_approved(sighting.text, edition.content)
