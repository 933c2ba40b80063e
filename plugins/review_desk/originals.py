"""What the pages about changed originals say: the differences, and the form of an editor's word."""

from dataclasses import dataclass
from typing import Literal

from infodesk.bootstrap import ChangeKind, ChangeVerdict, Content, OriginalText, desk
from review_desk.diffs import Change, DiffLine, Span, diff_paragraphs, diff_text
from review_desk.forms import PostedForm, Words

KINDS = {
    ChangeKind.CHANGED: "有改动",
    ChangeKind.GONE: "已撤下",
    ChangeKind.RESTORED: "撤下后又恢复",
}
VERDICTS = {
    ChangeVerdict.NO_ACTION: "无需处理",
    ChangeVerdict.CORRECT: "更正我方稿件",
    ChangeVerdict.WITHDRAW: "撤下我方稿件",
    ChangeVerdict.SUPERSEDED: "原文又有新的变化，由后一项代替",
    ChangeVerdict.REVERTED: "原文已恢复原样",
    ChangeVerdict.OPEN: "待处理",
}


class VerdictForm(PostedForm):
    """An editor's word on a change; nothing is done to our text by it."""

    verdict: Literal["", "no_action", "correct", "withdraw"] = ""
    remark: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One part that differs, line by line; each line knows both sides."""

    name: str
    lines: tuple[DiffLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """What differs between two texts; files by their names."""

    parts: tuple[Difference, ...]
    files_added: tuple[str, ...]
    files_removed: tuple[str, ...]

    @property
    def has_any(self) -> bool:
        """Whether there is anything that a reader would notice."""
        return bool(self.parts or self.files_added or self.files_removed)


def differences(before: OriginalText, after: OriginalText) -> Differences:
    """Compare two texts by characters."""
    old_words, new_words = desk.plain_text(before.body_html), desk.plain_text(after.body_html)
    body = tuple(diff_paragraphs(old_words, new_words)) if old_words != new_words else ()
    parts = [
        _part("标题", before.title, after.title),
        _part("来源", before.credit, after.credit),
        _part("文号", before.document_number, after.document_number),
        Difference(name="正文", lines=body),
    ]
    return Differences(
        parts=tuple(part for part in parts if any(line.is_changed for line in part.lines)),
        files_added=tuple(name for name in after.files if name not in before.files),
        files_removed=tuple(name for name in before.files if name not in after.files),
    )


def our_text(content: Content) -> OriginalText:
    """Return a text of ours in the shape in which originals are compared."""
    return OriginalText(
        title=content.title,
        body_html=content.body_html,
        credit=content.credit,
        document_number=content.document_number,
        files=tuple(file.name for file in content.attachments),
    )


def left(line: DiffLine) -> list[Span]:
    """Return a line as it stood before."""
    return _side(line, without=Change.ADDED)


def right(line: DiffLine) -> list[Span]:
    """Return a line as it stands now."""
    return _side(line, without=Change.REMOVED)


def _side(line: DiffLine, *, without: Change) -> list[Span]:
    # Beside each other the rows themselves show where a paragraph begins.
    return [span for span in line.spans if span.change is not without and span.text != "¶"]


def _part(name: str, before: str, after: str) -> Difference:
    return Difference(name=name, lines=(DiffLine(spans=tuple(diff_text(before, after))),))
