"""Hands letters to an SMTP server."""

import contextlib
import re
import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr
from enum import StrEnum

from infodesk.kernel.clock import SHANGHAI, Clock, SystemClock
from infodesk.kernel.credentials import Credential
from infodesk.kernel.mail import Enclosure, Mail, MailRefused

TIMEOUT_SECONDS = 20.0  # for each answer of the server
PERMANENT_FAILURE = 500  # below it, the server itself says: later

_CHECK_ADDRESS = "请核对人员目录里的邮箱地址，或请邮件管理员放行"
_WILL_RETRY = "请把服务器的答复转给邮件管理员；系统稍后会自动重发"

# One plain address. Anything else (a list, a display name, a line break) is a mistake or an attack.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


class Security(StrEnum):
    """How the connection is protected; `security` in the connection's extra fields."""

    NONE = "none"  # only for a server on the same machine
    STARTTLS = "starttls"
    TLS = "tls"


class SmtpMailer:
    """Sends one letter a connection; a slow or dead server costs a bounded time.

    Extra fields of the connection: `security` (none, starttls, tls; left out, port 465 and the
    kind `smtps` mean tls and everything else starttls), `ca_file` (the office's own certificate
    authority, where the system's do not know it).
    """

    def __init__(
        self,
        server: Credential,
        *,
        sender: str,
        clock: Clock | None = None,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        """Take the server, and the sender as `姓名 <address>`. Raises MailRefused if unfit."""
        self._server = server
        self._port = server.port or smtplib.SMTP_PORT
        self._security = _security_of(server)
        self._sender_name, self._sender = parseaddr(sender)
        _check_address(self._sender, "发件人")
        if not f"{server.login}{server.password}".isascii():
            raise MailRefused(
                "发信连接的用户名或密码里有中文或全角字符，无法用来登录邮件服务器",
                remedy="请改用半角字符的密码或授权码",
            )
        self._clock = clock or SystemClock()
        self._timeout = timeout

    def send(self, mail: Mail) -> str:
        """Send, and return the Message-ID. Raises MailRefused when the server did not take it."""
        message = self._compose(mail)
        try:
            connection = self._connect()
            try:
                connection.send_message(message, self._sender, [mail.to])
            finally:
                # Once the letter is taken, a server that is rude at the goodbye changes nothing.
                with contextlib.suppress(smtplib.SMTPException, OSError):
                    connection.quit()
                connection.close()
        except (smtplib.SMTPException, OSError) as error:
            raise self._refusal(error, mail.to) from error
        return str(message["Message-ID"])

    def _compose(self, mail: Mail) -> EmailMessage:
        _check_address(mail.to, "收件人")
        _check_line(mail.subject, "邮件标题")
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(self._sender_name, addr_spec=self._sender)
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(self._clock.now().astimezone(SHANGHAI))
        message["Message-ID"] = make_msgid(domain=self._domain)
        message["Auto-Submitted"] = "auto-generated"  # no out-of-office answers, please
        # base64 passes servers without 8BITMIME and is never wrapped in the middle of a link.
        message.set_content(mail.text, cte="base64")
        message.add_alternative(mail.html, subtype="html", cte="base64")
        for enclosure in mail.enclosures:
            _enclose(message, enclosure)
        return message

    @property
    def _domain(self) -> str:
        return self._sender.partition("@")[2]

    def _connect(self) -> smtplib.SMTP:
        address = (self._server.host, self._port, self._domain)
        trusted = ssl.create_default_context(cafile=self._server.extra.get("ca_file") or None)
        connection: smtplib.SMTP
        if self._security is Security.TLS:
            connection = smtplib.SMTP_SSL(*address, timeout=self._timeout, context=trusted)
        else:
            connection = smtplib.SMTP(*address, timeout=self._timeout)
        try:
            if self._security is Security.STARTTLS:
                connection.starttls(context=trusted)
            if self._server.login:
                connection.login(self._server.login, self._server.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _refusal(self, error: Exception, recipient: str) -> MailRefused:
        where = f"邮件服务器 {self._server.host}:{self._port}"
        match error:
            case smtplib.SMTPAuthenticationError():
                problem = f"{where} 不接受我们的用户名或密码：{_answer(error)}"
                remedy = "请核对邮件账号；很多邮箱要用“授权码”而不是登录密码"
            case smtplib.SMTPRecipientsRefused(recipients=refused):
                code, text = refused.get(recipient, (0, b""))
                problem = f"{where} 拒绝了收件人 {recipient}：{code} {_decoded(text)}"
                is_lasting = code >= PERMANENT_FAILURE
                remedy = _CHECK_ADDRESS if is_lasting else _WILL_RETRY
            case smtplib.SMTPResponseException():
                problem = f"{where} 没有收下给 {recipient} 的信：{_answer(error)}"
                remedy = _WILL_RETRY
            case smtplib.SMTPNotSupportedError():
                problem = f"{where} 不支持所设的加密或登录方式：{error}"
                remedy = "请核对邮件服务器的端口和加密方式（none、starttls、tls）"
            case ssl.SSLError():
                problem = f"与{where} 建立加密连接失败：{error.reason or error}"
                remedy = "请核对端口和加密方式；服务器用本单位自签证书的，请设置证书文件"
            case _ if isinstance(error, TimeoutError) or isinstance(
                error.__context__, TimeoutError
            ):
                problem = f"{where} 在 {self._timeout:.0f} 秒内没有应答"
                remedy = "请核对地址、端口和防火墙；系统稍后会自动重发"
            case _:
                problem = f"{where} 连不上或中途断开：{error}"
                remedy = "请看邮件服务是否在运行、网络是否通；系统稍后会自动重发"
        return MailRefused(problem, remedy=remedy)


def _security_of(server: Credential) -> Security:
    declared = str(server.extra.get("security") or "")
    if not declared:
        is_tls = server.kind == "smtps" or server.port == smtplib.SMTP_SSL_PORT
        return Security.TLS if is_tls else Security.STARTTLS
    try:
        return Security(declared)
    except ValueError:
        raise MailRefused(
            f"发信连接的 security 写的是“{declared}”，不认识",
            remedy="请改成 none、starttls 或 tls",
        ) from None


def _enclose(message: EmailMessage, enclosure: Enclosure) -> None:
    _check_line(enclosure.name, "附件名")
    if not _MEDIA_TYPE.fullmatch(enclosure.media_type):
        raise MailRefused(
            f"附件 {enclosure.name} 的类型“{_CONTROL.sub('␀', enclosure.media_type)}”无法写进邮件",
            remedy="请检查附件的文件类型",
        )
    kind, _, subkind = enclosure.media_type.partition("/")
    message.add_attachment(
        enclosure.content,
        maintype=kind,
        subtype=subkind,
        filename=enclosure.name.replace("/", "_").replace("\\", "_"),
    )


def _check_address(address: str, what: str) -> None:
    if not _ADDRESS.fullmatch(address):
        raise MailRefused(
            f"{what}“{_CONTROL.sub('␀', address)}”不是一个邮箱地址",
            remedy="请在人员目录或邮件设置里改正；只写一个地址，不带姓名",
        )


def _check_line(text: str, what: str) -> None:
    if _CONTROL.search(text):
        raise MailRefused(
            f"{what}里有换行或控制字符：{_CONTROL.sub('␀', text)[:80]}",
            remedy="请去掉换行；若标题来自采集的网页，请改正稿件标题",
        )


def _answer(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_decoded(error.smtp_error)}"


def _decoded(text: bytes | str) -> str:
    return text.decode("utf-8", errors="replace") if isinstance(text, bytes) else text
