"""접속기록 점검: what was looked at and taken out, what of it is unusual, the signature, and what changed, as a story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.record_terms import next_review_on
from collabpoints.domain.roles import Role
from collabpoints.domain.texts import cleaned, is_unfit
from collabpoints.forms.records import NarrowForm, SignForm
from collabpoints.queries import record_reviews
from collabpoints.queries import records as lists
from collabpoints.queries.record_changes import Changes, Topic, changes
from collabpoints.queries.record_days import Stretch, StretchFigures, figures
from collabpoints.queries.record_people import Named, people_named
from collabpoints.services.record_reviews import LONGEST_REMARK, Signing, judge_days, sign_review
from collabpoints.views import access, kept, record_words
from collabpoints.views.act_words import act_words, file_words
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.paging import before
from collabpoints.views.sentences import sentences_by_field

if TYPE_CHECKING:
    from config import Config

records = Blueprint("records", __name__, url_prefix="/records")
_FOUR_WEEKS = timedelta(days=28)
_QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What the address asks for: days, and whom or what; `refusals` where the days cannot be looked at."""

    form: NarrowForm
    stretch: Stretch
    filters: lists.Filters
    refusals: Sequence[Refusal]

    def address(self, endpoint: str, **changed: str | int | None) -> str:
        """The same days and filters on another page."""
        asked: dict[str, Any] = {
            "first": self.stretch.first.isoformat(),
            "last": self.stretch.last.isoformat(),
            "number": self.filters.number or None,
            "act": self.filters.act or None,
        }
        return url_for(endpoint, **{**asked, **changed})


@records.get("")
@access.only(Role.PRIVACY_OFFICER, record="records.page")
def page() -> ResponseReturnValue:
    """The days that nobody has signed for yet, or those that the address names."""
    return _page(_narrowed(_unreviewed()))


@records.post("/reviews")
@kept.keeps_typed
@access.only(Role.PRIVACY_OFFICER, record="records.sign")
def sign() -> ResponseReturnValue:
    """Sign for these days."""
    form = SignForm()
    signing = Signing(who().person_id, form.first.data, form.last.data, form.remark.data or "")
    try:
        sign_review(who().agency_id, who().zone, signing, now=clock.now())
    except Refused as refused:
        narrowed = _narrowed((form.first.data or today(), form.last.data or today()))
        return _page(narrowed, form, refused.refusals), 422
    flash(_("점검을 서명해 남겼습니다."), "success")
    return redirect(url_for("records.page"), 303)


@records.get("/looks")
@access.only(Role.PRIVACY_OFFICER, record="records.looks")
def looks() -> str:
    """Single rows, narrowed by days, person and act."""
    narrowed = _narrowed(_unreviewed())
    found = lists.looks(who().agency_id, narrowed.stretch, narrowed.filters, before=before())
    _looked_at([one for row in found.rows for one in (row.actor, row.subject)])
    return render_template(
        "records/looks.html",
        narrowed=narrowed,
        looks=found,
        errors=sentences_by_field(narrowed.refusals),
        words=record_words,
        act_words=act_words,
    )


@records.get("/changes")
@access.only(Role.PRIVACY_OFFICER, record="records.changes")
def changed() -> str:
    """Changes of rights, schemes, closings and the directory."""
    spelled = request.args.get("topic", "")
    topic = Topic(spelled) if spelled in set(Topic) else None
    narrowed = _narrowed((today() - _QUARTER, today()), is_changes=True)
    found: Changes = changes(who().agency_id, narrowed.stretch, topic)
    _looked_at([one for line in found.lines for one in (line.actor, line.subject)])
    return render_template(
        "records/changes.html",
        narrowed=narrowed,
        changes=found,
        topic=topic,
        topics=Topic,
        errors=sentences_by_field(narrowed.refusals),
        words=record_words,
    )


def _page(narrowed: Narrowed, form: SignForm | None = None, refusals: Sequence[Refusal] = ()) -> str:
    agency_id, stretch = who().agency_id, narrowed.stretch
    found: StretchFigures = figures(agency_id, stretch, reader=who().person_id)
    taken = lists.downloads(agency_id, stretch, narrowed.filters)
    sums = lists.sums(agency_id, stretch, narrowed.filters)
    people = people_named({one.day.actor_person_id for one in found.findings})
    _looked_at([*people.values(), *(row.actor for row in taken), *(row.actor for row in sums)])
    refusals = [*narrowed.refusals, *refusals]
    return render_template(
        "records/page.html",
        narrowed=narrowed,
        figures=found,
        downloads=taken,
        sums=sums,
        people=people,
        form=form or SignForm(formdata=None, first=stretch.first, last=stretch.last),
        may_sign=not judge_days(stretch.first, stretch.last, today()) and not narrowed.filters.is_narrow,
        reviews=record_reviews.reviews(agency_id),
        due_on=_due_on(),
        present=today(),
        longest=LONGEST_REMARK,
        errors=sentences_by_field(refusals),
        words=record_words,
        act_words=act_words,
        file_words=file_words,
    )


def _narrowed(usual: tuple[date, date], *, is_changes: bool = False) -> Narrowed:
    """What the address asks for; the usual days where it names none, or none that can be looked at."""
    form = NarrowForm(request.args)
    number, act = cleaned(form.number.data or ""), form.act.data or ""
    if any(is_unfit(one) for one in (number, act)):
        abort(404)
    asked = form.first.data or usual[0], form.last.data or usual[1]
    refusals = [one for one in judge_days(*asked, today() + timedelta(days=1)) if form.first.data or form.last.data]
    first, last = usual if refusals else asked
    stretch = Stretch(first, last, who().zone)
    if not is_changes:
        form.offer(_choices(lists.acts(who().agency_id, stretch)))
    form.process(request.args, first=first, last=last)
    return Narrowed(form, stretch, lists.Filters(number, act), refusals)


def _choices(acts: Sequence[str]) -> list[tuple[str, str]]:
    """Each act with its words; where two are called alike, with its plain name too, so that one can tell them apart."""
    words = [act_words(one) for one in acts]
    return [(one, f"{said} ({one})" if words.count(said) > 1 else said) for one, said in zip(acts, words, strict=True)]


def _unreviewed() -> tuple[date, date]:
    """From the day after the last that somebody signed for (before the first review: from the oldest record) until
    yesterday; where that is nothing yet, or longer than a year, the last four weeks."""
    yesterday = today() - timedelta(days=1)
    through = record_reviews.reviewed_through(who().agency_id)
    first = through + timedelta(days=1) if through else record_reviews.first_record_on(who().agency_id, who().zone)
    if first is None or judge_days(first, yesterday, today()):
        return yesterday - _FOUR_WEEKS + timedelta(days=1), yesterday
    return first, yesterday


def _due_on() -> date | None:
    config: Config = current_app.config["COLLABPOINTS"]
    agency_id = who().agency_id
    through, oldest = record_reviews.reviewed_through(agency_id), record_reviews.first_record_on(agency_id, who().zone)
    return next_review_on(through, oldest, config.record_review_days)


def _looked_at(people: Sequence[Named | None]) -> None:
    access.looks_at(one.person_id for one in people if one)
