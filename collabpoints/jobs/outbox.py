"""Plan and send what is due in the outbox; a mail server or a hook that is dead, slow or rude loses nothing and blocks
nobody."""

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
from collabpoints.domain.notices import NoticeKind
from collabpoints.formats.mail import AddressFault, mail
from collabpoints.jobs.hooks import plan_hook_messages, send_hook_messages
from collabpoints.jobs.mornings import plan_morning
from collabpoints.jobs.runner import HOST
from collabpoints.jobs.smtp import MailServer, ServerUnusable
from collabpoints.queries.agencies import TheAgency, the_agency
from collabpoints.queries.jobs import frame, is_finished
from collabpoints.queries.links import mailed_link
from collabpoints.queries.notices import unread_kinds
from collabpoints.queries.outbox import Addressee, addressee, is_overtaken
from collabpoints.queries.places import ARRIVAL, place
from collabpoints.services.arrivals import settle_in
from collabpoints.services.job_runs import run_period
from collabpoints.services.outbox import MAIL, Claimed, claim_message, drop_message, give_back, mark_sent

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("outbox")


class Needless(Exception):
    """The message has nothing to say any more, or nobody to say it to; says why."""


def send_due(config: "Config") -> int:
    """Plan what the notices give reason for and send every message that is due; returns how many went. What has no way
    out (no mail server, no hook) is not touched."""
    agency = the_agency()
    if agency is None or not (config.smtp_url or config.hook_url):
        return 0
    _settle_in(agency)
    sent = 0
    if config.smtp_url:
        plan_morning(agency.id, config)
        sent += _send_mail(config)
    if config.hook_url:
        plan_hook_messages(agency)
        sent += send_hook_messages(agency, config)
    return sent


def _settle_in(agency: TheAgency) -> None:
    """Before anything else goes out: a database in a new place sends nothing of what it was brought with."""
    here = place()
    if is_finished(agency.id, ARRIVAL, here):
        return
    since, _zone, _now = frame(agency.id)
    dropped = run_period(agency.id, ARRIVAL, here, starts_at=since, host=HOST, effect=settle_in)
    if dropped:
        log.warning("restored or moved: what waited is not sent", messages=dropped)


def _send_mail(config: "Config") -> int:
    sent = 0
    with MailServer(config.smtp_url) as server:
        while (claimed := claim_message(MAIL)) is not None:
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
    kinds = unread_kinds(claimed.person_id)
    if not kinds:
        raise Needless("nothing unread")
    count, notes, replies = sum(kinds.values()), kinds.get(NoticeKind.RECEIVED, 0), kinds.get(NoticeKind.REPLIED, 0)
    others = count - notes - replies
    address = _address(config, "notices.page")
    return _text("morning", to, count=count, notes=notes, replies=replies, others=others, address=address)


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
