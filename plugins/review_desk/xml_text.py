"""Characters that no XML document may hold: lxml raises for them, wherever they come from."""

import re

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def without_unfit(text: str) -> str:
    """Return a text without control characters and halves of surrogate pairs."""
    return _UNFIT.sub("", text)
