"""Look at a source: what its list gives, which fields its articles fill, what is not as expected.

Reach for it on the first live run of a source (`verified = false`), and when an alarm says that a
site has changed. It asks the site as politely as the collecting does and stores nothing. With
--page a list page that was saved from the browser is read instead, and nothing is fetched.
Exits with 0 when all is as expected, 1 when something differs, 2 when the site cannot be had.
"""

import argparse
import json
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from infodesk.bootstrap import InfodeskError, Severity, as_text, local_date
from infodesk.bootstrap.sources import (
    Inspection,
    check_source,
    differing_shapes,
    is_unreachable,
    source_ids,
)
from infodesk.catalog.source_lines import line_of_key

EXPECTED = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "sources"
SHOWN_ITEMS = 10
AS_EXPECTED, DIFFERENT, UNREACHABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", nargs="?", metavar="ID", help="id of the source: its file's name")
    parser.add_argument("--all", action="store_true", help="look at every source, one by one")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="read this saved list page, fetch nothing"
    )
    parser.add_argument("--json", action="store_true", help="print JSON for other programs")
    given = parser.parse_args(arguments)
    if given.all == bool(given.source) or (given.all and given.page):
        parser.error("name one source, or give --all (without --page)")
    try:
        ids = source_ids() if given.all else [given.source]
    except InfodeskError as error:
        print(error, file=sys.stderr)
        return UNREACHABLE
    reports = [_look(source_id, given.page) for source_id in ids]
    if given.json:
        print(json.dumps([report for report, _ in reports], ensure_ascii=False, indent=2))
    else:
        print("\n\n".join(_words(report) for report, _ in reports))
    return max(code for _, code in reports)


def _look(source_id: str, page: Path | None) -> tuple[dict[str, Any], int]:
    try:
        found = check_source(source_id, page_file=page)
    except InfodeskError as error:
        report = {"id": source_id, "error": error.message, "remedy": error.remedy}
        return report, UNREACHABLE if is_unreachable(error) else DIFFERENT
    report = _report(found, [] if page else differing_shapes(found, _expected(source_id)))
    is_well = found.is_as_expected and not report["differences"]
    return report, AS_EXPECTED if is_well else DIFFERENT


def _expected(source_id: str) -> dict[str, Any]:
    file = EXPECTED / source_id / "expected.json"
    return json.loads(file.read_text("utf-8")) if file.is_file() else {}


def _report(found: Inspection, differences: list[str]) -> dict[str, Any]:
    source = found.source
    return {
        "id": source.id,
        "name": source.name,
        "kind": str(source.kind),
        "url": str(source.url),
        "verified": source.verified,
        "verified_line": line_of_key(source, "verified"),
        "items": [
            {
                "title": item.title,
                "url": item.url,
                "published": as_text(item.published) if item.published else None,
                "day": f"{local_date(item.published)}" if item.published else None,
            }
            for item in found.items
        ],
        "articles": len(found.articles),
        "fields": [
            {
                "name": field.name,
                "label": field.label,
                "filled": field.filled,
                "required": field.name in source.expect.required,
                "example": field.example,
            }
            for field in found.fields
        ],
        "unread": list(found.unread),
        "issues": [
            {
                "rule": issue.rule_id,
                "is_hint": issue.severity is Severity.HINT,
                "message": issue.message,
                "remedy": issue.remedy,
            }
            for issue in found.issues
        ],
        "differences": differences,
    }


def _words(report: dict[str, Any]) -> str:
    if "error" in report:
        lines = [f"【{report['id']}】没有读到", f"  {report['error']}", f"  {report['remedy']}"]
        return "\n".join(line.rstrip() for line in lines if line.strip())
    lines = [
        f"【{report['id']}】{report['name']}",
        f"  {report['url']}",
        "",
        *_items(report["items"]),
        *_fields(report),
        *_problems(report),
        "",
        _verdict(report),
    ]
    return "\n".join(lines)


def _items(items: list[dict[str, Any]]) -> list[str]:
    lines = [f"列表共 {len(items)} 条" + ("，前几条：" if len(items) > SHOWN_ITEMS else "：")]
    for item in items[:SHOWN_ITEMS]:
        lines += [f"  {item['day'] or '日期不明  '}  {item['title'] or '（无标题）'}"]
        lines += [f"              {item['url']}"]
    return lines


def _fields(report: dict[str, Any]) -> list[str]:
    if not report["articles"]:
        return []
    lines = ["", f"试读 {report['articles']} 篇文章，各项读到的情况（* 为必须读到）："]
    for field in report["fields"]:
        mark = "*" if field["required"] else " "
        count = f"{field['filled']}/{report['articles']}"
        lines.append(f"  {mark} {_wide(field['label'], 10)}{count:<6}{field['example']}".rstrip())
    return lines


def _problems(report: dict[str, Any]) -> list[str]:
    lines = []
    for issue in report["issues"]:
        lines.append(f"  {'提示' if issue['is_hint'] else '不符'}：{issue['message']}")
        lines += [f"        {issue['remedy']}"] if issue["remedy"] else []
    lines += [f"  未读到：{why}" for why in report["unread"]]
    lines += [f"  与录制时不同：{what}" for what in report["differences"]]
    return ["", "须核对的：", *lines] if lines else []


def _verdict(report: dict[str, Any]) -> str:
    grave = [issue for issue in report["issues"] if not issue["is_hint"]]
    if grave or report["unread"] or report["differences"]:
        return "结论：与预期不符，请按上面各条核对，改好后再运行本命令。"
    if report["verified"]:
        return "结论：与预期一致。"
    return (
        "结论：与预期一致。该来源还没有在真实网站上核对过（verified = false），"
        f"上面的条目和字段与网站一致的，请在 {report['verified_line']}写上 verified = true。"
    )


def _wide(text: str, width: int) -> str:
    """Fill up with spaces; a Chinese character takes two places."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, width - taken)


if __name__ == "__main__":
    sys.exit(main())
