"""The replayed web, over real HTTP on loopback."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rehearsal.replay_server import PAGES_HOST, ReplayServer, SavedWeb

SITE = "fgw.shanxi.gov.cn"
Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def sites(tmp_path: Path) -> Path:
    folder = tmp_path / "sites" / SITE
    (folder / "tzgg").mkdir(parents=True)
    (folder / "tzgg" / "index.html").write_text("列表", encoding="utf-8")
    (folder / "tzgg" / "通知 1.shtml").write_text("通知", encoding="utf-8")
    (folder / "feed.xml").write_bytes(b"<rss/>")
    (folder / "odd.html").write_bytes("吕梁".encode("gb18030"))
    (folder / "odd.html.headers.json").write_text(
        json.dumps({"Content-Type": "text/html; charset=utf-8", "Status": 412, "X-Odd": "1"}),
        encoding="utf-8",
    )
    (tmp_path / "sites" / "secret.txt").write_text("nobody's", encoding="utf-8")
    return tmp_path / "sites"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    (folder / "html").mkdir(parents=True)
    (folder / "html" / "a-1.html").write_text("<p>文章</p>", encoding="utf-8")
    gold = [
        {"file": "html/a-1.html", "title": "煤炭<保供>", "published": "2026-01-02"},
        {"file": "html/a-2.html", "title": "无日期", "published": None},
    ]
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder


@pytest.fixture
def get(sites: Path, pages: Path) -> Iterator[Get]:
    server = ReplayServer(SavedWeb(sites=sites, pages=pages), port=0)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()

    def get(
        path: str, *, host: str = SITE, method: str = "GET", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        caller = http.client.HTTPConnection(*server.server_address[:2], timeout=5)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        caller.request(method, path, headers={"Host": host, **named})
        answer = caller.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        caller.close()
        return answer.status, told, body

    yield get
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_host_chooses_the_site(get: Get) -> None:
    assert get("/tzgg/")[::2] == (200, "列表".encode())
    assert get("/tzgg/", host=f"{SITE.upper()}:8080")[0] == 200
    assert get("/tzgg/", host="www.ndrc.gov.cn")[0] == 404
    assert get("/tzgg/%E9%80%9A%E7%9F%A5%201.shtml?from=list")[::2] == (200, "通知".encode())
    assert get("/feed.xml")[1]["content-type"].endswith("xml")


def test_head_tells_the_same_without_the_body(get: Get) -> None:
    _, told, body = get("/tzgg/", method="HEAD")
    assert body == b""
    assert told["content-length"] == str(len("列表".encode()))


@pytest.mark.parametrize(
    ("host", "path"),
    [
        (SITE, "/../secret.txt"),
        (SITE, "/%2e%2e/secret.txt"),
        (SITE, "/tzgg"),
        (SITE, "/odd.html.headers.json"),
        ("..", "/secret.txt"),
        (".", "/secret.txt"),
        ("", "/secret.txt"),
        (PAGES_HOST, "/../sites/secret.txt"),
    ],
)
def test_nothing_outside_the_site_is_given_out(get: Get, host: str, path: str) -> None:
    assert get(path, host=host)[0] == 404


def test_headers_beside_a_file_override(get: Get) -> None:
    status, told, body = get("/odd.html")
    assert (status, told["content-type"], told["x-odd"]) == (412, "text/html; charset=utf-8", "1")
    assert body == "吕梁".encode("gb18030")


def test_an_unchanged_page_is_not_sent_again(get: Get) -> None:
    _, told, _ = get("/tzgg/")
    assert get("/tzgg/", If_None_Match=told["etag"])[::2] == (304, b"")
    assert get("/tzgg/", If_None_Match=f'"x", {told["etag"]}')[0] == 304
    assert get("/tzgg/", If_Modified_Since=told["last-modified"])[::2] == (304, b"")
    assert get("/tzgg/", If_None_Match='"other"', If_Modified_Since=told["last-modified"])[0] == 200
    assert get("/tzgg/", If_Modified_Since="last week")[0] == 200
    assert get("/tzgg/", If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200


def test_a_folder_of_pages_becomes_a_site_with_a_list(get: Get) -> None:
    status, _, body = get("/", host=PAGES_HOST)
    text = body.decode()
    assert status == 200
    assert '<a href="html/a-1.html">煤炭&lt;保供&gt;</a><span>2026-01-02</span>' in text
    assert '<a href="html/a-2.html">无日期</a><span></span>' in text
    assert get("/html/a-1.html", host=PAGES_HOST)[::2] == (200, "<p>文章</p>".encode())


def test_without_a_folder_of_pages_there_is_no_such_site(sites: Path) -> None:
    assert SavedWeb(sites=sites).find(PAGES_HOST, "/") is None
