"""`redact`: take away the names, texts and kept files that outlived their term; with --dry-run only say how many."""

import click

from collabpoints.cli.installation import in_app, settings
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.jobs.redactions import Reach, reach_of
from collabpoints.jobs.redactions import redact as redact_now
from collabpoints.queries.redactions import Due, Years, due, last_redaction, redacted_after


@click.command()
@click.option("--dry-run", is_flag=True, help="무엇이 지워질지 해마다 세어 보여 주기만 하고 아무것도 바꾸지 않습니다.")
@in_app
def redact(*, dry_run: bool) -> None:
    """기한이 지난 퇴직자의 이름과 오래된 글, 보관하던 제출본 파일을 지웁니다. 되돌릴 수 없습니다.

    날마다 저절로 하는 일과 같습니다. 기한은 REDACT_NAMES_YEARS와 REDACT_TEXTS_YEARS입니다. 합계와 원장, 봉인은 그대로 남습니다.
    """
    agency = agency_or_refuse()
    reach = reach_of(agency.id)
    found = due(
        agency.id, left_before=reach.left_before, texts_before=reach.texts_before, sent_before=reach.sent_before
    )
    _say_terms(reach)
    _say_due(found)
    if dry_run:
        click.echo("세어 보기만 했습니다. 아무것도 바뀌지 않았습니다.")
        return
    last = last_redaction(agency.id)
    redact_now(agency.id)
    gone = redacted_after(agency.id, last)
    click.echo(f"지운 것: 이름 {gone.names:,}명, 글 {gone.texts:,}건, 파일 {gone.files:,}개")
    click.echo("합계와 원장은 그대로입니다. 'collabpoints ledger verify'로 확인할 수 있습니다.")


def _say_terms(reach: Reach) -> None:
    names, texts = settings().redact_names_years, settings().redact_texts_years
    click.echo(
        f"이름: 퇴직하고 {names}년 ({reach.left_before}보다 먼저 퇴직)"
        if names
        else "이름: 지우지 않음 (REDACT_NAMES_YEARS=0)"
    )
    click.echo(
        f"글과 제출본 파일: {texts}년 ({reach.texts_before}보다 먼저)"
        if texts
        else "글: 지우지 않음 (REDACT_TEXTS_YEARS=0)"
    )


def _say_due(found: Due) -> None:
    for name, unit, years in (("이름", "명", found.names), ("글", "건", found.texts), ("파일", "개", found.files)):
        click.echo(f"지울 {name}: {sum(count for _year, count in years):,}{unit}{_by_year(years, unit)}")
    if found.names:
        click.echo("이름을 지우는 직원이 받은 글도 함께 지웁니다(위의 글 수에는 들어 있지 않습니다).")


def _by_year(years: Years, unit: str) -> str:
    told = ", ".join(f"{year}년 {count:,}{unit}" for year, count in years)
    return f" ({told})" if told else ""
