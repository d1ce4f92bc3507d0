"""`jobs list`, `jobs due`, `jobs run`: look at the timetable and run from it by hand."""

import click

from collabpoints.cli.installation import in_app
from collabpoints.domain.timetable import Period, Timing, period_named, period_of
from collabpoints.jobs.runner import Outcome, run_job
from collabpoints.jobs.schedule import JOBS, Job, job_named
from collabpoints.queries.agencies import TheAgency, the_agency
from collabpoints.queries.jobs import debts, frame, last_runs

_WHEN = {"month": "달마다", "day": "날마다", "hour": "시간마다"}
_RESULTS = {"finished": "완료", "failed": "실패"}


@click.group()
def jobs() -> None:
    """예약 작업을 살펴보고 직접 실행합니다."""


@jobs.command("list")
@in_app
def list_() -> None:
    """모든 작업과 마지막 실행 결과를 보여 줍니다."""
    agency = agency_or_refuse()
    runs = last_runs(agency.id)
    for job in JOBS:
        run = runs.get(job.name)
        last = (
            f"{run.period} {_RESULTS[run.outcome]} {run.started_at.astimezone(agency.zone):%Y-%m-%d %H:%M:%S} {run.host} {run.error}"
            if run
            else "아직 실행한 적 없음"
        )
        click.echo(f"{job.name:<14} {_WHEN[job.timing.rhythm]:<6} {last}".rstrip())


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
