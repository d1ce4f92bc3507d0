"""How templates write days, moments and numbers: in the language of the answer, in the agency's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, has_request_context
from flask_babel import get_locale
from markupsafe import Markup

from collabpoints.formats import dates
from collabpoints.views.identity import is_signed_in, who

_SEOUL = ZoneInfo("Asia/Seoul")


def register(app: Flask) -> None:
    """Give templates the filters `day`, `moment`, `time_tag` and `number`."""
    app.jinja_env.filters.update(day=day, moment=moment, time_tag=time_tag, number=number)


def day(on: date) -> str:
    """`2026년 11월 22일`; an instant is told as its day in the agency's zone."""
    if isinstance(on, datetime):
        on = on.astimezone(zone()).date()
    return dates.day_in(on, _language())


def moment(at: datetime) -> str:
    """`2026년 11월 22일 오후 3:05`."""
    return dates.moment(at, zone(), _language())


def time_tag(at: date | datetime) -> Markup:
    """`<time datetime="…">` around the moment or day."""
    shown = moment(at) if isinstance(at, datetime) else day(at)
    return Markup('<time datetime="{}">{}</time>').format(dates.iso(at, zone()), shown)


def number(value: int) -> str:
    """`12,345`."""
    return f"{value:,}"


def zone() -> ZoneInfo:
    """The zone of the signed-in person's agency; Seoul's for everybody else."""
    return who().zone if has_request_context() and is_signed_in() else _SEOUL


def _language() -> str:
    return str(get_locale() or "ko")
