import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SHIPPED = PROJECT / "include" / "catalog"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "catalog"))


def check(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROJECT / "ops_scripts" / "check_catalog.py"), *arguments],
        env={**os.environ, "PYTHONPATH": str(PROJECT / "include"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_shipped_catalog_is_in_order() -> None:
    done = check("--catalog", str(SHIPPED))

    assert done.returncode == 0, done.stderr
    assert "目录数据无误：" in done.stdout
    assert "渠道 3 个" in done.stdout
    assert "毫秒" in done.stdout
    assert done.stderr == ""


def test_all_mistakes_are_printed_and_the_check_fails(folder: Path) -> None:
    portal = folder / "channels" / "portal.toml"
    portal.write_text(portal.read_text("utf-8").replace("static_site", "statc_site"), "utf-8")
    people = folder / "people.toml"
    people.write_text(
        people.read_text("utf-8").replace('department = "office"', 'department = "offce"', 1),
        "utf-8",
    )

    done = check("--catalog", str(folder))

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "目录数据有 2 处错误：",
        "  channels/portal.toml 第 4 行：kind 的值“statc_site”不可用（是否想写 static_site？）",
        "  people.toml：people[office_jia].department 写了没有的科室“offce”（是否想写 office？）",
    ]


def test_environment_names_the_folder(folder: Path) -> None:
    (folder / "office.toml").unlink()

    done = check(INFODESK_CATALOG=str(folder))

    assert done.returncode == 1
    assert "office.toml：没有这个文件" in done.stderr


def test_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = check("--catalog", str(tmp_path / "nowhere"))

    assert done.returncode == 1
    assert "没有目录" in done.stderr
    assert "Traceback" not in done.stderr


def test_hints_do_not_fail_the_check(folder: Path) -> None:
    shutil.rmtree(folder / "sources", ignore_errors=True)
    (folder / "collecting.toml").write_text("", "utf-8")  # its rules name the shipped sources

    done = check("--catalog", str(folder))

    assert done.returncode == 0, done.stderr
    assert "提示：sources/ 中没有信息源" in done.stdout


def test_examples_beside_the_words_are_tried(folder: Path) -> None:
    rules = folder / "review_rules.toml"
    example = '\n[[examples]]\nrule = "confusion"\nfinds = ["市人民政府"]\n'
    rules.write_text(rules.read_text("utf-8") + example, "utf-8")

    done = check("--catalog", str(folder))

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "目录数据有 1 处错误：",
        (
            "  review_rules.toml：规则 confusion 的例子“市人民政府”应当查到，没有查到"
            "（请改字样或改例子）"
        ),
    ]
