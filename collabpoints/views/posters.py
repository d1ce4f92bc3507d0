"""The poster (포스터): the agency's tree of a span on one sheet of A3, to print and hang. Always on light paper."""

from flask import Blueprint, Response, abort, render_template
from markupsafe import Markup

from collabpoints.domain.spans import Span
from collabpoints.domain.tree_seasons import Theme
from collabpoints.formats.tree_pictures import Extras, draw
from collabpoints.formats.tree_styles import page_sheet
from collabpoints.queries.tree_fruits import fruit_places, fruits_of
from collabpoints.queries.trees import tree_of, tree_spans
from collabpoints.views import access, poster_words, tree_words
from collabpoints.views.identity import who
from collabpoints.views.languages import language

posters = Blueprint("posters", __name__, url_prefix="/trees")


@posters.get("/<span>/poster")
@access.signed_in
def page(span: str) -> str:
    """404 where no tree has grown."""
    agency = who().agency_name_en if language() == "en" else who().agency_name_ko
    tree = tree_of(who().agency_id, _span(span)) or abort(404)
    fruits = fruits_of(who().agency_id, tree.span)
    words = tree_words.picture_words(tree, agency=agency, zone=who().zone)
    extras = Extras(fruits=dict(fruit_places(tree, fruits)))
    drawn = draw(tree.layout, words, month=tree.month.month, extras=extras, name="poster")
    return render_template(
        "posters/page.html",
        agency=agency,
        tree=tree,
        picture=Markup(drawn),  # noqa: S704  (escaped there)
        names=poster_words.names_size(drawn, "middle", "large"),
        as_of=tree_words.as_of(tree, who().zone),
        fruits=fruits,
        words=poster_words,
    )


@posters.get("/seasons/<any(light, dark):theme>")
@access.public
def seasons(theme: str) -> Response:
    """The colours of the months for a page that is always light or always dark, whatever its reader's setting."""
    return Response(page_sheet(Theme(theme)), mimetype="text/css")


def _span(spelled: str) -> Span:
    known = (one.span for one in tree_spans(who().agency_id) if str(one.span) == spelled)
    return next(known, None) or abort(404)
