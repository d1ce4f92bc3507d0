"""내 정보: all that is held about oneself, as a page in chapters and as one file, and who looked at it."""

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

from flask import Blueprint, abort, current_app, render_template, request, send_file
from flask.typing import ResponseReturnValue

from collabpoints.domain.exports import Scope
from collabpoints.domain.roles import Role
from collabpoints.formats.exports import csv_file
from collabpoints.formats.zip_files import zip_file
from collabpoints.forms.notes import ActForm
from collabpoints.services.downloads import TakenFile, Taker, record_download
from collabpoints.views import access, held_words
from collabpoints.views.days import today
from collabpoints.views.held_chapters import chapters
from collabpoints.views.identity import who
from collabpoints.views.paging import number

if TYPE_CHECKING:
    from config import Config

held = Blueprint("held", __name__, url_prefix="/account/held")

_FIRST = 3
_PAGE = 50


@held.get("")
@access.signed_in
def page() -> str:
    """Every chapter with its first rows."""
    return render_template(
        "held/page.html",
        chapters=chapters(),
        first=_FIRST,
        take_form=ActForm(formdata=None),
        terms=_terms(),
        words=held_words,
    )


@held.get("/<key>")
@access.signed_in
def chapter(key: str) -> str:
    """One chapter, so many rows a page."""
    found = next((one for one in chapters() if one.key == key), None) or abort(404)
    pages = max(1, -(-len(found.rows) // _PAGE))
    at = min(max(number(request.args.get("page", "")) or 1, 1), pages)
    rows = found.rows[(at - 1) * _PAGE : at * _PAGE]
    return render_template("held/chapter.html", chapter=found, rows=rows, at=at, pages=pages)


@held.post("/file")
@access.signed_in
def take() -> ResponseReturnValue:
    """All of it as one ZIP: a table a chapter, and a letter that says what they are."""
    every = chapters()
    files = [(f"{place:02d} {one.title}.csv", csv_file(one.headings, one.rows)) for place, one in enumerate(every, 1)]
    letter = held_words.letter(every, who(), today(), _terms())
    content = zip_file([(held_words.letter_name(), letter), *files], made_on=today())
    record_download(
        who().agency_id,
        Taker(who().person_id, Role.EMPLOYEE.value, request.remote_addr or "", held_words.OWN_REASON),
        TakenFile(
            "held.take",
            Scope.OWN,
            file_format="zip",
            rows=sum(len(one.rows) for one in every),
            digest=sha256(content).hexdigest(),
        ),
    )
    return send_file(
        BytesIO(content),
        mimetype="application/zip",
        as_attachment=True,
        download_name=held_words.file_name(today()),
        conditional=False,
        etag=False,
    )


def _terms() -> held_words.KeptFor:
    config: Config = current_app.config["COLLABPOINTS"]
    return held_words.KeptFor(config.redact_names_years, config.redact_texts_years, config.record_years)
