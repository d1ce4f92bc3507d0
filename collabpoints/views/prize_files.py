"""Files of prizes: certificates, the slide for the staff meeting, the list for mail merge. Each asks for its reason, which
stands in the access record with those whose names are in the file (promise 19)."""

from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, send_file
from flask.typing import ResponseReturnValue

from collabpoints.domain.errors import Code, NotFound, Refusal, Refused
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.roles import Role
from collabpoints.domain.texts import cleaned
from collabpoints.formats.document_fonts import DocumentFonts
from collabpoints.forms.prizes import FileForm
from collabpoints.queries.prizes import proposal
from collabpoints.views import access, prize_documents
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.paging import number
from collabpoints.views.prizes import proposal_page

if TYPE_CHECKING:
    from config import Config

prize_files = Blueprint("prize_files", __name__, url_prefix="/prizes/<int(max=9223372036854775807):proposal_id>")

_LONGEST_REASON = 200


@prize_files.post("/files/<kind>")
@access.only(Role.OFFICER, record="prizes.take")
def take(proposal_id: int, kind: str) -> ResponseReturnValue:
    """The file of that kind, of all winners; a certificate of one winner too. Somebody who opted out of rankings meanwhile is
    in none of the files of all; his own certificate is made for him alone."""
    form = FileForm()
    shown = proposal(proposal_id, agency_id=who().agency_id)
    maker = prize_documents.MAKERS.get(kind)
    if maker is None or shown.head.state == "dropped":
        raise NotFound(f"file {kind} of prize proposal {proposal_id}")
    reason = cleaned(form.reason.data or "")
    one = number(form.winner.data or "") if kind == "certificates" else None
    winners = prize_documents.winners_in(shown, one)
    try:
        if found := _judge(reason):
            raise Refused(found)
        file = maker(shown, winners, _making())
    except Refused as refused:
        return proposal_page(proposal_id, refused.refusals, file_form=form), 422
    access.looks_at([winner.person_id for winner in winners if winner.person_id])
    access.because(reason)
    return send_file(
        BytesIO(file.content),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        conditional=False,
        etag=False,
    )


def _judge(reason: str) -> tuple[Refusal, ...]:
    """A reason that fits into the access record."""
    if len(reason) > _LONGEST_REASON:
        return (Refusal.of(Code.TEXT_LONG, "file_reason", maximum=_LONGEST_REASON, length=len(reason)),)
    return judge_reason(reason, field="file_reason")


def _making() -> prize_documents.Making:
    config: Config = current_app.config["COLLABPOINTS"]
    return prize_documents.Making(
        agency=who().agency_name_ko,
        fonts=DocumentFonts(own=config.document_fonts),
        made_on=today(),
    )
