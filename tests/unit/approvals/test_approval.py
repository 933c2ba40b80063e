"""The rules of a chain: first as random histories against a model, then one by one."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.fakes.clock import A_MONDAY

from infodesk.approvals.approval import (
    Approval,
    ApprovalState,
    Opinion,
    PaperStatement,
    PaperVerdict,
    Verdict,
    record_opinion,
    record_paper,
)
from infodesk.approvals.errors import (
    AlreadyClosed,
    DecisionRefused,
    HashChanged,
    NotYourStep,
    RemarkNeeded,
    SamePersonTwice,
    StepUnknown,
)
from infodesk.catalog.chains import ChainStep, FormBox, PaperPolicy, ReviewChain
from infodesk.catalog.people import Role

HASH, OTHER_HASH = "a1" * 32, "b2" * 32
PAPER_FIRST = PaperPolicy.PAPER_BEFORE_PUBLISH


def chain_of(
    length: int, policy: PaperPolicy = PAPER_FIRST, *, may_repeat_person: bool = False
) -> ReviewChain:
    return ReviewChain(
        id="chain",
        title="示例",
        legal_basis="第五条",
        origins=("reprint",),
        steps=tuple(
            ChainStep(
                key=f"step_{number}",
                title=f"第{number}步",
                role=Role.OFFICE,
                form_box=FormBox.OFFICE,
            )
            for number in range(length)
        ),
        paper_policy=policy,
        may_repeat_person=may_repeat_person,
    )


def opened(chain: ReviewChain) -> Approval:
    return Approval(
        id="approval",
        subject="article:1",
        chain=chain,
        approval_hash=HASH,
        state=ApprovalState.OPEN,
        assignee_id="person_0",
        step_since=A_MONDAY,
        opened_at=A_MONDAY,
    )


def opinion(step: int = 0, person: int = 0, **fields) -> Opinion:
    known = {
        "id": f"opinion_{step}_{person}",
        "step_key": f"step_{step}",
        "person_id": f"person_{person}",
        "person_name": f"审核员{person}",
        "verdict": Verdict.AGREED,
        "remark": "意见",
        "approval_hash": HASH,
        "at": A_MONDAY + timedelta(hours=1),
    }
    return Opinion(**known | fields)


def statement(verdict: PaperVerdict = PaperVerdict.AGREED, **fields) -> PaperStatement:
    known = {
        "form_number": "SLFG-2026-000001",
        "approval_hash": HASH,
        "scan_sha256": "c3" * 32,
        "verdict": verdict,
        "clerk_id": "clerk_bing",
        "note": "",
        "at": A_MONDAY + timedelta(hours=2),
    }
    return PaperStatement(**known | fields)


def assigned(approval: Approval, person: int) -> Approval:
    return replace(approval, assignee_id=f"person_{person}")


def agreed(approval: Approval, steps: int) -> Approval:
    """Let a person of its own agree at each of the first steps."""
    for step in range(steps):
        approval = record_opinion(assigned(approval, step), opinion(step, step))
    return approval


# ---- random histories ----


def mostly(value, *others):
    return st.sampled_from([value] * 12 + [*others])


@st.composite
def opinions_at(draw, approval: Approval) -> tuple[Approval, Opinion]:
    """Draw an assignee and an opinion that often, but not always, fits the present step."""
    step = approval.current_step
    present = int(step.key[-1]) if step else 0
    holder = draw(mostly(present, 0, 1, 5))
    person = draw(mostly(holder, 0, 1))
    return assigned(approval, holder), opinion(
        draw(mostly(present, 0, 2)),
        person,
        id=f"opinion_{len(approval.opinions)}",
        verdict=draw(st.sampled_from([Verdict.AGREED] * 12 + [Verdict.RETURNED, *Verdict])),
        remark=draw(mostly("意见", " ")),
        approval_hash=draw(mostly(HASH, OTHER_HASH)),
        return_to=draw(st.sampled_from(["", *(f"step_{n}" for n in range(5))])),
    )


statements = st.builds(
    statement,
    st.sampled_from([PaperVerdict.AGREED] * 4 + [*PaperVerdict]),
    approval_hash=mostly(HASH, OTHER_HASH),
)


class Model:
    """What the regulation says, counted with two numbers instead of voided opinions."""

    def __init__(self, chain: ReviewChain) -> None:
        self.chain = chain
        self.people: list[str] = []  # who agreed, in the order of the steps
        self.is_signed = False
        self.is_rejected = False

    @property
    def is_complete(self) -> bool:
        return len(self.people) == len(self.chain.steps) and (
            self.is_signed or self.chain.paper_policy is not PAPER_FIRST
        )

    def accepts(self, given: Opinion, holder: str) -> bool:
        keys = [step.key for step in self.chain.steps]
        is_open = not self.is_rejected and not self.is_complete
        if not is_open or len(self.people) == len(keys) or given.approval_hash != HASH:
            return False
        if given.step_key != keys[len(self.people)] or given.person_id != holder:
            return False
        if given.person_id in self.people and not self.chain.may_repeat_person:
            return False
        if given.verdict is Verdict.AGREED:
            return True
        back = keys[: len(self.people) + 1]
        return bool(given.remark.strip()) and (
            given.verdict is Verdict.REJECTED or given.return_to in back
        )

    def take(self, given: Opinion) -> None:
        if given.verdict is Verdict.AGREED:
            self.people.append(given.person_id)
        elif given.verdict is Verdict.REJECTED:
            self.is_rejected = True
        else:
            del self.people[int(given.return_to[-1]) :]
            self.is_signed = False

    def takes_paper(self, given: PaperStatement) -> bool:
        return not self.is_rejected and given.approval_hash == HASH

    def take_paper(self, given: PaperStatement) -> None:
        self.is_signed = given.verdict is PaperVerdict.AGREED
        if not self.is_signed:
            self.people.clear()


@settings(max_examples=300)
@given(
    st.data(),
    st.integers(1, 5),
    st.sampled_from([PAPER_FIRST, *PaperPolicy]),
    st.booleans(),
)
def test_any_history_leaves_the_approval_where_the_regulation_has_it(
    data, length: int, policy: PaperPolicy, may_repeat_person
) -> None:
    chain = chain_of(length, policy, may_repeat_person=may_repeat_person)
    approval, model = opened(chain), Model(chain)
    for _ in range(data.draw(st.integers(1, 14))):
        if data.draw(st.integers(0, 4)):
            approval, word = data.draw(opinions_at(approval))
            is_accepted = model.accepts(word, approval.assignee_id)
            approval = recorded(record_opinion, approval, word, is_accepted)
            if is_accepted:
                model.take(word)
        else:
            word = data.draw(statements)
            is_accepted = model.takes_paper(word)
            approval = recorded(record_paper, approval, word, is_accepted)
            if is_accepted:
                model.take_paper(word)
        assert_as(approval, model)
    event(f"ended {approval.state}")


def recorded(record: Callable, approval: Approval, word: object, is_accepted: bool) -> Approval:
    if is_accepted:
        return record(approval, word)
    with pytest.raises(DecisionRefused):
        record(approval, word)
    return approval


def assert_as(approval: Approval, model: Model) -> None:
    keys = [step.key for step in approval.chain.steps]
    standing = approval.standing
    assert [standing[key].person_id for key in keys if key in standing] == model.people
    # No step is skipped: what stands is a beginning of the chain.
    assert set(standing) == set(keys[: len(model.people)])
    assert all(o.approval_hash == HASH for o in standing.values())
    assert (approval.current_step is None) is (len(model.people) == len(keys))
    assert approval.has_signed_paper is model.is_signed
    assert approval.is_complete is model.is_complete
    expected = (
        ApprovalState.REJECTED
        if model.is_rejected
        else ApprovalState.GRANTED
        if model.is_complete
        else ApprovalState.OPEN
    )
    assert approval.state is expected
    assert (approval.closed_at is None) is (expected is ApprovalState.OPEN)
    if not approval.chain.may_repeat_person:
        assert len(set(model.people)) == len(model.people)


# ---- one by one ----


def test_a_chain_is_complete_after_its_last_step_and_the_paper() -> None:
    approval = agreed(opened(chain_of(3)), 3)
    assert approval.state is ApprovalState.OPEN
    assert approval.current_step is None
    assert approval.awaits_paper

    approval = record_paper(approval, statement())

    assert approval.state is ApprovalState.GRANTED
    assert approval.closed_at == statement().at
    assert not approval.awaits_paper


def test_the_paper_may_come_before_the_last_opinion() -> None:
    approval = record_paper(agreed(opened(chain_of(2)), 1), statement())
    assert approval.state is ApprovalState.OPEN

    approval = record_opinion(assigned(approval, 1), opinion(1, 1))

    assert approval.state is ApprovalState.GRANTED
    assert approval.closed_at == opinion().at


@pytest.mark.parametrize(
    ("policy", "awaits_paper"),
    [(PaperPolicy.ONLINE, False), (PaperPolicy.PAPER_WITHIN_DAYS, True)],
)
def test_other_policies_grant_without_paper(policy: PaperPolicy, awaits_paper) -> None:
    approval = agreed(opened(chain_of(2, policy)), 2)

    assert approval.state is ApprovalState.GRANTED
    assert approval.awaits_paper is awaits_paper


def test_paper_refused_after_the_grant_opens_the_approval_again() -> None:
    approval = agreed(opened(chain_of(2, PaperPolicy.PAPER_WITHIN_DAYS)), 2)

    approval = record_paper(approval, statement(PaperVerdict.REFUSED))

    assert approval.state is ApprovalState.OPEN
    assert approval.closed_at is None
    assert approval.current_step.key == "step_0"


@pytest.mark.parametrize("state", [ApprovalState.REJECTED, ApprovalState.VOID])
@pytest.mark.parametrize("verdict", PaperVerdict)
def test_what_is_closed_takes_no_paper(state: ApprovalState, verdict: PaperVerdict) -> None:
    with pytest.raises(AlreadyClosed):
        record_paper(replace(opened(chain_of(2)), state=state), statement(verdict))


@pytest.mark.parametrize("state", [s for s in ApprovalState if s is not ApprovalState.OPEN])
@pytest.mark.parametrize("verdict", Verdict)
def test_what_is_closed_takes_no_opinion(state: ApprovalState, verdict: Verdict) -> None:
    with pytest.raises(AlreadyClosed):
        record_opinion(
            replace(opened(chain_of(2)), state=state),
            opinion(verdict=verdict, return_to="step_0"),
        )


@pytest.mark.parametrize("state", [ApprovalState.REJECTED, ApprovalState.VOID])
def test_what_is_closed_awaits_no_paper(state: ApprovalState) -> None:
    assert not replace(agreed(opened(chain_of(2)), 2), state=state).awaits_paper


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"approval_hash": OTHER_HASH}, HashChanged),
        ({"step_key": "step_0"}, NotYourStep),
        ({"step_key": "step_2"}, NotYourStep),
        ({"step_key": "none"}, NotYourStep),
        ({"person_id": "person_2"}, NotYourStep),
        ({"verdict": Verdict.RETURNED, "return_to": "step_0", "remark": " "}, RemarkNeeded),
        ({"verdict": Verdict.REJECTED, "remark": ""}, RemarkNeeded),
        ({"verdict": Verdict.RETURNED, "return_to": ""}, StepUnknown),
        ({"verdict": Verdict.RETURNED, "return_to": "step_2"}, StepUnknown),
        ({"verdict": Verdict.RETURNED, "return_to": "none"}, StepUnknown),
    ],
)
def test_each_refusal_says_why(wrong, refusal: type[DecisionRefused]) -> None:
    approval = assigned(agreed(opened(chain_of(3)), 1), 1)

    with pytest.raises(refusal) as refused:
        record_opinion(approval, opinion(1, 1, **wrong))

    assert refused.value.message


def test_an_opinion_without_an_assignee_is_nobodys() -> None:
    with pytest.raises(NotYourStep):
        record_opinion(replace(opened(chain_of(1)), assignee_id=""), opinion())


@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_sits_twice_even_when_he_is_assigned(verdict: Verdict) -> None:
    approval = assigned(agreed(opened(chain_of(2)), 1), 0)

    with pytest.raises(SamePersonTwice):
        record_opinion(approval, opinion(1, 0, verdict=verdict, return_to="step_0"))


def test_one_person_may_sit_twice_where_the_chain_says_so() -> None:
    chain = chain_of(2, PaperPolicy.ONLINE, may_repeat_person=True)
    approval = agreed(opened(chain), 1)

    approval = record_opinion(assigned(approval, 0), opinion(1, 0))

    assert approval.state is ApprovalState.GRANTED


@pytest.mark.parametrize("back_to", range(3))
def test_a_return_reopens_from_its_step_on_and_keeps_what_came_before(back_to: int) -> None:
    approval = record_paper(agreed(opened(chain_of(3)), 2), statement())

    approval = record_opinion(
        assigned(approval, 2),
        opinion(2, 2, verdict=Verdict.RETURNED, return_to=f"step_{back_to}"),
    )

    assert approval.state is ApprovalState.OPEN
    assert approval.current_step.key == f"step_{back_to}"
    assert set(approval.standing) == {f"step_{n}" for n in range(min(back_to, 2))}
    assert approval.assignee_id == ""
    assert approval.paper is None
    # What was said is never unsaid: it stays on record, marked void.
    assert len(approval.opinions) == 3
    assert [o.voided_at for o in approval.opinions[:2]] == [
        opinion().at if n >= back_to else None for n in range(2)
    ]


def test_after_a_return_the_same_person_may_decide_his_step_again() -> None:
    approval = record_opinion(
        assigned(agreed(opened(chain_of(2)), 1), 1),
        opinion(1, 1, verdict=Verdict.RETURNED, return_to="step_0"),
    )

    approval = record_opinion(assigned(approval, 0), opinion(0, 0, id="again"))

    assert approval.current_step.key == "step_1"


def test_a_rejection_closes_and_nobody_holds_it() -> None:
    approval = record_opinion(opened(chain_of(2)), opinion(verdict=Verdict.REJECTED))

    assert approval.state is ApprovalState.REJECTED
    assert approval.assignee_id == ""
    assert approval.closed_at == opinion().at


def test_agreements_on_another_hash_do_not_stand() -> None:
    approval = replace(agreed(opened(chain_of(2)), 2), approval_hash=OTHER_HASH)

    assert approval.standing == {}
    assert approval.current_step.key == "step_0"
    assert not approval.is_complete


def test_a_form_of_another_hash_is_refused() -> None:
    with pytest.raises(HashChanged):
        record_paper(opened(chain_of(1)), statement(approval_hash=OTHER_HASH))


@pytest.mark.parametrize(("steps", "is_final"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_form_is_due_when_only_the_final_review_is_open(steps: int, is_final: bool) -> None:
    approval = agreed(opened(chain_of(3)), steps)

    assert approval.final_step.key == "step_2"
    assert approval.is_at_final_step is is_final
