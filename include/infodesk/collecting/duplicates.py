"""When two texts are the same text.

Two layers: the same address (see `normalised_url`), and the same words. A title alone never
counts: successive price notices bear identical titles.
"""

import re
import unicodedata
from collections.abc import Sequence

from infodesk.channels.rendering import readable_text
from infodesk.kernel.canonical import canonical_json, sha256_hex


def fingerprint(*, title: str, body_html: str, file_hashes: Sequence[str]) -> str:
    """Return a hash that two reprints of one text share, whatever their layout.

    It covers the words of title and body and the files; not the source, the address, white space,
    character width or the order in which files are listed. The files count because many notices
    say no more than "see the attachment".
    """
    words = [_bare(title), _bare(readable_text(body_html))]
    return sha256_hex(canonical_json([*words, *sorted(set(file_hashes))]))


def _bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
