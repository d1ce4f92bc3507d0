"""Mail as text: one message to one person, plain, with headers that nobody can write into."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

_PLAIN = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}", re.ASCII)


class AddressFault(ValueError):
    """An address that no mail can be sent to; does not repeat it."""


def mail(*, sender: str, to: str, subject: str, text: str, message_id: str, date: datetime) -> EmailMessage:
    """A message. `message_id` is what stands before the @ of its Message-ID: the same message sent again after a crash
    carries the same, so that mail systems recognise it. Raises AddressFault."""
    message = EmailMessage()
    message["From"] = address(sender)
    message["To"] = address(to)
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(date)
    message["Message-ID"] = f"<{message_id}@{address(sender).domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(text, subtype="plain", charset="utf-8", cte="base64")
    return message


def address(written: str) -> Address:
    """The one address that is written. Raises AddressFault for none, for several, and for controls or non-ASCII."""
    if not _PLAIN.fullmatch(written) or ".." in written or written.endswith("."):
        raise AddressFault("not a mail address")
    try:
        return Address(addr_spec=written)
    except (ValueError, IndexError) as fault:
        raise AddressFault("not a mail address") from fault
