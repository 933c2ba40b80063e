"""What sites send when something is wrong with them: strategies and a seeded mutator."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

FEW = settings(max_examples=120, deadline=None, derandomize=True, database=None)
MANY = settings(FEW, max_examples=3_000)

_TEXTS = (
    "各县市区发展改革局，现将有关事项通知如下，请认真贯彻执行。", "关于价格的通知", "来源：某网",
    "2026-07-31 08:00", "发改价格〔2026〕12号", "责任编辑：编辑甲", "\u202e倒写\u202c", "\u0000",
    "\u0008", "\ufeff", "\ufffe", "\u2028", "\U0001f600", "\u3000" * 9, "&#xD800;", "&#x202e;",
    "&#0;", "&#99999999999;", "&#x110000;", "&", "&amp;lt;b&gt;", "&nbsp", "\\ud83d", "通" * 500,
    "%e4%bd", "﷽",
)  # fmt: skip
_OPENINGS = (
    "<html>", "<body>", "<div id=b>", "<div class='TRS_Editor'>", "<p>", "<p align=center>",
    "<table><tr><td>", "<a href='/1.html'>", "<a href='http://[::1'>", "<a href='javascript:x'>",
    "<a href='http://a.gov.cn:99999/'>", "<a href='/a.pdf' title='\x01'>", "<h1>", "<title>",
    "<script>", "<style>", "<textarea>", "<select><option>", "<svg><script>", "<math><mi>",
    "<noscript>", "<template>", "<ul><li>", "<span style='display:none'>", "<b><i><u>",
    "<iframe src=x>", "<font size=7>", "<form>", "<frameset>", "<plaintext>", "<founder-content>",
    "<x-y:z>", "<li>", "<pre>", "<center>", "<blockquote>", "<time datetime='2026-13-45T99:99'>",
    "<caption>", "<object><embed>",
)  # fmt: skip
_ENDINGS = (
    "</div>", "</p>", "</a>", "</html>", "</body></html>", "</script>", "</td></tr></table>",
    "</h1>", "</title>", "</b>", "</ul>", "</li>", "</form>", "</head>", "</nothing>", "</",
    "</ p>", "</style>", "</textarea>",
)  # fmt: skip
_ODDITIES = (
    "<base href='//'>", "<base href='http://[x]/'>", "<base href=''>", "<base>", "<br>", "<hr/>",
    "<img src='/a.png'>", "<img src='data:image/png;base64,AAAA'>", "<img data-src=x>",
    "<meta charset=gb2312>", "<meta charset=hex>", "<meta name=pubdate content='2026-02-30'>",
    "<meta property='og:title' content='题'>", "<meta name=''>", "<meta>",
    "<meta http-equiv=refresh content='0;url=//'>", "<!--", "-->", "<!-->", "<![CDATA[", "]]>",
    "<!DOCTYPE", "<?xml", "<?xml version='1.0' encoding='utf-7'?>", "<!--enpcontent-->",
    "<!--/enpcontent-->", "<!--enpproperty <a>", "/enpproperty-->",
    "<script>var s='</scr'+'ipt>';",
    "<script type='application/ld+json'>{\"headline\":\"\\ud83d\"}",
    "<script>createPageHTML(99999,0,'index','html')</script>", "<div " + "a" * 300 + ">",
    "<a" + " x=1" * 300 + ">", "<p\x00class=y>", "<p class='\x0b'>", '<p =">', "<p '>", "<>",
    "< p>", "<\ud800>", "<div id=b id=b class='share'>",
)  # fmt: skip
_FEED_PARTS = (
    "<?xml version='1.0'?>", "<rss version='2.0'><channel>",
    "<feed xmlns='http://www.w3.org/2005/Atom'>", "<item>", "<entry>", "</item>", "</entry>",
    "<title>关于价格的通知</title>", "<title>&lt;b&gt;x", "<title><![CDATA[<p>题]]></title>",
    "<link>http://a.gov.cn/1.html</link>", "<link>http://[x</link>", "<link href='/2.html'/>",
    "<guid>12</guid>", "<id>", "<pubDate>Fri, 31 Jul 2026 25:61:00 GMT</pubDate>",
    "<pubDate>Mon, 1 Jan 0001 00:00:00 +9999</pubDate>", "<updated>9999-12-31T23:59:60Z</updated>",
    "<published></published>", "</channel></rss>", "<rdf:RDF>", "&e;",
    "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/hostname'><!ENTITY f '&e;&e;'>]>",
    "<x:y xmlns:x='\x01'>", "<link/>", "<pubDate>99999999999999999999</pubDate>",
    "<dc:date>2026</dc:date>", "<enclosure url='x' length='-'/>",
)  # fmt: skip
_JSON_NAMES = ("data", "items", "list", "title", "url", "date", "total", "id", "version")
_JSON_TEXTS = (
    "9" * 5_000, "/1.html", "http://[x", "\ud800", "<b>" * 700, "https://jsonfeed.org/version/1",
    "1785456000", "9999999999999", "２０２６", "²",
)  # fmt: skip
_CHARSETS = ("utf-8", "utf-8", "gb18030", "big5", "utf-16", "utf-8-sig", "cp1252")


def _encoded(text: str, charset: str) -> bytes:
    try:
        return text.encode(charset, errors="surrogatepass")
    except ValueError:
        return text.encode(charset, errors="xmlcharrefreplace")


def mutated(content: bytes, seed: int) -> bytes:
    """Return the content damaged in a few places; the same seed does the same damage."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(_DAMAGES)(content, chance)
    return content


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _beheaded(content: bytes, chance: random.Random) -> bytes:
    return content[chance.randrange(len(content) + 1) :]


def _hole(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.randrange(2_000) :]


def _flipped(content: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(chance.choice((1, 10, 500)) if content else 0):
        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _repeated(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.randrange(300)]
    return content[:start] + piece * chance.choice((2, 50, 500)) + content[start:]


def _shuffled(content: bytes, chance: random.Random) -> bytes:
    pieces = content.split(b"<")
    chance.shuffle(pieces)
    return b"<".join(pieces)


def _planted(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    planted = _encoded(chance.choice((*_OPENINGS, *_ENDINGS, *_ODDITIES, *_TEXTS)), "utf-8")
    return content[:start] + planted * chance.choice((1, 3, 400)) + content[start:]


def _noise(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + chance.randbytes(chance.choice((1, 100, 5_000))) + content[start:]


_DAMAGES = (_cut, _beheaded, _hole, _flipped, _repeated, _shuffled, _planted, _noise)
_SEEDS = st.integers(0, 2**32)


def _written(*vocabularies: tuple[str, ...]) -> SearchStrategy[bytes]:
    words = st.one_of(*(st.sampled_from(words) for words in vocabularies), st.text(max_size=12))
    runs = st.tuples(words, st.sampled_from((1, 1, 1, 1, 2, 30, 300))).map(
        lambda run: run[0] * run[1]
    )
    texts = st.lists(runs, max_size=30).map("".join)
    return st.builds(_encoded, texts, st.sampled_from(_CHARSETS))


def _perhaps_mutated(contents: SearchStrategy[bytes]) -> SearchStrategy[bytes]:
    return st.one_of(contents, st.builds(mutated, contents, _SEEDS))


def broken_pages() -> SearchStrategy[bytes]:
    """Yield pages as no browser would complain of, and worse."""
    return _perhaps_mutated(_written(_TEXTS, _OPENINGS, _ENDINGS, _ODDITIES)) | st.binary(
        max_size=300
    )


def broken_feeds() -> SearchStrategy[bytes]:
    """Yield feeds with every kind of damage."""
    return _perhaps_mutated(_written(_FEED_PARTS, _FEED_PARTS, _TEXTS, _ODDITIES, _ENDINGS))


def broken_json() -> SearchStrategy[object]:
    """Yield values as an interface may send them in the place of what it promises."""
    leaves = st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters()),
        st.sampled_from((*_TEXTS, *_JSON_TEXTS)),
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=5),
            st.dictionaries(st.sampled_from(_JSON_NAMES), inner, max_size=5),
        ),
        max_leaves=20,
    )


def fuzzed(
    check: Callable[..., None], *strategies: SearchStrategy
) -> tuple[Callable[[], None], object]:
    """Return a test with few examples for every run, and one with many for `make test-full`."""
    return FEW(given(*strategies)(check)), pytest.mark.full(MANY(given(*strategies)(check)))
