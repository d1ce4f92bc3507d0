"""What the page of a tree shows around its picture: where it stands among the others, its table, its fruit, its files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from collabpoints.domain.periods import Month
from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import Span
from collabpoints.formats.dates import ENGLISH_MONTHS
from collabpoints.formats.tree_marks import mark
from collabpoints.queries.own_leaves import OwnLeaves
from collabpoints.queries.tree_fruits import Fruits
from collabpoints.queries.trees import Branch, GrownTree, TreeSpan
from collabpoints.views import tree_words
from collabpoints.views.languages import language


@dataclass(frozen=True, slots=True)
class Way:
    """A way to another page; without `href` there is nothing to go to, or one is there already."""

    name: str
    href: str = ""
    is_here: bool = False


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways from a span to others: before and after it, a longer or shorter one around it, the months of its year."""

    earlier: Way | None
    later: Way | None
    around: tuple[Way, ...]
    months: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class TreeFiles:
    """The same tree as files."""

    light: str
    dark: str
    csv: str


@dataclass(frozen=True, slots=True)
class Own:
    """My leaves on one limb, in a sentence. `place` is the limb's."""

    place: int
    name: str
    told: str
    href: str


def address(span: Span, code: str = "") -> str:
    """Of the page of the agency's tree, or of that of a bureau or department."""
    return url_for("trees.root", span=span, code=code) if code else url_for("trees.agency", span=span)


def limb_address(tree: GrownTree, branch: Branch) -> str | None:
    """Where a limb leads: to its own tree; None where it has none."""
    return address(tree.span, branch.code) if branch.code else None


def ways(seen: Sequence[TreeSpan], span: Span, code: str = "") -> Ways:
    """The ways from the tree of a span; `seen` as of queries/trees.tree_spans. The same branch is gone to in each."""
    others = [one.span for one in seen]
    alike = [one for one in others if one.length is span.length]
    first = _year_of(span, others)
    months = {one.first: one for one in others if one.length is Length.MONTH}
    return Ways(
        earlier=_way(next((one for one in alike if one.last < span.last), None), code),
        later=_way(next((one for one in reversed(alike) if one.last > span.last), None), code),
        around=tuple(
            way
            for length in Length
            if length not in (span.length, Length.MONTH)
            for way in [
                _way(next((one for one in others if one.length is length and _meets(one, span)), None), code, near=span)
            ]
            if way is not None
        ),
        months=tuple(
            Way(
                month_label(month),
                address(months[month], code) if month in months else "",
                is_here=span.length is Length.MONTH and span.first == month,
            )
            for month in (first.shifted(ahead) for ahead in range(12))
        ),
    )


def newest(seen: Sequence[TreeSpan]) -> Span | None:
    """The newest month that has a tree; else the newest span there is."""
    months = [one.span for one in seen if one.span.length is Length.MONTH]
    return months[0] if months else seen[0].span if seen else None


def path(tree: GrownTree, agency: str) -> tuple[Way, ...]:
    """From the agency's tree down to this one; nothing for the agency's own."""
    if not tree.root.department_id:
        return ()
    above = tree.root.path.removesuffix(tree.root.name).strip()
    bureau = (Way(above, address(tree.span, tree.root.above)),) if tree.root.above else ()
    return (Way(agency, address(tree.span)), *bureau, Way(tree.root.name, is_here=True))


def files(tree: GrownTree) -> TreeFiles:
    """The addresses of the tree's files."""
    where = {"span": tree.span, "code": tree.root.code} if tree.root.code else {"span": tree.span}
    kind = "root" if tree.root.code else "agency"
    return TreeFiles(
        light=url_for(f"trees.{kind}_picture", **where),
        dark=url_for(f"trees.{kind}_picture", theme="dark", **where),
        csv=url_for(f"trees.{kind}_table", **where),
    )


def legend(tree: GrownTree) -> tuple[tuple[Markup, str], ...]:
    """A drawing and a sentence for each rule."""
    return tuple(
        (Markup(mark(rule.value, tree.month.month)), told)  # noqa: S704  (drawn by ourselves)
        for rule, told in tree_words.legend(tree)
    )


def fruit_of(tree: GrownTree, fruits: Fruits) -> Fruits:
    """The fruit that hangs on this tree: on a branch that of its own people."""
    root_id = tree.root.department_id
    if not root_id:
        return fruits
    own = tuple(one for one in fruits.fruits if root_id in (one.department_id, one.bureau_id))
    return Fruits(fruits.are_prizes, own, has_gap=False)


def fruits_title(fruits: Fruits) -> str:
    """How the fruit is called."""
    return _("열매: 협업포인트 우수자") if fruits.are_prizes else _("열매: 고마움이 많이 모인 분들")


def own(tree: GrownTree, leaves: OwnLeaves) -> tuple[Own, ...]:
    """Where my leaves are, limb by limb: those I sent, those I received."""
    found = []
    for branch in tree.branches:
        place = branch.limb.place
        told = [*_sent(leaves.sent.get(place)), *_received(leaves.received.get(place))]
        if told:
            name = tree_words.limb_name(tree, branch) or tree.root.name
            found.append(Own(place, name, ", ".join(told), limb_address(tree, branch) or ""))
    return tuple(found)


def marks(leaves: OwnLeaves) -> Mapping[int, frozenset[int]]:
    """By place the numbers of all my leaves."""
    places = sorted({*leaves.sent, *leaves.received})
    none: frozenset[int] = frozenset()
    return {place: leaves.sent.get(place, none) | leaves.received.get(place, none) for place in places}


def month_label(month: Month) -> str:
    """`9월`, `Sep`."""
    return ENGLISH_MONTHS[month.month - 1][:3] if language() == "en" else f"{month.month}월"


def _sent(numbers: frozenset[int] | None) -> Iterable[str]:
    if numbers is not None:
        yield _("내가 보낸 잎 %(count)s장", count=len(numbers)) if numbers else _("내가 보낸 잎")


def _received(numbers: frozenset[int] | None) -> Iterable[str]:
    if numbers is not None:
        yield _("내가 받은 잎 %(count)s장", count=len(numbers)) if numbers else _("내가 받은 잎")


def _year_of(span: Span, others: Sequence[Span]) -> Month:
    """The first month of the year in which a span ends: of a year that has a tree, as that counts; else of January."""
    year = next((one for one in others if one.length is Length.YEAR and _meets(one, span)), None)
    if span.length is Length.YEAR:
        return span.first
    return year.first if year else Month(span.last.year, 1)


def _way(span: Span | None, code: str, near: Span | None = None) -> Way | None:
    """To the tree of a span, if there is one; beside one of the same year its name needs no year."""
    if span is None:
        return None
    name = tree_words.span_name(span)
    if near is not None and near.year == span.year and span.length is not Length.YEAR:
        name = name.removeprefix(f"{span.year}년 ").removesuffix(f", {span.year}").removesuffix(f" of {span.year}")
    return Way(name, address(span, code))


def _meets(one: Span, span: Span) -> bool:
    """Whether one lies in the other."""
    return (one.first <= span.first and span.last <= one.last) or (span.first <= one.first and one.last <= span.last)
