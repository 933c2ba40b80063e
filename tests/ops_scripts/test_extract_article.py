"""Reading one saved page from the command line."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import extract_article

URL = "https://www.example.gov.cn/tzgg/202611/t20261120_1.html"
PAGE = """<title>关于召开推进会的通知_某市网</title><h1>关于召开推进会的通知</h1>
<p>2026-11-20 来源：市发改委 作者：信用甲</p><div class=TRS_Editor><p>某发改〔2026〕9号</p>
<p>近日，市发展改革委召开信用体系建设推进会，研究部署今冬明春的重点工作，请各单位按时参加会议。</p>
<p><img src=/a.png alt=会场><script>alert(1)</script></p></div>
<ul><li><a href="P1.pdf">附件</a></ul>"""


def test_everything_that_a_page_says() -> None:
    found = extract_article.extract(PAGE.encode("gb18030"), URL)
    assert (found["title"], found["source"]) == ("关于召开推进会的通知", "市发改委")
    assert (found["published"], found["author"]) == ("2026-11-20", "信用甲")
    assert found["body_text"].startswith("某发改〔2026〕9号\n近日，")
    assert "script" not in found["body_html"]
    assert 'src="https://www.example.gov.cn/a.png"' in found["body_html"]
    assert found["images"] == [{"url": "https://www.example.gov.cn/a.png", "name": "会场"}]
    (attachment,) = found["attachments"]
    assert attachment["url"] == "https://www.example.gov.cn/tzgg/202611/P1.pdf"
    assert {"where": "address", "published": "2026-11-20"} in found["dates"]
    assert found["warnings"] == []


def test_an_exact_time_is_written_with_its_zone() -> None:
    page = PAGE.replace("2026-11-20", "2026-11-20 17:30").encode()
    assert extract_article.extract(page, URL)["published"] == "2026-11-20T17:30:00+08:00"


def test_a_page_that_is_refused_is_told_in_the_warnings() -> None:
    found = extract_article.extract(b"<p>" * 200_000, URL)
    assert "标签过多" in found["warnings"][0]
    assert found["body_text"] == ""


def test_it_prints_json(tmp_path, capsys) -> None:
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    assert extract_article.main(["--url", URL, str(file)]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "关于召开推进会的通知"


def test_standard_input_and_a_page_without_text(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"<div id=app></div>")))
    assert extract_article.main(["-"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["title"] == ""
    assert "没有读到正文" in err


def test_a_file_that_is_not_there(tmp_path, capsys) -> None:
    assert extract_article.main([str(tmp_path / "no.html")]) == 2
    assert "没有这个文件" in capsys.readouterr().err


def test_it_runs_where_nothing_is_set_up(tmp_path) -> None:
    script = Path(extract_article.__file__)
    bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, script, "-"],
        input=PAGE.encode(),
        capture_output=True,
        cwd=tmp_path,
        env=bare,
        check=True,
    )
    assert json.loads(done.stdout)["source"] == "市发改委"
