"""`agency create` and `agency administrator`: how an installation begins."""

import click

from collabpoints import clock
from collabpoints.cli.installation import in_app, settings
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.domain.periods import today
from collabpoints.domain.roles import Role, SystemReason
from collabpoints.domain.schemes import DEFAULT_PRESET, PRESETS
from collabpoints.queries.agencies import TheAgency
from collabpoints.queries.links import receivers
from collabpoints.services.agencies import FirstAdministrator, NewAgency, create_agency
from collabpoints.services.links import make_links
from collabpoints.services.roles import grant_role


@click.group()
def agency() -> None:
    """기관을 만들고 관리자를 정합니다."""


@agency.command()
@click.option("--code", required=True, help="기관 코드(영문 소문자, 숫자, 붙임표).")
@click.option("--name-ko", required=True, help="기관 이름(한국어).")
@click.option("--name-en", required=True, help="기관 이름(영어).")
@click.option("--scheme", type=click.Choice(PRESETS), help="운영 기준. 없으면 설정 SCHEME을 따릅니다.")
@click.option("--administrator-number", help="첫 관리자의 사번(인사 파일의 사번과 같아야 합니다).")
@click.option("--administrator-name", help="첫 관리자의 이름.")
@in_app
def create(
    *,
    code: str,
    name_ko: str,
    name_en: str,
    scheme: str | None,
    administrator_number: str | None,
    administrator_name: str | None,
) -> None:
    """빈 데이터베이스에 기관을 만듭니다. 첫 관리자를 정하면 비밀번호를 정하는 일회용 주소를 보여 줍니다."""
    if (administrator_number is None) != (administrator_name is None):
        raise click.UsageError("--administrator-number와 --administrator-name은 함께 적어 주세요.")
    first = (
        FirstAdministrator(administrator_number, administrator_name)
        if administrator_number is not None and administrator_name is not None
        else None
    )
    chosen = scheme or settings().scheme or DEFAULT_PRESET
    account_id = create_agency(NewAgency(code, name_ko, name_en, chosen), first, now=clock.now())
    made = agency_or_refuse()
    click.echo(f"기관을 만들었습니다: {made.name_ko} ({made.code}), 운영 기준 {chosen}")
    if account_id is not None:
        _print_link(made, account_id)
    else:
        click.echo(
            "다음: 'collabpoints people import 파일'로 직원을 넣고 'collabpoints agency administrator --number 사번'으로 관리자를 정합니다."
        )


@agency.command()
@click.option("--number", required=True, help="관리자가 될 직원의 사번.")
@click.option("--link-only", is_flag=True, help="이미 관리자인 사람에게 새 일회용 주소만 만들어 줍니다.")
@in_app
def administrator(*, number: str, link_only: bool) -> None:
    """직원에게 관리자 권한을 주고 비밀번호를 정하는 일회용 주소를 보여 줍니다."""
    made, now = agency_or_refuse(), clock.now()
    people = receivers(made.id, today(now, made.zone), number=number)
    if not people:
        raise click.ClickException(f"사번 {number}인 재직자를 찾을 수 없습니다.")
    if not link_only:
        grant_role(
            made.id,
            people[0].person_id,
            Role.ADMINISTRATOR,
            department_id=None,
            granted_by=None,
            reason=SystemReason.BY_COMMAND,
            now=now,
        )
        click.echo(f"관리자로 정했습니다: {people[0].name} ({number})")
    _print_link(made, people[0].account_id)


def _print_link(made: TheAgency, account_id: int) -> None:
    config = settings()
    (link,) = make_links(made.id, [account_id], None, clock.now(), config.link_hours, key=config.secret_key)
    until = link.expires_at.astimezone(made.zone)
    click.echo(f"비밀번호를 정하는 주소(한 번만, {until:%Y-%m-%d %H:%M}까지):")
    click.echo(f"  {config.public_url}/password/first/{link.token}")
