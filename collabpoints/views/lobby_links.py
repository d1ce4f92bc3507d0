"""Links of lobby screens: the list, a new one whose address is shown once, and revoking."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collabpoints import clock
from collabpoints.domain.errors import Refusal, Refused
from collabpoints.domain.roles import Role
from collabpoints.forms.lobby_links import LobbyLinkForm
from collabpoints.forms.notes import ActForm
from collabpoints.queries.lobby_links import lobby_screen, lobby_screens
from collabpoints.services.lobby_links import LONGEST_PLACE, make_lobby_link, revoke_lobby_link
from collabpoints.views import access
from collabpoints.views.identity import who
from collabpoints.views.sentences import sentences_by_field

if TYPE_CHECKING:
    from config import Config

lobby_links = Blueprint("lobby_links", __name__, url_prefix="/lobby-links")


@lobby_links.get("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def page() -> str:
    return _page(LobbyLinkForm(formdata=None))


@lobby_links.post("")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="lobby_links.make")
def make() -> ResponseReturnValue:
    """Answers with the address itself: it cannot be shown again."""
    form = LobbyLinkForm()
    try:
        made = make_lobby_link(
            agency_id=who().agency_id,
            place=form.place.data or "",
            made_by_person_id=who().person_id,
            now=clock.now(),
        )
    except Refused as refused:
        return _page(form, refused.refusals), 422
    config: Config = current_app.config["COLLABPOINTS"]
    path = url_for("lobby.page", secret=made.secret)
    return render_template("lobby_links/made.html", made=made, path=path, address=f"{config.public_url}{path}")


@lobby_links.get("/<int:link_id>/revoke")
@access.only(Role.OFFICER, Role.ADMINISTRATOR)
def revoke_form(link_id: int) -> ResponseReturnValue:
    """What revoking does, and the button; a link that is revoked already leads back to the list."""
    screen = lobby_screen(link_id, agency_id=who().agency_id)
    if screen.revoked:
        return redirect(url_for("lobby_links.page"), 303)
    return render_template("lobby_links/revoke.html", screen=screen, form=ActForm(formdata=None))


@lobby_links.post("/<int:link_id>/revoke")
@access.only(Role.OFFICER, Role.ADMINISTRATOR, record="lobby_links.revoke")
def revoke(link_id: int) -> ResponseReturnValue:
    place = revoke_lobby_link(link_id, agency_id=who().agency_id, revoked_by_person_id=who().person_id, now=clock.now())
    flash(
        _("%(place)s 화면의 링크를 사용 중지했습니다. 그 주소로는 더 이상 나무가 보이지 않습니다.", place=place),
        "success",
    )
    return redirect(url_for("lobby_links.page"), 303)


def _page(form: LobbyLinkForm, refusals: Sequence[Refusal] = ()) -> str:
    return render_template(
        "lobby_links/page.html",
        form=form,
        screens=lobby_screens(who().agency_id),
        longest=LONGEST_PLACE,
        errors=sentences_by_field(refusals),
    )
