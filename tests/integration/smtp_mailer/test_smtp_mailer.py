import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from infodesk.adapters.smtp_mailer import SmtpMailer
from infodesk.kernel.credentials import Credential
from infodesk.kernel.mail import Enclosure, Mail, MailRefused

SENDER = "信息岗 <desk@office.example>"
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
LETTER = Mail(
    to="bianji@office.example",
    subject="【待初审】关于进一步做好冬季保供工作的通知",
    text="请点开链接审核：\nhttp://127.0.0.1:8080/review/open?token=abc\n",
    html='<p>请<a href="http://127.0.0.1:8080/review/open?token=abc">审核</a></p>',
)


class Clock:
    def now(self) -> datetime:
        return NOON


def mailer(port: int, *, timeout: float = 5.0, sender: str = SENDER, **changes: Any) -> SmtpMailer:
    extra = changes.pop("extra", {"security": "none"})
    server = Credential(kind="smtp", host="127.0.0.1", port=port, extra=extra, **changes)
    return SmtpMailer(server, sender=sender, clock=Clock(), timeout=timeout)


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_letter_arrives_as_it_was_written(inbox: Any) -> None:
    message_id = mailer(inbox.port).send(LETTER)

    letter = inbox.only_letter()
    assert inbox.recipients == ["bianji@office.example"]
    assert inbox.senders == ["desk@office.example"]
    assert letter["Subject"] == LETTER.subject
    assert letter["From"].addresses[0].display_name == "信息岗"
    assert letter["Message-ID"] == message_id
    assert message_id.endswith("@office.example>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(letter["Date"]) == NOON
    assert letter["Date"].endswith("+0800")
    assert letter.get_content_type() == "multipart/alternative"
    assert body(letter, "plain") == LETTER.text
    assert LETTER.html in body(letter, "html")


def test_nothing_but_short_ascii_lines_travels(inbox: Any) -> None:
    long_line = "按照职责分工抓好落实。" * 2000
    mailer(inbox.port).send(
        replace(LETTER, text=long_line, html=f"<p>{long_line}</p>", subject=long_line[:150])
    )

    raw = inbox.letters[0]
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 78
    letter = inbox.only_letter()
    assert body(letter, "plain") == long_line + "\n"
    assert letter["Subject"] == long_line[:150]


def test_enclosures_keep_their_bytes_and_their_chinese_names(inbox: Any) -> None:
    form = Enclosure(
        name="审批单 LLFG-2026-000001.pdf", media_type="application/pdf", content=b"%PDF\0\r\n."
    )
    table = Enclosure(name="附件/1.csv", media_type="text/csv", content="名称\n煤".encode())
    mailer(inbox.port).send(replace(LETTER, enclosures=(form, table)))

    letter = inbox.only_letter()
    assert letter.get_content_type() == "multipart/mixed"
    received = [
        (part.get_filename(), part.get_content_type(), part.get_payload(decode=True))
        for part in letter.iter_attachments()
    ]
    assert received == [
        (form.name, "application/pdf", form.content),
        ("附件_1.csv", "text/csv", table.content),
    ]


def test_each_letter_has_an_id_of_its_own(inbox: Any) -> None:
    sender = mailer(inbox.port)
    assert sender.send(LETTER) != sender.send(LETTER)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"to": "a@office.example\r\nBcc: b@evil.example"}, "收件人"),
        ({"to": "a@office.example,b@evil.example"}, "收件人"),
        ({"to": "编辑 <a@office.example>"}, "收件人"),
        ({"to": ""}, "收件人"),
        ({"subject": "好\nBcc: b@evil.example"}, "邮件标题"),
        ({"subject": "好\u2028坏"}, "邮件标题"),
        (
            {"enclosures": (Enclosure(name="a\r\nX: y", media_type="text/plain", content=b""),)},
            "附件名",
        ),
        ({"enclosures": (Enclosure(name="a", media_type="text/pl ain\n", content=b""),)}, "附件 a"),
    ],
)
def test_headers_cannot_be_injected(inbox: Any, change: dict[str, Any], named: str) -> None:
    with pytest.raises(MailRefused, match=named) as refused:
        mailer(inbox.port).send(replace(LETTER, **change))
    assert refused.value.remedy
    assert "\n" not in str(refused.value)
    assert inbox.letters == []


def test_a_sender_that_is_no_address_is_refused_at_once() -> None:
    with pytest.raises(MailRefused, match="发件人"):
        mailer(25, sender="信息岗")


def test_a_password_that_cannot_travel_is_refused_without_being_shown() -> None:
    with pytest.raises(MailRefused, match="半角") as refused:
        mailer(25, login="infodesk", password="口令一二三")
    assert "口令一二三" not in str(refused.value)


def test_an_unknown_protection_is_refused_at_once() -> None:
    with pytest.raises(MailRefused, match="ssl3"):
        mailer(25, extra={"security": "ssl3"})


def test_a_refused_recipient_is_named_with_the_servers_words(inbox: Any) -> None:
    inbox.refuse_recipient = "550 5.1.1 用户不存在"
    with pytest.raises(MailRefused, match=r"bianji@office\.example：550") as refused:
        mailer(inbox.port).send(LETTER)
    assert "人员目录" in refused.value.remedy


def test_a_recipient_refused_for_now_will_be_tried_again(inbox: Any) -> None:
    inbox.refuse_recipient = "451 4.3.2 later"
    with pytest.raises(MailRefused, match="451") as refused:
        mailer(inbox.port).send(LETTER)
    assert "自动重发" in refused.value.remedy


def test_a_letter_refused_after_its_data_is_not_sent(inbox: Any) -> None:
    inbox.refuse_data = "451 4.3.0 disk full"
    with pytest.raises(MailRefused, match=r"451 4\.3\.0 disk full"):
        mailer(inbox.port).send(LETTER)
    inbox.refuse_data = ""
    mailer(inbox.port).send(LETTER)
    assert len(inbox.letters) == 1


def test_a_server_that_is_down_is_named(free_port: int) -> None:
    with pytest.raises(MailRefused, match=rf"127\.0\.0\.1:{free_port} 连不上"):
        mailer(free_port).send(LETTER)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def silent_port() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield int(listening.getsockname()[1])


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_silent_server_costs_the_timeout_and_no_more(silent_port: int, security: str) -> None:
    started = time.monotonic()
    with pytest.raises(MailRefused, match="没有应答"):
        mailer(silent_port, timeout=0.3, extra={"security": security}).send(LETTER)
    assert time.monotonic() - started < 3


def test_a_server_that_hangs_up_is_a_refusal() -> None:
    import threading

    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()

        def hang_up() -> None:
            caller, _ = listening.accept()
            caller.sendall(b"220 hello\r\n")
            caller.recv(100)
            caller.close()

        rude = threading.Thread(target=hang_up)
        rude.start()
        with pytest.raises(MailRefused, match="中途断开"):
            mailer(listening.getsockname()[1]).send(LETTER)
        rude.join()


def test_starttls_and_login(
    start_inbox: Callable[..., Any],
    certificate: tuple[Path, Path],
    server_tls: Any,
    only_password: Any,
) -> None:
    inbox = start_inbox(
        tls_context=server_tls,
        require_starttls=True,
        authenticator=only_password,
        auth_required=True,
    )
    extra = {"security": "starttls", "ca_file": str(certificate[0])}

    mailer(inbox.port, extra=extra, login="infodesk", password="right-secret").send(LETTER)
    assert len(inbox.letters) == 1
    with pytest.raises(MailRefused, match="用户名或密码") as refused:
        mailer(inbox.port, extra=extra, login="infodesk", password="wrong-secret").send(LETTER)
    assert "wrong-secret" not in str(refused.value)


def test_tls_from_the_first_byte(
    start_inbox: Callable[..., Any], certificate: tuple[Path, Path], server_tls: Any
) -> None:
    inbox = start_inbox(ssl_context=server_tls)
    mailer(inbox.port, extra={"security": "tls", "ca_file": str(certificate[0])}).send(LETTER)
    assert len(inbox.letters) == 1


def test_an_unknown_certificate_is_refused(
    start_inbox: Callable[..., Any], server_tls: Any
) -> None:
    inbox = start_inbox(tls_context=server_tls)
    with pytest.raises(MailRefused, match="加密连接失败"):
        mailer(inbox.port, extra={"security": "starttls"}).send(LETTER)
    assert inbox.letters == []


def test_no_letter_goes_unprotected_unless_told(inbox: Any) -> None:
    with pytest.raises(MailRefused, match="不支持"):
        mailer(inbox.port, extra={}).send(LETTER)
    assert inbox.letters == []
