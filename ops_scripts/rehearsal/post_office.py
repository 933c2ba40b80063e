"""The SMTP side of the rehearsal's inbox: takes every letter, or refuses while it is told to."""

from dataclasses import dataclass

from aiosmtpd.smtp import SMTP, Envelope, Session

from rehearsal.mail_store import MailStore


@dataclass(slots=True)
class PostOffice:
    """Takes letters, or refuses them for as long as it is told to."""

    store: MailStore
    smtp_port: int
    is_refusing: bool = False

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take or refuse a recipient."""
        del server, session, options
        if self.is_refusing:
            return "451 4.3.2 演练：收件箱正在拒收"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 -- aiosmtpd looks for this name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Store a letter; it is taken only once it is on disk."""
        del server, session
        raw = envelope.original_content or b""
        return f"250 OK {self.store.put(bytes(raw), recipients=envelope.rcpt_tos)}"
