"""`demo load`: a fictional agency to look around in."""

import click

from collabpoints import clock
from collabpoints.cli.installation import in_app, settings
from collabpoints.demo.agency import SEED
from collabpoints.domain.schemes import DEFAULT_PRESET
from collabpoints.queries.agencies import the_agency
from collabpoints.services.demo import PASSWORD, DatabaseHoldsData, load_demo


@click.group()
def demo() -> None:
    """가상의 기관으로 둘러봅니다."""


@demo.command()
@click.option("--if-empty", is_flag=True, help="이미 기관이 있으면 그대로 두고 정상으로 끝냅니다.")
@click.option("--seed", type=int, default=SEED, show_default=True, help="같은 수는 같은 기관을 만듭니다.")
@in_app
def load(if_empty: bool, seed: int) -> None:
    """가상의 가람도와 일곱 달 치 협업메시지를 빈 데이터베이스에 넣습니다."""
    if if_empty and the_agency() is not None:
        click.echo("이미 자료가 있어 그대로 둡니다.")
        return
    try:
        with click.progressbar(length=100, label="데모 자료를 넣습니다") as bar:
            summary = load_demo(
                now=clock.now(),
                seed=seed,
                scheme=settings().scheme or DEFAULT_PRESET,
                progress=lambda percent: bar.update(percent - bar.pos),
            )
    except DatabaseHoldsData as fault:
        raise click.ClickException(str(fault)) from fault
    click.echo(
        f"{summary.agency_name}: 부서 {summary.departments}곳, 직원 {summary.people:,}명, "
        f"{summary.months}개월의 협업메시지 {summary.notes:,}건을 넣었습니다."
    )
    click.echo(f"데모 계정: {', '.join(summary.logins)} (비밀번호 {PASSWORD})")
