"""The sentences on faults of a scheme: which field, what is wrong, what to do now. For pages and for commands."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.particles import filled
from collabpoints.domain.scheme_faults import Fault, FaultCode
from collabpoints.domain.scheme_fields import FIELDS
from collabpoints.domain.scheme_kinds import Field
from collabpoints.domain.scheme_lists import Rows
from collabpoints.domain.scheme_words import Wording
from collabpoints.views.languages import language

FAULT_SENTENCES: dict[FaultCode, LazyString] = {
    FaultCode.PRESET_UNKNOWN: sentence("이름이 '%(name)s'인 운영 기준이 없습니다. 쓸 수 있는 것: %(presets)s"),
    FaultCode.TOO_LARGE: sentence("파일이 너무 깁니다. %(longest)s자까지 읽을 수 있습니다."),
    FaultCode.NOT_TOML: sentence("%(line)s번째 줄을 읽을 수 없습니다. TOML 형식에 맞게 고쳐 주세요."),
    FaultCode.UNKNOWN: sentence("알 수 없는 항목입니다. 철자를 확인하거나 지워 주세요."),
    FaultCode.MISSING: sentence("빠져 있습니다. 꼭 적어야 하는 항목입니다."),
    FaultCode.NOT_A_TABLE: sentence("여러 항목을 묶은 표여야 합니다."),
    FaultCode.NOT_A_LIST: sentence("목록이어야 합니다."),
    FaultCode.NOT_A_TEXT: sentence("글자로 적어 주세요."),
    FaultCode.NOT_A_NUMBER: sentence("%(low)s부터 %(high)s까지의 정수로 적어 주세요."),
    FaultCode.NOT_A_FLAG: sentence("예(true)나 아니요(false)로 정해 주세요."),
    FaultCode.NOT_A_CHOICE: sentence("정해진 것 가운데 골라 주세요: %(choices)s"),
    FaultCode.NOT_A_CODE: sentence("영문 소문자와 숫자, 붙임표(-)로 %(longest)s자까지 적어 주세요."),
    FaultCode.EMPTY: sentence("비어 있습니다. 하나라도 적거나 골라 주세요."),
    FaultCode.TOO_LONG: sentence("너무 깁니다(지금 %(length)s자). %(longest)s자까지로 줄여 주세요."),
    FaultCode.UNFIT: sentence("줄바꿈이나 보이지 않는 문자가 들어 있습니다. 지우고 다시 적어 주세요."),
    FaultCode.OUT_OF_BOUNDS: sentence("%(low)s부터 %(high)s까지 정할 수 있습니다."),
    FaultCode.TOO_MANY: sentence("너무 많습니다. %(most)s개까지 적을 수 있습니다."),
    FaultCode.TWICE: sentence("'%(value)s'[이] 두 번 있습니다. 하나만 남겨 주세요."),
    FaultCode.NOT_ASCENDING: sentence("작은 것부터 차례로, 같은 것 없이 적어 주세요."),
    FaultCode.RANGE_REVERSED: sentence("범위의 처음(%(low)s)이 끝(%(high)s)보다 큽니다. 바꾸어 적어 주세요."),
    FaultCode.STEP_UNEVEN: sentence("%(low)s부터 %(high)s까지는 %(step)s 단위로 나누어떨어지지 않습니다. 끝이나 단위를 고쳐 주세요."),
    FaultCode.MINIMUM_ABOVE_MAXIMUM: sentence("최소(%(minimum)s)가 최대(%(maximum)s)보다 큽니다. 한쪽을 고쳐 주세요."),
    FaultCode.POINTS_ABOVE_ALLOWANCE: sentence(
        "메시지 하나의 포인트(%(points)s)가 한 달 배정(%(allowance)s)보다 많아 보낼 수 없습니다. 한쪽을 고쳐 주세요."
    ),
    FaultCode.CAP_ABOVE_ALLOWANCE: sentence(
        "한 달 배정으로는 %(payable)s건까지만 보낼 수 있어 한도 %(cap)s건에 닿지 않습니다. 한도를 낮추거나 비워 주세요."
    ),
    FaultCode.CREDIT_CAP_WITHOUT_CREDIT: sentence("쓰임에 개인 평가 가점이 없는데 한도가 있습니다. 한도를 비우거나 쓰임에 더해 주세요."),
    FaultCode.CREDIT_WITHOUT_CAP: sentence("개인 평가 가점에는 한도가 있어야 합니다. 한도를 적어 주세요."),
    FaultCode.PRIZES_WITHOUT_PURPOSE: sentence("쓰임에 시상이 없는데 시상 주기가 있습니다. 쓰임에 더하거나 주기를 지워 주세요."),
    FaultCode.TIER_WITHOUT_WINNERS: sentence("'%(name)s'[을] 받는 사람이 없습니다. 개인이나 부서의 수를 적어 주세요."),
    FaultCode.TIER_WITHOUT_SPAN: sentence("'%(name)s'의 주기가 시상 주기에 없습니다. 시상 주기에 더하거나 등급의 주기를 고쳐 주세요."),
    FaultCode.SCORE_COUNTS_NOTHING: sentence(
        "합산 포인트로 순위를 매기는데 아무것도 더하지 않습니다. 비율을 적거나 순위의 기준을 바꿔 주세요."
    ),
    FaultCode.TIE_SAYS_NOTHING: sentence("순위의 기준과 같은 것으로는 같은 순위를 가를 수 없습니다. 빼 주세요."),
    FaultCode.DEPARTMENT_IN_TWO_DIVISIONS: sentence("부서코드 %(value)s[이] 두 그룹에 있습니다. 한쪽에서 빼 주세요."),
}  # fmt: skip


_OF_A_LINE = sentence("%(line)s번째 줄: %(sentence)s")


def said(wording: Wording) -> str:
    """A wording of the scheme in the language of the request."""
    return wording.within(language())


@dataclass(frozen=True, slots=True)
class Told:
    """A value as a page shows it; `language` where its words are the agency's own."""

    text: str
    language: str


def told(field: Field, value: object) -> Told:
    """A value of a field, a line for each line of a list, in the language of the request."""
    return Told(said(field.lines(value)) or said(field.worded(None)), field.language_of(value))


def fault_sentence(fault: Fault) -> str:
    """What is wrong and what to do now, without the field's name: it stands at the field."""
    return filled(str(FAULT_SENTENCES[fault.code]), dict(fault.values))


def fault_line(fault: Fault) -> str:
    """The same with the field's name and its path in a file, for lists of faults."""
    place = field_words(fault.path)
    where = f"{place} ({fault.path})" if place and place != fault.path else fault.path
    return f"{where}: {fault_sentence(fault)}" if where else fault_sentence(fault)


def fault_sentence_at(fault: Fault, place: str) -> str:
    """The sentence as it stands at a form's box; where the box holds several lines, with the line."""
    line = fault.path.removeprefix(place).strip(".")
    said_of_it = fault_sentence(fault)
    return str(_OF_A_LINE) % {"line": line, "sentence": said_of_it} if line.isdigit() else said_of_it


def field_words(path: str) -> str:
    """How people call what a path names: `prizes.tiers.2.persons` is "상의 등급 2 · 개인". A path that no field has stays."""
    field = field_at(path)
    if field is None:
        return path
    parts = path.removeprefix(field.path).strip(".").split(".")
    label = " ".join([said(field.label), *(part for part in parts[:1] if part.isdigit())])
    columns = field.kind.columns if isinstance(field.kind, Rows) else ()
    column = next((said(column.label) for column in columns if column.path in parts[1:2]), "")
    return f"{label} · {column}" if column else label


def field_at(path: str) -> Field | None:
    """The field at which a fault's path points, or None."""
    return next((field for field in FIELDS if path == field.path or path.startswith(f"{field.path}.")), None)
