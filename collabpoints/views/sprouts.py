"""A leaf arrives: what the page after "sent" shows of the branch on which the note hangs. It only reads, and before any
tree has grown it shows the branch all the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import Span
from collabpoints.domain.tree_leaves import marks_of
from collabpoints.domain.trees import LimbKind
from collabpoints.formats.tree_branches import draw_branch
from collabpoints.queries.sprouts import Sprout, sprouts_of
from collabpoints.queries.trees import GrownTree, tree_of, tree_spans
from collabpoints.views.identity import who


@dataclass(frozen=True, slots=True)
class NewLeaf:
    """The picture with its sentence. `href` leads to the tree where the leaf is found; "" before a tree has grown."""

    picture: Markup
    sentence: str
    href: str
    is_in_tree: bool


def new_leaf(batch_id: int) -> NewLeaf | None:
    """What came of a batch of one's own; None where none of its notes stands."""
    found = sprouts_of(batch_id, person_id=who().person_id)
    if not found:
        return None
    first = found[0]
    span = Span.of(first.month, Length.MONTH)
    tree = tree_of(who().agency_id, span, first.department_id)
    is_in_tree = tree is not None and first.sent_at <= tree.as_of
    leaves, blossoms = _marks(tree, first, is_in_tree=is_in_tree)
    said = _sentence(found)
    picture = draw_branch(
        leaves=leaves,
        blossoms=blossoms,
        is_blossom=first.is_crossed,
        title=_("%(name)s 가지", name=first.name),
        sentence=said,
        month=first.month.month,
    )
    href = _address(span, first.code if tree else "")
    return NewLeaf(Markup(picture), said, href, is_in_tree)  # noqa: S704  (escaped there)


def _address(span: Span, code: str) -> str:
    """Of the branch's own tree, else of the agency's, else of none."""
    if code:
        return url_for("trees.root", span=span, code=code, mine=1)
    has_grown = any(one.span == span for one in tree_spans(who().agency_id))
    return url_for("trees.agency", span=span, mine=1) if has_grown else ""


def _marks(tree: GrownTree | None, sprout: Sprout, *, is_in_tree: bool) -> tuple[int, int]:
    """The leaves and blossoms that the branch has besides the one that arrives; none where they are not told."""
    if tree is None:
        return 0, 0
    own = (sprout.department_id, None)
    limbs = [
        limb
        for limb in tree.layout.limbs
        if limb.department_id in own and limb.kind in (LimbKind.DEPARTMENT, LimbKind.BOUGH)
    ]
    marks = [marks_of(limb, tree.layout.leaf_notes) for limb in limbs]
    leaves, blossoms = sum(one[0] for one in marks), sum(one[1] for one in marks)
    if is_in_tree and tree.layout.leaf_notes == 1:
        return leaves - (not sprout.is_crossed), blossoms - sprout.is_crossed
    return leaves, blossoms


def _sentence(found: Sequence[Sprout]) -> str:
    names = list(dict.fromkeys(sprout.name for sprout in found))
    if len(names) > 1:
        return _("%(name)s 등 가지 %(count)s곳에 고마움이 돋았습니다.", name=names[0], count=len(names))
    crossed = sum(sprout.is_crossed for sprout in found)
    if crossed == len(found):
        return ngettext(
            "%(name)s 가지에 꽃이 한 송이 피었습니다.",
            "%(name)s 가지에 꽃이 %(num)s송이 피었습니다.",
            crossed,
            name=names[0],
        )
    return ngettext(
        "%(name)s 가지에 잎이 하나 돋았습니다.", "%(name)s 가지에 잎이 %(num)s장 돋았습니다.", len(found), name=names[0]
    )
