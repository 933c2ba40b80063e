"""Verify the ledger now, without waiting for the daily task.

Reach for it after a restore, after an incident, or when an inspector asks. With --expect-hash it
also looks for a hash from a mail or a printed form: cutting the tail of a chain leaves a valid
chain, and only a hash that left the house shows it.
"""

import argparse
import sys

from infodesk.bootstrap import ledger_report


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--expect-hash", default="", help="a hash that must occur in the ledger")
    given = parser.parse_args()
    report = ledger_report(expected_hash=given.expect_hash)
    print(f"台账共 {report.entries} 条，末条第 {report.head_seq} 条，哈希 {report.head_hash}")
    for found in report.breaks:
        print(f"异常：第 {found.seq} 条，{found.damage}", file=sys.stderr)
    if given.expect_hash and not report.holds_expected:
        print("异常：台账中没有给出的哈希，末尾可能被截断", file=sys.stderr)
    return 0 if report.is_intact and report.holds_expected else 1


if __name__ == "__main__":
    sys.exit(main())
