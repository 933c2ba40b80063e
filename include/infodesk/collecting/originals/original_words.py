"""The words of an original: what must differ before an editor is called.

Not layout, white space or character width, and not what the office tells us to ignore, such as
counts of readers; but title, body, document number, credit and attachments.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from infodesk.articles.article import Article, Content
from infodesk.catalog.collecting import SourceWatch
from infodesk.channels.rendering import readable_text
from infodesk.collecting.likeness.folded_words import one_width
from infodesk.collecting.originals.original_schedule import next_look
from infodesk.collecting.originals.watched import OriginalChange, OriginalWatch
from infodesk.collecting.reading.draft import ArticleDraft
from infodesk.collecting.web.normalised_url import normalised_url
from infodesk.collecting.web.page_tree import fragment_tree
from infodesk.kernel.canonical import canonical_json, sha256_hex

# What receiving writes into a body in the place of a picture that it could not have.
_OUR_LABELS = re.compile(r"［图片未能收取：[^］]*］")
_FEW_WORDS = 40  # below so many characters the pictures are the text (一图读懂)


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalWords:
    """What counts of an original, folded so that equal words are equal."""

    title: str
    body: str
    credit: str
    document_number: str
    files: tuple[tuple[str, str], ...]  # name and address, sorted
    pictures: tuple[str, ...]  # their file names, only where the body hardly has words

    @property
    def hash(self) -> str:
        """SHA-256 over all of it, 64 hex digits."""
        return sha256_hex(
            canonical_json(
                [
                    self.title,
                    self.body,
                    self.credit,
                    self.document_number,
                    [list(file) for file in self.files],
                    list(self.pictures),
                ]
            )
        )


def words_of_draft(
    draft: ArticleDraft, *, credit: str, ignore: Sequence[str] = ()
) -> OriginalWords:
    """Return the words of a page as it was read; `credit` is the one that counts for us."""
    return _words(
        title=draft.title,
        body_html=draft.body_html,
        credit=credit,
        document_number=draft.document_number,
        files=((file.name, file.url) for file in draft.attachments),
        pictures=[image.url for image in draft.images],
        ignore=ignore,
    )


def words_of_content(content: Content, *, ignore: Sequence[str] = ()) -> OriginalWords:
    """Return the words of a text as it was received."""
    return _words(
        title=content.title,
        body_html=content.body_html,
        credit=content.credit,
        document_number=content.document_number,
        files=((file.name, file.original_url) for file in content.attachments),
        pictures=[image.original_url for image in content.images],
        ignore=ignore,
    )


def words_of_change(change: OriginalChange, *, ignore: Sequence[str] = ()) -> OriginalWords:
    """Return the words that stood there when a change was found."""
    images = fragment_tree(change.body_html).iter("img") if "<img" in change.body_html else ()
    return _words(
        title=change.title,
        body_html=change.body_html,
        credit=change.credit,
        document_number=change.document_number,
        files=((file.name, file.url) for file in change.files),
        pictures=[image.get("src", "") for image in images],
        ignore=ignore,
    )


def begin_watch(
    article: Article,
    draft: ArticleDraft,
    *,
    rules: SourceWatch,
    etag: str = "",
    last_modified: str = "",
) -> OriginalWatch:
    """Return the watch over the original of a reprint that was received just now.

    Its hash is of the page and not of what was kept of it: an attachment that could not be had
    is no change of the original.
    """
    words = words_of_draft(draft, credit=article.revision.content.credit, ignore=rules.ignore)
    return OriginalWatch(
        article_id=article.id,
        source_id=article.source_id,
        url=draft.url,
        since=article.received_at,
        next_look_at=next_look(article.received_at, now=article.received_at, rules=rules),
        etag=etag,
        last_modified=last_modified,
        seen_hash=words.hash,
    )


def bare(text: str) -> str:
    """Return a text without white space and invisible characters, all of one width."""
    joined = "".join(one_width(text).split())
    if joined.isprintable():  # nothing invisible is; looking at each character takes ten times long
        return joined
    return "".join(c for c in joined if unicodedata.category(c) != "Cf")


def _words(
    *,
    title: str,
    body_html: str,
    credit: str,
    document_number: str,
    files: Iterable[tuple[str, str]],
    pictures: Sequence[str],
    ignore: Sequence[str],
) -> OriginalWords:
    body = bare(_without(_OUR_LABELS.sub("", readable_text(body_html)), ignore))
    return OriginalWords(
        title=bare(_without(title, ignore)),
        body=body,
        credit=bare(credit),
        document_number=bare(document_number),
        files=tuple(sorted({(bare(name), _address(url)) for name, url in files})),
        pictures=tuple(_file_name(p) for p in pictures) if len(body) < _FEW_WORDS else (),
    )


def _without(text: str, ignore: Sequence[str]) -> str:
    for pattern in ignore:
        text = re.sub(pattern, "", text, flags=re.MULTILINE)
    return text


def _address(url: str) -> str:
    try:
        return normalised_url(url)
    except ValueError:  # a file that the page itself held has none
        return ""


def _file_name(url: str) -> str:
    return PurePosixPath(urlsplit(url).path).name
