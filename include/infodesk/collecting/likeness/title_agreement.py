"""Whether a list and an article page name the same title."""

import re
import unicodedata

# What lists and pages write differently without meaning a difference: spaces, quotation marks,
# dashes, brackets around the whole.
_UNHEARD = re.compile(r"[\s\"'“”‘’「」『』《》〈〉<>\-—–―_·•・|｜]+")
_CUT = re.compile(r"(?:\.{2,}|…+|。{2,})$")
_SITE_BEHIND = re.compile(r"\s*[-_|｜—–]+\s*[^-_|｜—–]{2,30}$")
_LABEL_BEFORE = re.compile(r"^[\[【（(〔][^\]】）)〕]{1,12}[\]】）)〕]\s*")
_SHORTEST_CUT = 4  # characters; a beginning shorter than this proves nothing


def titles_agree(listed: str, read: str) -> bool:
    """Tell whether two titles may be the same.

    Width, quotation marks, dashes and spaces make no difference; a title in a list may be cut
    short, with or without dots; the page's may carry the name of its site behind it, and either
    a label before it. An empty title agrees with everything.
    """
    if not listed.strip() or not read.strip():
        return True
    return any(
        _is_same(one, other)
        for one in _forms(_CUT.sub("", listed.strip()))
        for other in _forms(_CUT.sub("", read.strip()))
    )


def _forms(title: str) -> list[str]:
    forms = [title, _SITE_BEHIND.sub("", title), _LABEL_BEFORE.sub("", title)]
    return [bare for form in dict.fromkeys(forms) if (bare := _bare(form))]


def _is_same(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _SHORTEST_CUT and long.startswith(short))


def _bare(title: str) -> str:
    return _UNHEARD.sub("", unicodedata.normalize("NFKC", title)).casefold()
