"""The rows of a page of a board of persons as they are written, kept for the next reader (docs/adr/0033).

What is kept is found by all that it was written of: the rows as the database gave them for this very request (frozen
figures, today's names and positions, without those who opted out), the scheme, the order, the language. So it says what
writing it anew would say, whoever asks and on every host; nothing has to be told to be forgotten. A row is the same for
everybody who may see it: its template knows no reader (tests/house/test_kept_pieces.py).
"""

from functools import lru_cache

from markupsafe import Markup

from collabpoints.domain.ranking import Order
from collabpoints.domain.schemes import Scheme
from collabpoints.queries.board_views import figure
from collabpoints.queries.boards import BoardHead, PersonRow
from collabpoints.views import board_words
from collabpoints.views.languages import language
from collabpoints.views.pieces import write

TEMPLATE = "boards/person_rows.html"
KEPT = 32
"""Pages of a hundred people; one takes about a quarter of a megabyte."""


def person_rows(rows: tuple[PersonRow, ...], head: BoardHead, by: Order, *, has_bars: bool) -> Markup:
    """The rows and their headings in the language of the request. `has_bars`: a bar under the figure of the order, the
    longest for the highest of these rows."""
    columns = board_words.columns(head)
    return written(rows, columns, head.scheme, by=by, has_bars=has_bars, language=language())


@lru_cache(maxsize=KEPT)
def written(
    rows: tuple[PersonRow, ...], columns: tuple[Order, ...], scheme: Scheme, *, by: Order, has_bars: bool, language: str
) -> Markup:
    """The rows in this language: nothing but these values says how they are written."""
    most = max((figure(row, by) for row in rows), default=0) if has_bars else 0
    values = {"rows": rows, "columns": columns, "scheme": scheme, "by": by, "most": most, "words": board_words}
    return write(TEMPLATE, language, **values)
