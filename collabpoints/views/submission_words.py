"""How pages call submissions, and how they tell what differs between two of them and why."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.export_headings import HEADINGS, TITLES
from collabpoints.domain.exports import What
from collabpoints.domain.particles import filled
from collabpoints.domain.periods import Month
from collabpoints.domain.ranking import Subject
from collabpoints.domain.scheme_words import Purpose, wording_of
from collabpoints.domain.spans import Span
from collabpoints.domain.submissions import Act, Cause, Change, Difference
from collabpoints.formats.spans import month_in, run_in, span_in
from collabpoints.queries.submission_comparisons import Comparison, DifferenceRow, EntryBehind
from collabpoints.queries.submissions import SubmissionHead
from collabpoints.views import board_words
from collabpoints.views.filters import number
from collabpoints.views.languages import language

ACTS: dict[Act, tuple[LazyString, str]] = {
    Act.ADDED: (sentence("새로 들어옴"), "leaf"),
    Act.GONE: (sentence("빠짐"), "warning"),
    Act.CHANGED: (sentence("달라짐"), "blue"),
}
"""What became of a line, and the badge's kind."""

_GENERAL: dict[Cause, LazyString] = {
    Cause.MONTHS: sentence("두 제출본의 기간이 다릅니다. 한쪽에만 있는 달의 기록 때문에 숫자가 다를 수 있습니다."),
    Cause.SCHEME: sentence("두 제출본의 운영 기준이 다릅니다. 합산 포인트와 순위가 다른 기준으로 계산되었습니다."),
    Cause.FILTERS: sentence("두 제출본에 담은 범위가 다릅니다. 한쪽에만 있는 줄이 있을 수 있습니다."),
}

_CAUSES: dict[Cause, LazyString] = {
    Cause.MONTHS: sentence("기간이 달라졌습니다."),
    Cause.SCHEME: sentence("운영 기준이 달라졌습니다."),
    Cause.FILTERS: sentence("담은 범위가 달라졌습니다."),
    Cause.MERGED: sentence("두 기록이 한 사람으로 합쳐졌습니다."),
    Cause.MOVED: sentence("그때의 소속이 명부에서 바로잡혔습니다."),
    Cause.OTHERS: sentence("이 줄의 숫자는 같고, 다른 줄의 숫자가 바뀌어 순위만 달라졌습니다."),
    Cause.NO_RANK: sentence("순위의 기준이 되는 포인트가 생기거나 없어졌습니다."),
}

_SIDES: dict[str, LazyString] = {
    "received": sentence("받은 포인트"),
    "sent": sentence("보낸 포인트"),
    "special": sentence("특별협업포인트"),
}

_KINDS: dict[str, LazyString] = {
    "send": sentence("%(month)s 메시지"),
    "take_back": sentence("%(month)s 메시지의 보내기 취소"),
    "give_back": sentence("%(month)s 메시지의 되돌림"),
    "reclaim": sentence("%(month)s 기록의 회수"),
    "restore": sentence("%(month)s 기록의 회수를 되돌림"),
    "special": sentence("%(month)s 특별협업포인트"),
}


def label(head: SubmissionHead) -> str:
    """`2026-3호`."""
    return _("%(label)s호", label=head.label)


def content(head: SubmissionHead) -> str:
    """`2026년 3분기 개인별 합계`."""
    what = What.TOTALS if head.subject is Subject.PERSONS else What.DEPARTMENTS
    return _("%(span)s %(title)s", span=span_words(head), title=TITLES[what].within(language()))


def span_words(head: SubmissionHead) -> str:
    """`2026년 3분기`, or `2026년 2월~5월` where two months were named."""
    if head.span:
        return span_in(Span.ending(head.span, head.last), language())
    return run_in(head.first, head.last, language())


def month_words(month: Month) -> str:
    """`2026년 10월`."""
    return month_in(month, language())


def aim_words(purpose: Purpose) -> str:
    """`시상`."""
    return wording_of(purpose).within(language())


def points(ten_thousandths: int) -> str:
    """`643.5`, of a score."""
    sign = "-" if ten_thousandths < 0 else ""
    return sign + board_words.points(abs(ten_thousandths))


def figures(head: SubmissionHead) -> list[tuple[str, str]]:
    """The control totals, for large figures."""
    keys = ("received_notes", "received_points", "sent_points", "special_points")
    return [(_("줄"), number(head.rows)), *((heading(key), number(getattr(head, key))) for key in keys)]


def heading(key: str) -> str:
    """How a figure is called, as in the file."""
    return HEADINGS["department_then" if key == "department" else key].within(language())


FACTS: tuple[tuple[LazyString, Callable[[SubmissionHead], str]], ...] = (
    (sentence("내용"), content),
    (sentence("받는 곳"), lambda head: head.recipient),
    (sentence("목적"), lambda head: head.purpose),
    (sentence("줄"), lambda head: number(head.rows)),
    (sentence("받은 포인트"), lambda head: number(head.received_points)),
    (sentence("보낸 포인트"), lambda head: number(head.sent_points)),
    (sentence("특별협업포인트"), lambda head: number(head.special_points)),
    (sentence("원장"), lambda head: _("%(entry)s번 기록까지", entry=number(head.through_entry_id))),
    (sentence("만든 사람"), lambda head: head.made_by),
)
"""What stands side by side of two submissions."""


def told(found: Comparison) -> str:
    """How many lines differ, in one sentence."""
    if not found.total:
        return _("두 제출본의 줄이 모두 같습니다.")
    return _(
        "다른 줄이 %(total)s개입니다. 새로 들어온 줄 %(added)s개, 빠진 줄 %(gone)s개, 달라진 줄 %(changed)s개.",
        total=number(found.total),
        added=number(found.added),
        gone=number(found.gone),
        changed=number(found.changed),
    )


def general_sentence(cause: Cause) -> str:
    """What is other about the whole."""
    return str(_GENERAL[cause])


def changes(difference: Difference, paths: Mapping[int, str]) -> str:
    """`받은 포인트 120 → 110, 순위 3 → 4`; of a line that came or went, what stood there."""
    if difference.act is Act.CHANGED:
        return ", ".join(f"{heading(one.key)} {_value(one, one.before, paths)} → {_value(one, one.after, paths)}"
                         for one in difference.changes)  # fmt: skip
    side = "after" if difference.act is Act.ADDED else "before"
    stood = [(one, getattr(one, side)) for one in difference.changes if one.key != "department"]
    return ", ".join(f"{heading(one.key)} {_value(one, value, paths)}" for one, value in stood if value)


def entry_sentence(entry: EntryBehind) -> str:
    """`2026년 10월 기록의 회수: 받은 포인트 10 줄어듦`."""
    change = -entry.points if entry.is_taken_off else entry.points
    said = _("%(what)s: %(side)s %(points)s 늘어남") if change >= 0 else _("%(what)s: %(side)s %(points)s 줄어듦")
    what = str(_KINDS[entry.kind]) % {"month": month_words(Month.parse(entry.period))}
    return filled(said, {"what": what, "side": str(_SIDES[entry.side]), "points": number(abs(change))})


def cause_sentence(cause: Cause, row: DifferenceRow) -> str:
    """What is behind a line beside its entries."""
    if cause is Cause.MERGED and row.merged_with:
        return _("두 기록이 한 사람으로 합쳐졌습니다: %(other)s", other=row.merged_with)
    return str(_CAUSES[cause])


def _value(change: Change, value: int | None, paths: Mapping[int, str]) -> str:
    if value is None:
        return "–"
    if change.key == "department":
        return paths.get(value, "–")
    return points(value) if change.key == "score" else number(value)
