import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infodesk.kernel.canonical import canonical_json, sha256_hex

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_what_is_written_says_the_same_as_the_value(value) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(texts, values, min_size=2, max_size=5))
def test_the_order_of_keys_does_not_matter(value) -> None:
    backwards = dict(reversed(value.items()))

    assert canonical_json(backwards) == canonical_json(value)


@given(values, values)
def test_different_values_are_written_differently(one, other) -> None:
    is_same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

    assert (canonical_json(one) == canonical_json(other)) is is_same


def test_it_is_written_without_blanks_and_with_real_characters() -> None:
    assert canonical_json({"b": [1, None, True], "a": "“同意”\n𠮷"}) == (
        '{"a":"“同意”\\n𠮷","b":[1,null,true]}'
    )


def test_tuples_and_lists_are_the_same_sequence() -> None:
    assert canonical_json((1, (2, "x"))) == canonical_json([1, [2, "x"]])


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), [1, [0.5]], {"a": {"b": 2.5}}, {1: "a"}, {"a": {None: 1}}, {"a": {1, 2}}],
)
def test_what_has_no_single_form_is_refused(value) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_text_and_its_utf8_bytes_have_one_hash() -> None:
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    assert sha256_hex("abc") == sha256_hex(b"abc") == known
    assert sha256_hex("同意") == sha256_hex("同意".encode())
