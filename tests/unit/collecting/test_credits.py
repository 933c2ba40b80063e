"""Sources, authors and document numbers as pages name them."""

import pytest

from infodesk.collecting.reading.credits import (
    author_in,
    credit_in,
    document_number_in,
    document_number_of_body,
)


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("来源：吕梁日报", "吕梁日报"),
        ("信息来源: 山西省发展和改革委员会", "山西省发展和改革委员会"),
        ("【来源：新华网】", "新华网"),
        ("来源：吕梁日报 责任编辑：编辑乙", "吕梁日报"),
        ("来源：人民日报 2026-11-20 08:30", "人民日报"),
        ("来源：新华社 | 作者：某某", "新华社"),
        ("财金司", "财金司"),
        ("来源：", ""),
        ("", ""),
    ],
)
def test_credit_in(text, credit) -> None:
    assert credit_in(text) == credit


def test_author_in() -> None:
    assert author_in("责任编辑：编辑乙") == "编辑乙"
    assert author_in("（本报记者：编辑甲）") == "编辑甲"
    assert author_in("编辑丙") == "编辑丙"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("吕政办发[2013]99号", "吕政办发[2013]99号"),
        ("发文字号：吕政办发〔2026〕61号", "吕政办发〔2026〕61号"),
        ("晋发改财金函 〔 2026 〕 412 号", "晋发改财金函〔2026〕412号"),
        ("《信用修复管理办法》 2025年第36号令", "2025年第36号令"),
        ("2026年11月17日", ""),
        ("", ""),
    ],
)
def test_document_number_in(text, number) -> None:
    assert document_number_in(text) == number


def test_a_number_on_its_own_line_is_the_documents_own() -> None:
    assert (
        document_number_of_body(["吕梁市文件", "吕政发〔2026〕1号", "各县："])
        == "吕政发〔2026〕1号"
    )
    assert document_number_of_body(["（吕政发〔2026〕1号）"]) == "吕政发〔2026〕1号"


def test_a_number_in_a_sentence_is_that_of_another_document() -> None:
    assert document_number_of_body(["根据《方案》（晋政办发〔2025〕38号），通知如下："]) == ""
    assert document_number_of_body(["正文"] * 20 + ["吕政发〔2026〕1号"]) == ""
