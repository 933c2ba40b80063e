"""The title: the heading that agrees with what the page calls itself."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from infodesk.collecting.reading.extraction.boxes import Box
from infodesk.collecting.reading.extraction.page_facts import PageFacts

_TAG_BONUS = {"h1": 14.0, "h2": 8.0, "h3": 4.0, "h4": 1.0}
_NAME = re.compile(r"title|headline|biaoti|\bbt\b|\btit\b|activity-name|artname")
_LONGEST = 150  # characters
_EXACT = 20.0  # for a heading that is all of what the page calls itself
_LEAST_SHARE = 0.35  # of the longest claim; less of it is a site's or a column's name
_SEPARATOR = re.compile(
    r"\s*[_|｜丨]+\s*|\s+[-–—·]+\s+|[-–—]{1,2}(?=[^-–—]{2,14}$)|\s*[-–—]{2,}\s*"
)
_TRUNCATED = re.compile(r"(?:…|\.{3})\s*$")
_SITE_WORD = re.compile(
    r"网|报|新闻|频道|门户|政府|委员会|资讯|在线|中心|财经|博客|论坛|平台|首页|局|厅|公众号|栏目|版|号"
    r"|百科|手机|专栏|\.(?:com|cn|net|org)"
)
_METAS = (
    "articletitle", "og:title", "twitter:title", "title", "headline", "dc.title",
    "weibo:article:title", "contenttitle", "share_title",
)  # fmt: skip
_IN_SCRIPT = re.compile(r"""msg_title\s*=\s*['"]([^'"]{4,150})['"]""")  # WeChat


def comparable_title(text: str) -> str:
    """Return a title without what makes no difference between two writings of it."""
    return re.sub(r"[\s\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def title_of(facts: PageFacts, boxes: Sequence[Box]) -> str:
    """Return the title of the article, or ""."""
    claims = _claims(facts)
    heading = _best_heading(boxes, claims)
    if heading is not None:
        return heading.text
    for name in ("articletitle", "contenttitle"):
        if facts.meta(name):
            return facts.meta(name)
    return without_site_name(claims[0], claims[1:]) if claims else ""


def title_box(boxes: Sequence[Box], title: str) -> Box | None:
    """Return the block that shows the title: a heading before any other."""
    wanted = comparable_title(title)
    if not wanted:
        return None
    found = None
    for box in boxes:
        if not box.chars or box.chars > _LONGEST * 2 or comparable_title(box.text) != wanted:
            continue
        if found is None or box.tag in _TAG_BONUS:
            found = box
        if box.tag in {"h1", "h2"}:
            return box
    return found


def without_site_name(title: str, others: Sequence[str] = ()) -> str:
    """Take the site's and columns' names from the end of what a page calls itself."""
    for other in others:
        if other and other != title and title.startswith(other) and len(other) >= 6:
            return without_site_name(other)
    parts = _SEPARATOR.split(title)
    kept = title
    while len(parts) > 1:
        last = parts.pop()
        shorter = re.sub(r"[\s_|｜丨–—-]+$", "", kept[: kept.rfind(last)])
        is_site = bool(_SITE_WORD.search(last)) or len(last) <= 8
        if len(comparable_title(shorter)) < 4 or not is_site or len(last) > len(shorter) + 8:
            break
        kept = shorter
    return kept.strip()


def _claims(facts: PageFacts) -> list[str]:
    claims = [facts.title, *(facts.meta(name) for name in _METAS), facts.linked("headline")]
    claims += _IN_SCRIPT.findall(facts.scripts)[:1] if not any(claims[:3]) else []
    return list(dict.fromkeys(claim for claim in claims if claim))


def _best_heading(boxes: Sequence[Box], claims: Sequence[str]) -> Box | None:
    if not claims:  # a page that calls itself nothing: its first heading of the highest rank
        headings = [(box, bonus) for box, bonus in _headings(boxes) if box.tag in _TAG_BONUS]
        return max(headings, key=lambda pair: pair[1], default=(None, 0.0))[0]
    wanted = [_Claim(claim) for claim in claims]
    least = _LEAST_SHARE * max((claim.core_length for claim in wanted), default=0)
    best, best_score = None, 0.0
    for box, bonus in _headings(boxes):
        heading = comparable_title(box.text)
        covered, score = max((claim.agreement(heading) for claim in wanted), default=(0, 0.0))
        if len(heading) < 2 or covered < least or not covered:
            continue
        # A short heading earns no more by its tag than by its words: sites put their names in h1.
        score += min(bonus, float(len(heading)))
        if score > best_score:
            best, best_score = box, score
    return best


def _headings(boxes: Sequence[Box]) -> Iterator[tuple[Box, float]]:
    """Yield the short blocks with what their tags and names are worth."""
    for box in boxes:
        if not 2 <= box.chars <= _LONGEST:
            continue
        bonus = _TAG_BONUS.get(box.tag, 0.0)
        if box.is_mostly_links and not bonus:
            continue
        if _NAME.search(box.name):
            bonus += 4.0
        elif box.parent is not None and _NAME.search(box.parent.name):
            bonus += 2.0
        yield box, bonus - (6.0 if box.is_junk_root else 0.0)


class _Claim:
    """One of the places where a page calls itself something."""

    def __init__(self, text: str) -> None:
        self._text = comparable_title(text)
        self._is_truncated = bool(_TRUNCATED.search(text))
        self.core_length = len(comparable_title(without_site_name(text)))

    def agreement(self, heading: str) -> tuple[int, float]:
        """Return how many characters the heading covers of the claim, and what that is worth."""
        text, length = self._text, len(heading)
        if heading and heading in text:
            return length, 2.0 * length + (min(_EXACT, 2.0 * length) if heading == text else 0.0)
        if text and self._is_truncated and heading.startswith(text):
            return len(text), 2.0 * length
        if text in heading and len(text) >= 6 and len(text) * 2 >= length:
            return len(text), 2.0 * len(text)
        common = _common_start(heading, text)
        if common >= 8 and common * 3 >= 2 * length:
            return common, 1.5 * common
        return 0, 0.0


def _common_start(one: str, other: str) -> int:
    for length, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return length
    return min(len(one), len(other))
