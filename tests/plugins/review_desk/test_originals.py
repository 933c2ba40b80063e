"""Changed originals on the desk: who sees them, what is shown, and an editor's word on them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.fakes.mailer import token_in
from tests.fakes.scan_reader import signed
from tests.fakes.web_pages import FakeWebPages
from tests.plugins.review_desk.office import BODY, PREFIX, agree, everything

from infodesk.bootstrap import (
    PaperVerdict,
    desk,
    run_publish_approved,
    run_tell_of_originals,
    run_watch_originals,
    watched_hosts,
    wiring,
)
from infodesk.collecting.originals.watched import OriginalWatch
from infodesk.collecting.web.page_errors import PageGone
from infodesk.kernel.mail import MailRefused

HOST = "www.ndrc.example"
URL = f"https://{HOST}/xwdt/1.html"
TITLE = "国家发展改革委部署推动经济持续回升向好"
NOWHERE = "0" * 32


def web(title: str = TITLE, body: str = BODY) -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f"<p>发布时间：2026-03-01 10:00　来源：国家发展改革委网站</p>"
        f"<div>{body}</div></body></html>"
    ).encode()


CHANGED = web(body=BODY.replace("招商引资行为", "招商引资<script>alert(1)</script>与监管"))
GONE = PageGone("网页不存在（404）", remedy="无")


@pytest.fixture
def pages(office) -> FakeWebPages:
    made = FakeWebPages()
    wiring().__dict__["pages"] = made
    return made


@pytest.fixture
def meet(office, pages):
    """Receive a reprint, let its original be like this some days later; returns the article."""

    def meet(answer: object, **fields: object) -> str:
        article_id = office.receive(**fields)
        with wiring().database.begin() as records:
            records.originals.watch(
                OriginalWatch(
                    article_id=article_id,
                    source_id="ndrc_news",
                    url=URL,
                    since=office.clock.now(),
                    next_look_at=office.clock.now() + timedelta(hours=2),
                )
            )
        office.advance(article_id)
        pages.answers[URL] = answer  # type: ignore[assignment]
        office.clock.pass_time(hours=3)
        assert watched_hosts() == [HOST]
        run_watch_originals(HOST)
        return article_id

    return meet


@pytest.fixture
def editor(office, browse):
    """Give the browser of the centre's editor, signed in by his queue's link."""

    def sign_in(person: str = "editor_jia"):
        browser = browse()
        browser.open(office.token(person))
        return browser

    return sign_in


def change_id() -> str:
    with wiring().database.read() as records:
        return records.originals.open_changes()[0].id


def entries(action: str) -> list[object]:
    with wiring().database.read() as records:
        return [e for e in records.ledger.entries() if e.action == action]


def test_a_change_is_listed_and_shown_character_by_character(office, meet, editor):
    article = meet(CHANGED)
    browser = editor()

    assert "1 篇转载信息的" in browser.get("/queue").text
    listed = browser.get("/originals")
    assert TITLE in listed.text
    assert "原文有改动" in listed.text
    assert "正在审核" in listed.text
    shown = browser.get(f"/originals/{change_id()}")
    assert shown.status_code == 200
    removed = re.findall(r"<del><span[^>]*>删</span>([^<]*)</del>", shown.text)
    added = re.findall(r"<ins><span[^>]*>增</span>([^<]*)</ins>", shown.text)
    assert "行为" in removed
    assert "与监管" in added
    assert "alert(1)" not in shown.text
    assert f'href="{URL}"' in shown.text
    with wiring().database.read() as records:
        capture = records.originals.changes(article)[0].capture
    assert capture in shown.text
    assert wiring().captures.read(capture).content == CHANGED


def test_the_page_of_the_text_says_that_its_original_has_changed(office, meet, editor):
    article = meet(CHANGED)
    browser = editor()
    item = f"/items/{office.case_id(article)}"
    assert f"{PREFIX}/originals/{change_id()}" in browser.get(item).text

    agree(office, article, "editor_jia")
    leader = editor("leader_yi").get(item)
    assert "原文有变化" in leader.text
    assert "/originals/" not in leader.text

    page = browser.get(f"/originals/{change_id()}")
    browser.submit(page, f"/originals/{change_id()}", verdict="no_action", remark="无关紧要")
    assert "原文有变化" not in browser.get(item).text


@pytest.mark.parametrize(
    ("verdict", "said"),
    [("no_action", "无需处理"), ("correct", "更正我方稿件"), ("withdraw", "撤下我方稿件")],
)
def test_the_editors_word_is_recorded_and_changes_nothing_of_ours(
    office, meet, editor, verdict: str, said: str
):
    article = meet(CHANGED)
    browser = editor()
    address = f"/originals/{change_id()}"
    before = everything(
        but=("original_changes", "ledger", "ledger_head", "problems", "link_openings")
    )

    answer = browser.submit(browser.get(address), address, verdict=verdict, remark="已与来源核对")

    assert answer.status_code == 200
    assert said in answer.text
    assert "已与来源核对" in answer.text
    assert 'name="verdict"' not in answer.text
    assert everything(
        but=("original_changes", "ledger", "ledger_head", "problems", "link_openings")
    ) == before  # fmt: skip
    (settled,) = entries("original_settled")
    assert (settled.actor, settled.subject) == ("editor_jia", f"article:{article}")
    assert "original_changed" not in [p.kind for p in _open_problems()]
    assert "现在没有待处理的原文变化" in browser.get("/originals").text
    assert "处理原文变化" in browser.get(f"/items/{office.case_id(article)}").text


def _open_problems():
    with wiring().database.read() as records:
        return records.problems.open_ones()


def test_a_correction_leads_to_the_edit_and_a_withdrawal_to_where_it_can_be_done(
    office, meet, editor
):
    article = meet(CHANGED)
    browser = editor()
    address = f"/originals/{change_id()}"
    answer = browser.submit(browser.get(address), address, verdict="correct", remark="按原文改")
    edit = f"/items/{office.case_id(article)}/edit"
    assert f'href="{PREFIX}{edit}"' in answer.text
    assert browser.get(edit).status_code == 200


def test_an_original_that_is_gone_shows_what_stood_there(office, meet, editor):
    meet(GONE)
    browser = editor()

    shown = browser.get(f"/originals/{change_id()}")

    assert "已撤下" in shown.text
    assert "网页不存在（404）" in shown.text
    assert "研究部署推动经济持续回升向好的有关工作" in shown.text
    address = f"/originals/{change_id()}"
    answer = browser.submit(shown, address, verdict="withdraw", remark="来源已撤稿")
    assert "不予采用" in answer.text  # it is under review, so that is the way


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"verdict": "no_action", "remark": "  "}, "请写明理由"),
        ({"verdict": "", "remark": "有理由"}, "请选择如何处理"),
    ],
)
def test_a_word_without_a_choice_or_a_reason_is_asked_again(
    office, meet, editor, typed: dict[str, str], said: str
):
    meet(CHANGED)
    browser = editor()
    address = f"/originals/{change_id()}"

    answer = browser.submit(browser.get(address), address, **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert entries("original_settled") == []


def test_a_word_that_comes_too_late_does_not_count_and_is_not_lost(office, meet, editor, pages):
    meet(CHANGED)
    browser = editor()
    address = f"/originals/{change_id()}"
    opened = browser.get(address)
    office.clock.pass_time(hours=6)
    pages.answers[URL] = GONE
    run_watch_originals(HOST)

    answer = browser.submit(opened, address, verdict="no_action", remark="只是改了用词")

    assert answer.status_code == 422
    assert "原文又有新的变化" in answer.text
    assert "只是改了用词" in answer.text
    assert entries("original_settled") == []


def test_nobody_but_the_editors_of_reprints_comes_in(office, meet, editor, browse):
    article = meet(CHANGED)
    agree(office, article, "editor_jia")
    address = f"/originals/{change_id()}"
    leader = editor("leader_yi")

    for path in ("/originals", address):
        assert leader.get(path).status_code == 403
        assert browse().get(path).status_code == 401
    queue = leader.get("/queue")
    token = leader.form(queue, "/leave")["csrf"]
    refused = leader.post(address, {"csrf": token, "verdict": "no_action", "remark": "试试"})
    assert refused.status_code == 403
    assert entries("original_settled") == []


def test_a_guessed_id_is_nothing(office, meet, editor):
    meet(CHANGED)
    browser = editor()
    token = browser.form(browser.get("/queue"), "/leave")["csrf"]

    assert browser.get(f"/originals/{NOWHERE}").status_code == 404
    assert browser.get("/originals/../etc").status_code == 404
    assert browser.get("/originals/1").status_code == 404
    posted = browser.post(
        f"/originals/{NOWHERE}", {"csrf": token, "verdict": "correct", "remark": "试"}
    )
    assert posted.status_code == 404
    assert entries("original_settled") == []


@pytest.mark.parametrize("csrf", [None, "", "x" * 64])
def test_a_form_that_this_desk_did_not_hand_out_is_refused(office, meet, editor, csrf):
    meet(CHANGED)
    browser = editor()
    fields = {"verdict": "no_action", "remark": "伪造"}
    if csrf is not None:
        fields["csrf"] = csrf

    answer = browser.post(f"/originals/{change_id()}", fields)

    assert answer.status_code == 403
    assert entries("original_settled") == []


def test_a_verdict_that_no_person_gives_is_refused(office, meet, editor):
    meet(CHANGED)
    browser = editor()
    address = f"/originals/{change_id()}"
    fields = browser.form(browser.get(address), address)

    answer = browser.post(address, {**fields, "verdict": "superseded", "remark": "机器"})

    assert answer.status_code == 422
    assert entries("original_settled") == []


def test_the_pages_are_sealed_like_all_others(office, meet, editor):
    meet(CHANGED)
    browser = editor()

    for path in ("/originals", f"/originals/{change_id()}"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "no-store" in headers["cache-control"]
        assert headers["referrer-policy"] == "no-referrer"


def test_the_editor_hears_of_each_change_once_by_a_mail_that_opens_the_list(
    office, meet, browse, pages, monkeypatch
):
    article = meet(CHANGED)
    monkeypatch.setattr(type(wiring()), "mailer", lambda _here, _via=None: office.mailer)
    sent = len(office.mailer.mails)

    assert run_tell_of_originals()["mails"] >= 1
    letters = office.mailer.mails[sent:]
    letter = next(
        m for m in letters if m.to == wiring().catalog.people["editor_jia"].email
    )  # fmt: skip
    assert letter.subject == f"【信息审签】1 篇转载信息的原文有变化：{TITLE}"
    assert "正在审核" in letter.text
    assert {m.to for m in letters} == {
        p.email for p in wiring().catalog.people.values() if "centre_editor" in p.roles
    }
    assert run_tell_of_originals() == {"mails": 0}

    browser = browse()
    opened = browser.open(token_in(letter))
    assert opened.url.path == f"{PREFIX}/originals"
    assert TITLE in opened.text

    office.clock.pass_time(days=2)
    pages.answers[URL] = GONE
    run_watch_originals(HOST)
    run_tell_of_originals()
    assert "原文已撤下" in office.letter("editor_jia").text
    told = [e for e in entries("letter_sent") if '"original_changed"' in e.payload]
    assert {e.subject for e in told} == {f"article:{article}"}


def test_a_mail_server_that_refuses_leaves_the_change_untold(office, meet, monkeypatch):
    meet(CHANGED)

    class Refusing:
        def send(self, mail):
            raise MailRefused("邮件服务器没有接收", remedy="稍后再试")

    monkeypatch.setattr(type(wiring()), "mailer", lambda _here, _via=None: Refusing())
    with pytest.raises(MailRefused):
        run_tell_of_originals()
    monkeypatch.setattr(type(wiring()), "mailer", lambda _here, _via=None: office.mailer)

    assert run_tell_of_originals()["mails"] >= 1


def test_of_a_text_on_the_air_the_page_says_where_and_what_a_withdrawal_takes(office, meet, editor):
    office.give_pin("editor_jia", "leader_yi", "clerk_bing")
    article = meet(GONE)
    for person in ("editor_jia", "leader_yi"):
        agree(office, article, person)
    case, clerk = office.case_id(article), desk.person("clerk_bing")
    received = desk.upload_scan(case, clerk, signed(desk.form_pdf(case, clerk).content))
    desk.state_paper(case, received.scan.id, clerk, verdict=PaperVerdict.AGREED, note="")
    run_publish_approved()
    browser = editor()

    assert "我方已在门户网站发布" in browser.get("/originals").text
    address = f"/originals/{change_id()}"
    shown = browser.get(address)
    assert "已上线" in shown.text
    answer = browser.submit(shown, address, verdict="withdraw", remark="来源已撤稿")
    assert "系统不会自动撤下已发布的内容" in answer.text
    assert "已上线" in answer.text


def test_our_own_edit_is_compared_beside_it(office, meet, editor):
    article = meet(CHANGED)
    with wiring().database.begin() as records:
        before = records.articles.get(article).revision
        content = replace(before.content, title="我委改过的标题")
        records.articles.add_revision(
            replace(
                before,
                id="e" * 32,
                number=2,
                content=content,
                content_hash=content.content_hash,
                created_by="editor_jia",
            )
        )

    shown = editor().get(f"/originals/{change_id()}")

    assert "我方现稿与原文现状的差别" in shown.text
    original, ours = shown.text.split("我方现稿与原文现状的差别")
    assert "<h3>标题</h3>" not in original  # the original's title has not changed
    assert "<h3>标题</h3>" in ours
