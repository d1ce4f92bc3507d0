"""Taking a file: its reason, which stands in the records (promise 19), and for others' data the password again."""

from collections.abc import Iterable

from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.reasons import judge_reason
from collabpoints.domain.texts import cleaned
from collabpoints.forms.downloads import DownloadForm
from collabpoints.views import access, confirmations

LONGEST_REASON = 200
"""Code points that fit into a record."""

FIELD = "file_reason"


def judged(form: DownloadForm, *, is_own: bool = False) -> str:
    """The reason for which a file may be taken now. `is_own`: nobody else's data is in it, so no password is asked.

    Raises Refused, about FIELD and confirmations.FIELD. A right password counts though the reason is wrong: nobody types
    it twice.
    """
    reason = cleaned(form.reason.data or "")
    refused = (*judge(reason), *(() if is_own else confirmations.confirmed(form.file_password.data or "")))
    if refused:
        raise Refused(refused)
    access.because(reason)
    return reason


def judge(reason: str) -> tuple[Refusal, ...]:
    """What is wrong with a cleaned reason; empty when it may stand in the record."""
    if len(reason) > LONGEST_REASON:
        return (Refusal.of(Code.TEXT_LONG, FIELD, maximum=LONGEST_REASON, length=len(reason)),)
    return judge_reason(reason, field=FIELD)


def status_of(refusals: Iterable[Refusal]) -> int:
    """With which status a refused download is answered."""
    return 429 if any(refusal.code is Code.SIGN_IN_TOO_MANY_TRIES for refusal in refusals) else 422
