"""`people`: the people of the agency come from HR's file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from collabpoints import clock
from collabpoints.cli.installation import in_app, settings
from collabpoints.domain.errors import Code, Refusal, Refused
from collabpoints.domain.periods import today
from collabpoints.domain.staff import Directory, FileRefused, read_directory
from collabpoints.domain.staff_previews import StaffPreview, Topic, preview_of
from collabpoints.formats.staff_files import LARGEST_FILE, staff_rows
from collabpoints.queries.agencies import TheAgency, the_agency
from collabpoints.queries.directory import plan_of
from collabpoints.services.people_import import Applying, import_staff, judge_plan, refuse
from collabpoints.views.sentences import sentence_for
from collabpoints.views.staff_remark_words import remark_sentences

_ROWS_SHOWN = 20
_WORDS = {
    Topic.NEW: "신규 직원",
    Topic.RETURNED: "복귀한 직원",
    Topic.MOVED: "부서 이동",
    Topic.RENAMED: "성명 변경",
    Topic.CHANGED: "정보 변경",
    Topic.LEFT: "퇴직",
    Topic.DEPARTMENTS_OPENED: "신설 부서",
    Topic.DEPARTMENTS_REOPENED: "다시 여는 부서",
    Topic.DEPARTMENTS_RENAMED: "이름이 바뀌는 부서",
    Topic.DEPARTMENTS_MOVED: "상위 부서가 바뀌는 부서",
    Topic.DEPARTMENTS_CLOSED: "폐지 부서",
}


@click.group()
def people() -> None:
    """직원 명부를 다룹니다."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="무엇이 달라지는지 보여 주기만 하고 아무것도 바꾸지 않습니다.")
@click.option("--confirm-removals", is_flag=True, help="한도를 넘는 퇴직 처리를 확인하고 반영합니다.")
@in_app
def import_people(file: Path, *, dry_run: bool, confirm_removals: bool) -> None:
    """인사 파일(CSV, XLSX)로 직원과 부서를 맞춥니다. 모두 반영하거나 아무것도 바꾸지 않습니다."""
    agency = the_agency()
    if agency is None:
        raise click.ClickException("기관이 없습니다. 먼저 'collabpoints agency create'를 실행해 주세요.")
    content = _content(file)
    directory = _directory(content)
    percent = settings().import_removal_percent
    now = clock.now()
    on = today(now, agency.zone)
    applying = Applying(on, now, percent, confirm_removals)
    with _pointing_to_the_option():
        if dry_run:
            plan = plan_of(agency.id, directory, today=on)
            _print_preview(preview_of(plan))
            refuse(judge_plan(plan, applying))
        else:
            _print_preview(_apply(agency, directory, file, content, applying))


@contextmanager
def _pointing_to_the_option() -> Iterator[None]:
    try:
        yield
    except Refused as fault:
        if any(refusal.code is Code.REMOVES_TOO_MANY for refusal in fault.refusals):
            click.echo("명부가 맞다면 --confirm-removals를 붙여 다시 실행해 주세요.", err=True)
        raise


def _content(file: Path) -> bytes:
    if file.stat().st_size > LARGEST_FILE:
        raise Refused([Refusal.of(Code.FILE_TOO_LARGE, megabytes=LARGEST_FILE // 1024 // 1024)])
    return file.read_bytes()


def _directory(content: bytes) -> Directory:
    lines = max(content.count(b"\n"), 1)
    try:
        with click.progressbar(staff_rows(content), length=lines, label="파일 읽기", file=sys.stderr) as rows:
            return read_directory(rows)
    except FileRefused as fault:
        said = [sentence_for(refusal) for refusal in fault.refusals]
        unshown = fault.total - len(said)
        if unshown:
            said.append(f"그 밖에 {unshown:,}건이 더 있습니다.")
        said.append(f"오류 {fault.total:,}건이 있어 아무것도 바꾸지 않았습니다.")
        raise click.ClickException("\n".join(said)) from fault


def _apply(agency: TheAgency, directory: Directory, file: Path, content: bytes, applying: Applying) -> StaffPreview:
    length = max(len(directory.people), 1)
    with click.progressbar(length=length, label="명부 반영", file=sys.stderr) as bar:
        plan = import_staff(
            agency.id,
            directory,
            applying=applying.stepping(bar.update),
            file_name=file.name,
            content=content,
        )
        bar.update(length)
    return preview_of(plan)


def _print_preview(preview: StaffPreview) -> None:
    if preview.is_empty:
        click.echo("달라지는 것이 없습니다.")
        return
    for said in remark_sentences(preview.remarks):
        click.echo(said)
    for one in preview.lists:
        if not one.count:
            continue
        click.echo(f"{_WORDS[one.topic]}: {one.count:,}")
        for row in one.rows[:_ROWS_SHOWN]:
            since = f" ({row.starts_on.isoformat()})" if row.starts_on else ""
            change = " → ".join(part for part in (row.before, row.after) if part)
            click.echo(f"  {row.code} {row.name}: {change}{since}")
        if one.count > _ROWS_SHOWN:
            click.echo(f"  … 그 밖에 {one.count - _ROWS_SHOWN:,}")
    if preview.is_reordered:
        click.echo("부서 순서나 단계가 달라집니다.")
