"""Proposing sources from the command line; the web is the recorded one."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.fakes.clock import StoppedClock
from tests.fakes.web_pages import SITES, FakeWebPages

import add_source
import check_source
from infodesk.bootstrap import sources
from infodesk.catalog.loading import load_catalog
from infodesk.collecting.web.page_errors import PageUnreachable
from infodesk.kernel.clock import SHANGHAI

PROJECT = Path(__file__).parents[2]
LIST = "https://fgw.shanxi.gov.cn/tzgg/"


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch) -> Path:
    """An office that does not collect the notices yet."""
    folder = Path(shutil.copytree(PROJECT / "include" / "catalog", tmp_path / "catalog"))
    (folder / "sources" / "fgw_shanxi_notices.toml").unlink()
    (folder / "collecting.toml").write_text("", "utf-8")  # its rules name the source
    monkeypatch.setenv("INFODESK_CATALOG", str(folder))
    return folder


@pytest.fixture
def web(catalog, monkeypatch) -> FakeWebPages:
    web = FakeWebPages(SITES)

    def here() -> SimpleNamespace:
        return SimpleNamespace(
            catalog=load_catalog(catalog),
            pages=web,
            clock=StoppedClock(datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)),
        )

    monkeypatch.setattr(sources, "wiring", here)
    monkeypatch.setattr(add_source, "wiring", here)
    return web


def test_the_file_that_is_written_is_a_source_that_reads(web, catalog, capsys) -> None:
    assert add_source.main([LIST, "--id", "notices"]) == 0
    source = load_catalog(catalog).sources["notices"]
    assert source.name == "山西省发展和改革委员会·通知公告"
    assert source.list.item == "ul.submenu-dropbox_subtabs_content > li"
    assert source.article.title == ("meta:ArticleTitle",)
    assert source.target[0].column == "provincial"  # as other sources of the domain
    assert source.verified is False
    told = capsys.readouterr().out
    assert "读到 4 条" in told
    assert "关于调整我省成品油零售价格的公告" in told
    assert check_source.main(["notices"]) == 0


def test_names_may_be_given(web, catalog) -> None:
    add_source.main([LIST, "--id", "notices", "--name", "省发改委", "--credit", "省发改委网站"])
    source = load_catalog(catalog).sources["notices"]
    assert (source.name, source.credit) == ("省发改委", "省发改委网站")


def test_nothing_is_overwritten_unless_it_is_said(web, catalog, capsys) -> None:
    file = catalog / "sources" / "ndrc_news.toml"
    before = file.read_text("utf-8")
    news = "https://www.ndrc.gov.cn/xwdt/xwfb/"
    assert add_source.main([news, "--id", "ndrc_news"]) == 1
    assert "--force" in capsys.readouterr().err
    assert file.read_text("utf-8") == before
    assert web.asked == []
    assert add_source.main([news, "--id", "ndrc_news", "--force"]) == 0
    assert file.read_text("utf-8") != before


def test_a_dry_run_writes_nothing(web, catalog, capsys) -> None:
    assert add_source.main([LIST, "--id", "notices", "--dry-run"]) == 0
    assert 'kind = "html_list"' in capsys.readouterr().out
    assert not (catalog / "sources" / "notices.toml").exists()


def test_a_saved_page(web, catalog) -> None:
    saved = SITES / "fgw.shanxi.gov.cn" / "tzgg" / "index.html"
    assert add_source.main([str(saved), "--id", "notices", "--url", LIST]) == 0
    assert web.asked == []
    assert load_catalog(catalog).sources["notices"].list.date == ":scope > em"


def test_a_fixture_is_recorded(web, catalog, tmp_path, monkeypatch) -> None:
    folder = tmp_path / "fixtures"
    arguments = [LIST, "--id", "notices", "--save-fixture", "--fixtures", str(folder)]
    assert add_source.main(arguments) == 0
    expected = json.loads((folder / "sources" / "notices" / "expected.json").read_text("utf-8"))
    assert len(expected["items"]) == len(expected["articles"]) == 3
    assert expected["articles"][0]["title"] == "关于调整我省成品油零售价格的公告"
    assert expected["today"] == "2026-11-22"
    # What was recorded is enough to look at the source without the site.
    here = sources.wiring()
    here.pages = FakeWebPages(folder / "sites")
    monkeypatch.setattr(sources, "wiring", lambda: here)
    monkeypatch.setattr(check_source, "EXPECTED", folder / "sources")
    assert check_source.main(["notices"]) == 0


def test_a_list_that_is_collected_already_is_told(web, catalog, capsys) -> None:
    assert add_source.main(["https://www.ndrc.gov.cn/xwdt/xwfb/", "--id", "again"]) == 1
    assert "已由 sources/ndrc_news.toml 采集" in capsys.readouterr().err
    assert not (catalog / "sources" / "again.toml").exists()


def test_a_charset_that_only_the_header_names_is_recorded(web, catalog, tmp_path) -> None:
    (catalog / "sources" / "sxgov_lvliang.toml").unlink()
    folder = tmp_path / "fixtures"
    page = "http://ll.sxgov.cn/node_142.htm"
    add_source.main([page, "--id", "ll", "--save-fixture", "--fixtures", str(folder)])
    (headers,) = folder.rglob("*.headers.json")
    assert "charset" in json.loads(headers.read_text("utf-8"))["content-type"]


@pytest.mark.parametrize(
    ("answer", "code", "told"),
    [
        (b"<p>x</p>", 1, "没有在网页中找到文章列表"),
        (PageUnreachable("没有应答"), 2, "没有应答"),
    ],
)
def test_what_cannot_be_proposed(web, catalog, capsys, answer, code, told) -> None:
    web.answers[LIST] = answer
    assert add_source.main([LIST, "--id", "notices"]) == code
    assert told in capsys.readouterr().err
    assert not (catalog / "sources" / "notices.toml").exists()


@pytest.mark.parametrize("arguments", [["--id", "Bad Id", LIST], ["--id", "x", "saved.html"]])
def test_what_cannot_be_meant(web, arguments) -> None:
    with pytest.raises(SystemExit):
        add_source.main(arguments)
