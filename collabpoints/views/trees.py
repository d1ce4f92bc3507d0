"""협업나무: the tree of a span, of the agency, of a bureau or of a department, as everybody who is signed in reads it."""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as BaseResponse

from collabpoints.domain.spans import Span
from collabpoints.domain.tree_seasons import Theme
from collabpoints.formats.exports import csv_file
from collabpoints.formats.tree_pictures import Extras, LeafLink, PictureWords, draw
from collabpoints.formats.tree_seedlings import draw_seedling
from collabpoints.formats.tree_styles import page_sheet
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.notes import notes_among
from collabpoints.queries.own_leaves import own_leaves
from collabpoints.queries.tree_fruits import fruit_places, fruits_of
from collabpoints.queries.tree_leaves import open_leaves
from collabpoints.queries.trees import WHOLE_AGENCY, GrownTree, TreeSpan, root_of_code, tree_of, tree_spans
from collabpoints.views import access, tree_pages, tree_tables, tree_words
from collabpoints.views.attachments import attach
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.languages import language

trees = Blueprint("trees", __name__, url_prefix="/trees")


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address names. `tree` None: nothing has grown there yet, or it is not told."""

    span: Span
    seen: tuple[TreeSpan, ...]
    tree: GrownTree | None


@trees.get("")
@access.signed_in
def page() -> str | BaseResponse:
    """The tree of the newest month; before anything has grown, the seedling."""
    seen = tree_spans(who().agency_id)
    span = tree_pages.newest(seen)
    if span is None:
        return _nothing(ways=None, span=None, is_branch=False)
    return redirect(url_for("trees.agency", span=span))


@trees.get("/<span>")
@access.signed_in
def agency(span: str) -> str:
    return _page(_opened(span))


@trees.get("/<span>/<code:code>")
@access.signed_in
def root(span: str, code: str) -> str:
    """Of a bureau or a department."""
    return _page(_opened(span, code), code)


@trees.get("/<span>.svg")
@access.signed_in
def agency_picture(span: str) -> Response:
    return _picture(_grown(span))


@trees.get("/<span>/<code:code>.svg")
@access.signed_in
def root_picture(span: str, code: str) -> Response:
    return _picture(_grown(span, code))


@trees.get("/<span>.csv")
@access.signed_in
def agency_table(span: str) -> Response:
    return _table(_grown(span))


@trees.get("/<span>/<code:code>.csv")
@access.signed_in
def root_table(span: str, code: str) -> Response:
    return _table(_grown(span, code))


@trees.get("/seasons.css")
@access.public
def seasons() -> Response:
    """The colours of the months, for every page with a tree; its address has the version of what it says."""
    return Response(page_sheet(), mimetype="text/css")


@trees.app_template_global()
def seasons_sheet() -> str:
    """The address of the colours of the months."""
    return url_for("trees.seasons", v=_version())


@cache
def _version() -> str:
    return sha256(page_sheet().encode()).hexdigest()[:12]


def _opened(spelled: str, code: str = "") -> Opened:
    """404 for what is no span, or no bureau or department."""
    agency_id = who().agency_id
    seen = tree_spans(agency_id)
    known = next((one.span for one in seen if str(one.span) == spelled), None)
    span = known or span_named(agency_id, spelled) or abort(404)
    root_id = root_of_code(agency_id, code) if code else WHOLE_AGENCY
    if root_id is None:
        abort(404)
    return Opened(span, seen, tree_of(agency_id, span, root_id) if known else None)


def _grown(spelled: str, code: str = "") -> GrownTree:
    return _opened(spelled, code).tree or abort(404)


def _page(opened: Opened, code: str = "") -> str:
    tree, ways = opened.tree, tree_pages.ways(opened.seen, opened.span, code)
    if tree is None:
        has_grown = any(one.span == opened.span for one in opened.seen)
        return _nothing(ways=ways, span=opened.span, is_branch=bool(code) and has_grown)
    fruits = fruits_of(who().agency_id, tree.span)
    leaves = own_leaves(tree, who().person_id) if request.args.get("mine") == "1" else None
    links = _links(tree)
    extras = Extras(
        fruits=dict(fruit_places(tree, fruits)),
        links=links,
        mine=tree_pages.marks(leaves) if leaves else {},
    )
    drawn = draw(tree.layout, _words(tree, with_links=True), month=tree.month.month, extras=extras)
    return render_template(
        "trees/page.html",
        tree=tree,
        ways=ways,
        picture=Markup(drawn),  # noqa: S704  (escaped there)
        path=tree_pages.path(tree, _agency()),
        rows=tree_tables.table(tree, _agency()),
        legend=tree_pages.legend(tree),
        fruits=tree_pages.fruit_of(tree, fruits),
        files=tree_pages.files(tree),
        own=tree_pages.own(tree, leaves) if leaves else None,
        hint=tree_words.hint(tree, has_links=bool(links)),
        heading=tree_words.heading(tree, today().year),
        title=tree_words.title(tree, _agency()),
        until=tree_words.until(tree, who().zone),
        words=tree_words,
        headings=tree_tables.HEADINGS,
        pages=tree_pages,
    )


def _nothing(*, ways: tree_pages.Ways | None, span: Span | None, is_branch: bool) -> str:
    """Kindly: nothing has grown there yet, or the branch has no tree of its own."""
    title, sentence = tree_words.seedling()
    month = span.last.month if span else today().month
    drawn = Markup(draw_seedling(title, sentence, month=month))  # noqa: S704  (escaped there)
    return render_template(
        "trees/none.html", ways=ways, span=span, is_branch=is_branch, seedling=drawn, words=tree_words
    )


def _picture(tree: GrownTree) -> Response:
    """A file that stands alone: nobody's own leaves, no links."""
    theme = Theme.DARK if request.args.get("theme") == Theme.DARK else Theme.LIGHT
    extras = Extras(fruits=dict(fruit_places(tree, fruits_of(who().agency_id, tree.span))))
    drawn = draw(tree.layout, _words(tree), month=tree.month.month, theme=theme, extras=extras)
    return _file(drawn.encode(), "image/svg+xml", tree, "svg")


def _table(tree: GrownTree) -> Response:
    rows = tree_tables.file_rows(tree_tables.table(tree, _agency()))
    foot = [tree_words.title(tree, _agency()), tree_words.as_of(tree, who().zone)]
    return _file(csv_file(tree_tables.file_headings(), [*rows, foot]), "text/csv", tree, "csv")


def _file(content: bytes, media_type: str, tree: GrownTree, ending: str) -> Response:
    response = Response(content, mimetype=media_type)
    name = "-".join(filter(None, ("tree", str(tree.span), tree.root.code)))
    attach(response, f"{name}.{ending}")
    return response


def _words(tree: GrownTree, *, with_links: bool = False) -> PictureWords:
    if not with_links:
        return tree_words.picture_words(tree, agency=_agency(), zone=who().zone)
    return tree_words.picture_words(
        tree, agency=_agency(), zone=who().zone, href=lambda branch: tree_pages.limb_address(tree, branch)
    )


def _links(tree: GrownTree) -> tuple[LeafLink, ...]:
    """The leaves that anybody may open, each called by the day of its note."""
    leaves = open_leaves(tree)
    notes = notes_among([leaf.note_id for leaf in leaves])
    return tuple(
        LeafLink(leaf.place, leaf.number, url_for("notes.page", note_id=leaf.note_id), tree_words.leaf(one.sent_at))
        for leaf in leaves
        for one in [notes[leaf.note_id]]
    )


def _agency() -> str:
    return who().agency_name_en if language() == "en" else who().agency_name_ko
