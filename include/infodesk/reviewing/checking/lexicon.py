"""Finds tens of thousands of words in one pass over a text, exceptions included."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick

T = TypeVar("T")


class Lexicon(Generic[T]):
    """Words with their exceptions, compiled once into an Aho-Corasick automaton.

    An entry is (word, exceptions, what the word stands for). A word inside one of its own
    exceptions is not reported; exceptions of other words do not shield it.
    """

    def __init__(self, entries: Iterable[tuple[str, Iterable[str], T]]) -> None:
        self._values: list[T] = []
        patterns: list[str] = []
        self._owners: list[tuple[int, bool]] = []  # of each pattern: its entry, is it an exception
        for number, (word, exceptions, value) in enumerate(entries):
            self._values.append(value)
            for pattern in dict.fromkeys((word, *exceptions)):
                patterns.append(pattern)
                self._owners.append((number, pattern != word))
        self._automaton = AhoCorasick(patterns) if patterns else None

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Yield start, end and value of every word that stands outside its exceptions."""
        if self._automaton is None:
            return
        words: list[tuple[int, int, int]] = []
        shields: dict[int, list[tuple[int, int]]] = {}
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            number, is_exception = self._owners[pattern]
            if is_exception:
                shields.setdefault(number, []).append((start, end))
            else:
                words.append((start, end, number))
        for start, end, number in words:
            inside = shields.get(number, ())
            if not any(first <= start and end <= last for first, last in inside):
                yield start, end, self._values[number]
