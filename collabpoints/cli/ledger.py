"""`ledger verify`: the proof that every total equals the ledger and that nothing was edited after it was sealed;
`ledger seal`: seal what is new."""

import click

from collabpoints.cli.installation import in_app
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.cli.seals import are_whole, say_heads
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.ledger import Verification, verify
from collabpoints.services.seals import SealsMissing, seal_new

_CHECKS = {
    "person totals": "개인 월 합계",
    "department totals": "부서 월 합계",
    "pair totals": "주고받은 짝 월 합계",
    "limits": "배정과 횟수 한도",
    "notes": "메시지와 원장 항목",
    "corrections": "취소와 반대 항목",
    "special grants": "특별협업포인트와 원장 항목",
    "texts": "글과 요약값",
}


@click.group()
def ledger() -> None:
    """포인트 원장을 확인합니다."""


@ledger.command("verify")
@click.option(
    "--seal", "kept", multiple=True, metavar="봉인값", help="적어 둔 봉인값의 봉인이 그대로 있는지도 확인합니다."
)
@in_app
def verify_(kept: tuple[str, ...]) -> None:
    """모든 합계가 원장과 같은지, 봉인한 뒤 바뀐 행이 없는지 확인합니다.

    다른 곳이 있으면 보여 주고 1로 끝납니다.
    """
    found = verify(lambda name: click.echo(f"확인 중: {_CHECKS.get(name, name)}", err=True))
    _say(found)
    agency = the_agency()
    is_whole = are_whole(agency.id, kept=kept) if agency else not kept
    if not (found.is_balanced and is_whole):
        raise click.exceptions.Exit(1)


@ledger.command()
@in_app
def seal() -> None:
    """새 행을 지금 봉인합니다. 시간마다 하는 일과 같고, 새 행이 없으면 아무것도 바꾸지 않습니다.

    끝에 나오는 값을 데이터베이스 밖에 적어 두면, 봉인을 모두 새로 만든 것도 알아볼 수 있습니다.
    """
    agency = agency_or_refuse()
    try:
        rows = seal_new(agency.id)
    except SealsMissing as fault:
        raise click.ClickException(
            "사라진 봉인이 있어 새로 봉인하지 않습니다. 'collabpoints ledger verify'로 확인해 주세요."
        ) from fault
    click.echo(f"{rows:,}행을 봉인했습니다.")
    say_heads(agency.id)


def _say(found: Verification) -> None:
    for check in found.checks:
        click.echo(f"{_CHECKS.get(check.name, check.name)}: {check.rows:,}행 확인, 다른 행 {check.differing:,}")
        for line in check.shown:
            click.echo(f"  {line}")
        if check.differing > len(check.shown):
            click.echo(f"  … 그 밖에 {check.differing - len(check.shown):,}행")
    click.echo("원장과 합계가 모두 같습니다." if found.is_balanced else "원장과 다른 합계가 있습니다.")
