"""Reads one file in a process of its own: `python -m infodesk.adapters.attachment_texts NAME`.

The bytes come on standard input, words and troubles leave as JSON on standard output. A file that
makes a library crash, hang or eat memory ends this process and nothing else.
"""

import json
import resource
import sys
from dataclasses import asdict

from infodesk.adapters.attachment_texts.limits import ORDINARY, CannotRead
from infodesk.adapters.attachment_texts.reading import read_file


def main(name: str) -> None:
    """Read, and print what was found."""
    limits = ORDINARY
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    seconds = int(limits.seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        pieces, troubles = read_file(name, sys.stdin.buffer.read(), limits)
    except CannotRead as refused:
        pieces, troubles = [], [refused.trouble]
    found = {"pieces": [asdict(p) for p in pieces], "troubles": [asdict(t) for t in troubles]}
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main(sys.argv[1])
