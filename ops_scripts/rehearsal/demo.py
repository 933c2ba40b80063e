"""The demo: the whole desk on this machine, ready to be clicked through, until Ctrl-C."""

import argparse
import os
import sys
import time
from pathlib import Path

from rehearsal.airflow_parts import OPERATOR
from rehearsal.components import Progress, Running, rehearsal
from rehearsal.premises import PROJECT, Premises, choose_ports
from rehearsal.surroundings import Surroundings
from rehearsal.waiting import run_until_stopped, show, stay


def main() -> int:
    """Start everything, say where to click, and stay."""
    parser = argparse.ArgumentParser(description="在本机上演示信息岗的全过程（只听本机）")
    parser.add_argument(
        "--folder", type=Path, default=PROJECT / "var", help="所有数据都放在这个文件夹"
    )
    parser.add_argument("--pages", type=Path, help="再加一个来源：存档网页文件夹（含 gold.json）")
    options = parser.parse_args()
    premises = Premises(folder=options.folder.resolve())
    surroundings = Surroundings(pages=options.pages.resolve() if options.pages else None)

    def run() -> None:
        with rehearsal(
            premises=premises,
            ports=choose_ports(),
            surroundings=surroundings,
            overrides=_own_catalog(),
            progress=_stopwatch(),
        ) as running:
            _say_what_to_open(running)
            if not running.api.runs("collect_sources"):
                running.api.trigger("collect_sources")
                show("首次运行，正在采集示例网站，约半分钟后收件箱里会有送审邮件。\n")
            stay(running.parts)

    return run_until_stopped(run)


def _own_catalog() -> dict[str, str]:
    """Let an office rehearse with its own catalog."""
    name = "INFODESK_CATALOG"
    return {name: os.environ[name]} if name in os.environ else {}


def _stopwatch() -> Progress:
    started = time.monotonic()

    def tell(step: str) -> None:
        show(f"  {time.monotonic() - started:5.1f} 秒  {step}")

    return tell


def _say_what_to_open(running: Running) -> None:
    password = running.premises.secrets().airflow_password
    show(f"""
打开这些：

  Airflow    {running.chinese_url}
             用户名 {OPERATOR}    密码 {password}
  审签看板   {running.desk_url}/board
             谁在等谁、等了多久，未办结的问题；先在“口令设置码”里给编辑甲、分管领导乙各发一个码
  收件箱     {running.inbox_url}
             送审邮件都在这里，点开信里的链接即可审签（手机宽度也可以）
  门户网站   {running.portal_url}
             审签走完、放行之后，稿件出现在这里

各进程的日志在 {running.premises.logs}。按 Ctrl-C 结束，数据会保留到下次。
""")


if __name__ == "__main__":
    sys.exit(main())
