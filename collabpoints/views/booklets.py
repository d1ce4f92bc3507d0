"""받은 메시지 한 권: what one received as a book to print, for a farewell or a move. Everybody's own, nobody else's."""

from collections.abc import Sequence
from itertools import groupby

from flask import Blueprint, render_template, request
from markupsafe import Markup

from collabpoints.domain.own_trees import own_tree
from collabpoints.domain.periods import Month
from collabpoints.formats.tree_pictures import draw
from collabpoints.formats.tree_seedlings import draw_seedling
from collabpoints.queries.booklets import Letter, letters_of
from collabpoints.queries.own_trees import kept_of
from collabpoints.views import access, booklet_words, own_tree_words
from collabpoints.views.days import today
from collabpoints.views.identity import who
from collabpoints.views.languages import language

booklets = Blueprint("booklets", __name__, url_prefix="/account/booklet")

Years = list[tuple[int, list[tuple[int, list[Letter]]]]]


@booklets.get("")
@access.signed_in
def page() -> str:
    """The book, on the screen as it will be on paper. `?private=1`: with what only the two can read."""
    letters = letters_of(who().person_id, who().zone)
    is_whole = request.args.get("private") == "1"
    shown = letters if is_whole else [letter for letter in letters if not letter.is_private]
    agency = who().agency_name_en if language() == "en" else who().agency_name_ko
    return render_template(
        "booklets/page.html",
        agency=agency,
        picture=_picture(),
        month=today().month,
        years=_by_months(shown),
        has_letters=bool(shown),
        has_private=any(letter.is_private for letter in letters),
        is_whole=is_whole,
        span=booklet_words.span_of(shown),
        made_on=today(),
        words=booklet_words,
    )


def _picture() -> Markup:
    """His tree; before the first note a seedling."""
    kept = kept_of(who().person_id)
    tree = own_tree(kept.received, kept.sent, Month(today().year, today().month))
    if tree is None:
        return Markup(draw_seedling(*own_tree_words.seedling(), month=today().month))  # noqa: S704  (escaped there)
    said = own_tree_words.picture_words(tree, has_links=False)
    return Markup(draw(tree.layout, said, month=today().month, name="booklet"))  # noqa: S704  (escaped there)


def _by_months(letters: Sequence[Letter]) -> Years:
    """By year and month, in order; only those in which a letter came."""
    return [
        (year, [(month, list(some)) for month, some in groupby(own, key=lambda letter: letter.at.month)])
        for year, own in groupby(letters, key=lambda letter: letter.at.year)
    ]
