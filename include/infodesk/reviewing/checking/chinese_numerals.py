"""Chinese numerals up to ninety-nine, as headings use them."""

_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}


def numeral_value(words: str) -> int:
    """Return 13 for 十三 and for 13; 0 for what is no numeral below a hundred."""
    if words.isdecimal():
        return int(words)
    tens, has_ten, ones = words.partition("十")
    if not has_ten:
        return _DIGITS.get(words, 0)
    value = (_DIGITS.get(tens, 0) if tens else 1) * 10
    return value + (_DIGITS.get(ones, 0) if ones else 0)
