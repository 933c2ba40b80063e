"""A mail server that keeps what it is given, in memory or in a folder."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from infodesk.kernel.mail import Mail, MailRefused

_TOKEN = re.compile(r"[?&]token=([A-Za-z0-9_-]+)")


@dataclass
class KeepingMailer:
    """Takes every letter, but those to an address that it was told to refuse."""

    mails: list[Mail] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)

    def send(self, mail: Mail) -> str:
        if mail.to in self.refuses:
            raise MailRefused(f"邮件服务器没有收下给 {mail.to} 的信", remedy="稍后会再发")
        self.mails.append(mail)
        return f"<{len(self.mails)}@mail.example>"

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.to == address]


@dataclass
class FolderMailer:
    """Writes each letter to a file of its own, so that it outlives the process that sent it."""

    folder: Path

    def send(self, mail: Mail) -> str:
        number = len(list(self.folder.glob("*.json"))) + 1
        letter = {"to": mail.to, "subject": mail.subject, "text": mail.text}
        (self.folder / f"{number:04d}.json").write_text(json.dumps(letter), encoding="utf-8")
        return f"<{number}@mail.example>"

    def mails(self) -> list[Mail]:
        """Return what was sent by any process, in order."""
        letters = [json.loads(file.read_text("utf-8")) for file in sorted(self.folder.iterdir())]
        return [Mail(**letter, html="") for letter in letters]


def token_in(mail: Mail) -> str:
    """Return the token of the one link that a letter carries."""
    (token,) = set(_TOKEN.findall(mail.text))
    return token
