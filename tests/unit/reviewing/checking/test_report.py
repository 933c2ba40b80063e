"""What becomes of findings: order, bounds, places in attachments, examples beside the words."""

import time
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fakes.check_cases.seeds import DAY, RULES, TABLES, citizen_id, text
from tests.fakes.check_cases.structures import table

from infodesk.articles.article import Attachment
from infodesk.catalog.rules import RuleExample
from infodesk.kernel.issues import Severity
from infodesk.reviewing.checking import rule_book
from infodesk.reviewing.checking.examples import failing_examples
from infodesk.reviewing.checking.files import FilePiece, FileReading, FileTrouble, FoundTrouble

FILE = Attachment(name="名单.pdf", sha256="0" * 64, size_bytes=1, media_type="application/pdf")


def attached(*pieces: FilePiece, troubles: tuple[FoundTrouble, ...] = ()) -> FileReading:
    return FileReading(attachment=FILE, pieces=pieces, troubles=troubles)


def test_finding_in_an_attachment_names_file_and_page() -> None:
    reading = attached(
        FilePiece(place="第 1 页", text="通知"), FilePiece(place="第 7 页", text="电话13812345678")
    )

    (issue,) = rule_book.check(text(attachments=(FILE,), readings=[reading]), TABLES)

    assert issue.rule_id == "mobile_phone"
    assert issue.message == "附件“名单.pdf”第 7 页含有完整的手机号码"
    assert (issue.start, issue.end) == (None, None)
    assert issue.excerpt == "138****5678"


def test_number_in_a_file_name_stays_out_of_what_travels() -> None:
    number = citizen_id(Random("name"))
    named = replace(FILE, name=f"甲某{number}-13812345678.pdf")
    piece = FilePiece(place="第 1 页", text="秘密★")
    reading = FileReading(
        attachment=named, pieces=(piece,), troubles=(FoundTrouble(kind=FileTrouble.LOCKED),)
    )

    issues = rule_book.check(text(attachments=(named,), readings=[reading]), TABLES)

    assert {i.rule_id for i in issues} == {
        "citizen_id",
        "mobile_phone",
        "secrecy_mark",
        "attachment_locked",
    }
    said = "".join(f"{i.message}{i.excerpt}{i.remedy}" for i in issues)
    assert number not in said
    assert "13812345678" not in said
    assert f"附件“甲某{number[:6]}********{number[-4:]}-138****5678.pdf”第 1 页" in said


@given(body=st.text(max_size=200), title=st.text(max_size=40))
def test_whatever_stands_there_is_checked_and_every_place_lies_in_the_body(body, title) -> None:
    checked = text(f"<p>{body}</p>", title=title)

    for issue in rule_book.check(checked, TABLES):
        assert issue.message
        assert issue.remedy
        if issue.start is not None:
            assert 0 <= issue.start < issue.end <= len(checked.body.text)


@pytest.mark.parametrize("piece", ["1 ", "（", "“\n", "141102199003074514", "《", "a@", "住址："])
def test_hostile_text_takes_no_rule_more_than_a_moment(piece: str) -> None:
    """A hundred thousand characters of one kind; what grows with their square takes minutes."""
    checked = text(f"<p>{piece * (100_000 // len(piece))}</p>".replace("\n", "</p><p>"))

    began = time.process_time()
    rule_book.check(checked, TABLES)

    assert time.process_time() - began < 20


def test_a_list_of_numbers_is_told_twenty_times_and_summed_up() -> None:
    random = Random("list")
    numbers = "\n".join(citizen_id(random) for _ in range(100))
    reading = attached(FilePiece(place="第 1 页", text=numbers))

    issues = rule_book.check(text(attachments=(FILE,), readings=[reading]), TABLES)

    assert len(issues) == 21
    assert "同类的还有 79 处" in issues[-1].message
    assert issues[-1].excerpt == "等 80 处"
    assert issues[-1].severity is Severity.BLOCK


def test_what_a_clerk_reads_of_a_bad_file_has_a_way_out() -> None:
    for kind in FileTrouble:
        reading = attached(troubles=(FoundTrouble(kind=kind, detail="其中一处"),))
        (issue,) = rule_book.check(text(attachments=(FILE,), readings=[reading]), TABLES)

        assert issue.message.startswith("附件“名单.pdf”")
        assert issue.remedy
        assert issue.excerpt == "名单.pdf"
        assert "{" not in issue.message


def test_sums_are_checked_in_attachments_too() -> None:
    rows = (("项", "数"), ("甲", "1"), ("乙", "2"), ("合计", "4"))
    reading = attached(FilePiece(place="工作表“一”", text="项\t数\n合计\t4", tables=(rows,)))

    (issue,) = rule_book.check(text(attachments=(FILE,), readings=[reading]), TABLES)

    assert issue.message == "附件“名单.pdf”工作表“一”的表格中“合计”一行第 2 列为 4，与各项相加不符"


def test_wrong_sum_of_the_body_is_marked_at_its_row() -> None:
    body = table([["项", "数"], ["甲", 1], ["乙", 2], ["合计", 4]])
    checked = text(body)

    (issue,) = rule_book.check(checked, TABLES)

    assert checked.body.text[issue.start : issue.end] == "合计\t4"


def test_spanned_cells_do_not_shift_columns() -> None:
    body = (
        "<table><tr><th rowspan=2>地区</th><th colspan=2>数量</th></tr>"
        "<tr><th>一</th><th>二</th></tr>"
        "<tr><td>甲</td><td>1</td><td>10</td></tr><tr><td>乙</td><td>2</td><td>20</td></tr>"
        "<tr><td>合计</td><td>3</td><td>31</td></tr></table>"
    )

    (issue,) = rule_book.check(text(body), TABLES)

    assert "第 3 列为 31" in issue.message


def test_leaders_are_judged_by_the_day_of_the_text() -> None:
    body = "<p>市发改委主任戊某主持会议。</p>"

    assert rule_book.check(text(body, dated=date(2023, 1, 1)), TABLES) == []
    now = rule_book.check(text(body, dated=DAY), TABLES)
    assert {issue.rule_id for issue in now} == {"leader_title"}
    assert "2026年11月23日不在任" in now[0].message


def test_every_rule_is_described_and_has_a_name_of_its_own() -> None:
    ids = [rule.id for rule in rule_book.RULES]

    assert len(ids) == len(set(ids))
    assert all(r.title and r.reports and r.leaves and "条" in r.basis for r in rule_book.RULES)


class TestExamples:
    def test_right_ones_say_nothing(self) -> None:
        example = RuleExample(rule="confusion", finds=("市人民攻府",), leaves=("公布署名",))

        assert list(failing_examples(RULES.model_copy(update={"examples": (example,)}))) == []

    @pytest.mark.parametrize(
        ("example", "words"),
        [
            (RuleExample(rule="confusion", finds=("市政府",)), "应当查到，没有查到"),
            (RuleExample(rule="confusion", leaves=("攻府",)), "不应查到，却查到了"),
            (RuleExample(rule="confusoin"), "没有这条规则"),
        ],
    )
    def test_wrong_ones_are_named(self, example: RuleExample, words: str) -> None:
        (issue,) = failing_examples(RULES.model_copy(update={"examples": (example,)}))

        assert words in issue.message
        assert issue.remedy


def test_body_that_no_xml_would_take_is_checked_all_the_same() -> None:
    assert [i.rule_id for i in rule_book.check(text("<p>a\x01b</p><p>攻府</p>"), TABLES)] == [
        "confusion"
    ]
