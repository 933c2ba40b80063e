"""Show a page that was kept as evidence, and read it again without asking its site.

Reach for it when somebody doubts what an original said, or when pages must be read anew after the
reader was improved. REFERENCE is a capture's SHA-256 or an article's id; an article that was seen
at several places has several captures. --out writes the WARC file, which any WARC software opens.
Exits with 1 when there is none, or when it cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from infodesk.bootstrap import InfodeskError
from infodesk.bootstrap.evidence import Evidence, evidence_file, find_evidence, read_evidence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the script."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", metavar="REFERENCE", help="a SHA-256 or an article's id")
    parser.add_argument("--extract", action="store_true", help="print what the page says, as JSON")
    parser.add_argument("--source", default="", help="the source whose selectors read a SHA-256")
    parser.add_argument("--out", type=Path, help="write the newest capture's WARC file there")
    given = parser.parse_args(arguments)
    try:
        found = find_evidence(given.reference, source_id=given.source)
        if given.out is not None:
            return _write(found[-1], given.out)
        if given.extract:
            readings = [{"capture": e.sha256, **read_evidence(e)} for e in found]
            print(json.dumps(readings, ensure_ascii=False, indent=2))
            return 0
    except InfodeskError as error:
        print(error, file=sys.stderr)
        return 1
    for evidence in found:
        print("\n".join(f"{name}：{value}" for name, value in evidence.facts.items()), end="\n\n")
    return 0


def _write(evidence: Evidence, file: Path) -> int:
    if file.exists():
        print(f"{file} 已存在，不覆盖", file=sys.stderr)
        return 1
    file.write_bytes(evidence_file(evidence))
    print(f"已写出 {evidence.sha256}：{file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
