"""`jobs list`, `jobs due`, `jobs run`: look at the timetable and run from it by hand."""

from zoneinfo import ZoneInfo

import click

from collabpoints.cli.installation import in_app
from collabpoints.domain.timetable import Period, Timing, period_named, period_of
from collabpoints.formats.text_tables import text_table
from collabpoints.jobs.runner import Outcome, run_job
from collabpoints.jobs.schedule import JOBS, Job, job_named
from collabpoints.queries.agencies import TheAgency, the_agency
from collabpoints.queries.job_runs import JobStanding, standings
from collabpoints.queries.jobs import debts, frame

_HEADINGS = ("작업", "때", "상태", "마지막", "기간", "걸림", "건수", "서버", "다음")
_WHEN = {"month": "매월", "day": "매일", "hour": "매시간", None: "있을 때"}
_STATES = {"late": "지연", "failing": "실패", "asked": "요청함", "due": "할 차례", "well": "정상", "new": "실행 전"}
_RESULTS = {"finished": "완료", "failed": "실패"}


@click.group()
def jobs() -> None:
    """예약 작업을 살펴보고 직접 실행합니다."""


@jobs.command("list")
@in_app
def list_() -> None:
    """모든 작업의 마지막 실행과 다음 실행, 늦었는지를 보여 줍니다. 실패한 작업은 오류도 보여 줍니다."""
    agency = agency_or_refuse()
    found = standings(agency.id)
    for line in text_table(_HEADINGS, [_cells(standing, agency.zone) for standing in found]):
        click.echo(line)
    for standing in found:
        if standing.last and standing.last.error:
            click.echo(
                f"{standing.job} {standing.last.period} 실패 {standing.last.failed_tries}번: {standing.last.error}"
            )


@jobs.command()
@in_app
def due() -> None:
    """지금 해야 할 작업과 기간을 보여 줍니다. 없으면 아무것도 쓰지 않습니다."""
    for debt in debts(agency_or_refuse().id):
        click.echo(f"{debt.timing.job:<14} {debt.period.name} {debt.error}".rstrip())


@jobs.command()
@click.argument("name", type=click.Choice([job.name for job in JOBS]))
@click.option(
    "--period",
    default="",
    help="이 기간만 실행합니다(예: 2026-11). 없으면 해야 할 기간을 오래된 것부터 모두 실행합니다.",
)
@in_app
def run(name: str, period: str) -> None:
    """작업을 지금 실행합니다. 이미 끝난 기간은 그대로 둡니다."""
    agency, job = agency_or_refuse(), job_named(name)
    periods = [_named(agency, job.timing, period)] if period else _owed(agency, job)
    if not periods:
        click.echo("할 일이 없습니다.")
    for each in periods:
        outcome = run_job(agency.id, job, each)
        _say(outcome)
        if outcome.result == "failed":
            raise click.exceptions.Exit(1)


def agency_or_refuse() -> TheAgency:
    """The agency. Raises click.ClickException before one was created."""
    agency = the_agency()
    if agency is None:
        raise click.ClickException("아직 기관이 없습니다. 'collabpoints agency create'로 먼저 만들어 주세요.")
    return agency


def _cells(standing: JobStanding, zone: ZoneInfo) -> list[str]:
    run = standing.last
    following = f"{standing.next_at.astimezone(zone):%Y-%m-%d %H:%M}" if standing.next_at else "-"
    last = (
        [
            f"{run.started_at.astimezone(zone):%Y-%m-%d %H:%M:%S} {_RESULTS[run.outcome]}",
            run.period,
            f"{run.duration_ms / 1000:,.1f}초",
            f"{run.rows:,}",
            run.host,
        ]
        if run
        else ["-"] * 5
    )
    return [standing.job, _WHEN[standing.rhythm], _STATES[standing.state], *last, following]


def _named(agency: TheAgency, timing: Timing, name: str) -> Period:
    since, zone, now = frame(agency.id)
    try:
        return period_named(timing, name, since, now, zone)
    except ValueError as fault:
        example = period_of(timing.rhythm, now, zone).name
        raise click.UsageError(f"{name}: 시작한 기간이 아닙니다. 기간은 {example}처럼 적습니다.") from fault


def _owed(agency: TheAgency, job: Job) -> list[Period]:
    return [debt.period for debt in debts(agency.id) if debt.timing.job == job.name]


def _say(outcome: Outcome) -> None:
    words = {
        "done": f"완료({outcome.rows}건)",
        "elsewhere": "이미 끝났거나 다른 곳에서 실행 중입니다",
        "failed": f"실패: {outcome.error}",
    }
    click.echo(f"{outcome.job} {outcome.period}: {words[outcome.result]}", err=outcome.result == "failed")
