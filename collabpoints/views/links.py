"""One-time links for first passwords: in bulk, as a sheet to print or by mail; and for one who forgot his."""

from itertools import groupby
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.roles import Role
from collabpoints.domain.texts import cleaned, is_unfit
from collabpoints.forms.links import EVERYWHERE, DepartmentLinksForm, OneLinkForm
from collabpoints.queries.links import DepartmentWithout, Receiver, departments_without_password, receivers
from collabpoints.services.links import NewLink, make_links
from collabpoints.views import access
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field

if TYPE_CHECKING:
    from config import Config

links = Blueprint("links", __name__, url_prefix="/links")


@links.get("")
@access.only(Role.ADMINISTRATOR, record="links.page")
def page() -> str:
    return _page(_department_form(_departments()), OneLinkForm())


@links.post("")
@access.only(Role.ADMINISTRATOR, record="links.make")
def make() -> ResponseReturnValue:
    """For a department's people without a password, or everybody's."""
    form = _department_form(_departments())
    if not form.validate():
        errors = sentences_by_field([Refusal.of(Code.DEPARTMENT_UNKNOWN, "department")])
        return _page(_department_form(_departments(), is_empty=True), OneLinkForm(formdata=None), errors), 422
    chosen = form.department.data
    found = receivers(who().agency_id, today(), department_id=None if chosen == EVERYWHERE else chosen)
    return _sheet(found, is_by_mail=form.is_by_mail.data)


@links.post("/one")
@access.only(Role.ADMINISTRATOR, record="links.make")
def make_one() -> ResponseReturnValue:
    """For one person by number, with a password or without."""
    form = OneLinkForm()
    number = cleaned(form.number.data or "")
    found = () if not number or is_unfit(number) else receivers(who().agency_id, today(), number=number)
    if not found:
        errors = sentences_by_field([Refusal.of(Code.PERSON_UNKNOWN, "number")])
        return _page(_department_form(_departments(), is_empty=True), form, errors), 422
    return _sheet(found, is_by_mail=form.is_by_mail.data)


def _page(form: DepartmentLinksForm, one_form: OneLinkForm, errors: dict[str, list[str]] | None = None) -> str:
    config = _config()
    return render_template(
        "links/page.html",
        form=form,
        one_form=one_form,
        departments=_departments(),
        errors=errors or {},
        has_mail=bool(config.smtp_url),
        hours=config.link_hours,
    )


def _sheet(found: tuple[Receiver, ...], *, is_by_mail: bool) -> str:
    config = _config()
    access.looks_at(receiver.person_id for receiver in found)
    made = make_links(
        who().agency_id,
        [receiver.account_id for receiver in found],
        who().person_id,
        clock.now(),
        config.link_hours,
        key=config.secret_key,
        is_by_mail=is_by_mail and bool(config.smtp_url),
    )
    by_account = {link.account_id: link for link in made}
    slips = [(receiver, by_account[receiver.account_id]) for receiver in found if receiver.account_id in by_account]
    return render_template(
        "links/sheet.html",
        departments=[(name, list(rows)) for name, rows in groupby(_printed(slips), lambda slip: slip[0].department)],
        mailed=[receiver for receiver, link in slips if link.is_mailed],
        address=config.public_url,
    )


def _printed(slips: list[tuple[Receiver, NewLink]]) -> list[tuple[Receiver, NewLink]]:
    return [slip for slip in slips if not slip[1].is_mailed]


def _department_form(departments: tuple[DepartmentWithout, ...], *, is_empty: bool = False) -> DepartmentLinksForm:
    form = DepartmentLinksForm(formdata=None) if is_empty else DepartmentLinksForm()
    everybody = sum(department.without_password for department in departments)
    form.offer(
        [
            (EVERYWHERE, _("모든 부서 (%(count)s명)", count=everybody)),
            *(
                (department.department_id, f"{department.path} ({department.without_password})")
                for department in departments
                if department.without_password
            ),
        ]
    )
    return form


def _departments() -> tuple[DepartmentWithout, ...]:
    return departments_without_password(who().agency_id, today())


def _config() -> "Config":
    config: Config = current_app.config["COLLABPOINTS"]
    return config
