"""`board SPAN`: one leaderboard as CSV, with what proves it in the last lines."""

from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

import click

from collabpoints.cli.installation import in_app
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.domain.ranking import ORDERS, Order, Subject, crosses_at
from collabpoints.domain.scheme_words import Level
from collabpoints.domain.schemes import WHOLE
from collabpoints.formats.exports import csv_file
from collabpoints.queries.board_cells import hidden_departments
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.boards import BoardHead, Figures, board_of, departments, persons

_FIGURES = (
    "합산 포인트",
    "받은 포인트",
    "보낸 포인트",
    "특별협업포인트",
    "받은 메시지",
    "보낸 메시지",
    "도운 동료",
    "도운 부서",
)
_CROSSED = {
    Level.BUREAU: "다른 실·국에서 받은 포인트",
    Level.DEPARTMENT: "다른 과에서 받은 포인트",
    None: "다른 소속에서 받은 포인트",
}
_GAP = "순위 공개를 원하지 않은 직원의 자리는 비워 둡니다. 다른 사람의 순위는 달라지지 않습니다."
_SMALL = "사람이 적은 부서의 합계는 비워 둡니다."

_Row = list[str]


@click.command()
@click.argument("span")
@click.option(
    "--of",
    "subject",
    type=click.Choice([one.value for one in Subject]),
    default="persons",
    help="직원(기본값) 또는 부서.",
)
@click.option(
    "--by",
    type=click.Choice([one.value for one in Order]),
    help="운영 기준과 다른 차례로 봅니다. 그 순위는 시상에 쓰지 않습니다.",
)
@click.option("--division", type=int, help="부서 순위에서 이 구분만. 운영 기준에 적힌 차례로 1부터, 0은 나머지.")
@in_app
def board(span: str, subject: str, by: str | None, division: int | None) -> None:
    """한 기간의 순위를 CSV(UTF-8)로 씁니다. 끝에 잠정·확정과 확인값을 적습니다.

    SPAN은 2026-11(달), 2026-Q4(분기), 2026-H2(반기), 2026(해)처럼 적습니다.
    """
    agency = agency_or_refuse()
    order = Order(by) if by else None
    _refuse_unfit(Subject(subject), order, division)
    head = _head(agency.id, span, Subject(subject))
    rows = _persons(head, order) if head.subject is Subject.PERSONS else _departments(head, order, division)
    crossed = _CROSSED[crosses_at(head.scheme.same_level)]
    who = ("직원", "직위", "부서") if head.subject is Subject.PERSONS else ("구분", "부서")
    heads = () if head.subject is Subject.PERSONS else ("평균 인원", "1인당 포인트")
    headings = ("순위", *who, *_FIGURES, crossed, *heads)
    click.echo(csv_file(headings, [*rows, *_proof(head, order, agency.zone)]), nl=False)


def _refuse_unfit(subject: Subject, order: Order | None, division: int | None) -> None:
    if order is not None and order not in ORDERS[subject]:
        raise click.UsageError("1인당 순위는 부서에만 있습니다. '--of departments'와 함께 써 주세요.")
    if division is not None and subject is Subject.PERSONS:
        raise click.UsageError("구분은 부서 순위에만 있습니다. '--of departments'와 함께 써 주세요.")


def _head(agency_id: int, text: str, subject: Subject) -> BoardHead:
    span = span_named(agency_id, text)
    if span is None:
        raise click.UsageError(f"{text}: 기간이 아닙니다. 2026-11, 2026-Q4, 2026-H2, 2026처럼 적어 주세요.")
    head = board_of(agency_id, span, subject)
    if head is None:
        raise click.ClickException(
            f"{text}: 아직 순위가 없습니다. 순위는 달이 시작한 뒤 시간마다 만들어집니다"
            "(지금 만들려면 'collabpoints jobs run standings')."
        )
    return head


def _persons(head: BoardHead, order: Order | None) -> Iterator[_Row]:
    for row in persons(head.id, by=order):
        if not row.is_opted_out:
            yield [str(row.rank), row.name, row.position, row.department, *_figures(row.figures)]


def _departments(head: BoardHead, order: Order | None, division: int | None) -> Iterator[_Row]:
    divisions = head.scheme.divisions
    if division is not None and not 0 <= division <= len(divisions):
        raise click.UsageError(f"{division}: 없는 구분입니다. 이 기간의 운영 기준에는 {len(divisions)}까지 있습니다.")
    hidden = hidden_departments(head)
    for row in departments(head.id, by=order):
        if row.rank is None or division not in (None, row.division):
            continue
        name = divisions[row.division - 1].name_ko if row.division else ""
        if row.department_id not in hidden:
            heads = [_decimal(row.person_days * WHOLE // head.days), _decimal(row.per_head)]
            yield [str(row.rank), name, row.name, *_figures(row.figures), *heads]
        elif order in (None, head.order):
            yield [str(row.rank), name, row.name, *[""] * (len(_FIGURES) + 3)]


def _figures(figures: Figures) -> _Row:
    counted = (
        figures.received_points,
        figures.sent_points,
        figures.special_points,
        figures.received_notes,
        figures.sent_notes,
        figures.colleagues,
        figures.departments,
        figures.crossed_points,
    )
    return [_decimal(figures.score), *map(str, counted)]


def _decimal(ten_thousandths: int | None) -> str:
    """`12.5`: exactly, without zeros at the end; "" of None."""
    if ten_thousandths is None:
        return ""
    whole, rest = divmod(ten_thousandths, WHOLE)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _proof(head: BoardHead, order: Order | None, zone: ZoneInfo) -> Sequence[_Row]:
    """The lines that say what this is: which rule of gaps, as of when, and the checksum of what is frozen."""
    at = f"{head.as_of.astimezone(zone):%Y-%m-%d %H:%M}"
    lines = [["안내", _GAP if head.subject is Subject.PERSONS else _SMALL]]
    if order not in (None, head.order):
        lines.append(["차례", f"운영 기준과 다른 차례({order})입니다. 이 순위는 시상에 쓰지 않습니다."])
    state = "확정" if head.is_confirmed else "잠정"
    span = f"{head.span} ({head.first_period}~{head.last_period})"
    lines.append(["상태", state, f"{at} 현재", f"{span}, 원장 {head.through_entry_id}번까지"])
    return [*lines, ["확인값(SHA-256)", head.checksum or "잠정 순위에는 없습니다"]]
