"""`records verify`, `records review`, `records purge`: the records of looks and downloads (접속기록), whether they are what was
sealed, by when they want to be looked through, and what of them outlived its term."""

from collections import Counter

import click

from collabpoints import clock
from collabpoints.cli.installation import in_app, settings
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.cli.seals import TABLE_WORDS, are_whole
from collabpoints.domain.periods import today
from collabpoints.domain.record_terms import next_review_on
from collabpoints.jobs.purges import purge_records
from collabpoints.jobs.seals import Broken
from collabpoints.queries.purges import outlived, term_of_records
from collabpoints.queries.record_reviews import first_record_on, reviewed_through, reviews
from collabpoints.queries.sealed_rows import RECORDS


@click.group()
def records() -> None:
    """접속기록과 내려받기 기록을 확인하고, 점검의 기한을 보고, 보관 기간이 지난 것을 지웁니다."""


@records.command()
@in_app
def verify() -> None:
    """봉인한 접속기록과 내려받기 기록이 그대로인지, 기간이 지나기 전에 지운 것이 없는지 확인합니다.

    다른 곳이 있으면 보여 주고 1로 끝납니다. 'collabpoints ledger verify'도 같은 것을 함께 확인합니다.
    """
    if not are_whole(agency_or_refuse().id, RECORDS):
        raise click.exceptions.Exit(1)


@records.command()
@in_app
def review() -> None:
    """지난 점검과 다음 점검의 기한을 보여 줍니다. 기한이 지났으면 1로 끝납니다.

    서명은 개인정보 보호책임자가 화면에서 합니다.
    """
    agency = agency_or_refuse()
    for one in reversed(reviews(agency.id)):
        click.echo(
            f"{one.first_day}~{one.last_day} 열람 {one.looks:,} 내려받기 {one.downloads:,} 눈여겨볼 날 {one.unusual:,}: "
            f"{one.by.name} {one.by.position}, {one.at.astimezone(agency.zone):%Y-%m-%d %H:%M}"
        )
    due_on = next_review_on(
        reviewed_through(agency.id), first_record_on(agency.id, agency.zone), settings().record_review_days
    )
    click.echo(f"다음 점검: {due_on}까지" if due_on else "점검할 기록이 아직 없습니다.")
    if due_on and due_on < today(clock.now(), agency.zone):
        raise click.exceptions.Exit(1)


@records.command()
@click.option("--dry-run", is_flag=True, help="지울 것을 보여 주기만 하고 아무것도 지우지 않습니다.")
@in_app
def purge(dry_run: bool) -> None:
    """보관 기간이 지난 기록을 봉인한 구간째로 지웁니다. 날마다 하는 일과 같고, 봉인값은 남습니다.

    봉인과 다른 구간은 지우지 않고 1로 끝납니다.
    """
    agency = agency_or_refuse()
    term = term_of_records(agency.id, settings().record_years)
    click.echo(f"보관 기간: {term.days:,}일")
    rows: Counter[str] = Counter()
    for one in outlived(agency.id, term):
        rows[one.sealed.name] += one.rows
    for sealed in RECORDS:
        click.echo(f"{TABLE_WORDS[sealed.name]}: 기간이 지난 {rows[sealed.name]:,}행")
    if dry_run:
        click.echo("아무것도 지우지 않았습니다.")
        return
    try:
        gone = purge_records(agency.id)
    except Broken as fault:
        raise click.ClickException(
            f"봉인과 다른 구간이 있어 거기서 멈추었습니다. 'collabpoints records verify'로 확인해 주세요. ({fault})"
        ) from fault
    click.echo(f"{gone:,}행을 지웠습니다.")
