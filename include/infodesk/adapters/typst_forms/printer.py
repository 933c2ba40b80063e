"""Prints approval forms with typst: one compiler and one set of fonts for the whole process."""

import json
from pathlib import Path
from threading import Lock
from typing import Final

import pylopdf_fonts_zh_cn
import typst

from infodesk.adapters.typst_forms.form_data import Data, form_data
from infodesk.adapters.typst_forms.glyphs import TextCleaner, drawn_characters
from infodesk.kernel.errors import InfodeskError
from infodesk.reviewing.approval_form import ApprovalForm, PrintedForm

_TEMPLATE: Final = Path(__file__).with_name("approval_form.typ")
# An archive must be able to show the form in thirty years: fonts inside, nothing from outside.
# Part 3 of PDF/A is the first to allow the attached geometry.
_ARCHIVAL_PDF: Final = "a-3b"
_MISSING_NAMED: Final = 12


class FormNotPrinted(InfodeskError):
    """The typesetter refused the form; nothing was printed."""


class TypstForms:
    """A FormPrinter over typst.

    A new one costs some 20 to 40 ms for its fonts, a form then 10 to 20 ms: keep one. Threads take
    turns, for the compiler holds one document at a time.
    """

    def __init__(self) -> None:
        fonts = (pylopdf_fonts_zh_cn.serif_path(), pylopdf_fonts_zh_cn.sans_path())
        self._drawn = drawn_characters(fonts)
        self._turn = Lock()
        self._compiler = typst.Compiler(
            input=_TEMPLATE,
            root=_TEMPLATE.parent,
            # Fonts of the machine would make the page depend on where it was printed.
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=True,  # DejaVu Sans Mono, for the hashes
                # Folders: the path of a font file is silently ignored.
                font_paths=sorted({str(font.parent) for font in fonts}),
            ),
            ignore_system_fonts=True,
        )

    def print_form(self, form: ApprovalForm) -> PrintedForm:
        """Return the form as PDF/A-3b of exactly one A4 page; equal forms give equal bytes.

        Raises FormNotPrinted when the page cannot be set.
        """
        cleaner = TextCleaner(self._drawn)
        data = form_data(form, clean=cleaner)
        missing = cleaner.missing
        data["missing"] = "、".join(f"U+{ord(one):04X}" for one in missing[:_MISSING_NAMED])
        return PrintedForm(pdf=self._compile(form, data), missing=missing)

    def _compile(self, form: ApprovalForm, data: Data) -> bytes:
        inputs = {"form": json.dumps(data, ensure_ascii=False)}
        try:
            with self._turn:
                pdf = self._compiler.compile(
                    format="pdf",
                    sys_inputs=inputs,
                    pdf_standards=_ARCHIVAL_PDF,
                    timestamp=int(form.printed_at.timestamp()),
                )
        except typst.TypstError as error:
            raise FormNotPrinted(
                f"审批单 {form.number} 未能排版：{error.message}",
                remedy="请检查信息名称、意见等文字后重试；仍不行请报运维人员",
            ) from error
        if not isinstance(pdf, bytes):
            raise FormNotPrinted(f"审批单 {form.number} 未能排版", remedy="请报运维人员检查版式")
        return pdf
