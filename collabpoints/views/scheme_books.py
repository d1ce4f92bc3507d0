"""The officer's schemes: which holds now, which held, which comes; each with all its fields, and as a file."""

from flask import Blueprint, Response, render_template

from collabpoints import clock
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_fields import GROUPS, fields_of
from collabpoints.domain.schemes import PRESETS, Scheme, parse_scheme, preset_text, scheme_text
from collabpoints.forms.schemes import NewDraftForm, SchemeFileForm
from collabpoints.queries.schemes import drafts, scheme_in, scheme_row, schemes
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.scheme_sentences import Told, said, told

scheme_books = Blueprint("scheme_books", __name__, url_prefix="/schemes")


@scheme_books.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    return listed(NewDraftForm(formdata=None), SchemeFileForm(formdata=None))


@scheme_books.get("/<int:scheme_id>")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def one(scheme_id: int) -> str:
    row = scheme_row(scheme_id, agency_id=who().agency_id)
    return render_template("schemes/one.html", row=row, groups=grouped(row.scheme))


@scheme_books.get("/<int:scheme_id>/file")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def file(scheme_id: int) -> Response:
    """The scheme as a TOML file to read, review and send."""
    row = scheme_row(scheme_id, agency_id=who().agency_id)
    name = f"{row.code}-{row.starts_in}.toml"
    return Response(
        scheme_text(row.scheme),
        mimetype="application/toml",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def listed(new: NewDraftForm, upload: SchemeFileForm, errors: dict[str, list[str]] | None = None) -> str:
    """The list, with the forms that begin a draft and what was refused of them."""
    present = Month.of(clock.now(), who().zone)
    new.starts_in.data = new.starts_in.data or str(present.shifted(1))
    upload.starts_in.data = upload.starts_in.data or str(present.shifted(1))
    now = scheme_in(who().agency_id, str(present))
    return render_template(
        "schemes/list.html",
        rows=schemes(who().agency_id),
        now_id=now.id if now else None,
        present=str(present),
        drafts=drafts(who().agency_id),
        presets=[parse_scheme(preset_text(code)) for code in PRESETS],
        new=new,
        upload=upload,
        errors=errors or {},
    )


def grouped(scheme: Scheme) -> list[tuple[str, list[tuple[str, Told, str]]]]:
    """Every field by its group: label, value and explanation in words, in the language of the request."""
    return [
        (
            said(heading),
            [
                (
                    said(field.label),
                    told(field, getattr(scheme, field.name)),
                    said(field.explanation),
                )
                for field in fields_of(group)
            ],
        )
        for group, heading in GROUPS.items()
    ]
