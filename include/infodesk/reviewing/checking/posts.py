"""Reads which post a text gives to the person whose name stands beside it."""

import re

_POST = (
    r"(?:常务副|第一副|党组副|党委副|副|代理?)?"
    r"(?:书记|市长|省长|县长|区长|州长|部长|厅长|司长|局长|处长|科长|所长|院长|行长|主任|主席"
    r"|秘书长|组长|会长|总理|巡视员|调研员|党组成员|党委委员|检察长)"
)
_POST_AT_END = re.compile(rf"(?P<post>{_POST})(?:的)?$")
_POST_AT_START = re.compile(rf"(?P<post>{_POST})(?![\u4e00-\u9fff]?[、，]?(?:由|及其))")
# What a person was, or is to be, is not what the table says that he is.
_OTHER_TIME = re.compile(
    r"(?<![太平高草中])原(?![则因材料油煤])|时任|曾任|历任|前任|前(?=市|省|县|区|委|党|主|书|局)|拟任|接替|免去|任命|提名|选举|罢免|卸任"
)
_LEAD = re.compile(r"[\u4e00-\u9fff、]{0,30}$")


def post_before(text: str, start: int) -> str:
    """Return the posts written directly before a place, with the body they belong to; or "".

    “市发改委党组书记、主任” comes back whole, for a person may hold several.
    """
    before = text[max(0, start - 32) : start].rstrip(" ")
    if not _POST_AT_END.search(before):
        return ""
    lead = _LEAD.search(before)
    words = lead[0] if lead else ""
    return "" if _speaks_of_another_time(words) else words


def post_after(text: str, start: int, end: int) -> str:
    """Return the bare post written directly after a name (甲某主任), or "".

    免去甲某主任职务 says nothing of what he is.
    """
    match = _POST_AT_START.match(text, end)
    if match is None or _OTHER_TIME.search(text, max(0, start - 6), start):
        return ""
    return match["post"]


def bare_post(title: str) -> str:
    """Return a title without the body: 市发展改革委副主任 is 副主任."""
    match = _POST_AT_END.search(title)
    return match["post"] if match else title


def held_posts(words: str) -> list[str]:
    """Return each of several posts: “党组书记、主任” are two, without what is no post."""
    return [m["post"] for part in words.split("、") if (m := _POST_AT_END.search(part))]


def _speaks_of_another_time(words: str) -> bool:
    first_post = re.search(_POST, words)
    lead = words[: first_post.start()] if first_post else ""
    return bool(_OTHER_TIME.search(lead))
