"""A leaf arrives: what the page after "sent" shows of the branch on which the note hangs. It only reads, and before any
tree has grown it shows the branch all the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from collabpoints.formats.tree_branches import draw_branch
from collabpoints.queries.sprouts import Bough, Sprout, bough_of, sprouts_of
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
    bough = bough_of(who().agency_id, first.month, first.department_id)
    is_in_tree = bough is not None and first.sent_at <= bough.as_of
    leaves, blossoms = _marks(bough, first, is_in_tree=is_in_tree)
    said = _sentence(found)
    picture = draw_branch(
        leaves=leaves,
        blossoms=blossoms,
        is_blossom=first.is_crossed,
        title=_("%(name)s 가지", name=first.name),
        sentence=said,
        month=first.month.month,
    )
    return NewLeaf(Markup(picture), said, _address(bough, first), is_in_tree)  # noqa: S704  (escaped there)


def _address(bough: Bough | None, sprout: Sprout) -> str:
    """Of the branch's own tree, else of the agency's, else of none."""
    if bough is None:
        return ""
    if bough.has_tree:
        return url_for("trees.root", span=sprout.month, code=sprout.code, mine=1)
    return url_for("trees.agency", span=sprout.month, mine=1)


def _marks(bough: Bough | None, sprout: Sprout, *, is_in_tree: bool) -> tuple[int, int]:
    """The leaves and blossoms that the branch has besides the one that arrives, one for each note; none where they are not
    told."""
    if bough is None or not bough.received:
        return 0, 0
    leaves, blossoms = bough.received - bough.crossed, bough.crossed
    own = int(is_in_tree)
    return (leaves, blossoms - own) if sprout.is_crossed else (leaves - own, blossoms)


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
