"""Make every parked errand due again.

Reach for it when a problem says that an errand was tried too often and stopped, after its cause
is mended. Safe to run twice.
"""

import argparse
import sys

from infodesk.bootstrap import retry_parked_errands


def main() -> int:
    """Run the script."""
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    print(f"重新开始 {retry_parked_errands()} 项停止的待办")
    return 0


if __name__ == "__main__":
    sys.exit(main())
