"""Send what is due in the outbox; a mail server that is dead, slow or rude loses nothing and blocks nobody."""

import hashlib
import hmac
import smtplib
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

import structlog
from flask import current_app

from collabpoints import clock
from collabpoints.domain.links import token_of
from collabpoints.formats.mail import AddressFault, mail
from collabpoints.jobs.smtp import MailServer, ServerUnusable
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.links import mailed_link
from collabpoints.queries.notes import unread_count
from collabpoints.queries.outbox import Addressee, addressee, is_overtaken
from collabpoints.services.outbox import Claimed, claim_message, drop_message, give_back, mark_sent

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("outbox")


class Needless(Exception):
    """The message has nothing to say any more, or nobody to say it to; says why."""


def send_due(config: "Config") -> int:
    """Send every message that is due; returns how many went. Where no mail is set up, nothing is touched."""
    if not config.smtp_url:
        return 0
    sent = 0
    with MailServer(config.smtp_url) as server:
        while (claimed := claim_message()) is not None:
            try:
                is_sent = _send(server, claimed, config)
            except ServerUnusable as fault:
                give_back(claimed, error=str(fault))
                log.warning("mail server unusable", error=str(fault), message=claimed.id, tries=claimed.tries)
                break  # what waits behind it would wait as long; the next minute tries again
            sent += is_sent
    if sent:
        log.info("mail sent", messages=sent)
    return sent


def _send(server: MailServer, claimed: Claimed, config: "Config") -> bool:
    try:
        message = _written(claimed, config)
    except (Needless, AddressFault) as fault:
        drop_message(claimed, why=str(fault))
        return False
    try:
        server.send(message)
    except smtplib.SMTPRecipientsRefused as fault:
        code = next(iter(fault.recipients.values()))[0]
        if code >= 500:
            drop_message(claimed, why=f"recipient refused: {code}")
        else:
            give_back(claimed, error=f"recipient refused for now: {code}")
        return False
    except smtplib.SMTPResponseException as fault:
        give_back(claimed, error=f"message refused: {fault.smtp_code}")
        return False
    mark_sent(claimed)
    return True


def _written(claimed: Claimed, config: "Config") -> EmailMessage:
    to = addressee(claimed.person_id)
    if to is None:
        raise Needless("left, account off, or no mail address")
    now = clock.now()
    written = _morning(claimed, to, config) if claimed.kind == "morning" else _link(claimed, to, config, now=now)
    subject, _, text = written.partition("\n")
    return mail(
        sender=config.mail_from,
        to=to.email,
        subject=subject,
        text=text.lstrip("\n"),
        message_id=_message_id(claimed, config),
        date=now,
    )


def _morning(claimed: Claimed, to: Addressee, config: "Config") -> str:
    if not to.is_mail_wanted:
        raise Needless("mail not wanted")
    if is_overtaken(claimed.person_id, claimed.for_day):
        raise Needless("a later morning's mail is due")
    count = unread_count(claimed.person_id)
    if not count:
        raise Needless("nothing unread")
    return _text("morning", to, count=count, address=_address(config, "notes.received"))


def _link(claimed: Claimed, to: Addressee, config: "Config", *, now: datetime) -> str:
    link, agency = mailed_link(claimed.subject_id, now=now), the_agency()
    if link is None or agency is None:
        raise Needless("link used, replaced or too old")
    token = token_of(config.secret_key, link.link_id, link.created_at)
    until = link.expires_at.astimezone(agency.zone)
    return _text(
        "link",
        to,
        login=link.login,
        address=_address(config, "passwords.first", token=token),
        until=f"{until.year}. {until.month}. {until.day}. {until:%H:%M}",
    )


def _text(name: str, to: Addressee, **values: object) -> str:
    language = "en" if to.language == "en" else "ko"
    agency = to.agency_en if language == "en" else to.agency_ko
    template = current_app.jinja_env.get_template(f"emails/{name}.{language}.txt")
    return template.render(agency=agency, **values)


def _address(config: "Config", endpoint: str, **values: str) -> str:
    return config.public_url + current_app.url_map.bind("").build(endpoint, values)


def _message_id(claimed: Claimed, config: "Config") -> str:
    # Not the row's number alone: two installations under one mail domain must not write the same.
    made = hmac.new(config.secret_key.encode(), f"message {claimed.id}".encode(), hashlib.sha256).hexdigest()
    return f"{claimed.kind}-{claimed.id}-{made[:16]}"
