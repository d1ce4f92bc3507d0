"""What the poster and the lobby screen say of a tree: its title, one big sentence, a few calm figures. Everything is of the
tree's own rows, so that picture and words agree; what may not be told is left out."""

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import Span
from collabpoints.domain.trees import LimbKind
from collabpoints.formats.dates import ENGLISH_MONTHS
from collabpoints.formats.spans import months_in, span_in
from collabpoints.formats.tree_names import width_of
from collabpoints.queries.tree_fruits import Fruits
from collabpoints.queries.trees import GrownTree
from collabpoints.views.languages import language


def season_name(span: Span) -> str:
    """A month without its year, `9월` or `September`; a longer span as everywhere."""
    if span.length is not Length.MONTH:
        return span_in(span, language())
    return ENGLISH_MONTHS[span.first.month - 1] if language() == "en" else f"{span.first.month}월"


def beside_title(span: Span) -> str:
    """What the title leaves out: the year of a month, the months of a longer span."""
    if span.length is not Length.MONTH:
        return months_in(span, language())
    return str(span.first.year) if language() == "en" else f"{span.first.year}년"


def title_of(span: Span) -> str:
    """`9월의 협업나무`."""
    return _("%(season)s의 협업나무", season=season_name(span))


def big_sentence(tree: GrownTree) -> Markup:
    """One sentence for the whole wall, with its true number set off where it may be told."""
    figures = tree.figures
    if figures is None:
        return escape(_("고마움이 닿은 자리마다 잎이 돋았습니다."))
    if not figures.received:
        return escape(_("새로 심은 나무입니다. 고마움이 오가면 잎이 돋습니다."))
    told = ngettext(
        "%(season)s, 고마움이 %(notes)s번 닿았습니다.",
        "%(season)s, 고마움이 %(notes)s번 닿았습니다.",
        figures.received,
        season=escape(season_name(tree.span)),
        notes=Markup("<em>%s</em>") % f"{figures.received:,}",
    )
    return Markup(told)  # noqa: S704  (our own sentence; what stands in it is escaped)


def second_sentence(tree: GrownTree) -> str:
    """How far the thanks went; "" where there is nothing to tell of."""
    figures = tree.figures
    if figures is None or not figures.crossed:
        return ""
    told = ngettext(
        "그 가운데 %(crossed)s번은 다른 실·국으로 이어졌습니다.",
        "그 가운데 %(crossed)s번은 다른 실·국으로 이어졌습니다.",
        figures.crossed,
        crossed=f"{figures.crossed:,}",
    )
    return told.replace("실·국", "실\u2060·\u2060국")  # in letters this large a line would break within the word


def calm_figures(tree: GrownTree) -> tuple[tuple[str, str], ...]:
    """A few figures, each with its name: how far the thanks went, and who stands in this tree."""
    departments = sum(limb.departments for limb in tree.layout.limbs if limb.kind in _COUNTED)
    found = [(_("함께하는 부서"), f"{departments:,}"), (_("함께 일하는 동료"), f"{tree.people:,}")]
    figures = tree.figures
    if figures is not None and figures.crossed:
        share = f"{round(100 * figures.crossed / figures.received)}%"
        found.insert(0, (_("다른 실·국으로 이어진 고마움"), share))
    return tuple((name, figure) for name, figure in found if figure != "0")


def too_many_fruits(fruits: Fruits) -> str:
    """What stands in place of names where equals are so many that they would fill the sheet; "" where they do not."""
    count = len(fruits.fruits)
    return _("모두 %(count)s분이 나란히 있습니다.", count=f"{count:,}") if count > _MOST_FRUITS else ""


def title_size(span: Span) -> str:
    """How large the title is set so that it stands in one line: a class of the stylesheet."""
    width = width_of(title_of(span))
    return next((size for size, most in _TITLES if width <= most), _SMALLEST)


def fruits_size(count: int) -> str:
    """How large the names of the outstanding are set: a class of the stylesheet."""
    return next((size for size, most in _FRUITS if count <= most), _SMALLEST)


_TITLES = (("large", 7.7), ("middle", 12.4))
_FRUITS = (("large", 4), ("middle", 9))
_SMALLEST = "small"
_MOST_FRUITS = 24


def legend(tree: GrownTree) -> str:
    """How the tree is read, in one line."""
    each = tree.layout.leaf_notes
    return ngettext(
        "가지는 부서, 잎과 꽃 하나는 고마움 %(num)s건, 꽃은 다른 실·국에서 온 고마움, 열매는 우수자, 뿌리는 보낸 고마움입니다.",
        "가지는 부서, 잎과 꽃 하나는 고마움 %(num)s건까지, 꽃은 다른 실·국에서 온 고마움, 열매는 우수자, 뿌리는 보낸 고마움입니다.",
        each,
    )


def fruits_title(fruits: Fruits) -> str:
    """What the outstanding are called: winners once the prizes are confirmed."""
    return _("협업포인트 우수자") if fruits.are_prizes else _("고마움이 많이 모인 분들")


def growth(tree: GrownTree) -> str:
    """How far the tree has grown in its year: a class of the stylesheet. A young tree is shown from nearer by."""
    return next((stage for stage, most in _GROWTHS if tree.layout.scale < most), _GROWN)


_GROWTHS = (("young", 86), ("growing", 93))
_GROWN = "grown"


def names_size(drawn: str, *sizes: str) -> str:
    """Of the sets of names in a drawn tree (formats/tree_names.SIZES), the first of these that leaves out no name that the
    last one has."""
    counts = {size: drawn.partition(f"names-{size}")[2].partition("</g>")[0].count("<text") for size in sizes}
    return next(size for size in sizes if counts[size] == counts[sizes[-1]])


_COUNTED = (LimbKind.DEPARTMENT, LimbKind.OTHERS)
