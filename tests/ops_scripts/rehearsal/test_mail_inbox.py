"""The inbox: a letter that goes in by SMTP comes out on the pages."""

import smtplib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import requests
import uvicorn

from rehearsal.mail_inbox import create_app
from rehearsal.mail_store import MailStore
from rehearsal.post_office import PostOffice
from rehearsal.premises import any_ports

PORTS = any_ports()


@dataclass(frozen=True)
class Pages:
    """The inbox's pages, over real HTTP."""

    address: str

    def get(self, path: str, **options: Any) -> requests.Response:
        return requests.get(self.address + path, timeout=5, **options)

    def post(self, path: str, data: dict[str, str]) -> requests.Response:
        return requests.post(self.address + path, data=data, timeout=5)


@pytest.fixture
def office(tmp_path: Path) -> PostOffice:
    return PostOffice(store=MailStore(tmp_path / "mail"), smtp_port=PORTS.inbox_smtp)


@pytest.fixture
def pages(office: PostOffice) -> Iterator[Pages]:
    app = create_app(office)
    server = uvicorn.Server(
        uvicorn.Config(app, host="127.0.0.1", port=PORTS.inbox_web, log_level="warning")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    yield Pages(f"http://127.0.0.1:{PORTS.inbox_web}")
    server.should_exit = True
    thread.join()


def post(
    office: PostOffice, subject: str = "【待初审】通知", *, to: str = "a@office.example"
) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "信息岗 <d@office.example>", to, subject
    letter["Date"] = "Mon, 23 Nov 2026 12:00:00 +0800"
    letter.set_content("请审核：\nhttp://127.0.0.1:8080/review/open?token=abc\n")
    letter.add_alternative(
        "<p>请<a href='http://127.0.0.1/x'>审核</a><script>1</script></p>", "html"
    )
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="审批单.pdf")
    with smtplib.SMTP("127.0.0.1", office.smtp_port, timeout=5) as server:
        server.send_message(letter, to_addrs=[to])


def test_letters_are_listed_newest_first_and_kept(office: PostOffice, pages: Pages) -> None:
    assert "还没有信" in pages.get("/").text
    post(office, "第一封")
    post(office, "第二封")
    page = pages.get("/").text
    assert page.index("第二封") < page.index("第一封")
    assert "11月23日 12:00:00" in page
    assert MailStore(office.store._folder).numbers() == ["000001", "000002"]


def test_a_letter_is_shown_with_all_its_parts(office: PostOffice, pages: Pages) -> None:
    post(office, "<b>粗</b>", to="b@office.example")
    page = pages.get("/mail/000001").text
    assert "&lt;b&gt;粗&lt;/b&gt;" in page
    assert "b@office.example" in page
    assert '<a href="http://127.0.0.1:8080/review/open?token=abc"' in page
    enclosure = pages.get("/mail/000001/enclosures/0")
    assert enclosure.content == b"%PDF"
    assert enclosure.headers["content-disposition"].startswith("attachment;")
    assert pages.get("/mail/000001/raw").content.startswith(b"Delivered-To: b@office.example")


def test_the_html_of_a_letter_runs_nothing(office: PostOffice, pages: Pages) -> None:
    post(office)
    shown = pages.get("/mail/000001/html")
    policy = shown.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "allow-scripts" not in policy
    assert shown.text.startswith('<base target="_blank">')


def test_scripts_read_what_came_after_a_number(office: PostOffice, pages: Pages) -> None:
    post(office, "旧")
    post(office, "新")
    (letter,) = pages.get("/mails.json", params={"after": "000001"}).json()
    assert (letter["number"], letter["subject"], letter["recipient"]) == (
        "000002",
        "新",
        "a@office.example",
    )
    assert "token=abc" in letter["text"]
    assert letter["enclosures"] == ["审批单.pdf"]


def test_refusing_is_turned_on_and_off(office: PostOffice, pages: Pages) -> None:
    pages.post("/refuse", data={"is_refusing": "true"})
    assert pages.get("/refuse").json() == {"is_refusing": True}
    assert "正在拒收" in pages.get("/").text
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        post(office)
    pages.post("/refuse", data={"is_refusing": "false"})
    post(office)
    assert len(office.store.numbers()) == 1


@pytest.mark.parametrize(
    "path", ["/mail/000009", "/mail/1", "/mail/..%2f000001", "/mail/000001/enclosures/0"]
)
def test_what_is_not_there_is_not_found(pages: Pages, path: str) -> None:
    assert pages.get(path).status_code == 404


def test_an_enclosure_that_is_not_there_is_not_found(office: PostOffice, pages: Pages) -> None:
    post(office)
    assert pages.get("/mail/000001/enclosures/1").status_code == 404


def test_another_name_for_loopback_reads_no_letters(pages: Pages) -> None:
    assert pages.get("/mails.json", headers={"Host": "evil.example"}).status_code == 400
