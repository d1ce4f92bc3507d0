"""What commands say of seals: what was looked at, what differs, and the digests that may be kept elsewhere."""

from collections.abc import Sequence

import click

from collabpoints.domain.seals import Break, SealBreak
from collabpoints.queries.sealed_rows import SEALED, SealedTable
from collabpoints.queries.seals import SealVerification, is_seal, seal_heads, verify_seals

TABLE_WORDS = {
    "entries": "원장",
    "note_reviews": "검토 결정",
    "prize_changes": "시상 변경",
    "access_records": "접속기록",
    "download_records": "내려받기 기록",
    "seals": "봉인",
}
_BREAKS = {
    Break.MISSING: "봉인한 뒤 사라진 행 {count:,}",
    Break.ADDED: "봉인한 뒤 끼어든 행 {count:,}",
    Break.CHANGED: "봉인한 뒤 행이나 봉인이 바뀌었습니다",
    Break.UNREADABLE: "행의 값이 읽을 수 없게 바뀌었습니다",
    Break.SEAL_MISSING: "사라진 봉인 {count:,}",
    Break.CHAIN: "앞의 봉인과 이어지지 않습니다",
    Break.EARLY: "보관 기간이 지나기 전에 지운 행 {count:,}",
}
_EVERY = 20


def are_whole(agency_id: int, tables: Sequence[SealedTable] = SEALED, kept: Sequence[str] = ()) -> bool:
    """Look at every segment of these tables and say what was found, the newest digests too; whether nothing differs and the
    digests that somebody kept still stand."""
    found = verify_seals(agency_id, tables=tables, progress=_say_progress)
    _say_seals(found)
    say_heads(agency_id, tables)
    gone = [digest for digest in kept if not is_seal(agency_id, digest)]
    for digest in gone:
        click.echo(f"이 값의 봉인이 없습니다: {digest}")
    return found.is_whole and not gone


def say_heads(agency_id: int, tables: Sequence[SealedTable] = SEALED) -> None:
    """Say the newest seal of each table."""
    names = {sealed.name for sealed in tables}
    for head in seal_heads(agency_id):
        if head.table in names:
            click.echo(
                f"{TABLE_WORDS.get(head.table, head.table)} {head.segment:,}구간,"
                f" {head.last_id}번까지 {head.rows:,}행: {head.digest}"
            )


def break_words(one: SealBreak) -> str:
    """One difference in a sentence."""
    where = f"{TABLE_WORDS.get(one.table, one.table)} {one.segment:,}구간" if one.segment else "맨 끝"
    if one.kind is Break.SEAL_MISSING and not one.segment:
        return f"{where}: 사라진 봉인, 그 안의 행 {one.count:,}"
    return f"{where}: {_BREAKS[one.kind].format(count=one.count)}"


def _say_progress(table: str, done: int, segments: int) -> None:
    if done in (1, segments) or done % _EVERY == 0:
        click.echo(f"확인 중: 봉인, {TABLE_WORDS.get(table, table)} {done:,}/{segments:,}", err=True)


def _say_seals(found: SealVerification) -> None:
    click.echo(f"봉인: {found.segments:,}구간 {found.rows:,}행 확인, 다른 곳 {len(found.breaks):,}")
    for one in found.breaks:
        click.echo(f"  {break_words(one)}")
    click.echo("봉인한 뒤 바뀐 곳이 없습니다." if found.is_whole else "봉인한 뒤 바뀐 곳이 있습니다.")
