"""What a 순위 설명 says: its arithmetic line by line, distances and measures in words."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from collabpoints.domain.board_explanations import MonthSums
from collabpoints.domain.ranking import Rule, Subject
from collabpoints.domain.scheme_words import Measure
from collabpoints.domain.schemes import WHOLE
from collabpoints.queries.board_explanations import Explanation, Told
from collabpoints.views.board_words import has_score, month_words, points
from collabpoints.views.filters import number


@dataclass(frozen=True, slots=True)
class Lines:
    """A table: its headings, its rows of words, and which columns are figures."""

    headings: tuple[str, ...]
    rows: list[list[str]]
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the arithmetic: what, how it comes about ("" for a sum read off the ledger), and the figure."""

    name: str
    arithmetic: str
    figure: str


def measure_words(measure: int, rule: Rule) -> str:
    """`643.5포인트`, `메시지 12건`, and `1인당 44.9포인트` where the scheme ranks per head."""
    told = points(measure)
    if rule.by is Measure.NOTES:
        return _("1인당 메시지 %(count)s건", count=told) if rule.is_per_head else _("메시지 %(count)s건", count=told)
    return _("1인당 %(points)s포인트", points=told) if rule.is_per_head else _("%(points)s포인트", points=told)


def steps(found: Explanation, told: Told) -> list[Step]:
    """From points given and got to the measure by which the scheme ranks."""
    rule = found.head.rule
    lines = _score_steps(found, told) if rule.by is Measure.SCORE else [_sum_step(rule.by, told)]
    if rule.is_per_head and told.person_days:
        lines.append(
            Step(
                _("1인당"),
                _("%(sum)s × %(days)s일 ÷ %(person_days)s명·일", sum=lines[-1].figure,
                  days=number(found.head.days), person_days=number(told.person_days)),
                points(told.measure),
            )
        )  # fmt: skip
    return lines


def month_lines(found: Explanation, told: Told) -> Lines:
    """The same month by month, and what the months come to; with headcounts where they are known."""
    headings, rows, whole = _months_of_sums(found, told)
    if found.heads:
        heads = {one.month: one for one in found.heads}
        headings.append(_("평균 인원"))
        for line, month in zip(rows, found.months, strict=True):
            line.append(_heads(heads[month.month].person_days, heads[month.month].days))
        whole.append(_heads(told.person_days, found.head.days))
    return Lines(tuple(headings), [*rows, whole], tuple(range(1, len(headings))))


def equals_words(found: Explanation) -> str:
    """`같은 순위인 부서가 1곳 더 있습니다.`; "" for nobody."""
    if not found.equals:
        return ""
    if found.head.subject is Subject.PERSONS:
        return ngettext(
            "같은 순위인 직원이 %(num)s명 더 있습니다.", "같은 순위인 직원이 %(num)s명 더 있습니다.", found.equals
        )
    return ngettext(
        "같은 순위인 부서가 %(num)s곳 더 있습니다.", "같은 순위인 부서가 %(num)s곳 더 있습니다.", found.equals
    )


def is_weighed_alike(months: tuple[MonthSums, ...]) -> bool:
    """Whether every month of the span weighs points the same way."""
    return len({(month.received_weight, month.sent_weight) for month in months}) < 2


def weighed(figure: int, weight: int) -> str:
    """`580 × 100%`."""
    return f"{number(figure)} × {_percent(weight)}"


def distance_words(found: Explanation, told: Told) -> str:
    """`다음 순위(2위)까지 12포인트입니다.`; "" for the first place and for who has no rank."""
    above = found.above
    if above is None:
        return ""
    short = above.measure - told.measure
    if short <= 0:
        return _("다음 순위(%(rank)s위)와 값은 같고, 같을 때 비교하는 순서에서 갈렸습니다.", rank=above.rank)
    return _(
        "다음 순위(%(rank)s위)까지 %(distance)s입니다.", rank=above.rank, distance=measure_words(short, found.head.rule)
    )


def signed(change: int) -> str:
    """`+10`, `−10`, `0`."""
    return f"+{number(change)}" if change > 0 else f"−{number(-change)}" if change else "0"


def _months_of_sums(found: Explanation, told: Told) -> tuple[list[str], list[list[str]], list[str]]:
    """Headings, a line for each month, and the line of their sums."""
    by, figures = found.head.rule.by, told.figures
    if by is not Measure.SCORE or _is_received_alone(found):
        step = _sum_step(Measure.RECEIVED if by is Measure.SCORE else by, told)
        rows = [[month_words(one.month), number(_sum_of(by, one))] for one in found.months]
        return [_("달"), step.name], rows, [_("합계"), step.figure]
    headings = [_("달"), _("받은 포인트"), _("보낸 포인트"), _("특별협업포인트"), _("합산 포인트")]
    lines = [
        [
            month_words(one.month),
            weighed(one.received_points, one.received_weight),
            weighed(one.sent_points, one.sent_weight),
            number(one.special_points),
            points(one.score),
        ]
        for one in found.months
    ]
    sums = (figures.received_points, figures.sent_points, figures.special_points)
    whole = [_("합계"), *map(number, sums), points(figures.score)]
    kept = [at for at in range(5) if at != 3 or figures.special_points]  # without special points, without their column
    headings, *lines = ([line[at] for at in kept] for line in (headings, *lines, whole))
    return headings, lines[:-1], lines[-1]


def _heads(person_days: int, days: int) -> str:
    """`1,736 ÷ 31 = 56.0`: rounded to the nearest tenth."""
    tenths = (person_days * 20 + days) // (days * 2) if days else 0
    return f"{number(person_days)} ÷ {days} = {tenths // 10:,}.{tenths % 10}"


def _score_steps(found: Explanation, told: Told) -> list[Step]:
    figures, months = told.figures, found.months
    if _is_received_alone(found):
        return [_sum_step(Measure.RECEIVED, told)]
    alike = months[-1] if months and is_weighed_alike(months) else None
    parts = [
        (_("받은 포인트"), figures.received_points, [(one.received_points, one.received_weight) for one in months],
         alike.received_weight if alike else None),
        (_("보낸 포인트"), figures.sent_points, [(one.sent_points, one.sent_weight) for one in months],
         alike.sent_weight if alike else None),
        (_("특별협업포인트"), figures.special_points, [(one.special_points, WHOLE) for one in months], WHOLE),
    ]  # fmt: skip
    lines = [
        Step(name, weighed(figure, weight) if weight is not None else _("월별로 정한 비율로"),
             points(sum(part * of_month for part, of_month in by_month)))
        for name, figure, by_month, weight in parts
        if figure or name == parts[0][0]
    ]  # fmt: skip
    return [*lines, Step(_("합산 포인트"), " + ".join(line.figure for line in lines), points(figures.score))]


def _is_received_alone(found: Explanation) -> bool:
    """Whether the score is nothing but the points received."""
    return not has_score(found.head.scheme) and is_weighed_alike(found.months)


def _sum_step(by: Measure, told: Told) -> Step:
    figures = told.figures
    if by is Measure.SENT:
        added = _("메시지 %(count)s건의 포인트", count=number(figures.sent_notes))
        return Step(_("보낸 포인트"), added, number(figures.sent_points))
    if by is Measure.NOTES:
        return Step(_("포인트와 함께 받은 메시지"), "", number(figures.received_notes))
    added = _("메시지 %(count)s건의 포인트", count=number(figures.received_notes))
    return Step(_("받은 포인트"), added, number(figures.received_points))


def _sum_of(by: Measure, month: MonthSums) -> int:
    if by is Measure.SENT:
        return month.sent_points
    return month.received_notes if by is Measure.NOTES else month.received_points


def _percent(weight: int) -> str:
    return f"{points(weight * 100)}%"
