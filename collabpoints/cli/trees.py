"""`tree SPAN`: one collaboration tree as a picture that stands alone."""

from typing import TextIO

import click
from flask_babel import force_locale

from collabpoints.cli.installation import in_app
from collabpoints.cli.jobs import agency_or_refuse
from collabpoints.domain.tree_seasons import Theme
from collabpoints.formats.tree_pictures import Extras, draw
from collabpoints.queries.agencies import TheAgency
from collabpoints.queries.board_spans import span_named
from collabpoints.queries.tree_fruits import fruit_places, fruits_of
from collabpoints.queries.trees import WHOLE_AGENCY, GrownTree, root_of_code, tree_of
from collabpoints.views.tree_words import picture_words


@click.command()
@click.argument("span")
@click.option("--department", "code", default="", help="이 코드의 부서나 실·국만. 없으면 기관 전체입니다.")
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), default="light", help="밝은 바탕(기본값) 또는 어두운 바탕."
)
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", help="그림 속의 말.")
@click.option(
    "--out", type=click.File("w", encoding="utf-8", lazy=True), required=True, help="쓸 SVG 파일. '-'는 화면."
)
@in_app
def tree(span: str, code: str, theme: str, language: str, out: TextIO) -> None:
    """한 기간의 협업나무를 SVG 그림으로 씁니다. 같은 원장이면 그림도 같습니다.

    SPAN은 2026-11(달), 2026-Q4(분기), 2026-H2(반기), 2026(해)처럼 적습니다.
    """
    agency = agency_or_refuse()
    grown = _tree(agency, span, code)
    fruits = dict(fruit_places(grown, fruits_of(agency.id, grown.span)))
    with force_locale(language):
        name = agency.name_en if language == "en" else agency.name_ko
        words = picture_words(grown, agency=name, zone=agency.zone)
        drawn = draw(grown.layout, words, month=grown.month.month, theme=Theme(theme), extras=Extras(fruits=fruits))
    try:
        out.write(drawn + "\n")
        out.close()
    except OSError as fault:
        raise click.ClickException(f"{out.name}: 파일을 쓸 수 없습니다({fault.strerror}).") from fault


def _tree(agency: TheAgency, text: str, code: str) -> GrownTree:
    span = span_named(agency.id, text)
    if span is None:
        raise click.UsageError(f"{text}: 기간이 아닙니다. 2026-11, 2026-Q4, 2026-H2, 2026처럼 적어 주세요.")
    root_id = root_of_code(agency.id, code) if code else WHOLE_AGENCY
    if root_id is None:
        raise click.UsageError(f"{code}: 그런 코드의 부서가 없습니다.")
    grown = tree_of(agency.id, span, root_id)
    if grown is not None:
        return grown
    if root_id and tree_of(agency.id, span) is not None:
        raise click.ClickException(
            f"{text}: 이 부서만의 나무는 없습니다. 그 기간에 없던 부서이거나, 사람이 적어 숫자를 보이지 않는 부서입니다."
        )
    raise click.ClickException(
        f"{text}: 아직 나무가 없습니다. 나무는 달이 시작한 뒤 날마다 자랍니다"
        "(지금 키우려면 'collabpoints jobs run trees')."
    )
