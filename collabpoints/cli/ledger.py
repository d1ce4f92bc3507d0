"""`ledger verify`: the proof that every total equals the ledger."""

import click

from collabpoints.cli.installation import in_app
from collabpoints.queries.ledger import Verification, verify

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
@in_app
def verify_() -> None:
    """모든 합계가 원장과 같은지 확인합니다. 다른 행이 있으면 보여 주고 1로 끝납니다."""
    found = verify(lambda name: click.echo(f"확인 중: {_CHECKS.get(name, name)}", err=True))
    _say(found)
    if not found.is_balanced:
        raise click.exceptions.Exit(1)


def _say(found: Verification) -> None:
    for check in found.checks:
        click.echo(f"{_CHECKS.get(check.name, check.name)}: {check.rows:,}행 확인, 다른 행 {check.differing:,}")
        for line in check.shown:
            click.echo(f"  {line}")
        if check.differing > len(check.shown):
            click.echo(f"  … 그 밖에 {check.differing - len(check.shown):,}행")
    click.echo("원장과 합계가 모두 같습니다." if found.is_balanced else "원장과 다른 합계가 있습니다.")
