"""The paper step: printed, scanned, handed in, and read by a named clerk."""

import io

import pytest
from tests.fakes.scan_reader import signed
from tests.plugins.review_desk.office import PINS, PREFIX, agree, everything

from infodesk.approvals.approval import ApprovalState
from infodesk.bootstrap import desk, wiring
from review_desk.envelope import UPLOAD_LIMIT


class _Paper:
    def __init__(self, office, browse):
        office.give_pin("clerk_bing", "leader_yi", "editor_jia")
        self.office, self.browse = office, browse
        self.article = office.receive()
        office.advance(self.article)
        agree(office, self.article, "editor_jia")
        self.id = office.case_id(self.article)
        self.clerk = browse()
        self.page = self.clerk.open(office.token("clerk_bing"))

    @property
    def form(self):
        return self.clerk.get(f"/items/{self.id}/form.pdf").content

    def upload(self, content, **typed):
        page = self.clerk.get(f"/items/{self.id}/scan")
        fields = {**self.clerk.form(page, "/scan"), "pin": PINS["clerk_bing"], **typed}
        fields.pop("scan", None)
        return self.clerk.post(
            f"/items/{self.id}/scan", fields, files={"scan": ("扫描.pdf", io.BytesIO(content))}
        )

    def state(self, page, **typed):
        action = page.url.path.removeprefix(PREFIX)
        typed = {"pin": PINS["clerk_bing"], "verdict": "agreed", **typed}
        return self.clerk.submit(page, action, **typed)

    @property
    def approval(self):
        with wiring().database.read() as records:
            return records.approvals.get(self.id)


@pytest.fixture
def paper(office, browse):
    """Give a text at its final review, and the clerk's browser on its page."""
    return _Paper(office, browse)


def test_the_clerks_link_leads_to_the_form(paper):
    assert paper.page.url.path == f"{PREFIX}/items/{paper.id}"
    assert "打印审批单" in paper.page.text
    answer = paper.clerk.get(f"/items/{paper.id}/form.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_signed_form_completes_the_chain_with_the_leaders_word(paper):
    statement = paper.upload(signed(paper.form))
    assert "纸上写的是什么意见" in statement.text
    done = paper.state(statement)
    assert "核对结果已记录" in done.text
    assert "网上还有步骤没有办完" in done.text
    assert paper.approval.state is ApprovalState.OPEN
    agree(paper.office, paper.article, "leader_yi")
    assert paper.approval.state is ApprovalState.GRANTED


def test_either_order_counts(paper):
    agree(paper.office, paper.article, "leader_yi")
    done = paper.state(paper.upload(signed(paper.form)))
    assert "审签完毕，系统随即发布" in done.text
    assert paper.approval.state is ApprovalState.GRANTED
    assert "已审签完毕" in paper.clerk.get(f"/items/{paper.id}").text


@pytest.mark.parametrize("verdict", ["agreed_with_changes", "refused"])
def test_changes_by_hand_and_refusals_send_the_text_back(paper, verdict):
    statement = paper.upload(signed(paper.form))
    missing = paper.state(statement, verdict=verdict)
    assert missing.status_code == 422
    assert "请写明纸上的修改或不同意的意见" in missing.text
    done = paper.state(missing, verdict=verdict, note="第二段改为“全市”")
    assert "退回第一步处理" in done.text
    assert paper.approval.current_step.key == "editor"
    assert paper.clerk.get(f"/items/{paper.id}/form.pdf").status_code == 404


def test_a_statement_needs_a_choice_and_always_the_pin(paper):
    statement = paper.upload(signed(paper.form), remember="true")
    assert "请选择纸上写的意见" in paper.state(statement, verdict="").text
    assert "请输入口令" in paper.state(statement, pin="").text
    assert "还可以再试" in paper.state(statement, pin="000001").text
    assert paper.approval.paper is None


def test_a_scan_is_stated_once(paper):
    statement = paper.upload(signed(paper.form))
    paper.state(statement)
    again = paper.clerk.get(statement.url.path)
    assert "这份扫描件已核对过" in again.text
    token = paper.clerk.form(again, "/leave")["csrf"]
    repeated = paper.clerk.post(
        statement.url.path, {"csrf": token, "verdict": "agreed", "pin": PINS["clerk_bing"]}
    )
    assert repeated.status_code == 422
    assert "已作废或已核对过" in repeated.text


def test_an_unsigned_form_and_no_form_at_all_are_refused(paper):
    assert "没有发现手写签字" in paper.upload(paper.form).text
    assert "没有可识别的审批单二维码" in paper.upload(b"holiday pictures").text
    assert "请选择扫描件" in paper.upload(b"").text
    assert desk.item(paper.id, desk.person("clerk_bing")).scans == ()


def test_a_form_printed_before_an_edit_is_refused(paper):
    scan = signed(paper.form)
    editor = desk.person("editor_jia")
    found = desk.item(paper.id, editor).file
    desk.save(
        paper.id, editor, seen_revision_id=found.revision.id, title="改过的标题",
        body_html=found.revision.content.body_html, credit=found.revision.content.credit,
        destination=found.case.destination,
    )  # fmt: skip
    refused = paper.upload(scan)
    assert refused.status_code == 422
    assert "此单已作废" in refused.text


def test_the_form_of_another_text_is_refused(paper):
    other = paper.office.receive("另一篇")
    paper.office.advance(other)
    agree(paper.office, other, "editor_jia")
    clerk = desk.person("clerk_bing")
    theirs = desk.form_pdf(paper.office.case_id(other), clerk).content
    assert "不是这篇稿件的审批单" in paper.upload(signed(theirs)).text


def test_only_the_clerk_hands_scans_in(paper):
    leader = paper.browse()
    page = leader.open(paper.office.token("leader_yi"))
    assert leader.get(f"/items/{paper.id}/scan").status_code == 403
    token = leader.form(page, "/decision")["csrf"]
    scan = io.BytesIO(signed(paper.form))
    before = everything()
    answer = leader.post(
        f"/items/{paper.id}/scan",
        {"csrf": token, "pin": PINS["leader_yi"]},
        files={"scan": ("a.pdf", scan)},
    )
    assert answer.status_code == 403
    assert everything() == before


def test_a_scan_of_another_case_is_not_shown(paper):
    statement = paper.upload(signed(paper.form))
    scan_id = statement.url.path.rsplit("/", 1)[1]
    other = paper.office.receive("另一篇")
    paper.office.advance(other)
    case = paper.office.case_id(other)
    assert paper.clerk.get(f"/items/{case}/scans/{scan_id}").status_code == 404
    assert paper.clerk.get(f"/items/{paper.id}/scans/{'0' * 32}/picture").status_code == 404


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(paper):
    before = everything()
    answer = paper.upload(b"x" * (UPLOAD_LIMIT + 70_000))
    assert answer.status_code == 413
    assert "文件太大" in answer.text
    assert everything() == before


def test_a_file_beyond_the_limit_that_does_not_say_so_is_refused_too(paper):
    page = paper.clerk.get(f"/items/{paper.id}/scan")
    csrf = paper.clerk.form(page, "/scan")["csrf"][0]
    head = (
        f'--b\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{csrf}\r\n'
        '--b\r\nContent-Disposition: form-data; name="scan"; filename="a.pdf"\r\n\r\n'
    ).encode()

    def pieces():
        yield head
        for _ in range(UPLOAD_LIMIT // 1024 // 1024 + 1):
            yield b"x" * 1024 * 1024

    answer = paper.clerk.client.post(
        f"{PREFIX}/items/{paper.id}/scan",
        content=pieces(),
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 413
    assert desk.item(paper.id, desk.person("clerk_bing")).scans == ()


@pytest.mark.parametrize(
    "body", [b"", b"--b\r\n", b"--b\r\nContent-Disposition: form-data\r\n\r\n", b"\xff" * 500]
)
def test_a_broken_upload_is_no_error_of_the_desk(paper, body):
    answer = paper.clerk.client.post(
        f"{PREFIX}/items/{paper.id}/scan",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code in {400, 403}
    assert "<html" in answer.text
