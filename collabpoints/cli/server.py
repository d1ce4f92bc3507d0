"""`serve` and `scheduler`: the processes that run all day."""

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from sqlalchemy import make_url

from collabpoints.cli.installation import in_app, installation, settings
from collabpoints.cli.supervision import Child, run_together, supervisor
from collabpoints.formats.locks import Held, held
from collabpoints.formats.logs import write_json_lines
from collabpoints.jobs.runner import HOST
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.durability import unsafe_settings
from collabpoints.queries.jobs import other_hosts
from collabpoints.scheduler import run_until_stopped
from collabpoints.services.schemes import choose_scheme

if TYPE_CHECKING:
    from config import Config


@click.command()
@click.option("--with-scheduler", is_flag=True, help="예약 작업도 함께 실행합니다(따로 실행하지 않을 때).")
def serve(with_scheduler: bool) -> None:
    """웹 서버를 실행합니다. Ctrl-C나 SIGTERM으로 멈춥니다."""
    config = settings()
    write_json_lines(config.log_level)
    _refuse_unsafe_database()
    _refuse_taken_port(config)
    _follow_scheme(config)
    children = [Child("web", _web_command(config), is_restarted=False)]
    if with_scheduler:
        children.append(Child("scheduler", _own_command("scheduler"), is_restarted=True))
    with _alone_on_the_file(config):
        click.echo(f"웹 서버를 시작합니다: {config.public_url}", err=True)
        if not run_together(children):
            raise click.ClickException("웹 서버가 멈추었습니다. 위의 기록을 확인해 주세요.")
    click.echo("멈추었습니다.", err=True)


@click.command()
def scheduler() -> None:
    """예약 작업을 실행합니다. 여러 곳에서 함께 실행해도 결과는 같습니다."""
    config = settings()
    write_json_lines(config.log_level)
    _refuse_unsafe_database()
    run_until_stopped(installation().app(), config, supervisor=supervisor())


@in_app
def _follow_scheme(config: "Config") -> None:
    agency = the_agency()
    if agency is None or not config.scheme:
        return
    starts_in = choose_scheme(agency.id, config.scheme)
    if starts_in is not None:
        click.echo(f"{starts_in}부터 적용되는 운영 기준: {config.scheme}.", err=True)


@in_app
def _refuse_unsafe_database() -> None:
    names = unsafe_settings()
    if names:
        raise click.ClickException(
            f"데이터베이스의 {', '.join(names)} 설정이 꺼져 있어 시작하지 않습니다. 정전이나 장애 때 이미 보냈다고 알린 메시지가 사라질 수 있습니다. 켜고 다시 시작해 주세요."
        )
    others = other_hosts(HOST) if settings().is_embedded else []
    if others:
        raise click.ClickException(
            f"다른 컴퓨터({', '.join(others)})가 같은 SQLite 파일을 쓰고 있어 시작하지 않습니다. 여러 대로 운영하려면 PostgreSQL을 쓰세요(docs/operator.md)."
        )


def _refuse_taken_port(config: "Config") -> None:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((config.host, config.port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                why = f"{config.port}번 포트를 이미 다른 프로그램이 쓰고 있습니다. 그 프로그램을 멈추거나 PORT를 바꾸어 주세요."
            else:
                why = f"{config.host}:{config.port}에서 접속을 받을 수 없습니다({fault.strerror}). HOST와 PORT를 확인해 주세요."
            raise click.ClickException(why) from fault


@contextmanager
def _alone_on_the_file(config: "Config") -> Iterator[None]:
    """One web server on an SQLite file (on this machine; other machines show by their schedulers' heartbeats)."""
    if not config.is_embedded:
        yield
        return
    database = Path(make_url(config.database_url).database or "")
    try:
        with held(database.with_name(f"{database.name}.serving")):
            yield
    except Held as fault:
        raise click.ClickException(f"다른 웹 서버가 이미 이 SQLite 파일을 쓰고 있습니다: {database}") from fault


def _web_command(config: "Config") -> list[str]:
    host = f"[{config.host}]" if ":" in config.host else config.host
    return [
        sys.executable, "-m", "gunicorn",
        "--config", "python:collabpoints.cli.web_settings",
        "--bind", f"{host}:{config.port}",
        "--workers", str(1 if config.is_embedded else config.web_workers),
        "--threads", str(config.web_threads),
        "--forwarded-allow-ips", "",
        "wsgi:app",
    ]  # fmt: skip


def _own_command(*words: str) -> list[str]:
    return [sys.executable, "-m", "wsgi", *words]
