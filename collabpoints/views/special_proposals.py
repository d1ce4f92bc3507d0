"""The form that proposes special points, as a page shows it: whom it is for, which kinds there are, what was refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.form_ids import new_form_id
from collabpoints.domain.points import parse_points
from collabpoints.domain.scheme_book import SpecialKind
from collabpoints.domain.scheme_words import wording_of
from collabpoints.domain.special_points import MOST_FILES, is_for
from collabpoints.domain.texts import cleaned, is_unfit
from collabpoints.formats.evidence_files import LARGEST_FILE, MEDIA_TYPES
from collabpoints.forms.special_grants import ProposalForm
from collabpoints.queries.allowances import allowance
from collabpoints.queries.colleagues import Hits, search
from collabpoints.queries.roles import Official, Place, official_by_number, places
from collabpoints.services.special_grants import NewSpecialGrant, Upload
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.languages import language
from collabpoints.views.paging import number
from collabpoints.views.sentences import sentences_by_field

_PAGE = 20
_NOT_POINTS = -1  # no kind allows it: the rules refuse it with their own sentence
_NOBODY = 0  # nobody has this id, and no department


@dataclass(frozen=True, slots=True)
class Proposing:
    """What templates/special_grants/new.html shows: without a receiver the search for one, with it the form. `found` is
    None unless somebody was searched for; `has_kinds`: the month's scheme knows special points at all."""

    form: ProposalForm
    person: Official | None
    department: Place | None
    places: tuple[Place, ...]
    query: str
    found: Hits | None
    has_kinds: bool
    errors: dict[str, list[str]]

    most_files = MOST_FILES
    megabytes = LARGEST_FILE // 1024 // 1024
    endings = tuple(MEDIA_TYPES)

    @property
    def has_receiver(self) -> bool:
        return self.person is not None or self.department is not None


def opened() -> Proposing:
    """The form as its address asks for it: for a colleague (`to`), a department, or a search (`q`) for one."""
    args = request.args
    form = ProposalForm(
        formdata=None, form_id=new_form_id(), to=args.get("to", ""), department=args.get("department", "")
    )
    return _shown(form, ())


def typed() -> ProposalForm:
    """What was sent, texts only: a file in a text's place is none."""
    return ProposalForm(formdata=request.form)


def refused(form: ProposalForm, refusals: Sequence[Refusal]) -> Proposing:
    """The form with everything that was typed, and every objection. Chosen files have to be chosen again: no browser
    lets a page fill them in."""
    codes = {refusal.code for refusal in refusals}
    if codes & {Code.FORM_ALREADY_USED, Code.FORM_ID_INVALID}:
        form.form_id.data = new_form_id()
    shown = _shown(form, refusals)
    if any(file.filename for file in request.files.getlist("evidence")):
        again = _("골랐던 파일은 브라우저가 지웠습니다. 다시 골라 주세요.")
        shown.errors.setdefault("evidence", []).append(again)
    return shown


def new_special_grant(form: ProposalForm) -> NewSpecialGrant:
    """What the form asks for, unjudged: what names nobody becomes an id that nobody has."""
    person = _person(form.to.data or "") if form.to.data else None
    is_for_person = bool(form.to.data)
    return NewSpecialGrant(
        form_id=form.form_id.data or "",
        kind_code=form.kind.data or "",
        receiver_person_id=(person.person_id if person else _NOBODY) if is_for_person else None,
        receiver_department_id=None if is_for_person else number(form.department.data or "") or _NOBODY,
        points=parse_points((form.points.data or "").strip()) or _NOT_POINTS,
        reason=form.reason.data or "",
        uploads=_uploads(),
    )


def _uploads() -> tuple[Upload, ...]:
    given = [file for file in request.files.getlist("evidence") if file.filename]
    # One file and one byte more than may be, so that the rules can say that it is too much.
    return tuple(Upload(file.filename or "", file.stream.read(LARGEST_FILE + 1)) for file in given[: MOST_FILES + 1])


def _shown(form: ProposalForm, refusals: Sequence[Refusal]) -> Proposing:
    me = who()
    kinds = allowance(me.agency_id, me.person_id).scheme.special_kinds
    open_places = places(me.agency_id)
    person = _person(form.to.data or "")
    department_id = None if person else number(form.department.data or "")
    department = next((place for place in open_places if place.department_id == department_id), None)
    offered = [(kind.code, _words(kind)) for kind in kinds if is_for(kind, is_person=person is not None)]
    form.offer(offered)
    if len(offered) == 1 and not form.kind.data:
        form.kind.data = offered[0][0]
    query = request.args.get("q", "")
    errors = sentences_by_field(refusals)
    if (form.to.data or form.department.data) and person is None and department is None and not refusals:
        errors = sentences_by_field([Refusal.of(Code.PERSON_UNKNOWN if form.to.data else Code.DEPARTMENT_UNKNOWN)])
    return Proposing(
        form=form,
        person=person,
        department=department,
        places=open_places,
        query=query,
        found=search(me.agency_id, me.person_id, query, day=today(), offset=_offset(), limit=_PAGE) if query else None,
        has_kinds=bool(kinds),
        errors=errors,
    )


def _words(kind: SpecialKind) -> str:
    return _(
        "%(name)s (%(bounds)s포인트, %(approver)s 승인)",
        name=kind.name_en if language() == "en" else kind.name_ko,
        bounds=str(kind.minimum) if kind.minimum == kind.maximum else f"{kind.minimum}~{kind.maximum}",
        approver=wording_of(kind.approved_by).within(language()),
    )


def _person(given: str) -> Official | None:
    typed_number = cleaned(given)
    if not typed_number or is_unfit(typed_number):
        return None
    return official_by_number(who().agency_id, typed_number, today())


def _offset() -> int:
    return number(request.args.get("offset", "")) or 0
