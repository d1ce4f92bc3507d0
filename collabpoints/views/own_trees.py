"""내 나무: one's own tree, of all that one received and gave. Nobody else is shown it."""

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from collabpoints.domain.own_trees import OwnTree, own_tree
from collabpoints.domain.periods import Month
from collabpoints.domain.tree_seasons import Theme
from collabpoints.formats.tree_marks import mark
from collabpoints.formats.tree_pictures import Extras, draw
from collabpoints.formats.tree_seedlings import draw_seedling
from collabpoints.queries.own_trees import givers_of, kept_of
from collabpoints.views import access
from collabpoints.views import own_tree_words as words
from collabpoints.views.days import today
from collabpoints.views.identity import who

own_trees = Blueprint("own_trees", __name__, url_prefix="/trees")

_OPEN_LEAVES = 100
"""So many of the newest leaves open their notes; the rest are found by way of their limb."""


@own_trees.get("/mine")
@access.signed_in
def page() -> str:
    """The tree with its table; before the first note an invitation."""
    tree = _grown()
    if tree is None:
        title, sentence = words.seedling()
        seedling = Markup(draw_seedling(title, sentence, month=today().month))  # noqa: S704  (escaped there)
        return render_template("own_trees/none.html", seedling=seedling, words=words)
    marks = words.newest_marks(tree, _OPEN_LEAVES)
    givers = givers_of(who().person_id, marks)
    links = words.leaf_links(marks, givers, tree.layout.leaf_notes, who().zone)
    drawn = draw(
        tree.layout, words.picture_words(tree, has_links=True), month=today().month, extras=Extras(links=links)
    )
    return render_template(
        "own_trees/page.html",
        tree=tree,
        picture=Markup(drawn),  # noqa: S704  (escaped there)
        rows=words.rows(tree),
        legend=[(Markup(mark(rule.value, today().month)), told) for rule, told in words.legend(tree)],  # noqa: S704
        words=words,
    )


@own_trees.get("/mine.svg")
@access.signed_in
def picture() -> Response:
    """The tree as a file that stands alone: months and numbers, no name."""
    tree = _grown() or abort(404)
    theme = Theme.DARK if request.args.get("theme") == Theme.DARK else Theme.LIGHT
    drawn = draw(tree.layout, words.picture_words(tree, has_links=False), month=today().month, theme=theme)
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers.set("Content-Disposition", "attachment", filename=f"my-tree-{today()}.svg")
    return response


def _grown() -> OwnTree | None:
    kept = kept_of(who().person_id)
    return own_tree(kept.received, kept.sent, Month(today().year, today().month))
