"""`export totals|departments|notes`: the files that pages hand out, written by the operator under the same record."""

import errno
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import BufferedRandom
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from collabpoints import clock
from collabpoints.cli.installation import in_app
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.domain.exports import MOST_MONTHS, FileFormat, Scope, Wanted, What
from collabpoints.domain.periods import Month
from collabpoints.domain.texts import cleaned
from collabpoints.services.downloads import TakenOut, Taker, take_out
from collabpoints.services.export_files import RowsDiffer
from collabpoints.services.exports import making_of

_ROLE, _ADDRESS = "operator", "command"
_FORMATS = {"csv": FileFormat.CSV, "csv-cp949": FileFormat.CSV_CP949, "xlsx": FileFormat.XLSX}
_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)


@click.command()
@click.argument("what", type=click.Choice(["totals", "departments", "notes"]))
@click.option("--from", "first", required=True, metavar="YYYY-MM", help="첫 달.")
@click.option("--to", "last", required=True, metavar="YYYY-MM", help="마지막 달(그달까지).")
@click.option(
    "--format", "form", type=click.Choice(list(_FORMATS)), default="csv", help="파일 형식(기본값 csv, UTF-8)."
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="새로 쓸 파일. 이미 있으면 쓰지 않습니다.")
@click.option("--reason", required=True, help="내려받는 사유. 내려받기 기록에 남습니다.")
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", help="파일 속의 말.")
@in_app
def export(*, what: str, first: str, last: str, form: str, out: Path, reason: str, language: str) -> None:
    """개인별 합계(totals), 부서별 합계(departments), 협업메시지(notes)를 파일로 씁니다.

    화면에서 내려받을 때와 같은 기록이 남습니다. CSV는 표지에 적을 내용을 같은 이름의 '_표지.txt'에 씁니다.
    """
    agency = agency_or_refuse()
    months = _month(first, "--from"), _month(last, "--to")
    wanted = _wanted(What(what), months, _FORMATS[form], language)
    beside = out.with_name(f"{out.stem}_표지.txt") if wanted.file_format is not FileFormat.XLSX else None
    _refuse_unfit(out, beside, wanted.file_format)
    taker = Taker(None, _ROLE, _ADDRESS, cleaned(reason))
    making = making_of(agency.id, None, _ROLE, language, at=clock.now())
    with _said_plainly(out), _written_whole(out) as file:
        taken = take_out(
            wanted, agency.id, making, taker=taker, into=file, progress=_told() if sys.stderr.isatty() else None
        )
    if beside is not None:
        with _said_plainly(beside), _written_whole(beside) as file:
            file.write(taken.companion.encode("utf-8-sig"))
    _say(taken, out, beside)


def _month(text: str, option: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as fault:
        raise click.UsageError(f"{option} {text}: 달이 아닙니다. 2026-11처럼 적어 주세요.") from fault


def _wanted(what: What, months: tuple[Month, Month], file_format: FileFormat, language: str) -> Wanted:
    first, last = months
    if first > last:
        raise click.UsageError(f"--from보다 --to가 앞섭니다: {first}, {last}. 앞의 달부터 적어 주세요.")
    span = str(first) if first == last else ""
    wanted = Wanted(what, Scope.AGENCY, None, None, span, first, last, file_format, language=language)
    if len(wanted.months) > MOST_MONTHS:
        raise click.UsageError(f"한 파일에는 {MOST_MONTHS}달까지 담습니다. 기간을 나누어 주세요.")
    return wanted


def _refuse_unfit(out: Path, beside: Path | None, file_format: FileFormat) -> None:
    ending = out.suffix.lower().removeprefix(".")
    if ending in ("csv", "xlsx") and ending != file_format.suffix:
        raise click.UsageError(
            f"{out}: 이름은 .{ending}인데 형식은 {file_format.suffix}입니다. --format을 확인해 주세요."
        )
    for path in filter(None, (out, beside)):
        if path.exists() or path.is_symlink():
            raise click.ClickException(f"{path}: 이미 있습니다. 덮어쓰지 않으니 다른 이름을 적어 주세요.")
    if not out.parent.is_dir():
        raise click.ClickException(f"{out.parent}: 그런 폴더가 없습니다.")


@contextmanager
def _written_whole(path: Path) -> Iterator[BufferedRandom]:
    """A file that has this name only when all of it is written; only its owner may read it. Nothing is left where the block
    raises. Raises FileExistsError where somebody took the name meanwhile."""
    with NamedTemporaryFile("w+b", dir=path.parent, prefix=f".{path.name}.", suffix=".part", delete=False) as made:
        try:
            yield made.file  # type: ignore[misc]
            made.flush()
            os.fsync(made.fileno())
            try:
                os.link(made.name, path)
            except OSError as fault:
                if fault.errno not in _NO_LINKS or path.exists():
                    raise
                os.rename(made.name, path)  # a file system without links
        finally:
            with suppress(FileNotFoundError):
                os.unlink(made.name)


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as fault:
        raise click.ClickException(f"{path}: 그사이 같은 이름의 파일이 생겼습니다. 다른 이름을 적어 주세요.") from fault
    except OSError as fault:
        raise click.ClickException(f"{path}: 파일을 쓸 수 없습니다({fault.strerror}). 남긴 파일은 없습니다.") from fault
    except RowsDiffer as fault:
        raise click.ClickException(
            "쓴 행의 수가 센 것과 다릅니다. 남긴 파일은 없습니다. 'collabpoints ledger verify'로 확인해 주세요."
        ) from fault


def _told() -> Callable[[int], None]:
    return lambda rows: click.echo(f"\r{rows:,}행", nl=False, err=True)


def _say(taken: TakenOut, out: Path, beside: Path | None) -> None:
    click.echo(f"{out}: {taken.rows:,}행을 썼습니다. 파일 확인값(SHA-256) {taken.digest}")
    if beside is not None:
        click.echo(f"{beside}: 이 파일이 무엇인지 적었습니다.")
    if taken.losses:
        click.echo(
            f"CP949로 적을 수 없는 글자 {taken.losses:,}자를 바꾸어 적었습니다. 어느 행인지는 {beside}에 있습니다.",
            err=True,
        )
