"""`scheme list | show | check | load | export`: rule books as files that people can read, review and send."""

from pathlib import Path

import click

from collabpoints.cli.installation import in_app
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.schemes import PRESETS, Scheme, SchemeFault, parse_scheme, preset_text, scheme_text
from collabpoints.queries.agencies import the_agency
from collabpoints.queries.schemes import schemes
from collabpoints.services.schemes import load_scheme
from collabpoints.views.scheme_sentences import fault_line

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def scheme() -> None:
    """운영 기준을 파일로 보고, 확인하고, 시작합니다."""


@scheme.command("list")
@in_app
def list_() -> None:
    """기관의 운영 기준과 함께 들어 있는 기준의 이름을 보여 줍니다."""
    made = the_agency()
    for row in schemes(made.id) if made else ():
        again = f" (급히 바꿈 {row.revision - 1}번째: {row.reason})" if row.is_emergency else ""
        click.echo(f"{row.starts_in}부터  {row.code}  {row.scheme.name_ko}{again}")
    click.echo("함께 들어 있는 것:")
    for code in PRESETS:
        click.echo(f"  {code}  {parse_scheme(preset_text(code)).name_ko}")


@scheme.command()
@click.argument("name")
@in_app
def show(name: str) -> None:
    """NAME이라는 기준의 모든 항목을 말로 보여 줍니다."""
    found = _named(name)
    for field in FIELDS:
        click.echo(f"{field.label.ko}: {field.worded(getattr(found, field.name)).ko}")


@scheme.command()
@click.argument("file", type=_FILE)
@in_app
def check(file: Path) -> None:
    """FILE이 운영 기준인지 확인합니다. 틀린 곳을 모두 보여 주고 1로 끝납니다."""
    found = _read(file)
    click.echo(f"틀린 곳이 없습니다: {found.name_ko} ({found.code})")


@scheme.command()
@click.argument("file", type=_FILE)
@click.option("--from", "starts_in", required=True, help="시작하는 달(2026-12처럼).")
@click.option("--reason", default="", help="그 달에 시작할 기준이 이미 있으면 바꾸는 이유.")
@in_app
def load(file: Path, starts_in: str, reason: str) -> None:
    """FILE의 기준을 그 달부터 씁니다. 이미 시작한 달은 바꾸지 않습니다."""
    found = _read(file)
    load_scheme(agency_or_refuse().id, scheme_text(found), starts_in=starts_in, reason=reason)
    click.echo(f"{starts_in}부터 {found.name_ko} ({found.code})을(를) 씁니다.")


@scheme.command()
@click.argument("name")
@in_app
def export(name: str) -> None:
    """NAME이라는 기준을 파일로 쓸 TOML로 내보냅니다(표준 출력)."""
    click.echo(scheme_text(_named(name)), nl=False)


def _named(name: str) -> Scheme:
    """The agency's newest scheme of that code or of that month, else the preset of that name."""
    made = the_agency()
    for row in schemes(made.id) if made else ():
        if name in (row.code, row.starts_in):
            return row.scheme
    try:
        return parse_scheme(preset_text(name))
    except SchemeFault as fault:
        raise _faults(fault) from fault


def _read(file: Path) -> Scheme:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise click.ClickException(f"UTF-8 글로 읽을 수 없는 파일입니다: {file.name}") from fault
    try:
        return parse_scheme(text)
    except SchemeFault as fault:
        raise _faults(fault) from fault


def _faults(fault: SchemeFault) -> click.ClickException:
    return click.ClickException("\n".join(map(fault_line, fault.faults)))
