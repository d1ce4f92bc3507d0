"""Tell the agency's messenger of new notices, by a signed POST to its hook; one that is dead, slow or rude loses nothing
for a day and blocks nobody."""

import hashlib
import hmac
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog
from flask import current_app

from collabpoints import clock
from collabpoints.formats.hook_messages import hook_body, signed_headers
from collabpoints.jobs.http_post import Unreachable, post
from collabpoints.queries.agencies import TheAgency
from collabpoints.queries.hooks import Told, told, untold
from collabpoints.queries.jobs import frame
from collabpoints.queries.places import settled_at
from collabpoints.services.hooks import plan_hooks
from collabpoints.services.outbox import HOOK, Claimed, claim_message, drop_message, give_back, mark_sent

if TYPE_CHECKING:
    from config import Config

log = structlog.get_logger("hook")

TERM = timedelta(days=1)
"""How long a notice is news. Afterwards the messenger is not told any more; the application still shows it."""

_ABOUT_THIS_MESSAGE = (400, 404, 409, 410, 413, 422)


def plan_hook_messages(agency: TheAgency) -> None:
    """Every notice of the last day that is unread has a message in the outbox."""
    since, _zone, now = frame(agency.id)
    while new := untold(agency.id, since=max(now - TERM, settled_at(agency.id) or since)):
        plan_hooks(agency.id, new)


def send_hook_messages(agency: TheAgency, config: "Config") -> int:
    """Send every message of the hook that is due; returns how many went."""
    sent = 0
    while (claimed := claim_message(HOOK)) is not None:
        message = told(claimed.subject_id)
        if message is None or clock.now() - message.at > TERM:
            drop_message(claimed, why="read, taken back, left, or too old")
            continue
        try:
            status = _post(message, agency, config)
        except Unreachable as fault:
            give_back(claimed, error=str(fault))
            log.warning("hook unreachable", error=str(fault), message=claimed.id, tries=claimed.tries)
            break  # what waits behind it would wait as long; the next minute tries again
        if not _is_settled(claimed, status):
            break
        sent += status // 100 == 2
    if sent:
        log.info("hook called", messages=sent)
    return sent


def _is_settled(claimed: Claimed, status: int) -> bool:
    """The message's row says what came of it; whether it makes sense to go on with the next one."""
    if status // 100 == 2:
        mark_sent(claimed)
        return True
    # Never given up before its day is over: behind a 4xx may stand a wrong setting that somebody is about to mend.
    give_back(claimed, error=f"the hook answered {status}" + (", and no redirect is followed" * (status // 100 == 3)))
    log.warning("hook refused", status=status, message=claimed.id, tries=claimed.tries)
    return status in _ABOUT_THIS_MESSAGE


def _post(message: Told, agency: TheAgency, config: "Config") -> int:
    path = current_app.url_map.bind("").build("notices.open_one", {"notice_id": message.notice_id})
    body = hook_body(
        message_id=_message_id(message, config),
        kind=message.kind.value,
        employee_number=message.employee_number,
        at=message.at.astimezone(agency.zone),
        address=config.public_url + path,
    )
    return post(config.hook_url, body, signed_headers(config.hook_secret, body, now=clock.now()))


def _message_id(message: Told, config: "Config") -> str:
    # Not the notice's number alone: after a restore the same number comes again for another notice.
    said = f"hook {message.notice_id} {message.at.timestamp():.6f}"
    return hmac.new(config.secret_key.encode(), said.encode(), hashlib.sha256).hexdigest()[:32]
