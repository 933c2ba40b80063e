import json
import re
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pypdfium2
import pytest
import zxingcpp
from tests.fakes.approval_forms import example_form, example_opinion, long_chain_form

from infodesk.adapters.typst_forms import FormNotPrinted, TypstForms
from infodesk.catalog.chains import FormBox
from infodesk.reviewing.approval_form import (
    FORM_NOTE,
    FORM_TITLE,
    ApprovalForm,
    LiftedBlock,
    SpecialRequirement,
    qr_payload,
)
from infodesk.reviewing.form_number import FormNumber

A4_POINTS = (595.28, 841.89)
CUT = "……（全文见台账）"


@pytest.fixture(scope="module")
def printer() -> TypstForms:
    return TypstForms()


def words(pdf: bytes) -> str:
    """Return the text of the page without any white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        assert document[0].get_size() == pytest.approx(A4_POINTS, abs=0.5)
        text = document[0].get_textpage().get_text_range()
    return re.sub(r"[\s\u200b\ufffe]+", "", text)


def levels(pdf: bytes, dpi: int) -> np.ndarray:
    with pypdfium2.PdfDocument(pdf) as document:
        return np.asarray(document[0].render(scale=dpi / 72).to_pil().convert("L"))


def geometry(pdf: bytes) -> dict:
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_attachment(0).get_name() == "geometry.json"
        return json.loads(bytes(document.get_attachment(0).get_data()))


def test_every_field_and_box_of_the_annex_is_on_the_page(printer: TypstForms) -> None:
    form = example_form()
    printed = printer.print_form(form)
    text = words(printed.pdf)
    for part in (
        FORM_TITLE, FORM_NOTE, "编号：LLFG-2026-000123", "申请日期：2026年11月23日",
        "申请科室", "承办人", "信息名称", "拟发布栏目", "信息类别", "信息格式", "特殊要求",
        "转载类信息", "来源：", "制发类信息", "报送类信息",
        "文字", "图表", "视频", "音频", "数据接口", "链接",
        "首页置顶", "新增或调整栏目", "专题专栏", "系统对接", "开通服务入口", "其他",
        "科室负责人审核意见", "分管领导审核意见", "办公室审核意见", "主要领导审核意见",
        form.department, form.handler, form.information_name, form.reprint_source,
        "；".join(form.columns), "内容属实，来源齐全，拟同意发布。",
        "中心编辑（初审）编辑甲2026年11月23日09:30网上审核",  # Shanghai's hour
        "阻断1项，须答复2项，提示3项",
        "已由人工解除阻断1项：1.附件含手机号码，理由：为对外公布的咨询电话（编辑乙）",
        form.approval_hash, form.ledger_head, "第1284条", "打印时间：2026年11月23日10:05",
        qr_payload(form),
    ):  # fmt: skip
        assert part in text, part
    assert CUT not in text
    assert printed.missing == ()


def test_only_the_boxes_of_the_chain_are_open(printer: TypstForms) -> None:
    text = words(printer.print_form(example_form()).pdf)
    assert text.count("本类信息的审核程序不经此栏") == 2
    assert text.count("请终审人在本栏手写意见、签名并注明日期") == 1
    text = words(printer.print_form(long_chain_form()).pdf)
    assert "不经此栏" not in text
    assert text.count("网上审核") == 3


def test_the_office_has_its_own_title_and_note(printer: TypstForms) -> None:
    form = example_form(title="某市发展改革委信息发布审批单", note="")
    text = words(printer.print_form(form).pdf)
    assert text.startswith("某市发展改革委信息发布审批单")
    assert "不需填写此审批单" not in text


def ticked(pdf: bytes, label: str) -> bool:
    """Say whether the box that is drawn after a label is ticked."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        textpage = page.get_textpage()
        place, count = textpage.search(label).get_next()
        boxes = [textpage.get_charbox(i) for i in range(place, place + count)]
        right, bottom, top = boxes[-1][2], min(b[1] for b in boxes), max(b[3] for b in boxes)
        dpi, height = 300, page.get_size()[1]
        picture = np.asarray(page.render(scale=dpi / 72).to_pil().convert("L"))
    pixels = dpi / 72
    row = round((height - (bottom + top) / 2) * pixels)
    left = round((right + 1.9 / 25.4 * 72) * pixels)
    inside = picture[row - 14 : row + 14, left : left + 20]
    return bool((inside < 128).any())


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("转载类信息", True),
        ("制发类信息", False),
        ("文字", True),
        ("图表", True),
        ("视频", False),
        ("首页置顶", True),
        ("专题专栏", False),
    ],
)
def test_choices_are_ticked(printer: TypstForms, label: str, *, expected: bool) -> None:
    assert ticked(printer.print_form(example_form()).pdf, label) is expected


def test_equal_forms_give_equal_bytes(printer: TypstForms) -> None:
    first = printer.print_form(example_form()).pdf
    printer.print_form(long_chain_form())  # nothing of one form stays for the next
    assert printer.print_form(example_form()).pdf == first
    assert TypstForms().print_form(example_form()).pdf == first


def test_threads_get_their_own_form(printer: TypstForms) -> None:
    forms = [
        example_form(number=FormNumber(prefix="LLFG", year=2026, serial=n)) for n in range(1, 13)
    ]
    with ThreadPoolExecutor(4) as pool:
        printed = list(pool.map(printer.print_form, forms))
    for form, page in zip(forms, printed, strict=True):
        assert qr_payload(form) in words(page.pdf)


def test_the_qr_code_is_read_from_the_print(printer: TypstForms) -> None:
    form = example_form()
    codes = zxingcpp.read_barcodes(levels(printer.print_form(form).pdf, 150))
    assert [code.text for code in codes] == [qr_payload(form)]


@pytest.mark.parametrize("form", [example_form(), long_chain_form()], ids=["short", "long"])
def test_the_page_tells_truly_where_its_boxes_are(printer: TypstForms, form: ApprovalForm) -> None:
    pdf = printer.print_form(form).pdf
    told = geometry(pdf)
    assert told["final_box"] == form.final_box.value
    assert told["reference"] == qr_payload(form)
    assert set(told["boxes"]) == {box.value for box in FormBox}
    page, pixels = levels(pdf, 300), 300 / 25.4
    for place in told["boxes"].values():
        left, top = place["x"] * pixels, place["y"] * pixels
        right, bottom = left + place["width"] * pixels, top + place["height"] * pixels
        for edge in (top, bottom):  # a ruled line along the whole edge, and none a bit inside
            rows = page[round(edge) - 3 : round(edge) + 4, round(left) + 20 : round(right) - 20]
            assert (rows.min(axis=0) < 100).all()
        for edge in (left, right):
            columns = page[round(top) + 20 : round(bottom) - 20, round(edge) - 3 : round(edge) + 4]
            assert (columns.min(axis=1) < 100).all()
    final = told["boxes"][form.final_box.value]
    x, y = (round(final[key] * pixels) for key in ("x", "y"))
    middle = page[y + 90 : y + 300, x + 20 : x + round(final["width"] * pixels) - 20]
    assert (middle == 255).all()  # nothing is printed where the pen will write


@pytest.mark.parametrize("text", ["堃喆燚昇镕", "䶮", "㛃"])
def test_rare_characters_are_printed(printer: TypstForms, text: str) -> None:
    printed = printer.print_form(example_form(handler=text))
    assert text in words(printed.pdf)
    assert printed.missing == ()


def test_a_character_without_a_type_is_marked_and_named(printer: TypstForms) -> None:
    printed = printer.print_form(example_form(handler="𠮷某"))
    assert printed.missing == ("𠮷",)
    text = words(printed.pdf)
    assert "〓某" in text
    assert "以〓代替：U+20BB7" in text


@pytest.mark.parametrize(
    "text",
    [
        "#panic()",
        "$x^2$",
        "*粗* _斜_ `码`",
        "<label> @ref",
        "#sys.inputs",
        '#read("approval_form.typ")',
        "\\u{41}",
        "]#[",
        '"} , {"title": "伪"',
        "= 标题",
        "//注释/*注释*/",
    ],
)
def test_no_text_becomes_markup(printer: TypstForms, text: str) -> None:
    form = example_form(
        information_name=text,
        department=text,
        reprint_source=text,
        columns=(text,),
        requirements=frozenset({SpecialRequirement.OTHER}),
        other_requirement=text,
        opinions=(example_opinion(FormBox.DEPARTMENT_HEAD, text),),
        lifted_blocks=(LiftedBlock(finding=text, reason=text, lifted_by=text),),
    )
    bare = re.sub(r"\s+", "", text)
    assert words(printer.print_form(form).pdf).count(bare) == 9


def test_long_texts_shrink_before_they_are_cut(printer: TypstForms) -> None:
    opinion = "经审核，内容真实、准确、完整，不涉及国家秘密。" * 12
    form = example_form(opinions=(example_opinion(FormBox.DEPARTMENT_HEAD, opinion),))
    assert opinion in words(printer.print_form(form).pdf)


def test_whatever_is_written_the_form_stays_one_page(printer: TypstForms) -> None:
    form = long_chain_form(
        information_name="名称" * 2000,
        department="科室" * 500,
        handler="承办" * 500,
        columns=("门户网站·栏目",) * 300,
        reprint_source="x" * 3000,
        requirements=frozenset(SpecialRequirement),
        other_requirement="y" * 3000,
        opinions=tuple(
            example_opinion(box, "意见" * 3000)
            for box in (FormBox.DEPARTMENT_HEAD, FormBox.SUPERVISING_LEADER, FormBox.OFFICE)
            for _ in range(5)
        ),
        lifted_blocks=(LiftedBlock(finding="发现" * 500, reason="由" * 500, lifted_by="甲"),) * 9,
        title="审批单" * 60,
        note="说明" * 400,
    )
    pdf = printer.print_form(form).pdf
    text = words(pdf)
    assert text.count(CUT) >= 10
    assert text.count("此前另有3条意见，见台账") == 3
    assert form.approval_hash in text
    assert geometry(pdf)["qr"] == geometry(printer.print_form(example_form()).pdf)["qr"]
    assert geometry(pdf)["boxes"] == geometry(printer.print_form(example_form()).pdf)["boxes"]


def test_an_unprintable_form_is_refused_by_its_number(
    printer: TypstForms, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = {"title": "只有标题"}
    monkeypatch.setattr(
        "infodesk.adapters.typst_forms.printer.form_data", lambda form, clean: dict(data)
    )
    with pytest.raises(FormNotPrinted, match="LLFG-2026-000123"):
        printer.print_form(example_form())
    monkeypatch.undo()
    assert words(printer.print_form(example_form()).pdf)  # the next form is not affected
