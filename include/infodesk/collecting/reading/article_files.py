"""Fetch the pictures and attachments of an article and keep them."""

from collections.abc import Iterable
from dataclasses import dataclass

from infodesk.articles.article import Attachment
from infodesk.collecting.reading.body import with_stored_files
from infodesk.collecting.reading.draft import ArticleDraft, FileReference
from infodesk.collecting.reading.file_types import attachment_type, file_name, picture_type
from infodesk.collecting.web.page_errors import ChallengeMet, PageError, PageUnreadable
from infodesk.collecting.web.pages import Page, WebPages
from infodesk.kernel.files import FileStore
from infodesk.kernel.issues import Issue, Severity

_BY_HAND = "请打开原文核对，补上文件或删去链接"
MOST_FILES = 60  # of one article; at one request a second that is a minute


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFiles:
    """The files of an article as they lie in the store, and what could not be had."""

    body_html: str  # names stored files as `files/<sha256>`
    images: tuple[Attachment, ...]
    attachments: tuple[Attachment, ...]
    losses: tuple[Issue, ...]


def keep_files(
    draft: ArticleDraft, *, pages: WebPages, files: FileStore, allow_private: bool
) -> KeptFiles:
    """Fetch every file that a draft names and store it; what cannot be had becomes a loss.

    Raises ChallengeMet: from there on a person must go on, for the article as well.
    """
    keeper = _Keeper(pages=pages, files=files, allow_private=allow_private)
    images = keeper.keep(draft.images, are_pictures=True)
    attachments = keeper.keep(draft.attachments, are_pictures=False)
    body_html = draft.body_html
    if draft.images or draft.attachments:
        stored = {kept.original_url: kept.sha256 for kept in (*images, *attachments)}
        body_html = with_stored_files(body_html, stored=stored)
    return KeptFiles(
        body_html=body_html, images=images, attachments=attachments, losses=tuple(keeper.losses)
    )


class _Keeper:
    def __init__(self, *, pages: WebPages, files: FileStore, allow_private: bool) -> None:
        self._pages = pages
        self._files = files
        self._allow_private = allow_private
        self._kept = 0
        self.losses: list[Issue] = []

    def keep(
        self, references: Iterable[FileReference], *, are_pictures: bool
    ) -> tuple[Attachment, ...]:
        attachments = []
        for reference in references:
            try:
                attachments.append(self._keep_one(reference, is_picture=are_pictures))
            except ChallengeMet:
                raise
            except PageError as error:
                self.losses.append(_loss(reference, error, is_picture=are_pictures))
        return tuple(attachments)

    def _keep_one(self, reference: FileReference, *, is_picture: bool) -> Attachment:
        if self._kept >= MOST_FILES:
            raise PageUnreadable(f"一篇文章最多收取 {MOST_FILES} 个文件", remedy="请人工补充")
        content = reference.content or self._fetch(reference.url)
        media_type = (
            picture_type(content) if is_picture else attachment_type(content, url=reference.url)
        )
        if not media_type:
            raise PageUnreadable(
                "得到的内容不是该文件", remedy="请打开原文核对，补上文件或删去链接"
            )
        self._kept += 1
        return Attachment(
            name=(file_name(reference.url) if is_picture else reference.name) or "附件",
            sha256=self._files.put(content),
            size_bytes=len(content),
            media_type=media_type,
            original_url=reference.url,
        )

    def _fetch(self, url: str) -> bytes:
        answer = self._pages.fetch(url, allow_private=self._allow_private)
        # Without validators a server has no reason to answer 304; one that does sent nothing.
        return answer.content if isinstance(answer, Page) else b""


def _loss(reference: FileReference, error: PageError, *, is_picture: bool) -> Issue:
    kind = "图片" if is_picture else "附件"
    return Issue(
        rule_id="files.picture_lost" if is_picture else "files.attachment_lost",
        severity=Severity.MUST_ANSWER,
        message=f"{kind}未能收取：{reference.name or reference.url}（{error.message}）",
        remedy=error.remedy or _BY_HAND,
        excerpt=reference.url,
    )
