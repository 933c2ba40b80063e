"""Evidence is shown and read again, with nobody asked."""

import json
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from tests.fakes.clock import StoppedClock
from tests.fakes.web_pages import FakeWebPages, page
from warcio.archiveiterator import ArchiveIterator

import reread_evidence
from infodesk.bootstrap import prepare_installation, run_collect_host, wiring

PROJECT = Path(__file__).parents[2]
LIST = "http://www.first.example/news/"
SOURCE = f"""\
name = "某委·工作动态"
kind = "html_list"
url = "{LIST}"
credit = "某委网站"
target = [{{ channel = "portal", column = "national" }}]

[list]
item = "li"
date = "span"

[article]
title = ["h1"]
published = ["i"]
credit = ["b"]
body = ["#body"]
"""
ARTICLE = (
    "<h1>关于镕的通知</h1><i>2026-03-01 08:00</i><b>来源：某局</b>"
    "<div id=body><p>某政发〔2026〕3号</p><p>正文。</p><p><a href=a.pdf>附件</a></p></div>"
).encode("gb18030")


@pytest.fixture
def article_id(tmp_path: Path, monkeypatch) -> str:
    """Collect one article, and then let the web be gone."""
    folder = tmp_path / "catalog"
    shutil.copytree(
        PROJECT / "include" / "catalog", folder, ignore=shutil.ignore_patterns("sources")
    )
    (folder / "sources").mkdir()
    (folder / "sources" / "news.toml").write_text(SOURCE, "utf-8")
    (folder / "collecting.toml").write_text("", "utf-8")  # its rules name other sources
    for name, value in {"HOME": tmp_path / "home", "CATALOG": folder, "DATABASE_URL": ""}.items():
        monkeypatch.setenv(f"INFODESK_{name}", str(value))
    (tmp_path / "home").mkdir()
    wiring.cache_clear()
    prepare_installation()
    web = FakeWebPages()
    web.answers[LIST] = "<li><a href=1.html>关于镕的通知</a><span>2026-03-01</span></li>".encode()
    headers = {"content-type": "text/html; charset=gb2312", "etag": '"1"'}
    web.answers[f"{LIST}1.html"] = page(f"{LIST}1.html", ARTICLE, headers=headers)
    web.answers[f"{LIST}a.pdf"] = b"%PDF-1.4 x"
    wiring().__dict__["pages"] = web
    wiring().__dict__["clock"] = StoppedClock()
    assert run_collect_host("www.first.example")["new"] == 1
    web.answers.clear()
    with wiring().database.read() as records:
        (entry,) = [e for e in records.ledger.entries() if e.action == "collected"]
    yield entry.subject.removeprefix("article:")
    wiring().database.close()
    wiring.cache_clear()


def capture_of(article_id: str) -> str:
    with wiring().database.read() as records:
        (seen,) = records.reprints.sightings(article_id)
    return seen.capture


def test_what_was_read_is_read_again(article_id, capsys) -> None:
    assert reread_evidence.main([article_id, "--extract"]) == 0
    (again,) = json.loads(capsys.readouterr().out)
    with wiring().database.read() as records:
        article = records.articles.get(article_id)
    first = article.revision.content
    assert (again["title"], again["source"]) == (first.title, first.credit)
    assert again["document_number"] == first.document_number == "某政发〔2026〕3号"
    assert again["published"] == "2026-03-01T08:00:00+08:00"
    assert [file["url"] for file in again["attachments"]] == [
        file.original_url for file in first.attachments
    ]
    stored = f"files/{first.attachments[0].sha256}"
    assert again["body_html"].replace(f"{LIST}a.pdf", stored) == first.body_html


def test_the_facts_are_told(article_id, capsys) -> None:
    capture = capture_of(article_id)
    assert reread_evidence.main([capture]) == 0
    told = capsys.readouterr().out
    assert f"存证编号：{capture}" in told
    assert "取得时间：2026-03-02T09:30:00+08:00" in told
    assert f"得到的网址：{LIST}1.html" in told
    assert "类型：text/html; charset=gb2312" in told


def test_the_file_is_written_for_others(article_id, tmp_path, capsys) -> None:
    file = tmp_path / "proof.warc.gz"
    assert reread_evidence.main([article_id, "--out", str(file)]) == 0
    bodies = [
        record.content_stream().read()
        for record in ArchiveIterator(BytesIO(file.read_bytes()), check_digests="raise")
        if record.rec_type == "response"
    ]
    assert bodies == [ARTICLE]
    assert reread_evidence.main([article_id, "--out", str(file)]) == 1
    assert "不覆盖" in capsys.readouterr().err


def test_a_capture_alone_is_read_by_the_source_that_is_named(article_id, capsys) -> None:
    assert reread_evidence.main([capture_of(article_id), "--extract", "--source", "news"]) == 0
    (again,) = json.loads(capsys.readouterr().out)
    assert (again["title"], again["source"]) == ("关于镕的通知", "某局")


@pytest.mark.parametrize("reference", ["0" * 64, "nothing"])
def test_what_is_not_there_is_said(article_id, capsys, reference) -> None:
    assert reread_evidence.main([reference]) == 1
    assert reference in capsys.readouterr().err
