"""Looking at sources from the command line; the web is the recorded one."""

import json
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.fakes.clock import StoppedClock
from tests.fakes.web_pages import SITES, FakeWebPages

import check_source
from infodesk.bootstrap import sources
from infodesk.catalog.loading import load_catalog
from infodesk.collecting.web.page_errors import ChallengeMet, PageUnreachable
from infodesk.kernel.clock import SHANGHAI

PROJECT = Path(__file__).parents[2]
LIST = "https://fgw.shanxi.gov.cn/tzgg/"
ID = "fgw_shanxi_notices"


@pytest.fixture
def web(monkeypatch) -> FakeWebPages:
    web = FakeWebPages(SITES)
    here = SimpleNamespace(
        catalog=load_catalog(PROJECT / "include" / "catalog"),
        pages=web,
        clock=StoppedClock(datetime(2026, 11, 22, 10, tzinfo=SHANGHAI)),
    )
    monkeypatch.setattr(sources, "wiring", lambda: here)
    return web


def test_a_source_that_is_as_expected(web, capsys) -> None:
    assert check_source.main([ID]) == 0
    told = capsys.readouterr().out
    assert "山西省发展改革委·通知公告" in told
    assert "2026-11-20  关于调整我省成品油零售价格的公告" in told
    assert "* 标题      3/3" in told
    assert "结论：与预期一致。该来源还没有在真实网站上核对过" in told
    line = next(
        number
        for number, text in enumerate(
            (PROJECT / "include/catalog/sources" / f"{ID}.toml").read_text("utf-8").split("\n"), 1
        )
        if text.startswith("verified")
    )
    assert f"sources/{ID}.toml 第 {line} 行写上 verified = true" in told


def test_every_source_is_as_expected(web, capsys) -> None:
    assert check_source.main(["--all"]) == 0
    assert capsys.readouterr().out.count("结论：与预期一致") == len(sources.source_ids())


def test_older_pages_are_left_alone(web) -> None:
    check_source.main([ID])
    assert [url for url in web.asked if "index_" in url] == []


def test_a_redesigned_list(web, capsys) -> None:
    web.answers[LIST] = b"<div class=new><p>x</p></div>"
    assert check_source.main([ID]) == 1
    told = capsys.readouterr().out
    assert "不符：列表只读到 0 条" in told
    assert "[expect] minimum_items" in told
    assert "结论：与预期不符" in told


def test_an_article_that_is_gone(web, capsys) -> None:
    item = LIST + "202611/t20261120_10240117.shtml"
    web.answers[item] = PageUnreachable("没有应答", remedy="再试")
    assert check_source.main([ID]) == 1
    assert "未读到：《关于调整我省成品油零售价格的公告》没有应答（再试）" in capsys.readouterr().out


def test_addresses_of_another_form(web, capsys) -> None:
    article = (SITES / "fgw.shanxi.gov.cn/tzgg/202611/t20261120_10240117.shtml").read_bytes()
    items = "".join(
        f"<li><a href=/art/2026/{n}/new.html>关于调整我省成品油零售价格的公告</a>"
        "<em>2026-11-20</em></li>"
        for n in (1, 2, 3)
    )
    web.answers[LIST] = (
        f"<ul class=submenu-dropbox_subtabs_content>{items}</ul>"
        '<script>createPageHTML(50,0,"index","shtml")</script>'
    ).encode()
    for n in (1, 2, 3):
        web.answers[f"https://fgw.shanxi.gov.cn/art/2026/{n}/new.html"] = article
    assert check_source.main([ID]) == 1
    assert "与录制时不同：文章网址的样子变了" in capsys.readouterr().out


@pytest.mark.parametrize("error", [PageUnreachable("没有应答"), ChallengeMet("网站要求验证")])
def test_a_site_that_cannot_be_had(web, capsys, error) -> None:
    web.answers[LIST] = error
    assert check_source.main([ID]) == 2
    assert str(error) in capsys.readouterr().out


def test_a_challenge_behind_the_list_stops_the_look(web, capsys) -> None:
    web.answers[LIST + "202611/t20261120_10240117.shtml"] = ChallengeMet("网站要求验证")
    assert check_source.main([ID]) == 2
    assert len(web.asked) == 2
    assert "网站要求验证" in capsys.readouterr().out


def test_an_unknown_source(web, capsys) -> None:
    assert check_source.main(["fgw_shanxi_notice"]) == 1
    assert "是否想写 fgw_shanxi_notices？" in capsys.readouterr().out


def test_a_saved_page(web, capsys) -> None:
    saved = SITES / "fgw.shanxi.gov.cn" / "tzgg" / "index.html"
    assert check_source.main([ID, "--page", str(saved)]) == 0
    told = capsys.readouterr().out
    assert "列表共 4 条" in told
    assert "试读" not in told
    assert web.asked == []


def test_a_saved_page_that_is_not_there(web, capsys, tmp_path) -> None:
    assert check_source.main([ID, "--page", str(tmp_path / "none.html")]) == 1
    assert "文件打不开" in capsys.readouterr().out


def test_json(web, capsys) -> None:
    assert check_source.main([ID, "--json"]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["id"] == ID
    assert report["verified"] is False
    assert report["items"][0]["day"] == "2026-11-20"
    filled = {field["name"]: field["filled"] for field in report["fields"]}
    assert filled["title"] == filled["body"] == report["articles"] == 3
    assert report["issues"] == report["differences"] == report["unread"] == []


@pytest.mark.parametrize("arguments", [[], [ID, "--all"], ["--all", "--page", "x.html"]])
def test_what_cannot_be_meant(web, arguments) -> None:
    with pytest.raises(SystemExit):
        check_source.main(arguments)
