"""Pages that want a browser or a person instead of giving what was asked for."""

import re

from infodesk.collecting.web.charset import decode_page
from infodesk.collecting.web.page_tree import page_tree, text_of

# 412 and 521 are what the two firewalls of most Chinese government sites answer first.
CHALLENGE_STATUSES = frozenset({412, 521})
# In lower case, as the page is when they are looked for.
_MARKS = (
    b"__jsl_clearance", b"acw_sc__v2", b"_cf_chl_opt", b"cf-challenge", b"aliyun_waf", b"captcha",
)  # fmt: skip
_RUISHU = re.compile(rb"\$_ts\s*=\s*window")
_COOKIE_AND_AGAIN = re.compile(
    rb"document\.cookie\s*=.{0,2000}location|location.{0,2000}document\.cookie\s*=", re.DOTALL
)
_WORDS = ("安全验证", "访问验证", "人机验证", "滑动验证", "滑块", "验证码", "启用JavaScript")
_BEGINS_WITH_TAG = re.compile(rb"(\xef\xbb\xbf)?\s*<")
_LARGEST = 100_000  # bytes; a challenge page holds a script and next to no text
_MOST_TEXT = 200  # characters


def is_challenge(content: bytes) -> bool:
    """Tell whether a page that came with status 200 or 202 is a challenge and no content.

    A page that mentions such words in its own text, or carries such a script beside it, is none.
    """
    if len(content) > _LARGEST or not _BEGINS_WITH_TAG.match(content):
        return False
    has_mark = _has_mark(content.lower())
    if not has_mark and not _may_hold_words(content):
        return False
    text = text_of(page_tree(decode_page(content).text))
    return len(text) <= _MOST_TEXT and (has_mark or any(word in text for word in _WORDS))


def _has_mark(page: bytes) -> bool:
    """Tell whether a page in lower case carries the script of a challenge.

    Every page that is fetched comes through here, so plain searches come before patterns.
    """
    if any(mark in page for mark in _MARKS) or (b"$_ts" in page and _RUISHU.search(page)):
        return True
    may_set = b"document.cookie" in page and b"location" in page
    return may_set and _COOKIE_AND_AGAIN.search(page) is not None


def _may_hold_words(content: bytes) -> bool:
    """Tell cheaply; a page of that length in bytes and without text is rare."""
    return len(content) < 20_000 and not re.search(rb"<(p|li|td)\b", content)
