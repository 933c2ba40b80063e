"""The words of the letters: one link each, nothing that runs, every fact a reader needs."""

import re
from datetime import UTC, datetime

import pytest
from lxml import html as lxml_html

from infodesk.catalog.people import Person, Role
from infodesk.reviewing.letters import LetterItem, LetterKind, compose

ADDRESS = "https://desk.example/review/open?token=abc-DEF_123"
TITLE = "国家发展改革委部署重点工作"
EXPIRES = datetime(2026, 3, 12, 1, 30, tzinfo=UTC)
PERSON = Person(
    id="editor_jia",
    name="编辑甲",
    email="editor@infodesk.example",
    department="credit_centre",
    roles=(Role.CENTRE_EDITOR,),
)
WITH_LINK = [LetterKind.REVIEW_ITEM, LetterKind.REVIEW_QUEUE, LetterKind.PRINT_FORM]


def _item(number=7, **changes):
    facts = {
        "number": number,
        "title": TITLE,
        "class_title": "转载类信息",
        "credit": "国家发展改革委网站",
        "columns": "门户网站·国家发展改革委",
        "step_title": "中心编辑（初审）",
        "due_text": "2026年3月3日前",
        "findings": [],
        "is_edited": False,
        **changes,
    }
    return LetterItem(**facts)


def _compose(kind, *items):
    address = "" if kind is LetterKind.VOIDED else ADDRESS
    return compose(
        kind,
        person=PERSON,
        office_name="某市发展和改革委员会",
        items=items or [_item()],
        address=address,
        expires_at=EXPIRES if address else None,
    )


@pytest.mark.parametrize("kind", WITH_LINK)
def test_a_letter_carries_one_link_as_a_button_and_in_clear(kind):
    mail = _compose(kind, _item(1), *([_item(2)] if kind is LetterKind.REVIEW_QUEUE else []))
    assert re.findall(r"https?://\S+", mail.text) == [ADDRESS]
    page = lxml_html.fromstring(mail.html)
    assert page.xpath("//a/@href") == [ADDRESS]
    assert ADDRESS in page.text_content()


@pytest.mark.parametrize("kind", WITH_LINK)
def test_a_letter_says_whose_link_it_is_and_until_when(kind):
    mail = _compose(kind)
    for words in (mail.text, lxml_html.fromstring(mail.html).text_content()):
        assert "只供编辑甲本人使用，请勿转发" in words
        assert "有效期至2026年3月12日09:30" in words
        assert "须输入您本人的口令" in words
        assert "2026年3月3日前" in words
        assert "门户网站·国家发展改革委" in words
        assert "第 7 号" in words


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (
            LetterKind.REVIEW_ITEM,
            f"【信息审签】请审核：{TITLE}（2026年3月3日前）",
        ),
        (LetterKind.REVIEW_QUEUE, f"【信息审签】1 篇信息待您审核：{TITLE}"),
        (LetterKind.PRINT_FORM, f"【信息审签】请打印审批单送签：{TITLE}"),
        (LetterKind.VOIDED, f"【信息审签】您对一篇信息的意见已失效：{TITLE}"),
    ],
)
def test_the_subject_says_what_is_wanted(kind, subject):
    mail = _compose(kind)
    assert mail.subject == subject
    assert subject not in mail.text
    assert mail.to == "editor@infodesk.example"
    assert mail.text.startswith("编辑甲：")


def test_a_digest_lists_every_text_with_its_own_deadline():
    mail = _compose(
        LetterKind.REVIEW_QUEUE, _item(1, title="甲"), _item(2, title="乙", due_text="3月9日前")
    )
    assert mail.subject == "【信息审签】2 篇信息待您审核"
    assert mail.text.index("1. 《甲》") < mail.text.index("2. 《乙》") < mail.text.index("3月9日前")
    assert "收到下一封待办邮件后即失效" in mail.text


def test_a_letter_about_voided_opinions_asks_for_nothing():
    mail = _compose(LetterKind.VOIDED)
    assert "http" not in mail.text
    assert lxml_html.fromstring(mail.html).xpath("//a") == []
    assert "现已失效" in mail.text


@pytest.mark.parametrize("kind", WITH_LINK)
def test_findings_and_changes_are_told(kind):
    mail = _compose(kind, _item(findings=["正文含有完整的手机号码"], is_edited=True))
    for words in (mail.text, mail.html):
        assert "正文含有完整的手机号码" in words
        assert "您上次办理之后的改动" in words
    without = _compose(kind)
    assert "自动检查" not in without.text + without.html
    assert "改动" not in without.text + without.html


@pytest.mark.parametrize("kind", list(LetterKind))
def test_titles_are_text_and_never_markup(kind):
    evil = '<img src="https://evil.example/x.png" onerror="x"> & <b>'
    mail = _compose(
        kind,
        _item(title=evil, credit=evil, columns=evil, findings=[evil]),
    )
    page = lxml_html.fromstring(mail.html)
    assert page.xpath("//img | //b") == []
    assert evil in page.text_content()
    assert evil in mail.text


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_title_of_two_lines_stays_one_subject(kind):
    mail = _compose(kind, _item(title="第一行\n第二行\r\nBcc: x@evil.example"))
    assert "第一行 第二行 Bcc: x@evil.example" in mail.subject
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_letter_loads_nothing_and_needs_no_style_sheet(kind):
    mail = _compose(kind)
    page = lxml_html.fromstring(mail.html)
    assert page.xpath("//img | //link | //style | //script | //table | //form") == []
    assert "url(" not in mail.html
    assert "max-width:600px" in mail.html
    coloured = page.xpath('//*[contains(@style, "background-color")]/@style')
    assert all(re.search(r"(?:^|;)color:", style) for style in coloured)  # darkened in pairs
