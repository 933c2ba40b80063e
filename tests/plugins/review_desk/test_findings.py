"""Findings of the checks on the page of a text: in the body, in attachments, hints apart."""

from collections.abc import Callable

import pytest
from lxml import html as lxml_html
from tests.fakes.office_files import docx, pdf
from tests.plugins.review_desk.office import Browser, Office

from infodesk.bootstrap import Attachment, wiring

BODY = "<p>市人民攻府于2026年2月30日召开会议。</p><p>印发《关于《办法》的通知》。</p>"


def stored(name: str, content: bytes) -> Attachment:
    sha256 = wiring().files.put(content)
    return Attachment(name=name, sha256=sha256, size_bytes=len(content), media_type="x")


@pytest.fixture
def page(office: Office, browser: Browser) -> Callable[..., lxml_html.HtmlElement]:
    """Return the page of a text as its editor sees it."""

    def of(body: str = BODY, *attachments: Attachment) -> lxml_html.HtmlElement:
        article = office.receive(body_html=body, attachments=attachments)
        office.advance(article)
        browser.open(office.token("editor_jia"))
        return lxml_html.fromstring(browser.get(f"/items/{office.case_id(article)}").text)

    return of


def lines(page: lxml_html.HtmlElement) -> dict[str, lxml_html.HtmlElement]:
    return {
        " ".join(line.find("p").text_content().split()): line
        for line in page.cssselect("ol.findings > li")
    }


def test_finding_in_an_attachment_names_its_page_and_leads_to_the_file(page) -> None:
    found = page(BODY, stored("名单.pdf", pdf("notice", "phone 13812345678")))

    (words,) = (words for words in lines(found) if "手机号码" in words)
    assert words == "阻断 附件“名单.pdf”第 2 页含有完整的手机号码 打开附件"
    (link,) = lines(found)[words].cssselect("a")
    assert "/files/" in link.get("href")


def test_unsafe_attachment_is_not_offered_to_be_opened(page) -> None:
    macro = docx("字", parts={"word/vbaProject.bin": b"\x00"})

    (words,) = (words for words in lines(page(BODY, stored("通知.docx", macro))) if "宏" in words)

    assert words == "阻断 附件“通知.docx”带有宏（程序）"


def test_number_of_a_finding_is_the_number_of_its_mark(page) -> None:
    found = page()

    for words, line in lines(found).items():
        (link,) = line.cssselect("a")
        mark = found.get_element_by_id(link.get("href").removeprefix("#"))
        assert f"看原文〔{mark.get('data-finding')}〕" in words


def test_hints_stand_apart_and_need_no_answer(page) -> None:
    found = page(BODY + "<p>一、甲。</p><p>三、乙。</p><p>“丙</p>")

    (apart,) = found.cssselect("section details ol.findings")
    assert {line.get("class") for line in apart} == {"hint"}
    assert [a.get("class") for a in found.cssselect("section > ol.findings > li")] == [
        "must_answer"
    ]


def test_no_empty_list_where_there_are_only_hints(page) -> None:
    found = page("<p>印发《关于《办法》的通知》，请遵照执行。</p>")

    assert len(found.cssselect("ol.findings")) == 1
    assert len(found.cssselect("ol.findings > li")) == 1
