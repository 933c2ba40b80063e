from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from infodesk.reviewing.checking.folding import BLANKS, INVISIBLE, PUNCTUATION, fold
from infodesk.reviewing.checking.lexicon import Lexicon


def plainly(entries, text):
    """The same by loops: what the automaton must agree with."""
    found = []
    for word, exceptions, value in entries:
        shields = [
            (at, at + len(e))
            for e in exceptions
            for at in range(len(text))
            if text.startswith(e, at)
        ]
        for at in range(len(text)):
            end = at + len(word)
            if text.startswith(word, at) and not any(s <= at and end <= e for s, e in shields):
                found.append((at, end, value))
    return sorted(found)


letters = st.text(alphabet="甲乙丙", min_size=1, max_size=4)


@given(
    entries=st.lists(st.tuples(letters, st.lists(letters, max_size=2), st.integers()), max_size=8),
    text=st.text(alphabet="甲乙丙丁", max_size=40),
)
def test_agrees_with_plain_loops(entries, text) -> None:
    entries = [(w, [e for e in exceptions if w in e and e != w], v) for w, exceptions, v in entries]

    assert sorted(Lexicon(entries).find(text)) == plainly(entries, text)


def test_an_exception_shields_its_own_word_only() -> None:
    lexicon = Lexicon([("布署", ["公布署"], "一"), ("署名", [], "二")])

    assert [value for *_, value in lexicon.find("公布署名")] == ["二"]


def test_overlapping_words_are_all_found() -> None:
    found = Lexicon([("甲乙", [], 1), ("乙丙", [], 2), ("甲乙丙", [], 3)]).find("甲乙丙")

    assert sorted(value for *_, value in found) == [1, 2, 3]


def test_nothing_to_look_for() -> None:
    assert list(Lexicon([]).find("文字")) == []


@given(
    text=st.text(max_size=60), dropped=st.sampled_from([INVISIBLE, BLANKS, BLANKS | PUNCTUATION])
)
def test_folding_knows_the_way_back(text: str, dropped: frozenset[str]) -> None:
    folded = fold(text, dropped=dropped)

    assert len(folded.offsets) == len(folded.text)
    assert all(one < other for one, other in pairwise(folded.offsets))
    assert all(text[at] not in dropped for at in folded.offsets)
    if folded.text:
        start, end = folded.span(0, len(folded.text))
        assert fold(text[start:end], dropped=dropped).text == folded.text


def test_a_word_hidden_among_fifty_thousand_is_found_where_it_stands() -> None:
    random = Random("terms")
    terms = {"".join(chr(random.randint(0x4E00, 0x9FA5)) for _ in range(4)) for _ in range(50_000)}
    wanted = sorted(terms)[12_345]
    text = "前文" * 700 + wanted + "后文" * 700

    assert list(Lexicon((t, (), t) for t in terms).find(text)) == [(1400, 1404, wanted)]
