import pytest
from tests.fakes.approval_forms import example_form, example_opinion

from infodesk.articles.article import Origin
from infodesk.catalog.chains import FormBox
from infodesk.kernel.issues import Issue, Severity
from infodesk.reviewing.approval_form import (
    BOX_LABELS,
    FORMAT_LABELS,
    ORIGIN_LABELS,
    REQUIREMENT_LABELS,
    FinalBoxTaken,
    FindingCounts,
    InformationFormat,
    SpecialRequirement,
    count_findings,
    qr_payload,
)
from infodesk.reviewing.form_number import parse_qr


def test_every_choice_of_the_annex_has_its_words() -> None:
    assert list(ORIGIN_LABELS) == [Origin.REPRINT, Origin.IN_HOUSE, Origin.SUBMISSION]
    assert list(FORMAT_LABELS) == list(InformationFormat)
    assert list(REQUIREMENT_LABELS) == list(SpecialRequirement)
    assert list(BOX_LABELS) == list(FormBox)


def test_the_qr_code_names_the_form_and_what_it_was_printed_for() -> None:
    form = example_form()
    reference = parse_qr(qr_payload(form))
    assert reference is not None
    assert reference.number == form.number
    assert reference.is_printed_for(form.approval_hash)
    assert not reference.is_printed_for("00" * 32)


def test_the_final_box_must_be_left_to_the_pen() -> None:
    with pytest.raises(FinalBoxTaken, match=r"LLFG-2026-000123.*分管领导审核意见") as refusal:
        example_form(opinions=(example_opinion(FormBox.SUPERVISING_LEADER),))
    assert "review_chains.toml" in refusal.value.remedy


def test_opinions_stay_in_the_order_in_which_they_were_given() -> None:
    first = example_opinion(FormBox.OFFICE, "请补文号")
    second = example_opinion(FormBox.OFFICE, "同意")
    between = example_opinion(FormBox.DEPARTMENT_HEAD)
    form = example_form(opinions=(first, between, second))
    assert form.opinions_in(FormBox.OFFICE) == (first, second)
    assert form.opinions_in(FormBox.PRINCIPAL_LEADER) == ()


@pytest.mark.parametrize("field", ["approval_hash", "ledger_head"])
@pytest.mark.parametrize("value", ["", "3f" * 31, "3F" * 32, "zz" * 32])
def test_only_a_whole_hash_can_be_printed(field: str, value: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        example_form(**{field: value})


@pytest.mark.parametrize(
    ("requirements", "words"),
    [(frozenset({SpecialRequirement.OTHER}), " "), (frozenset(), "置顶三日")],
)
def test_another_requirement_is_ticked_and_written(
    requirements: frozenset[SpecialRequirement], words: str
) -> None:
    with pytest.raises(ValueError, match="其他"):
        example_form(requirements=requirements, other_requirement=words)


def test_findings_are_counted_by_severity() -> None:
    issues = [
        Issue(rule_id="r", severity=severity, message="…")
        for severity in (Severity.BLOCK, Severity.HINT, Severity.HINT)
    ]
    assert count_findings(issues) == FindingCounts(block=1, must_answer=0, hint=2)
