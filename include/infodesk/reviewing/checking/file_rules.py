"""Attachments that are missing, unsafe or not what they are called (articles 2 and 7)."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial

from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking.checked_text import CheckedText
from infodesk.reviewing.checking.files import FileTrouble, spoken_name
from infodesk.reviewing.checking.number_tests import without_numbers
from infodesk.reviewing.checking.office_tables import OfficeTables
from infodesk.reviewing.checking.passages import Finding
from infodesk.reviewing.checking.rule import Family, Rule

# What a clerk reads: what is wrong, and what he can do about it.
_SENTENCES: Mapping[FileTrouble, tuple[str, str]] = {
    FileTrouble.MISSING: ("在文件库中找不到", "请重新上传这个附件，或从正文中去掉"),
    FileTrouble.EMPTY: ("是空文件", "请重新导出后上传"),
    FileTrouble.MISMATCH: (
        "的内容与文件名不符{detail}",
        "请用原来的软件打开，另存为正确的格式后重新上传，不要只改文件名",
    ),
    FileTrouble.LOCKED: ("设有打开密码", "请取消密码后重新上传：公众打不开，也无法检查"),
    FileTrouble.DAMAGED: ("已损坏，打不开{detail}", "请重新导出后上传"),
    FileTrouble.MACROS: (
        "带有宏（程序）",
        "请在 Word 或 Excel 中另存为不带宏的 .docx、.xlsx，或导出为 PDF 后上传",
    ),
    FileTrouble.EMBEDDED: (
        "里嵌有其他文件{detail}",
        "请删去嵌入的对象，或把它另作附件，再重新上传",
    ),
    FileTrouble.ACTIVE: (
        "会在打开时运行程序，或从外部取来内容",
        "请另存为普通文档，或用“打印为 PDF”重新生成后上传",
    ),
    FileTrouble.PROGRAM: ("是程序，不是文档", "程序不得上网发布；请核实来源，必要时报告运维人员"),
    FileTrouble.BOMB: (
        "解开后异常巨大，疑为恶意文件",
        "请不要打开，核实来源；确系本单位文件的重新导出后上传",
    ),
    FileTrouble.XML_ENTITIES: (
        "内部含有不该有的定义，疑为恶意文件",
        "请不要打开，核实来源；确系本单位文件的用 Word 或 WPS 另存后上传",
    ),
    FileTrouble.POLYGLOT: (
        "同时是两种文件，疑为恶意文件",
        "请不要打开，核实来源；确系本单位文件的重新导出后上传",
    ),
    FileTrouble.NESTED: ("的压缩包里还有压缩包", "请解开后逐个上传文件，或只压缩一层"),
    FileTrouble.TOO_LARGE: ("太大，无法检查{detail}", "请压缩图片或拆成几个文件后上传"),
    FileTrouble.UNREAD: ("读不出文字{detail}", "请打开逐页核对有无密级标志、个人信息和差错"),
}

_UNSAFE = (
    FileTrouble.MACROS,
    FileTrouble.EMBEDDED,
    FileTrouble.ACTIVE,
    FileTrouble.PROGRAM,
    FileTrouble.BOMB,
    FileTrouble.XML_ENTITIES,
    FileTrouble.POLYGLOT,
    FileTrouble.NESTED,
)


def _troubled(
    text: CheckedText, _: OfficeTables, *, kinds: Collection[FileTrouble]
) -> Iterator[Finding]:
    for reading in text.readings:
        for trouble in reading.troubles:
            if trouble.kind in kinds:
                what, remedy = _SENTENCES[trouble.kind]
                detail = f"（{trouble.detail}）" if trouble.detail else ""
                yield Finding(
                    what=f"{spoken_name(reading.attachment)}{what.format(detail=detail)}",
                    remedy=remedy,
                    shown=without_numbers(reading.attachment.name),
                )


RULES = (
    Rule(
        id="attachment_missing",
        family=Family.FILES,
        severity=Severity.BLOCK,
        title="附件缺失",
        reports="文件库中没有的、内容为空的附件",
        leaves="能取出来的附件",
        basis="第七条",
        find=partial(_troubled, kinds=(FileTrouble.MISSING, FileTrouble.EMPTY)),
    ),
    Rule(
        id="attachment_mismatch",
        family=Family.FILES,
        severity=Severity.BLOCK,
        title="附件名不副实",
        reports="内容与扩展名不符的附件，如改了名的网页",
        leaves="内容与扩展名相符的",
        basis="第七条",
        find=partial(_troubled, kinds=(FileTrouble.MISMATCH,)),
    ),
    Rule(
        id="attachment_locked",
        family=Family.FILES,
        severity=Severity.BLOCK,
        title="附件有密码",
        reports="设了打开密码的 PDF、Word、Excel、压缩包",
        leaves="只限制打印、编辑而不限制打开的 PDF",
        basis="第二条、第七条",
        find=partial(_troubled, kinds=(FileTrouble.LOCKED,)),
    ),
    Rule(
        id="attachment_damaged",
        family=Family.FILES,
        severity=Severity.BLOCK,
        title="附件损坏",
        reports="打不开的附件",
        leaves="能正常打开的",
        basis="第七条",
        find=partial(_troubled, kinds=(FileTrouble.DAMAGED,)),
    ),
    Rule(
        id="attachment_unsafe",
        family=Family.FILES,
        severity=Severity.BLOCK,
        title="附件不安全",
        reports="程序，带宏、带脚本、嵌有对象的文档，压缩炸弹，XML 实体，两种文件合一，套层压缩包",
        leaves="只含文字、图片、表格的文档，只有一层的压缩包",
        basis="第二条、第七条、第八条（四）",
        find=partial(_troubled, kinds=_UNSAFE),
    ),
    Rule(
        id="attachment_too_large",
        family=Family.FILES,
        severity=Severity.MUST_ANSWER,
        title="附件太大",
        reports="超出检查限度（大小、页数、时间）的附件",
        leaves="限度以内的",
        basis="第七条",
        find=partial(_troubled, kinds=(FileTrouble.TOO_LARGE,)),
    ),
    Rule(
        id="attachment_unread",
        family=Family.FILES,
        severity=Severity.HINT,
        title="附件读不出文字",
        reports="图片、没有文字层的扫描件、旧格式（.doc、.xls、.wps）：机器没有检查其中内容",
        leaves="能读出文字的",
        basis="第二条、第七条",
        find=partial(_troubled, kinds=(FileTrouble.UNREAD,)),
    ),
)
