"""달 확정: the months with their states, and the officer's confirmation by name. A job closes what he confirmed."""

from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.forms.notes import ActForm
from collabpoints.queries.closings import corrections_since
from collabpoints.queries.job_runs import newest_try
from collabpoints.queries.months import MonthState, month_state, month_states, undecided
from collabpoints.services.closings import ask_for_closing
from collabpoints.views import access, month_words
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field

months = Blueprint("months", __name__, url_prefix="/months")

_PATIENCE = timedelta(minutes=3)
"""After so long a closing that was asked for is late, and the page says whom to ask."""


@months.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    return render_template("months/page.html", months=month_states(who().agency_id), words=month_words)


@months.get("/<period>")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def one(period: str) -> ResponseReturnValue:
    """Looks again by itself while the job is at work, without scripts, until that takes longer than it should."""
    month = month_state(who().agency_id, period)
    is_at_work = month.state == "ended" and month.closing == "asked" and not _is_late(month)
    return _one(month), {"Refresh": "5"} if is_at_work else {}


@months.get("/<period>/confirm")
@access.only(Role.OFFICER)
def confirm_form(period: str) -> ResponseReturnValue:
    """What confirming does, and the button. Where it cannot be done the month's own page says why."""
    month = month_state(who().agency_id, period)
    if not month.is_confirmable or month.closing == "asked":
        return redirect(url_for("months.one", period=period), 303)
    return _form(month)


@months.post("/<period>/confirm")
@access.only(Role.OFFICER, record="months.confirm")
def confirm(period: str) -> ResponseReturnValue:
    try:
        ask_for_closing(who().agency_id, period, actor_person_id=who().person_id)
    except Refused as refused:
        return _one(month_state(who().agency_id, period), refused.refusals), 422
    flash(_("확정을 요청했습니다. 원장을 확인하고 순위를 확정하는 데 몇 초가 걸립니다."), "success")
    return redirect(url_for("months.one", period=period), 303)


def _form(month: MonthState) -> str:
    return render_template(
        "months/confirm.html",
        month=month,
        waiting=undecided(month.id),
        form=ActForm(formdata=None),
        words=month_words,
    )


def _one(month: MonthState, refusals: Sequence[Refusal] = ()) -> str:
    agency_id = who().agency_id
    return render_template(
        "months/one.html",
        month=month,
        waiting=undecided(month.id),
        since=corrections_since(agency_id, month.period, month.period),
        proof=newest_try(agency_id, "ledger_verify"),
        may_confirm=who().has(Role.OFFICER),
        is_late=_is_late(month),
        errors=sentences_by_field(refusals),
        words=month_words,
    )


def _is_late(month: MonthState) -> bool:
    return month.asked_ago is not None and month.asked_ago > _PATIENCE
