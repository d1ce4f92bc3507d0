"""`outbox list`, `outbox drop`: look at what waits to be sent, and have it not sent after a restore."""

import click

from collabpoints import clock
from collabpoints.cli.installation import in_app
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.jobs.runner import HOST
from collabpoints.queries.jobs import frame
from collabpoints.queries.outbox import queues, troubles
from collabpoints.queries.places import ARRIVAL
from collabpoints.services.arrivals import drop_waiting
from collabpoints.services.job_runs import run_period

_KINDS = {"morning": "아침 메일", "link": "로그인 링크 메일", "hook": "메신저"}


@click.group()
def outbox() -> None:
    """보낼 메일과 메신저 알림을 살펴봅니다."""


@outbox.command("list")
@in_app
def list_() -> None:
    """기다리는 수, 가장 오래 기다린 때, 지난 하루 동안 보낸 수와 이유를 보여 줍니다. 주소와 이름은 보이지 않습니다."""
    agency = agency_or_refuse()
    found = queues(agency.id)
    if not found:
        click.echo("기다리는 것이 없고, 지난 하루 동안 보낸 것도 없습니다.")
    for queue in found:
        since = (
            f", 가장 오래된 것 {queue.oldest_due_at.astimezone(agency.zone):%Y-%m-%d %H:%M}"
            if queue.oldest_due_at
            else ""
        )
        click.echo(
            f"{_KINDS[queue.kind]}: 기다림 {queue.waiting:,} (지금 보낼 것 {queue.due:,}{since}), "
            f"하루 동안 보냄 {queue.sent:,}, 보내지 않기로 함 {queue.dropped:,}"
        )
    for trouble in troubles(agency.id):
        what = "보내지 않음" if trouble.is_dropped else "다시 시도"
        click.echo(f"  {_KINDS[trouble.kind]} {trouble.messages:,}건 {what}: {trouble.error}")


@outbox.command()
@click.confirmation_option(prompt="기다리는 메일과 메신저 알림을 모두 보내지 않을까요?", help="묻지 않고 합니다.")
@in_app
def drop() -> None:
    """백업을 되살린 뒤: 기다리는 것을 모두 보내지 않고, 지금까지의 알림으로 새로 보내지도 않습니다.

    되살린 것을 스스로 알아보지 못하는 경우에만 필요합니다(docs/operator.md). 알림 화면은 그대로입니다.
    """
    agency = agency_or_refuse()
    since, _zone, _now = frame(agency.id)
    place = f"hand-{clock.now():%Y%m%d%H%M%S}"
    dropped = run_period(agency.id, ARRIVAL, place, starts_at=since, host=HOST, effect=drop_waiting)
    click.echo(f"{dropped or 0:,}건을 보내지 않기로 했습니다.")
