"""Whatever bytes come: each reader gives a result or a clear error, and never breaks."""

import json

from tests.fuzz.answers import answer_of
from tests.fuzz.broken_input import broken_feeds, broken_json, broken_pages, fuzzed, mutated


def _pages(content: bytes) -> None:
    for reader in ("read_with_selectors", "read_without_selectors", "extract"):
        answer_of(reader, content)


def _lists(content: bytes) -> None:
    for reader in ("list_of_page", "paper", "challenge"):
        answer_of(reader, content)


def _feeds(content: bytes) -> None:
    answer_of("feed", content)


def _json(value: object) -> None:
    for shape in (value, {"data": value, "total": value}, {"data": [value], "total": "9" * 5_000}):
        content = json.dumps(shape).encode()
        answer_of("json_list", content)
        answer_of("json_list", mutated(content, len(content)))
    feed = {
        "version": "https://jsonfeed.org/version/1",
        "items": [value, {"url": value, "title": value}],
    }
    answer_of("feed", json.dumps(feed).encode())


test_article_pages, test_article_pages_at_length = fuzzed(_pages, broken_pages())
test_list_pages, test_list_pages_at_length = fuzzed(_lists, broken_pages())
test_feeds, test_feeds_at_length = fuzzed(_feeds, broken_feeds())
test_feeds_that_are_pages, test_feeds_that_are_pages_at_length = fuzzed(_feeds, broken_pages())
test_json, test_json_at_length = fuzzed(_json, broken_json())
