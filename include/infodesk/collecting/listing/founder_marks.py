"""The comments by which Founder's systems mark the parts of a page, made into elements."""

import re

_CONTENT_END = re.compile(r"<!--\s*/enpcontent\s*-->")
_PROPERTIES_END = re.compile(r"/enpproperty\s*-->")
_PROPERTIES = re.compile(r"<!--\s*enpproperty\b(.*?)/enpproperty\s*-->", re.DOTALL)
_CONTENT = re.compile(r"<!--\s*enpcontent\s*-->(.*?)<!--\s*/enpcontent\s*-->", re.DOTALL)


def with_marked_parts(text: str) -> str:
    """Turn the comments by which Founder marks the parts of a page into elements.

    `<!--enpcontent-->…<!--/enpcontent-->` becomes `<div class="enpcontent">`, the properties in
    `<!--enpproperty …/enpproperty-->` become a hidden `<div class="enpproperty">`. A page without
    such comments comes back as it is.
    """
    if "<!--" not in text or "enp" not in text:
        return text
    text = _up_to_last(_CONTENT_END, text, _CONTENT, r'<div class="enpcontent">\1</div>')
    return _up_to_last(
        _PROPERTIES_END, text, _PROPERTIES, r'<div class="enpproperty" hidden>\1</div>'
    )


def _up_to_last(end: re.Pattern[str], text: str, part: re.Pattern[str], element: str) -> str:
    """Replace as far as the last end: behind it each beginning would be sought to the very end."""
    ends = [match.end() for match in end.finditer(text)]
    return part.sub(element, text[: ends[-1]]) + text[ends[-1] :] if ends else text
