"""The sketch of a text: a few hashes by which texts that have much in common find each other.

Of the places in a text those are taken whose shingle has the smallest residue; two texts that
share a passage take the same places of it, wherever it stands. What is kept of a place is the hash
of the longer run of characters that begins there: short runs are phrases that everybody writes.
"""

from collections.abc import Iterator
from hashlib import blake2b

from infodesk.collecting.likeness.folded_words import SHINGLE, grams

SKETCH_SIZE = 32
PASSAGE = 8  # characters behind each hash
_PRIME = 1_000_003
_SPARE = 2  # how many times the places wanted are looked for at first


def sketch(words: str) -> tuple[int, ...]:
    """Return at most SKETCH_SIZE hashes of folded words, as signed 64-bit numbers, ascending."""
    places = len(words)
    limit = _SPARE * SKETCH_SIZE * _PRIME // max(places, 1)
    while True:
        found = sorted(_places(words, limit))
        passages = dict.fromkeys(words[start : start + PASSAGE] for _, start in found)
        if len(passages) >= SKETCH_SIZE or limit >= _PRIME:
            return tuple(sorted(_hash(p) for p in list(passages)[:SKETCH_SIZE]))
        limit *= 4


def _places(words: str, limit: int) -> Iterator[tuple[int, int]]:
    last = len(words) - PASSAGE
    for offset in range(SHINGLE):
        for number, gram in enumerate(grams(words, offset)):
            residue = gram % _PRIME
            if residue < limit:
                start = offset + SHINGLE * number
                if start <= last:
                    yield residue, start


def _hash(passage: str) -> int:
    digest = blake2b(passage.encode("utf-8", errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)
