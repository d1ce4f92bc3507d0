"""순위 설명: one page that explains a standing, to be read aloud and printed: of a department, or of oneself."""

from flask import Blueprint, abort, render_template

from collabpoints.domain.board_sights import sight_of
from collabpoints.domain.ranking import Subject
from collabpoints.domain.roles import Role
from collabpoints.queries.board_explanations import Explanation, explained_department, explained_person
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.board_views import home_department
from collabpoints.queries.boards import BoardHead, board_of
from collabpoints.queries.headed_departments import headed_departments
from collabpoints.views import access, board_words, explanation_words
from collabpoints.views.days import today
from collabpoints.views.identity import who

board_explanations = Blueprint("board_explanations", __name__, url_prefix="/boards")


@board_explanations.get("/<span>/departments/<int(max=9223372036854775807):department_id>/explanation")
@access.signed_in
def department(span: str, department_id: int) -> str:
    """For the officer, for who heads the department or one above it, and for its own people as far as the scheme shows
    them the ranking."""
    head = _board(span, Subject.DEPARTMENTS)
    role = _role_towards(head, department_id)
    found = explained_department(head, department_id, with_small=role is Role.OFFICER)
    if role is not Role.EMPLOYEE:
        access.acts_as(role, "board_explanations.department", ())
    return _page("board_explanations/department.html", head, found)


@board_explanations.get("/<span>/persons/me/explanation")
@access.signed_in
def mine(span: str) -> str:
    """For oneself, as far as the scheme shows a ranking to colleagues at all."""
    head = _board(span, Subject.PERSONS)
    if not sight_of(head.scheme.ranking_viewers, who().roles).is_open:
        abort(404)
    return _page("board_explanations/person.html", head, explained_person(head, who().person_id))


def _board(spelled: str, subject: Subject) -> BoardHead:
    span = span_named(who().agency_id, spelled) or abort(404)
    return board_of(who().agency_id, span, subject) or abort(404)


def _role_towards(head: BoardHead, department_id: int) -> Role:
    """As what the reader may have the department's standing explained; 404 for anybody else."""
    if who().has(Role.OFFICER):
        return Role.OFFICER
    if who().has(Role.DEPARTMENT_HEAD):
        headed = headed_departments(who().agency_id, who().person_id)
        if department_id in {one.department_id for one in headed}:
            return Role.DEPARTMENT_HEAD
    is_own = home_department(who().person_id, today()) == department_id
    if not is_own or not sight_of(head.scheme.ranking_viewers, who().roles).is_open:
        abort(404)
    return Role.EMPLOYEE


def _page(template: str, head: BoardHead, found: Explanation | None) -> str:
    return render_template(
        template,
        head=head,
        explanation=found,
        state=board_words.state_of(head, today()),
        words=board_words,
        telling=explanation_words,
    )
