"""What one's own tree says: its sentence, one for each limb and leaf, its legend. It tells what came and what went, and
nothing of what did not; it names no number of anybody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from collabpoints.domain.own_trees import OwnLimb, OwnTree, round_number
from collabpoints.domain.periods import Month
from collabpoints.domain.spans import Span
from collabpoints.formats.dates import day_in
from collabpoints.formats.spans import short_month_in, span_in
from collabpoints.formats.tree_pictures import LeafLink, LimbWords, PictureWords
from collabpoints.queries.own_trees import Giver
from collabpoints.views.days import today
from collabpoints.views.filters import number
from collabpoints.views.languages import language
from collabpoints.views.tree_words import Rule, mark_rules


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table beside the picture; `told` is what is said of the limb at `place`."""

    place: int
    name: str
    told: str
    href: str
    limb: OwnLimb


def title() -> str:
    """What the picture is called."""
    return _("내 나무")


def whole_sentence(tree: OwnTree) -> str:
    """One warm sentence for the whole."""
    return _("%(exchanged)s 주고받은 만큼 자란 나무입니다.", exchanged=_exchanged(tree.received, tree.sent))


def seedling() -> tuple[str, str]:
    """Title and sentence of the picture before the first note."""
    return _("작은 싹"), _("첫 고마움과 함께 자라기 시작합니다")


def round_sentence(tree: OwnTree) -> str:
    """A kind word where the tree has just come to a round number; "" otherwise."""
    reached = round_number(tree.notes)
    return _("고마움이 어느덧 %(notes)s번 오갔습니다.", notes=number(reached)) if reached else ""


def as_of() -> str:
    """The day as of which the tree stands."""
    return _("%(day)s까지", day=day_in(today(), language()))


def limb_name(limb: OwnLimb) -> str:
    """`2026년 10월`, `2024년`."""
    return span_in(Span.parse(f"{limb.year}-{limb.month:02d}" if limb.month else str(limb.year)), language())


def limb_told(limb: OwnLimb) -> str:
    """What is said of a limb after its name."""
    told = [_exchanged(limb.received, limb.sent)]
    if limb.crossed:
        told.append(
            ngettext(
                "받은 것 가운데 %(num)s건은 다른 실·국에서 왔습니다.",
                "받은 것 가운데 %(num)s건은 다른 실·국에서 왔습니다.",
                limb.crossed,
            )
        )
    return " ".join(told)


def rows(tree: OwnTree) -> tuple[Row, ...]:
    """The table beside the picture, the newest first."""
    return tuple(
        Row(limb.place, limb_name(limb), limb_told(limb), address(limb), limb) for limb in reversed(tree.limbs)
    )


def address(limb: OwnLimb) -> str:
    """Where a limb leads: to what was received then, or to what was sent."""
    if limb.newest_received is not None:
        return url_for("notes.received", before=limb.newest_received + 1)
    return url_for("notes.sent", before=(limb.newest_sent or 0) + 1)


def picture_words(tree: OwnTree, *, has_links: bool) -> PictureWords:
    """All that the picture says. Without links it is a file."""
    limbs = {
        limb.place: LimbWords(
            name=_short_name(limb),
            sentence=f"{limb_name(limb)}: {limb_told(limb)}",
            href=address(limb) if has_links else None,
        )
        for limb in tree.limbs
    }
    spoken = "en" if language() == "en" else "ko"
    return PictureWords(title=title(), sentence=whole_sentence(tree), as_of=as_of(), language=spoken, limbs=limbs)


def newest_marks(tree: OwnTree, most: int) -> Mapping[int, tuple[int, int]]:
    """By the newest note of each of the newest marks, at most so many: the place of its limb and its number there."""
    found = {mark[-1]: (limb.place, place_there) for limb in tree.limbs for place_there, mark in enumerate(limb.marks)}
    return {note_id: found[note_id] for note_id in sorted(found)[-most:]}


def leaf_links(
    marks: Mapping[int, tuple[int, int]], givers: tuple[Giver, ...], leaf_notes: int, zone: ZoneInfo
) -> tuple[LeafLink, ...]:
    """The leaves that open: one note each, or where a leaf stands for several the list from the newest of them on."""
    found = []
    for giver in givers:
        place, number_there = marks[giver.note_id]
        at = day_in(giver.sent_at.astimezone(zone).date(), language())
        if leaf_notes == 1:
            href = url_for("notes.page", note_id=giver.note_id)
            who = f"{giver.name} {giver.position}".strip()
            label = _("%(at)s, %(name)s님이 보낸 메시지", at=at, name=who)
        else:
            href = url_for("notes.received", before=giver.note_id + 1)
            label = _("%(at)s까지 받은 메시지", at=at)
        found.append(LeafLink(place, number_there, href, label))
    return tuple(found)


def legend(tree: OwnTree) -> tuple[tuple[Rule, str], ...]:
    """How the tree is read: one line for each rule."""
    return (
        *mark_rules(tree.layout.leaf_notes),
        (Rule.WOOD, _("줄기와 가지는 받은 고마움과 보낸 고마움을 더한 만큼 굵어집니다.")),
        (Rule.ROOT, _("뿌리의 굵기는 보낸 고마움을 따릅니다.")),
        (Rule.CROWN, _("바탕 잎과 나무의 키도 주고받은 만큼 자랍니다. 100건이면 다 자란 키입니다.")),
        (Rule.YEAR, _("왼쪽에서 오른쪽으로 갈수록 요즘입니다. 올해와 지난해는 달마다, 그 전은 해마다 한 가지입니다.")),
    )


def _short_name(limb: OwnLimb) -> str:
    if limb.month is None:
        return limb_name(limb)
    return short_month_in(Month(limb.year, limb.month), today().year, language())


def _exchanged(received: int, sent: int) -> str:
    """What came and what went, as far as anything did."""
    if received and sent:
        return _("고마움 %(received)s건을 받고 %(sent)s건을 보냈습니다.", received=number(received), sent=number(sent))
    if received:
        return ngettext(
            "고마움 %(notes)s건을 받았습니다.", "고마움 %(notes)s건을 받았습니다.", received, notes=number(received)
        )
    return ngettext("고마움 %(notes)s건을 보냈습니다.", "고마움 %(notes)s건을 보냈습니다.", sent, notes=number(sent))
