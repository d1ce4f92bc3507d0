"""The lobby screen: the agency's tree on a wall, for everybody who passes. It shows totals, names of departments and the
tree; no person, no text, and nothing of whoever's browser it is."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import force_locale
from markupsafe import Markup

from collabpoints.domain.scheme_words import Span as Length
from collabpoints.formats.tree_pictures import draw
from collabpoints.queries.lobby_links import OpenLobby, open_lobby
from collabpoints.queries.trees import GrownTree, tree_of, tree_spans
from collabpoints.views import access, poster_words, tree_words
from collabpoints.views.identity import be_nobody
from collabpoints.views.languages import LANGUAGES, language, selected

lobby = Blueprint("lobby", __name__, url_prefix="/lobby")

_AGAIN = timedelta(minutes=10)
"""After so long the screen asks for a newer tree."""
_CHANGES = timedelta(seconds=45)
"""So long one tree is shown before the other."""
_THEMES = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Scene:
    """A tree as the screen shows it."""

    tree: GrownTree
    picture: Markup
    names: str
    as_of: str


@lobby.get("/<secret>")
@access.public
def page(secret: str) -> Response:
    """The newest month's tree, and in turn the one that was confirmed last. What was revoked and what never was look the
    same. Asks for no session and leaves no cookie: it is the screen that looks, nobody in particular."""
    be_nobody()
    asked = request.args.get("language", "")
    with force_locale(asked if asked in LANGUAGES else selected()):
        opened = open_lobby(secret)
        answer = make_response(_screen(opened), 200 if opened else 404)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _screen(opened: OpenLobby | None) -> str:
    theme = next((one for one in _THEMES if one == request.args.get("theme")), "")
    if opened is None:
        return render_template("lobby/closed.html", theme=theme)
    agency = opened.agency_en if language() == "en" else opened.agency_ko
    return render_template(
        "lobby/page.html",
        agency=agency,
        scenes=[_scene(tree, agency, opened) for tree in _trees(opened.agency_id)],
        words=poster_words,
        theme=theme,
        again=int(_AGAIN.total_seconds()),
        changes=int(_CHANGES.total_seconds()),
    )


def _trees(agency_id: int) -> list[GrownTree]:
    """The newest month's, and the newest confirmed month's where that is another one."""
    months = [one for one in tree_spans(agency_id) if one.span.length is Length.MONTH]
    confirmed = [one for one in months if one.is_confirmed]
    spans = dict.fromkeys(one.span for one in (*months[:1], *confirmed[:1]))
    return [tree for span in spans if (tree := tree_of(agency_id, span)) is not None]


def _scene(tree: GrownTree, agency: str, opened: OpenLobby) -> Scene:
    words = tree_words.picture_words(tree, agency=agency, zone=opened.zone)
    drawn = draw(tree.layout, words, month=tree.month.month, name=f"tree-{tree.span}")
    return Scene(
        tree=tree,
        picture=Markup(drawn),  # noqa: S704  (escaped there)
        names=poster_words.names_size(drawn, "small", "middle"),
        as_of=tree_words.as_of(tree, opened.zone),
    )
