"""No letter is missing; a link dies with its purpose, and a second letter kills the first's."""

from dataclasses import replace

import pytest
from tests.contracts.reviewing.review_office import ReviewOffice, good_content
from tests.fakes.mailer import token_in

from infodesk.access.errors import LinkDead, LinkUnknown
from infodesk.access.links import End, Purpose
from infodesk.access.open_link import open_link
from infodesk.approvals.approval import Verdict
from infodesk.kernel.mail import Mail, MailRefused
from infodesk.kernel.outbox import Topic
from infodesk.reviewing.assign_step import reassign_step
from infodesk.reviewing.errors import CaseUnknown, NotInRole


class Killed(BaseException):
    """Stands in for a process that ends: nothing catches it."""


def to(mails: list[Mail], person_id: str) -> Mail:
    (mail,) = [mail for mail in mails if mail.to.startswith(f"{person_id}@")]
    return mail


def open_(office: ReviewOffice, mail: Mail, *, method: str = "GET"):
    return open_link(
        token_in(mail),
        method=method,
        address="10.0.0.1",
        agent="Mozilla",
        begin=office.database.begin,
        clock=office.clock,
    )


def reassign(office: ReviewOffice, article: str, person_id: str) -> None:
    office.clock.pass_time(minutes=1)
    reassign_step(
        office.case(article).id,
        to=person_id,
        by="operator_ding",
        reason="出差",
        catalog=office.catalog,
        begin=office.database.begin,
        clock=office.clock,
    )


@pytest.fixture
def at_leader(office: ReviewOffice) -> tuple[str, list[Mail]]:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    return article, office.advance(article)


def test_opening_any_number_of_times_changes_nothing_but_the_log(
    office: ReviewOffice, at_leader
) -> None:
    article, mails = at_leader
    mail = to(mails, "leader_yi")
    before = office.file(article), office.link_in(mail), office.actions()

    for method in ("HEAD", "GET") * 5:
        assert open_(office, mail, method=method).person_id == "leader_yi"

    assert (office.file(article), office.link_in(mail), office.actions()) == before
    office.decide(article, "leader_yi")


@pytest.mark.parametrize("change", ["cut", "longer", "other", "empty"])
def test_a_token_that_we_never_gave_out_opens_nothing(
    office: ReviewOffice, at_leader, change: str
) -> None:
    token = token_in(to(at_leader[1], "leader_yi"))
    other = "A" if token[0] != "A" else "B"
    forged = {"cut": token[:-1], "longer": token + "A", "other": other + token[1:], "empty": ""}

    with pytest.raises(LinkUnknown):
        open_link(
            forged[change],
            method="GET",
            address="",
            agent="",
            begin=office.database.begin,
            clock=office.clock,
        )


def test_a_dead_link_says_why(office: ReviewOffice, at_leader) -> None:
    article, mails = at_leader
    mail = to(mails, "leader_yi")
    office.decide(article, "leader_yi")

    with pytest.raises(LinkDead, match="已经办理") as dead:
        open_(office, mail)
    assert dead.value.because is End.DECIDED


def test_an_expired_link_says_so(office: ReviewOffice, at_leader) -> None:
    mail = to(at_leader[1], "leader_yi")
    expires_at = office.link_in(mail).expires_at
    office.clock.pass_time(days=10, microseconds=-1)
    assert open_(office, mail).expires_at == expires_at
    office.clock.pass_time(microseconds=1)

    with pytest.raises(LinkDead, match="有效期") as dead:
        open_(office, mail)
    assert dead.value.because is None


def test_reassignment_kills_the_link_and_writes_to_the_next(
    office: ReviewOffice, at_leader
) -> None:
    article, mails = at_leader

    reassign(office, article, "leader_bing")

    with pytest.raises(LinkDead, match="改派"):
        open_(office, to(mails, "leader_yi"))
    assert office.errands(Topic.REVIEW) == [article]
    (mail,) = office.advance(article)
    assert mail.to == "leader_bing@infodesk.example"
    office.decide(article, "leader_bing")
    assert office.actions().count("reassigned") == 1


def test_whoever_gets_a_step_back_gets_a_letter_again(office: ReviewOffice, at_leader) -> None:
    article, _ = at_leader
    reassign(office, article, "leader_bing")
    office.advance(article)
    reassign(office, article, "leader_yi")

    (mail,) = office.advance(article)

    assert mail.to == "leader_yi@infodesk.example"
    assert open_(office, mail)
    office.decide(article, "leader_yi")


def test_a_step_goes_only_to_somebody_of_its_role(office: ReviewOffice, at_leader) -> None:
    article, mails = at_leader
    for person_id in ("editor_yi", "editor_jia", "clerk_bing", "nobody"):
        with pytest.raises(NotInRole):
            reassign(office, article, person_id)

    assert open_(office, to(mails, "leader_yi"))
    assert office.file(article).approval.assignee_id == "leader_yi"


def test_what_is_over_cannot_be_reassigned(office: ReviewOffice, at_leader) -> None:
    article, _ = at_leader
    office.decide(article, "leader_yi", Verdict.REJECTED, remark="不宜转载")
    before = office.actions()

    with pytest.raises(CaseUnknown):
        reassign(office, article, "leader_bing")

    assert office.actions() == before
    assert office.errands(Topic.REVIEW) == [article]  # none but the one of its receipt


def test_an_editor_gets_one_digest_for_all_that_waits(office: ReviewOffice) -> None:
    texts = [office.receive(good_content(title=f"第{n}篇")) for n in range(3)]

    (mail,) = office.advance(*texts)

    assert mail.to == "editor_jia@infodesk.example"
    for text in texts:
        office.decide(text, "editor_jia")


def test_a_leader_gets_one_mail_an_item(office: ReviewOffice) -> None:
    texts = [office.receive(good_content(title=f"第{n}篇")) for n in range(3)]
    office.advance(*texts)
    for text in texts:
        office.decide(text, "editor_jia")

    mails = [m for m in office.advance(*texts) if m.to.startswith("leader")]

    assert len(mails) == 3
    assert len({token_in(mail) for mail in mails}) == 3


def test_a_new_digest_replaces_the_older_link(office: ReviewOffice) -> None:
    first = office.advance(office.receive())[0]
    second = office.advance(office.receive(good_content(title="第二篇")))[0]

    with pytest.raises(LinkDead, match="更新的链接"):
        open_(office, first)
    assert open_(office, second).person_id == "editor_jia"


def test_while_mail_is_down_the_links_that_arrived_keep_working(office: ReviewOffice) -> None:
    first = office.advance(office.receive())[0]
    office.mailer.refuses = {"editor_jia@infodesk.example"}
    article = office.receive(good_content(title="第二篇"))

    with pytest.raises(MailRefused):
        office.advance(article)

    assert open_(office, first).person_id == "editor_jia"
    office.mailer.refuses = set()
    (mail,) = office.advance(article)
    assert open_(office, mail)
    with pytest.raises(LinkDead):
        open_(office, first)


@pytest.mark.parametrize("person_id", ["leader_yi", "clerk_bing"])
def test_killed_between_mail_and_record_a_second_letter_kills_the_first_link(
    office: ReviewOffice, person_id: str
) -> None:
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    take = office.mailer.send

    def sent_and_killed(mail: Mail) -> str:
        take(mail)
        if mail.to.startswith(person_id):
            raise Killed
        return "<x@mail.example>"

    office.mailer.send = sent_and_killed
    with pytest.raises(Killed):
        office.advance(article)
    office.mailer.send = take
    office.advance(article)

    first, second = office.mailer.to(f"{person_id}@infodesk.example")
    with pytest.raises(LinkDead, match="更新的链接"):
        open_(office, first)
    assert open_(office, second).person_id == person_id
    assert office.advance(article) == []


def test_killed_before_the_mail_the_letter_goes_out_later(office: ReviewOffice) -> None:
    article = office.receive()
    take = office.mailer.send

    def killed(_mail: Mail) -> str:
        raise Killed

    office.mailer.send = killed
    with pytest.raises(Killed):
        office.advance(article)
    office.mailer.send = take

    (mail,) = office.advance(article)

    assert open_(office, mail)
    with office.database.read() as records:
        assert len(records.links.live_of("editor_jia", now=office.clock.now())) == 1


def test_one_refused_address_holds_up_nobody_else(office: ReviewOffice) -> None:
    """What `run_request_reviews` does with a bundle that fails is tested with the bootstrap."""
    article = office.receive()
    office.advance(article)
    office.decide(article, "editor_jia")
    office.mailer.refuses = {"leader_yi@infodesk.example"}
    with pytest.raises(MailRefused):
        office.advance(article)
    office.mailer.refuses = set()

    mails = office.advance(article)

    assert {mail.to.split("@")[0] for mail in mails} == {"leader_yi", "clerk_bing"}


@pytest.mark.parametrize("needs_a_hand", [False, True])
def test_the_clerk_hears_of_what_he_must_release_or_publish_by_hand(
    office: ReviewOffice, needs_a_hand: bool
) -> None:
    chain = office.catalog.review_chains["reprint"].model_copy(
        update={"releases_by_itself": not needs_a_hand}
    )
    office.catalog = replace(office.catalog, review_chains={"reprint": chain})
    article = office.receive()
    office.to_leader(article)
    office.decide(article, "leader_yi")
    office.state(office.scan(article))

    letters = [mail for mail in office.advance(article) if mail.to.startswith("clerk_bing@")]

    assert len(letters) == int(needs_a_hand)
    for letter in letters:
        assert "放行" in letter.subject
        assert office.link_in(letter).purpose is Purpose.QUEUE
    assert office.advance(article) == []
