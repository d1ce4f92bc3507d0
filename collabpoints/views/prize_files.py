"""Files of prizes: certificates, the slide for the staff meeting, the list for mail merge. Each asks for its reason, which
stands in the access record with those whose names are in the file (promise 19)."""

from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, send_file
from flask.typing import ResponseReturnValue

from collabpoints.domain.errors import NotFound, Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.forms.prizes import FileForm
from collabpoints.queries.prizes import proposal
from collabpoints.views import access, downloads, kept, prize_documents
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.paging import number
from collabpoints.views.prize_changes import winner_page
from collabpoints.views.prizes import proposal_page

if TYPE_CHECKING:
    from config import Config

prize_files = Blueprint("prize_files", __name__, url_prefix="/prizes/<int(max=9223372036854775807):proposal_id>")


@prize_files.post("/files/<kind>")
@kept.keeps_typed
@access.only(Role.OFFICER, record="prizes.take")
def take(proposal_id: int, kind: str) -> ResponseReturnValue:
    """The file of that kind, of all winners; a certificate of one winner too. Somebody who opted out of rankings meanwhile is
    in none of the files of all; his own certificate is made for him alone."""
    form = FileForm()
    shown = proposal(proposal_id, agency_id=who().agency_id)
    maker = prize_documents.MAKERS.get(kind)
    if maker is None or shown.head.state == "dropped":
        raise NotFound(f"file {kind} of prize proposal {proposal_id}")
    asked = number(form.winner.data or "") if kind == "certificates" else None
    winners = prize_documents.winners_in(shown, asked)
    one = asked if winners else None
    if form.action.data == "edit":
        access.acts_as(Role.OFFICER, "prizes.one", ())
        return _page(proposal_id, one, form)
    try:
        reason = downloads.judged(form)
        file = maker(shown, winners, _making())
    except Refused as refused:
        return _page(proposal_id, one, form, refused.refusals), downloads.status_of(refused.refusals)
    access.looks_at([winner.person_id for winner in winners if winner.person_id])
    downloads.record(
        f"prize_files.{kind}",
        Role.OFFICER,
        reason,
        months=shown.head.span.months,
        rows=len(winners),
        content=file.content,
    )
    return send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        conditional=False,
        etag=False,
    )


def _page(proposal_id: int, winner_id: int | None, form: FileForm, refusals: Sequence[Refusal] = ()) -> str:
    """The page that the form stands on: that of the one winner, or of them all."""
    if winner_id is not None:
        return winner_page(proposal_id, winner_id, refusals=refusals, file_form=form)
    return proposal_page(proposal_id, refusals, file_form=form)


def _making() -> prize_documents.Making:
    config: Config = current_app.config["COLLABPOINTS"]
    return prize_documents.Making(
        agency=who().agency_name_ko,
        fonts=DocumentFonts(own=config.document_fonts),
        made_on=today(),
    )
