"""Write the ledger to a file that anybody can verify with verify_ledger_export.py alone.

Reach for it when the ledger must be shown to somebody outside, or kept apart from its database.
"""

import argparse
import sys
from pathlib import Path

from infodesk.bootstrap import export_ledger


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="where to write it (JSON lines, UTF-8)")
    given = parser.parse_args()
    if given.file.exists():
        print(f"{given.file} 已存在，不覆盖", file=sys.stderr)
        return 1
    count = export_ledger(given.file)
    print(f"已导出 {count} 条：{given.file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
