"""Read one saved article page and print what it says as JSON.

Reach for it when a page was read wrongly, or to try a site before writing a source for it. FILE is
the page as it was sent (`-` is standard input); --url is where it came from, so that links can be
made absolute and the date in the address counts. Needs neither catalog nor database.
Exits with 1 when there is no article in the page, with 2 when the page cannot be had.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

# Saved pages are read on machines where nothing is set up: the script finds its own source tree.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "include"))

from infodesk.bootstrap import SHANGHAI
from infodesk.bootstrap.extraction import extract_article

_REASONS = {
    FileNotFoundError: "没有这个文件",
    IsADirectoryError: "这是一个文件夹",
    PermissionError: "没有读取权限",
}


def extract(html: bytes, url: str, *, today: date | None = None) -> dict[str, Any]:
    """Return what a page says, as `main` prints it; empty values where the page says nothing.

    `published` is `2026-11-23T17:30:00+08:00`, or `2026-11-23` where only the day is known. Never
    raises for what is in the page: `warnings` tells.
    """
    return extract_article(html, url=url, today=today or datetime.now(SHANGHAI).date())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="", help="the address that the page came from")
    parser.add_argument("file", metavar="FILE", help="the saved page, or - for standard input")
    given = parser.parse_args(arguments)
    try:
        html = sys.stdin.buffer.read() if given.file == "-" else Path(given.file).read_bytes()
    except OSError as error:
        reason = _REASONS.get(type(error), error.strerror)
        print(f"读不到文件 {given.file}：{reason}（请核对路径和权限）", file=sys.stderr)
        return 2
    article = extract(html, given.url)
    print(json.dumps(article, ensure_ascii=False, indent=2))
    if not article["body_text"] and not article["images"]:
        print("没有读到正文（请用浏览器打开原文核对）", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
