"""The smoke test: the demo without a person. A reprint travels from its source to the portal.

Everything is real and on loopback: Airflow's processes, mails by SMTP, the links as a browser
follows them, PINs, a form that is drawn on and degraded like a 150 dpi scan. Exits 1 on any miss.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rehearsal.components import Running, rehearsal
from rehearsal.premises import PROJECT, Premises, any_ports
from rehearsal.replay_server import PAGES_HOST
from rehearsal.surroundings import Surroundings
from rehearsal.visitor import PageUnexpected
from rehearsal.waiting import run_until_stopped, show
from rehearsal.walk import Missed, Walk

SAVED_PAGES_A_RUN = 12
_PAGES_SOURCE_ID = "saved_pages"

# Recorded pages grow old, and saved ones come without their pictures.
_HARMLESS = frozenset({"source_silent", "article_files"})

_PAGES_SOURCE = f"""\
# 只在演练中使用：把一个文件夹的存档网页当作又一个信息源，文章全部由通用阅读器判断。
name = "存档网页"
kind = "html_list"
url = "http://{PAGES_HOST}/"
credit = "存档网页"
items_per_run = {SAVED_PAGES_A_RUN}
target = [{{ channel = "portal", column = "media" }}]

[list]
item = "li"

[expect]
maximum_silence_days = 36500
required = ["title", "body"]
titles_agree = false # 文件夹的目录写的是文件名，不是标题
"""


def main() -> int:
    """Walk once; print the trail with times."""
    parser = argparse.ArgumentParser(description="走完一遍转载流程：采集、两级审核、签字、发布")
    parser.add_argument("--pages", type=Path, help="再加一个来源：存档网页文件夹（含 gold.json）")
    parser.add_argument("--keep", action="store_true", help="保留数据文件夹，便于查看")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="infodesk-smoke-"))
    outcome = [1]

    def run() -> None:
        outcome[0] = _rehearse(folder, options.pages.resolve() if options.pages else None)

    stopped = run_until_stopped(run)
    if options.keep or stopped or outcome[0]:
        show(f"数据和日志在 {folder}")
    else:
        shutil.rmtree(folder)
    return stopped or outcome[0]


def _rehearse(folder: Path, pages: Path | None) -> int:
    tell = _trail()
    with rehearsal(
        premises=Premises(folder=folder),
        ports=any_ports(),
        surroundings=Surroundings(pages=pages),
        overrides={"INFODESK_CATALOG": str(_catalog(folder, with_pages=pages is not None))},
        progress=tell,
    ) as running:
        os.environ.update(running.environment)
        try:
            _walk(running, tell, saved_pages=SAVED_PAGES_A_RUN if pages else 0)
            _inspect(running, tell)
        except (Missed, PageUnexpected) as miss:
            show(f"未通过：{miss}")
            return 1
    tell("通过")
    return 0


def _walk(running: Running, tell: Callable[[str], None], *, saved_pages: int) -> None:
    from infodesk.bootstrap import desk

    walk = Walk(running, tell)
    walk.collect()
    walk.await_all_assigned()
    waiting = desk.board().waiting
    titles = [item.title for item in waiting]
    travelling = sum(item.source_id == _PAGES_SOURCE_ID for item in waiting)
    if travelling < saved_pages:
        raise Missed(f"存档网页只收到 {travelling} 篇，应有 {saved_pages} 篇")
    agreed = walk.review_queue("editor_jia")
    if agreed != len(titles):
        raise Missed(f"采集 {len(titles)} 篇，初审只见到 {agreed} 篇")
    walk.review_items("leader_yi", agreed)
    walk.sign_forms("clerk_bing", agreed)
    walk.await_portal(titles)


def _inspect(running: Running, tell: Callable[[str], None]) -> None:
    """Verify the ledger twice, the second time without Infodesk, and look for problems."""
    from infodesk.bootstrap import desk

    export = running.premises.folder / "ledger.jsonl"
    for script, arguments in (
        ("verify_ledger.py", []),
        ("export_ledger.py", [str(export)]),
        ("verify_ledger_export.py", [str(export)]),
    ):
        done = subprocess.run(  # noqa: S603 -- our own scripts
            [sys.executable, str(PROJECT / "ops_scripts" / script), *arguments],
            env=dict(running.environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise Missed(f"{script}：{done.stdout}{done.stderr}")
        tell(done.stdout.strip())
    problems = desk.board().problems
    for problem in problems:
        show(f"          问题（{problem.kind}）：{problem.title}")
    unexpected = [p for p in problems if p.kind not in _HARMLESS]
    if unexpected:
        raise Missed(f"出现 {len(unexpected)} 个不该有的问题")


def _catalog(folder: Path, *, with_pages: bool) -> Path:
    """Return the office's own catalog, or a copy of it with one more source."""
    catalog = PROJECT / "include" / "catalog"
    if not with_pages:
        return catalog
    copy = folder / "catalog"
    shutil.copytree(catalog, copy)
    (copy / "sources" / f"{_PAGES_SOURCE_ID}.toml").write_text(_PAGES_SOURCE, encoding="utf-8")
    return copy


def _trail() -> Callable[[str], None]:
    began = time.monotonic()

    def tell(step: str) -> None:
        show(f"{time.monotonic() - began:7.1f} 秒  {step}")

    return tell


if __name__ == "__main__":
    sys.exit(main())
