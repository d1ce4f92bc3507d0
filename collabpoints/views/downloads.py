"""Taking a file: its reason, which stands in the records (promise 19), and for others' data the password again."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from flask import Response, request, stream_with_context

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.exports import Scope
from collabpoints.domain.periods import Month
from collabpoints.domain.roles import Role
from collabpoints.domain.texts import cleaned
from collabpoints.forms.downloads import DownloadForm
from collabpoints.services.downloads import TakenFile, Taker, judge_download, record_download
from collabpoints.services.exports import Taken
from collabpoints.views import access, confirmations
from collabpoints.views.attachments import attach
from collabpoints.views.identity import who

FIELD = "file_reason"


def judged(form: DownloadForm, *, is_own: bool = False) -> str:
    """The reason for which a file may be taken now. `is_own`: nobody else's data is in it, so no password is asked.

    Raises Refused, about FIELD and confirmations.FIELD. A right password counts though the reason is wrong: nobody types
    it twice.
    """
    reason = cleaned(form.reason.data or "")
    refused = (
        *judge_download(reason, field=FIELD),
        *(() if is_own else confirmations.confirmed(form.file_password.data or "")),
    )
    if refused:
        raise Refused(refused)
    access.because(reason)
    return reason


def taker(role: str, reason: str) -> Taker:
    """Who takes a file by this request, as the record names him."""
    return Taker(who().person_id, role, request.remote_addr or "", reason)


def record(what: str, role: Role, reason: str, *, months: Sequence[Month], rows: int, content: bytes) -> None:
    """Afterwards it stands in the record that a file of the agency's, made on the spot, left the house."""
    taken = TakenFile(
        what,
        Scope.AGENCY,
        first_period=str(months[0]),
        last_period=str(months[-1]),
        rows=rows,
        digest=sha256(content).hexdigest(),
    )
    record_download(who().agency_id, taker(role, reason), taken)


def handed(taken: Taken) -> Response:
    """A file that is kept, a piece at a time, under its Korean name."""
    answer = Response(stream_with_context(taken.content), content_type=taken.media_type)
    attach(answer, taken.name)
    answer.content_length = taken.size
    return answer


def status_of(refusals: Iterable[Refusal]) -> int:
    """With which status a refused download is answered."""
    return 429 if any(refusal.code is Code.SIGN_IN_TOO_MANY_TRIES for refusal in refusals) else 422
