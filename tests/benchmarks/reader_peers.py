"""The peers of the general reader, each behind `extract(html, url)`; run by their own Python.

Prints, for the reader named on the command line and the gold set given, one JSON object: what was
extracted from each page, and the seconds that all pages took. Imports nothing of Infodesk.
"""

import json
import sys
import time
from pathlib import Path


def gne_reader():
    from gne import GeneralNewsExtractor

    extractor = GeneralNewsExtractor()

    def extract(html: bytes, url: str) -> dict:
        found = extractor.extract(_decoded(html), host=url)
        return {
            "title": found["title"],
            "published": found["publish_time"],
            "source": "",
            "body_text": found["content"],
        }

    return extract


def trafilatura_reader():
    import trafilatura

    def extract(html: bytes, url: str) -> dict:
        found = trafilatura.bare_extraction(html, url=url or None, with_metadata=True)
        if found is None:
            return {}
        return {
            "title": found.title,
            "published": found.date,
            "source": "",
            "body_text": found.text,
        }

    return extract


def _decoded(html: bytes) -> str:
    for charset in ("utf-8", "gb18030"):
        try:
            return html.decode(charset)
        except UnicodeDecodeError:
            continue
    return html.decode("utf-8", errors="replace")


READERS = {"gne": gne_reader, "trafilatura": trafilatura_reader}


def measured(extract, pages: list[tuple[bytes, str]]) -> dict:
    """Extract every page once, after one page to warm up."""
    _quietly(extract, *pages[0])
    began = time.perf_counter()
    found = [_quietly(extract, html, url) for html, url in pages]
    return {"seconds": time.perf_counter() - began, "found": found}


def _quietly(extract, html: bytes, url: str) -> dict:
    try:
        return extract(html, url)
    except Exception:  # noqa: BLE001 - a page that breaks a reader is one that it has not read
        return {}


def pages_of(gold_file: Path) -> list[tuple[bytes, str]]:
    """Return the pages of a gold set with their addresses."""
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    return [((gold_file.parent / g["file"]).read_bytes(), g["url"] or "") for g in gold]


if __name__ == "__main__":
    print(json.dumps(measured(READERS[sys.argv[1]](), pages_of(Path(sys.argv[2])))))
