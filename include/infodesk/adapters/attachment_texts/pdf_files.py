"""The text layer of a PDF, page by page, and what the PDF would do when it is opened."""

import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from infodesk.adapters.attachment_texts.limits import CannotRead, Limits
from infodesk.reviewing.checking.files import FilePiece, FileTrouble, FoundTrouble

_ACTIONS = re.compile(rb"/S\s*/(?:Launch|JavaScript)\b")
_PASSWORD_WANTED = 4  # FPDF_ERR_PASSWORD


def read_pdf(content: bytes, limits: Limits) -> tuple[list[FilePiece], list[FoundTrouble]]:
    """Return the pages that have words, and the troubles. Raises CannotRead."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD_WANTED or "assword" in str(error)
        raise CannotRead(FileTrouble.LOCKED if is_locked else FileTrouble.DAMAGED) from error
    try:
        if len(document) > limits.pages:
            raise CannotRead(FileTrouble.TOO_LARGE, f"有 {len(document)} 页")
        pieces = [FilePiece(place=f"第 {n} 页", text=t) for n, t in _pages(document)]
        return [p for p in pieces if p.text], [*_active(document, content), *_wordless(pieces)]
    finally:
        document.close()


def _pages(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str]]:
    for number in range(len(document)):
        try:
            page = document[number]
            words = page.get_textpage().get_text_range()
        except pypdfium2.PdfiumError as error:
            raise CannotRead(FileTrouble.DAMAGED, f"第 {number + 1} 页") from error
        lines = (line.strip() for line in words.replace("\r", "\n").split("\n"))
        # U+FFFE stands where a word was broken at the end of a line.
        yield number + 1, "\n".join(filter(None, lines)).replace("\ufffe", "")


def _active(document: pypdfium2.PdfDocument, content: bytes) -> Iterator[FoundTrouble]:
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or _ACTIONS.search(content):
        yield FoundTrouble(kind=FileTrouble.ACTIVE)
    embedded = pdfium.FPDFDoc_GetAttachmentCount(document.raw)
    if embedded > 0:
        yield FoundTrouble(kind=FileTrouble.EMBEDDED, detail=f"{embedded} 个")


def _wordless(pieces: list[FilePiece]) -> Iterator[FoundTrouble]:
    empty = [piece.place for piece in pieces if not piece.text]
    if not empty:
        return
    if len(empty) == len(pieces):
        detail = f"共 {len(pieces)} 页，都没有文字层"
    else:
        detail = f"{'、'.join(empty[:5])}{'等' if len(empty) > 5 else ''}没有文字层"
    yield FoundTrouble(kind=FileTrouble.UNREAD, detail=detail)
