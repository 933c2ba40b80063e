"""Verify an exported ledger with nothing but Python's standard library.

Give this file to an inspector together with the export. It does not import Infodesk: the rule is
short enough to be read here. Each line is one entry; its hash is the SHA-256 of a JSON list of
its fields, and it names the hash of the entry before it. The first names 64 zeros.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FIELDS = ("version", "seq", "at", "actor", "action", "subject", "revision_hash", "payload")


def main() -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--expect-hash", default="", help="a hash that must occur in the export")
    given = parser.parse_args()
    seq, previous, hashes = 0, "0" * 64, set()
    for number, entry in _entries(given.file):
        problem = _problem(entry, seq=seq, previous=previous)
        if problem:
            print(f"第 {number} 行：{problem}", file=sys.stderr)
            return 1
        seq, previous = entry["seq"], entry["hash"]
        hashes.add(previous)
    if given.expect_hash and given.expect_hash not in hashes:
        print("导出的台账中没有给出的哈希：末尾可能被截断", file=sys.stderr)
        return 1
    print(f"完好：{seq} 条，末条哈希 {previous}")
    return 0


def _entries(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            yield number, json.loads(line)


def _problem(entry: dict[str, Any], *, seq: int, previous: str) -> str:
    if entry["seq"] != seq + 1:
        return f"序号不连续（应为 {seq + 1}，实为 {entry['seq']}）"
    if entry["previous_hash"] != previous:
        return "与上一条不衔接"
    hashed = [entry[name] for name in FIELDS] + [entry["previous_hash"]]
    text = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    if hashlib.sha256(text.encode()).hexdigest() != entry["hash"]:
        return "内容与哈希不符"
    return ""


if __name__ == "__main__":
    sys.exit(main())
