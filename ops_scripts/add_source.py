"""Propose the file of a new source from a list page, live or saved from the browser.

Reach for it when a column of another site is to be collected too. The page's kind is found out, a
list's selectors are made, its first articles are tried, and the file is written into the catalog
with `verified = false`, for a person to look through. With --save-fixture the list page, shortened
to its first entries, and their articles are recorded for the tests. Nothing is overwritten without
--force, nothing is asked.
Exits with 0 when a file was written, 1 when nothing could be proposed, 2 when the page cannot be
had.
"""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from infodesk.bootstrap import InfodeskError, local_date, wiring
from infodesk.bootstrap.sources import (
    Page,
    Proposal,
    is_unreachable,
    propose_source,
    recorded_article,
    recorded_item,
    trimmed_list,
)

PROJECT = Path(__file__).resolve().parents[1]
SHIPPED = PROJECT / "include" / "catalog"
FIXTURES = PROJECT / "tests" / "fixtures"
SHOWN_ITEMS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    given = _parsed(arguments)
    file = _catalog() / "sources" / f"{given.id}.toml"
    if file.exists() and not given.force:
        print(f"已有 {file}，没有改动；要重新拟写请加 --force", file=sys.stderr)
        return 1
    is_saved = not re.match(r"https?://", given.page)
    try:
        proposal = propose_source(
            given.url if is_saved else given.page,
            source_id=given.id,
            page_file=Path(given.page) if is_saved else None,
            name=given.name,
            credit=given.credit,
        )
    except InfodeskError as error:
        print(error, file=sys.stderr)
        return 2 if is_unreachable(error) else 1
    print(_preview(proposal))
    if given.dry_run:
        print(proposal.toml)
        return 0
    file.write_text(proposal.toml, encoding="utf-8")
    print(f"已写入 {file}")
    if given.save_fixture:
        for written in _save_fixture(proposal, given.fixtures):
            print(f"已录制 {written}")
    print(f"请核对该文件，再运行 python ops_scripts/check_source.py {given.id}")
    return 0


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", metavar="URL|FILE", help="the list page, or a file it was saved to")
    parser.add_argument("--id", required=True, help="the new source's id, its file's name")
    parser.add_argument("--url", default="", help="with FILE: the address it was saved from")
    parser.add_argument("--name", default="", help="the source's name; else taken from the page")
    parser.add_argument("--credit", default="", help="credit (来源) where an article names none")
    parser.add_argument("--save-fixture", action="store_true", help="record pages for the tests")
    parser.add_argument("--fixtures", type=Path, default=FIXTURES, help=argparse.SUPPRESS)
    parser.add_argument("--force", action="store_true", help="overwrite the source's file")
    parser.add_argument("--dry-run", action="store_true", help="print the file, write nothing")
    given = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z0-9_]+", given.id):
        parser.error("--id: only small letters, digits and _ (只用小写字母、数字和下划线)")
    if not re.match(r"https?://", given.page) and not given.url:
        parser.error(
            "a saved page needs --url, the address it was saved from (须用 --url 写明网址)"
        )
    return given


def _catalog() -> Path:
    return Path(os.environ.get("INFODESK_CATALOG") or SHIPPED)


def _preview(proposal: Proposal) -> str:
    items = proposal.inspection.items
    lines = [f"{proposal.source.name}（{proposal.source.kind}），读到 {len(items)} 条："]
    for item in items[:SHOWN_ITEMS]:
        day = local_date(item.published) if item.published else "日期不明  "
        lines += [f"  {day}  {item.title or '（无标题）'}", f"              {item.url}"]
    if len(items) > SHOWN_ITEMS:
        lines.append(f"  ……其余 {len(items) - SHOWN_ITEMS} 条略")
    articles = proposal.inspection.articles
    for field in proposal.inspection.fields if articles else ():
        lines.append(f"  {field.label}：{field.filled}/{len(articles)} 篇读到  {field.example}")
    for issue in proposal.inspection.issues:
        lines.append(f"  须核对：{issue.message}（{issue.remedy}）")
    lines += [f"  未读到：{why}" for why in proposal.inspection.unread]
    return "\n".join(lines)


def _save_fixture(proposal: Proposal, folder: Path) -> list[Path]:
    """Record the list, shortened to the articles that were tried, and these."""
    found, source = proposal.inspection, proposal.source
    kept = found.items[: len(found.articles)]
    written = []
    if found.page is not None:
        content = trimmed_list(found.page, source, keep=len(kept))
        written += _record(found.page, content, folder)
    for page in found.article_pages:
        written += _record(page, page.content, folder)
    expected = {
        "today": f"{local_date(wiring().clock.now())}",
        "traps": [],
        "pages_read": 1,
        "items": [recorded_item(item) for item in kept],
        "articles": [recorded_article(article) for article in found.articles],
    }
    file = folder / "sources" / source.id / "expected.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(expected, ensure_ascii=False, indent=1)
    file.write_text(text + "\n", encoding="utf-8")
    return [*written, file]


def _record(page: Page, content: bytes, folder: Path) -> list[Path]:
    """Write a page where the tests look for it: `<host>/<path>`, its charset beside it."""
    parts = urlsplit(page.url)
    path = unquote(parts.path).lstrip("/")
    file = (
        folder
        / "sites"
        / parts.netloc
        / (path if path[-1:] not in {"", "/"} else f"{path}index.html")
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if not page.charset_hint:
        return [file]
    headers = file.with_name(file.name + ".headers.json")
    said = {"content-type": page.headers.get("content-type", "")}
    headers.write_text(json.dumps(said) + "\n", encoding="utf-8")
    return [file, headers]


if __name__ == "__main__":
    sys.exit(main())
