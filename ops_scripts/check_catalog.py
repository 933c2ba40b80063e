"""Check the catalog: every mistake at once, each with its file, key and remedy.

Reach for it after any edit in include/catalog and before installing it; `make check` runs it too.
Exits with 1 when there is a mistake. Hints are printed and do not fail the check.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from infodesk.bootstrap.rule_book import failing_examples
from infodesk.catalog.advice import advise
from infodesk.catalog.errors import CatalogError
from infodesk.catalog.loading import load_catalog

SHIPPED = Path(__file__).resolve().parents[1] / "include" / "catalog"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--catalog",
        type=Path,
        default=Path(os.environ.get("INFODESK_CATALOG") or SHIPPED),
        metavar="DIR",
        help="the catalog's folder (INFODESK_CATALOG, else the one that is shipped)",
    )
    folder = parser.parse_args(arguments).catalog
    started = time.perf_counter()
    try:
        catalog = load_catalog(folder)
    except CatalogError as error:
        print(error, file=sys.stderr)
        return 1
    if failed := failing_examples(catalog):
        print(f"目录数据有 {len(failed)} 处错误：", file=sys.stderr)
        for issue in failed:
            print(f"  {issue.message}（{issue.remedy}）", file=sys.stderr)
        return 1
    milliseconds = (time.perf_counter() - started) * 1000
    for hint in advise(catalog, today=datetime.now(ZoneInfo("Asia/Shanghai")).date()):
        print(f"提示：{hint.message}（{hint.remedy}）")
    print(
        f"目录数据无误：信息源 {len(catalog.sources)} 个、渠道 {len(catalog.channels)} 个、"
        f"科室 {len(catalog.departments)} 个、人员 {len(catalog.people)} 人、"
        f"审核链 {len(catalog.review_chains)} 条、"
        f"工作日表 {len(catalog.calendar.years)} 年，用时 {milliseconds:.0f} 毫秒"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
