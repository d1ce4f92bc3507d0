"""How templates write days, moments and numbers: in the language of the answer, in the agency's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, g, has_request_context
from markupsafe import Markup

from collabpoints.formats import dates
from collabpoints.views.identity import is_signed_in, who
from collabpoints.views.languages import language

_SEOUL = ZoneInfo("Asia/Seoul")


def register(app: Flask) -> None:
    """Give templates the filters `day`, `moment`, `time_tag` and `number`."""
    app.jinja_env.filters.update(day=day, moment=moment, time_tag=time_tag, number=number)


def day(on: date) -> str:
    """`2026년 11월 22일`; an instant is told as its day in the agency's zone."""
    zone, language = _manner()
    return dates.day_in(on.astimezone(zone).date() if isinstance(on, datetime) else on, language)


def moment(at: datetime) -> str:
    """`2026년 11월 22일 오후 3:05`."""
    zone, language = _manner()
    return dates.moment(at, zone, language)


def time_tag(at: date | datetime) -> Markup:
    """`<time datetime="…">` around the moment or day."""
    zone, language = _manner()
    shown = dates.moment(at, zone, language) if isinstance(at, datetime) else dates.day_in(at, language)
    return Markup(f'<time datetime="{dates.iso(at, zone)}">{shown}</time>')  # noqa: S704  (digits and our own words)


def number(value: int) -> str:
    """`12,345`."""
    return f"{value:,}"


def _manner() -> tuple[ZoneInfo, str]:
    """The zone of the signed-in person's agency (Seoul's for everybody else) and the language: found once an answer,
    because a page of letters has many moments."""
    found: tuple[ZoneInfo, str] | None = g.get("manner")
    if found is None:
        zone = who().zone if has_request_context() and is_signed_in() else _SEOUL
        found = g.manner = (zone, language())
    return found
