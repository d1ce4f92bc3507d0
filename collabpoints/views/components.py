"""The page of components: every part that pages are made of, in every state. It holds nobody's data.

Administrators alone open it: an employee has nothing to do there, and a stranger should find no page without a purpose.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, render_template
from flask_babel import gettext as _

from collabpoints.domain.roles import Role
from collabpoints.forms.components import SpecimenForm
from collabpoints.forms.downloads import DownloadForm
from collabpoints.views import access

components = Blueprint("components", __name__, url_prefix="/components")

AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
ICONS = (
    "back", "bell", "book", "check", "chevron", "clock", "download", "flag", "forward", "gear", "heart", "info", "leave", "letter",
    "lock", "menu", "minus", "pencil", "people", "persimmon", "phone", "plus", "reply", "search", "send", "upload",
    "warning", "x",
)  # fmt: skip
COLOURS = (
    "paper", "glow", "surface", "surface-soft", "ink", "ink-quiet", "line", "line-control", "blue", "blue-strong",
    "blue-soft", "on-blue", "persimmon", "persimmon-bright", "persimmon-soft", "leaf", "leaf-soft", "danger", "danger-soft",
    "warning", "warning-soft",
)  # fmt: skip
TYPE = ("heading-large", "heading", "heading-small", "text-large", "text", "text-small")
SPACE = ("gap-1", "gap-2", "gap-3", "gap-4", "gap-5", "gap-6", "gap-7", "touch", "edge")
SHAPES = ("round-small", "round", "round-large", "shadow")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A colleague who does not exist."""

    name: str
    position: str
    department: str
    duty: str = ""
    extension: str = ""


@components.get("")
@access.only(Role.ADMINISTRATOR)
def page() -> str:
    return render_template(
        "components_page/page.html",
        hong=Somebody(_("홍길동"), _("주무관"), _("총무과"), _("자료 취합"), "2041"),
        kim=Somebody(_("김하늘"), _("과장"), _("예산담당관")),
        at=AT,
        usual=_form("usual"),
        wrong=_form("wrong"),
        closed=_form("closed"),
        usual_file=DownloadForm(formdata=None, prefix="usual-"),
        wrong_file=DownloadForm(formdata=None, prefix="wrong-"),
        asked_file=DownloadForm(formdata=None, prefix="asked-"),
        icons=ICONS,
        colours=COLOURS,
        type=TYPE,
        space=SPACE,
        shapes=SHAPES,
    )


def _form(state: str) -> SpecimenForm:
    form = SpecimenForm(formdata=None, prefix=f"{state}-")
    form.offer(months=[("3", _("3월")), ("4", _("4월"))], kinds=[("1", _("지식 나눔")), ("2", _("함께 일하기"))])
    return form
