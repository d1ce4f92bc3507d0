"""The mail server: connected to when the first message goes, with limits on every wait."""

import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType
from urllib.parse import unquote, urlsplit

_SECONDS = 10.0
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


class ServerUnusable(Exception):
    """The mail server cannot be reached, hangs, went away, or does not let us in; says which, without the password."""


class MailServer:
    """One connection for many messages. STARTTLS where it is offered; a password never crosses the network readable."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._connection: smtplib.SMTP | None = None

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        if self._connection is not None:
            try:
                self._connection.quit()
            except (smtplib.SMTPException, OSError):
                self._connection.close()
            self._connection = None

    def send(self, message: EmailMessage) -> None:
        """The message is with the server. Raises ServerUnusable, or smtplib's own refusals of this one message."""
        try:
            connection = self._connected()
            connection.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as fault:
            if getattr(fault, "smtp_code", 0) == 421:
                raise ServerUnusable("the mail server is closing down (421)") from fault
            raise
        except (smtplib.SMTPException, OSError) as fault:
            raise ServerUnusable(_said(fault)) from fault

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            host, port = self._url.hostname or "", self._url.port
            if self._url.scheme == "smtps":
                connection: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, port or 465, timeout=_SECONDS, context=ssl.create_default_context()
                )
            else:
                connection = smtplib.SMTP(host, port or 25, timeout=_SECONDS)
            try:
                self._introduce(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _introduce(self, connection: smtplib.SMTP) -> None:
        connection.ehlo()
        is_private = self._url.scheme == "smtps" or self._url.hostname in _OWN_MACHINE
        if self._url.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
            is_private = True
        if self._url.username:
            if not is_private:
                raise smtplib.SMTPException("no STARTTLS is offered, so the password is not sent")
            connection.login(unquote(self._url.username), unquote(self._url.password or ""))


def _said(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{type(fault).__name__} {fault.smtp_code}"
    return f"{type(fault).__name__}: {fault}"[:200]
