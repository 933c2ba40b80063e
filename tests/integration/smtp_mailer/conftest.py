"""A real SMTP server on loopback, with the manners that a test asks for."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

LOOPBACK = "127.0.0.1"


@dataclass
class Inbox:
    """Takes letters, or refuses as told."""

    port: int = 0
    refuse_recipient: str = ""
    refuse_data: str = ""
    letters: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if self.refuse_data:
            return self.refuse_data
        self.letters.append(bytes(envelope.original_content or b""))
        self.recipients += envelope.rcpt_tos
        self.senders.append(envelope.mail_from or "")
        return "250 OK"

    def only_letter(self) -> EmailMessage:
        assert len(self.letters) == 1
        letter = message_from_bytes(self.letters[0], policy=policy.default)
        assert isinstance(letter, EmailMessage)
        return letter


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start_inbox() -> Iterator[Callable[..., Inbox]]:
    with ExitStack() as running:

        def start(**options: Any) -> Inbox:
            inbox = Inbox(port=free_port())
            controller = Controller(inbox, hostname=LOOPBACK, port=inbox.port, **options)
            controller.start()
            running.callback(controller.stop)
            return inbox

        yield start


@pytest.fixture
def inbox(start_inbox: Callable[..., Inbox]) -> Inbox:
    return start_inbox()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Make a self-signed certificate of 127.0.0.1, and its key."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, LOOPBACK)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest.fixture
def server_tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def only_password() -> Callable[..., AuthResult]:
    """Let one login in with one password, and nobody else."""

    def check(server: SMTP, session: Session, envelope: Envelope, kind: str, data: Any) -> Any:
        is_right = data.login == b"infodesk" and data.password == b"right-secret"
        return AuthResult(success=is_right, handled=is_right)

    return check
