"""What a page says of itself outside its text: title, metas, scripts."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from lxml.html import HtmlElement

_LONGEST_SCRIPT = 400_000  # characters; what a script says of the article stands in smaller ones
# Elements that name a field of the article, and the meta that says the same elsewhere.
_NAMED = {
    "title": "articletitle",
    "founder-title": "articletitle",
    "ucaptitle": "articletitle",
    "founder-date": "pubdate",
}
_LONGEST_FACT = 2_000  # characters of a title or meta; every heading is compared with them
_MOST_OF_A_NAME = 20  # metas
_JSON_STRING = r'\s*[:=]\s*"((?:[^"\\]|\\.){1,%d})"'


@dataclass(slots=False, kw_only=True)
class PageFacts:
    """The head of a page; names of metas are in lower case."""

    title: str = ""
    metas: dict[str, list[str]] = field(default_factory=dict)
    script_texts: list[str] = field(default_factory=list)
    linked_data: list[str] = field(default_factory=list)  # JSON-LD, unparsed: much of it is broken

    def meta(self, *names: str) -> str:
        """Return the first filled meta of these names, in their order, or ""."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content:
                    return content
        return ""

    @cached_property
    def scripts(self) -> str:
        """All scripts as one text."""
        return "\n".join(text for text in self.script_texts if len(text) < _LONGEST_SCRIPT)

    def linked(self, name: str, *, longest: int = 300) -> str:
        """Return the first string of that name in the page's JSON-LD, or ""."""
        for text in self.linked_data:
            found = re.search(f'"{name}"' + _JSON_STRING % longest, text)
            if found:
                return unescaped(found[1])
        return ""


def page_facts(tree: HtmlElement) -> PageFacts:
    """Collect what the page says of itself."""
    facts = PageFacts()
    for element in tree.iter("meta", "script", *_NAMED):
        if element.tag == "meta":
            _add_meta(facts, element)
        elif element.tag in _NAMED:
            text = " ".join("".join(element.itertext()).split())[:_LONGEST_FACT]
            # A second <title>, in the body, is that of the article: Founder's papers have one.
            name = "title" if element.tag == "title" and not facts.title else _NAMED[element.tag]
            if name == "title":
                facts.title = text
            else:
                facts.metas.setdefault(name, []).append(text)
        elif element.text:
            is_linked_data = "ld+json" in element.get("type", "")
            (facts.linked_data if is_linked_data else facts.script_texts).append(element.text)
    return facts


def unescaped(text: str) -> str:
    r"""Return a string of a script as it is meant: `\u4e2d\/` is `中/`."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    text = re.sub(r"\\x([0-9a-fA-F]{2})", lambda found: chr(int(found[1], 16)), text)
    text = re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), text)
    # A character beyond the basic plane is written as two halves; half of one is none.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _add_meta(facts: PageFacts, meta: HtmlElement) -> None:
    name = meta.get("name") or meta.get("property") or meta.get("itemprop") or ""
    if name:
        contents = facts.metas.setdefault(name.strip().lower(), [])
        if len(contents) < _MOST_OF_A_NAME:
            contents.append(" ".join(meta.get("content", "").split())[:_LONGEST_FACT])
