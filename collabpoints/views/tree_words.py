"""What a collaboration tree (협업나무) says: its heading, a sentence for the whole and one for each limb, its legend.

All of it comes from the tree's rows, in the language of the request (a command forces one), and warmly: a branch without
notes is told with its people, and nobody is told of as having less.
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import ngettext

from collabpoints.domain.scheme_words import Span as Length
from collabpoints.domain.spans import Span
from collabpoints.domain.trees import Limb, LimbKind
from collabpoints.formats import dates, spans
from collabpoints.formats.tree_pictures import LimbWords, PictureWords
from collabpoints.queries.trees import Branch, GrownTree
from collabpoints.views.filters import day, number
from collabpoints.views.languages import language


class Rule(StrEnum):
    """What a line of the legend explains; the page draws a mark for each."""

    WOOD = "wood"
    LEAF = "leaf"
    BLOSSOM = "blossom"
    FRUIT = "fruit"
    ROOT = "root"
    CROWN = "crown"
    YEAR = "year"
    SMALL = "small"


def heading(tree: GrownTree, year: int) -> str:
    """`9월의 협업나무` where it is of this `year`, else `2025년 9월의 협업나무`; of a branch `복지정책과의 9월 나무`."""
    when = _when(tree.span, year)
    if not tree.root.name:
        return _("%(when)s의 협업나무", when=when)
    return _("%(name)s의 %(when)s 나무", name=tree.root.name, when=when)


def title(tree: GrownTree, agency: str) -> str:
    """`가람도의 2026년 9월 협업나무`: names the picture wherever it hangs."""
    return _("%(name)s의 %(span)s 협업나무", name=tree.root.path or agency, span=span_name(tree.span))


def span_name(span: Span) -> str:
    """`2026년 9월`."""
    return spans.span_in(span, language())


def whole_sentence(tree: GrownTree) -> str:
    """One warm sentence for the whole, with its numbers where they may be told."""
    figures = tree.figures
    if figures is None:
        return _("고마움이 오간 자리마다 잎이 돋았습니다.")
    if not figures.received and not figures.sent:
        return _("새잎을 준비하고 있는 나무입니다.")
    if tree.root.department_id:
        return " ".join(_exchanged(figures.received, figures.crossed, figures.sent))
    if not figures.crossed:
        return ngettext(
            "고마움 %(notes)s건이 오가 잎으로 돋았습니다.",
            "고마움 %(notes)s건이 오가 잎으로 돋았습니다.",
            figures.received,
            notes=number(figures.received),
        )
    return ngettext(
        "고마움 %(notes)s건이 오갔고, 그 가운데 다른 실·국에서 온 %(crossed)s건은 꽃으로 피었습니다.",
        "고마움 %(notes)s건이 오갔고, 그 가운데 다른 실·국에서 온 %(crossed)s건은 꽃으로 피었습니다.",
        figures.received,
        notes=number(figures.received),
        crossed=number(figures.crossed),
    )


def seedling() -> tuple[str, str]:
    """Title and sentence of what stands where nothing has grown yet."""
    return _("작은 싹"), _("작은 싹이 첫 고마움을 기다립니다")


def as_of(tree: GrownTree, zone: ZoneInfo) -> str:
    """As of when the tree stands, and whether that is for good: `잠정 · 2026년 11월 22일 오후 3:05까지의 기록`."""
    state = _("확정") if tree.is_confirmed else _("잠정")
    return f"{state} · {until(tree, zone)}"


def until(tree: GrownTree, zone: ZoneInfo) -> str:
    """`2026년 11월 22일 오후 3:05까지의 기록`."""
    return _("%(at)s까지의 기록", at=dates.moment(tree.as_of, zone, language()))


def limb_name(tree: GrownTree, branch: Branch) -> str:
    """What the limb is called; "" for a bough, which stands for nothing by itself. The people whom a bureau has without a
    department are called after it, but not like it."""
    if branch.name:
        return _("%(name)s 직속", name=branch.name) if _is_of_the_bureau_itself(tree, branch.limb) else branch.name
    if branch.limb.kind is LimbKind.OTHERS:
        return _("그 밖의 부서 %(count)s곳", count=branch.limb.departments)
    if branch.limb.kind is LimbKind.SMALL:
        return _("함께 모은 부서 %(count)s곳", count=branch.limb.departments)
    return ""


def limb_told(limb: Limb) -> str:
    """What the limb's sentence says after its name."""
    if limb.received is None or limb.crossed is None or limb.sent is None:
        return f"{_standing(limb)} {hidden_words()}"
    told = [_standing(limb), *_exchanged(limb.received, limb.crossed, limb.sent)]
    if is_full(limb):
        told.append(full_words())
    return " ".join(told)


def is_full(limb: Limb) -> bool:
    """Whether a department's branch is a full one: a note received for each head, and its figures may be told."""
    return limb.kind is LimbKind.DEPARTMENT and limb.received is not None and limb.received >= limb.people


def is_full_tree(tree: GrownTree) -> bool:
    """The same of a tree that is a single department's."""
    is_department = all(limb.kind is LimbKind.BOUGH for limb in tree.layout.limbs)
    return is_department and tree.figures is not None and tree.figures.received >= tree.people


def hides(tree: GrownTree) -> bool:
    """Whether there is a figure that may not be told."""
    return any(limb.received is None for limb in tree.layout.limbs)


def hint(tree: GrownTree, *, has_links: bool) -> str:
    """How the picture is read, before a limb is pointed at."""
    if any(limb.kind is not LimbKind.BOUGH for limb in tree.layout.limbs):
        return _("가지를 누르면 누구의 가지인지 알려 드립니다. 화살표 키로도 옮겨 다닐 수 있습니다.")
    if has_links:
        return _("잎이나 꽃을 누르면 함께 읽는 글이 열립니다. 화살표 키로도 옮겨 다닐 수 있습니다.")
    return _("받은 고마움이 잎과 꽃으로 모인 나무입니다.")


def leaf(sent_at: datetime) -> str:
    """What a leaf that may be opened is called; it names nobody."""
    return _("%(day)s에 전한 글", day=day(sent_at))


def full_words() -> str:
    """What is said of a full branch; of others nothing."""
    return _("한 사람에 한 건꼴로 고마움이 닿아 가지가 가득 찼습니다.")


def hidden_words() -> str:
    """Why there are no figures."""
    return _("적은 사람의 숫자가 드러나지 않도록 주고받은 수는 보이지 않습니다.")


def limb_words(tree: GrownTree, href: Callable[[Branch], str | None]) -> dict[int, LimbWords]:
    """By place, what each limb says and where it leads. Boughs say nothing."""
    return {
        branch.limb.place: LimbWords(
            name=limb_name(tree, branch),
            sentence=f"{limb_name(tree, branch)}: {limb_told(branch.limb)}",
            href=href(branch),
        )
        for branch in tree.branches
        if branch.limb.kind is not LimbKind.BOUGH
    }


def picture_words(
    tree: GrownTree, *, agency: str, zone: ZoneInfo, href: Callable[[Branch], str | None] = lambda _branch: None
) -> PictureWords:
    """All that the picture says. Without `href` its limbs lead nowhere: a file, a poster."""
    return PictureWords(
        title=title(tree, agency),
        sentence=whole_sentence(tree),
        as_of=as_of(tree, zone),
        language="en" if language() == "en" else "ko",
        limbs=limb_words(tree, href),
    )


def mark_rules(each: int) -> tuple[tuple[Rule, str], tuple[Rule, str]]:
    """What a leaf and a blossom stand for: so many notes `each`."""
    leaf = ngettext(
        "짙은 잎 하나는 같은 실·국에서 받은 고마움 %(num)s건입니다.",
        "짙은 잎 하나는 같은 실·국에서 받은 고마움 %(num)s건까지입니다.",
        each,
    )
    blossom = ngettext(
        "꽃 하나는 다른 실·국에서 받은 고마움 %(num)s건입니다.",
        "꽃 하나는 다른 실·국에서 받은 고마움 %(num)s건까지입니다.",
        each,
    )
    return (Rule.LEAF, leaf), (Rule.BLOSSOM, blossom)


def legend(tree: GrownTree) -> tuple[tuple[Rule, str], ...]:
    """How the tree is read: one line for each rule."""
    lines = [
        (Rule.WOOD, _("가지의 굵기는 받은 고마움을 따릅니다. 도움을 준 쪽이 자랍니다.")),
        *mark_rules(tree.layout.leaf_notes),
        (Rule.FRUIT, _("열매는 이 기간의 협업포인트 우수자입니다.")),
        (Rule.ROOT, _("뿌리의 굵기는 보낸 고마움을 따릅니다.")),
        (Rule.CROWN, _("바탕 잎은 부서의 인원만큼 자랍니다. 어느 가지도 비지 않습니다.")),
        (Rule.YEAR, _("나무는 한 해 동안 다달이 자라고, 계절은 달을 따릅니다.")),
    ]
    if hides(tree):
        lines.append((Rule.SMALL, hidden_words()))
    return tuple(lines)


def _is_of_the_bureau_itself(tree: GrownTree, limb: Limb) -> bool:
    above = next((one.department_id for one in tree.layout.limbs if one.place == limb.parent), tree.root.department_id)
    return limb.kind is LimbKind.DEPARTMENT and limb.department_id == above


def _standing(limb: Limb) -> str:
    """Who stands behind a limb."""
    people = number(limb.people)
    if limb.kind is LimbKind.BUREAU:
        return _("부서 %(count)s곳, %(people)s명이 함께하는 큰 가지입니다.", count=limb.departments, people=people)
    return ngettext(
        "%(people)s명이 함께하는 가지입니다.", "%(people)s명이 함께하는 가지입니다.", limb.people, people=people
    )


def _exchanged(received: int, crossed: int, sent: int) -> list[str]:
    """What went to and fro, a sentence each; nothing of what did not."""
    told = []
    if received:
        notes = number(received)
        told.append(
            ngettext("고마움 %(notes)s건을 받았습니다.", "고마움 %(notes)s건을 받았습니다.", received, notes=notes)
        )
    if crossed:
        told.append(_("그 가운데 %(notes)s건은 다른 실·국에서 왔습니다.", notes=number(crossed)))
    if sent:
        told.append(
            ngettext("고마움 %(notes)s건을 전했습니다.", "고마움 %(notes)s건을 전했습니다.", sent, notes=number(sent))
        )
    return told


def _when(span: Span, year: int) -> str:
    if span.length is not Length.MONTH or span.year != year or language() == "en":
        return span_name(span)
    return _("%(month)s월", month=span.first.month)
