"""What a page may cost: one that would take minutes or gigabytes to parse is refused unparsed."""

import re

from infodesk.collecting.web.page_errors import PageTooLarge

LARGEST_HTML = 5 * 1024 * 1024  # bytes; a hundred times the usual page
# Time and memory go with the elements (about 20 µs and 1 KB each at worst, parsed and read), not
# with the bytes: a page of nothing but <p> took 11 s and 1 GB. Long articles have up to 15,000.
MOST_TAGS = 100_000  # beginnings and ends
MOST_REFERENCES = 200_000  # `&nbsp;` and its kin; a long table has a few thousand
# The parser takes time with the square of the attributes of one tag: 90,000 took 7 s.
MOST_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<]{10000,}")
_UP_TO_ITS_END = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+'|["'])*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_SCRIPT_END = re.compile(r"</script\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s/]+")


def check_size(content: bytes, *, url: str) -> None:
    """Raise PageTooLarge above 5 MB, 100,000 tags or 200,000 references."""
    if len(content) > LARGEST_HTML:
        raise PageTooLarge(
            f"网页过大：{url}（{len(content) // 1024} KB）",
            remedy="请确认该地址是文章页而不是文件下载地址",
        )
    if content.count(b"<") > MOST_TAGS:
        raise _too_many("标签", MOST_TAGS, url)
    if content.count(b"&") > MOST_REFERENCES:
        raise _too_many("转义字符", MOST_REFERENCES, url)


def check_attributes(text: str, *, url: str) -> None:
    """Raise PageTooLarge where one tag has more than 5,000 attributes."""
    if _LONG_TAG.search(text) is None:
        return
    for tag in _LONG_TAG.finditer(_without_scripts(text)):
        head = _UP_TO_ITS_END.match(tag[0])
        names = _VALUE.sub("", head[0]) if head else ""
        if len(_BETWEEN.findall(names)) > MOST_ATTRIBUTES:
            raise _too_many("属性", MOST_ATTRIBUTES, url)


def _without_scripts(text: str) -> str:
    """Leave the inside of scripts out, where `a<b` begins no tag."""
    before, *pieces = _SCRIPT.split(text)
    kept = [before]
    for piece in pieces:
        end = _SCRIPT_END.search(piece)
        kept += ["<script", piece[: piece.find(">") + 1], piece[end.end() :] if end else ""]
    return "".join(kept)


def _too_many(what: str, most: int, url: str) -> PageTooLarge:
    return PageTooLarge(
        f"网页{what}过多（超过 {most} 个），未予解析：{url}",
        remedy="请用浏览器打开该地址，确认是不是文章页",
    )
