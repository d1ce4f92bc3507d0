"""Staff orders (인사 발령): look for a person, see his service, order what happens to it; shown before it is done."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as Missing

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.domain.staff_orders import ASKS_DEPARTMENT, LONGEST, TAKES_DEPARTMENT, TAKES_UNTIL, Act, Kind, Order
from collabpoints.domain.texts import cleaned
from collabpoints.forms.staff_orders import OrderForm, SearchForm
from collabpoints.queries.roles import places
from collabpoints.queries.staff_orders import OrderRow, orders_of, posts_of, waiting_orders
from collabpoints.queries.staff_previews import Preview, acts_for, preview_of
from collabpoints.queries.staff_records import (
    MOST_FOUND,
    department_words,
    found_people,
    found_person,
    person_of_number,
    record_of,
)
from collabpoints.services.staff_orders import drop_order, place_order, try_again
from collabpoints.views import access, kept
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.role_words import ROLE_WORDS
from collabpoints.views.sentences import SENTENCES, sentences_by_field
from collabpoints.views.staff_order_words import (
    ACT_HINTS,
    ACT_WORDS,
    KIND_WORDS,
    STATE_WORDS,
    STATUS_WORDS,
    effect_topics,
)

_POST_WORDS = ("rank", "position", "duty")
_MOST_NOTES = 10
_ID = "<int(max=9223372036854775807):person_id>"
_ORDER = "<int(max=9223372036854775807):order_id>"
_ACT = f"<any({','.join(Act)}):act>"

staff_orders = Blueprint("staff_orders", __name__, url_prefix="/staff")


@staff_orders.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="staff.page")
def page() -> str:
    """Whom one looks for, and what is planned."""
    typed = request.args.get("q", "")
    found = found_people(who().agency_id, typed)
    waiting = waiting_orders(who().agency_id)
    access.looks_at([*(one.person_id for one in found), *_named_in(waiting)])
    return render_template(
        "staff_orders/page.html",
        form=SearchForm(formdata=None, q=typed),
        found=found,
        is_asked=bool(cleaned(typed)),
        has_more=len(found) == MOST_FOUND,
        waiting=waiting,
        **_words(),
    )


@staff_orders.get(f"/{_ID}")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="staff.page")
def person(person_id: int) -> str:
    """His service: posts, roles, orders done and planned, and what may be ordered now."""
    agency_id = who().agency_id
    record = record_of(agency_id, person_id)
    orders = orders_of(agency_id, person_id)
    access.looks_at([person_id, *_named_in(orders)])
    return render_template(
        "staff_orders/person.html",
        found=found_person(agency_id, record.merged_into or person_id),
        record=record,
        posts=posts_of(record.merged_into or person_id),
        orders=orders,
        acts=acts_for(agency_id, person_id),
        departments=department_words(agency_id, [held.department_id for held in record.roles if held.department_id]),
        today=today(),
        **_words(),
    )


@staff_orders.get(f"/{_ID}/{_ACT}")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="staff.page")
def order(person_id: int, act: str) -> str:
    """The form for one order."""
    access.looks_at([person_id])
    return _form_page(person_id, Act(act), OrderForm(formdata=None, effective_on=today()))


@staff_orders.post(f"/{_ID}/{_ACT}")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="staff.change")
@kept.keeps_typed
def place(person_id: int, act: str) -> ResponseReturnValue:
    """Show what the order does, or do what was shown."""
    form, kind = OrderForm(), Act(act)
    access.looks_at([person_id])
    if form.action.data not in ("preview", "confirm"):
        return _form_page(person_id, kind, form)
    unreadable = _unreadable(form)
    if unreadable or form.effective_on.data is None:
        return _form_page(
            person_id, kind, form, unreadable or [Refusal.of(Code.ORDER_DAY_INVALID, "effective_on")]
        ), 422
    wanted = _wanted(kind, form)
    preview = preview_of(who().agency_id, person_id, wanted, actor_person_id=who().person_id)
    if preview.refusals:
        return _form_page(person_id, kind, form, preview.refusals), 422
    if form.action.data == "preview":
        return _confirm_page(person_id, form, preview)
    return _done(person_id, form, preview)


@staff_orders.post(f"/orders/{_ORDER}/drop")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="staff.change")
def drop(order_id: int) -> ResponseReturnValue:
    drop_order(who().agency_id, order_id, actor_person_id=who().person_id)
    flash(_("예정된 발령을 취소했습니다. 지금까지의 이력은 그대로입니다."), "info")
    return redirect(url_for("staff_orders.page"), 303)


@staff_orders.post(f"/orders/{_ORDER}/again")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="staff.change")
def again(order_id: int) -> ResponseReturnValue:
    """Carry out what could not be carried out on its day."""
    try:
        try_again(who().agency_id, order_id, actor_person_id=who().person_id)
    except Refused as refused:
        for sentences in sentences_by_field(refused.refusals).values():
            for said in sentences:
                flash(said, "warning")
    else:
        flash(_("발령을 반영했습니다."), "success")
    return redirect(url_for("staff_orders.page"), 303)


def _done(person_id: int, form: OrderForm, preview: Preview) -> ResponseReturnValue:
    """What was confirmed is done; where that is no longer what was shown, the new preview is."""
    wanted, actor = preview.order, who().person_id
    if wanted.act is Act.MERGE and not (form.is_same.data and form.is_final.data):
        return _confirm_page(person_id, form, preview, [Refusal.of(Code.ORDER_UNCONFIRMED, "is_same")]), 422
    try:
        placed = place_order(who().agency_id, person_id, wanted, expected=form.digest.data or "", actor_person_id=actor)
    except Refused as refused:
        preview = preview_of(who().agency_id, person_id, wanted, actor_person_id=actor)
        return _confirm_page(person_id, form, preview, refused.refusals), 422
    flash(
        _("발령을 반영했습니다.") if placed.is_done else _("발령을 예약했습니다. 발령일이 되면 반영합니다."), "success"
    )
    return redirect(url_for("staff_orders.person", person_id=person_id), 303)


def _form_page(person_id: int, act: Act, form: OrderForm, refusals: Sequence[Refusal] = ()) -> str:
    agency_id = who().agency_id
    record = record_of(agency_id, person_id)
    if record.merged_into is not None:
        raise Missing
    form.offer(_departments(act, person_id))
    return render_template(
        "staff_orders/order.html",
        form=form,
        act=act,
        found=found_person(agency_id, person_id),
        own=record.primary(today()) or record.latest,
        takes_department=act in TAKES_DEPARTMENT,
        is_department_optional=act in TAKES_DEPARTMENT - ASKS_DEPARTMENT - {Act.END_CONCURRENT},
        takes_post=act in TAKES_DEPARTMENT - {Act.END_CONCURRENT},
        takes_until=act in TAKES_UNTIL,
        longest=LONGEST,
        errors=sentences_by_field(refusals),
        **_words(),
    )


def _confirm_page(person_id: int, form: OrderForm, preview: Preview, refusals: Sequence[Refusal] = ()) -> str:
    other = preview.other
    if other:
        access.looks_at([person_id, other.person_id])
    return render_template(
        "staff_orders/confirm.html",
        form=form,
        preview=preview,
        found=found_person(who().agency_id, person_id),
        other=found_person(who().agency_id, other.person_id) if other and not other.merged_into else None,
        topics=effect_topics(preview),
        open_notes=[note for note in preview.between if not note.is_private],
        most_notes=_MOST_NOTES,
        private_count=sum(note.is_private for note in preview.between),
        is_due=preview.order.effective_on <= preview.today,
        errors=sentences_by_field(refusals or preview.refusals),
        **_words(),
    )


def _departments(act: Act, person_id: int) -> list[tuple[str, str]]:
    if act is Act.END_CONCURRENT:
        beside = [post for post in posts_of(person_id) if post.kind is Kind.CONCURRENT and post.ends_on is None]
        return [("", _("골라 주세요")), *((str(post.department_id), post.department) for post in beside)]
    nowhere = {Act.SECOND: _("다른 기관으로 파견"), Act.RETURN: _("원래 부서로 복직")}.get(act, _("골라 주세요"))
    return [("", nowhere), *((str(place.department_id), place.path) for place in places(who().agency_id))]


def _named_in(orders: Sequence[OrderRow]) -> list[int]:
    """The persons whom these orders name, as their subjects."""
    return [id_ for order in orders for id_ in (order.person_id, order.other_person_id) if id_ is not None]


def _unreadable(form: OrderForm) -> list[Refusal]:
    return [
        Refusal.of(Code.ORDER_DAY_INVALID, name) for name in ("effective_on", "until_on") if form.is_unreadable(name)
    ]


def _wanted(act: Act, form: OrderForm) -> Order:
    """What was typed, as far as the act takes it."""
    takes_post = act in TAKES_DEPARTMENT - {Act.END_CONCURRENT}
    words = {name: cleaned(form[name].data or "") if takes_post else "" for name in _POST_WORDS}
    return Order(
        act,
        cast("date", form.effective_on.data),
        department_id=form.department_id if act in TAKES_DEPARTMENT else None,
        number=cleaned(form.number.data or "") if act is Act.REHIRE else "",
        until_on=form.until_on.data if act in TAKES_UNTIL else None,
        document=cleaned(form.document.data or ""),
        other_person_id=person_of_number(who().agency_id, form.other.data or "") if act is Act.MERGE else None,
        **words,
    )


def _words() -> dict[str, object]:
    return {
        "act_words": ACT_WORDS,
        "act_hints": ACT_HINTS,
        "status_words": STATUS_WORDS,
        "kind_words": KIND_WORDS,
        "state_words": STATE_WORDS,
        "role_words": ROLE_WORDS,
        "sentences": SENTENCES,
    }
