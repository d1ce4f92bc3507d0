"""The sentences about files that are taken out or handed in, for the catalogue (views/sentences.py)."""

from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.errors import Code

EXPORT_SENTENCES: dict[Code, LazyString] = {
    Code.EXPORT_WITHOUT_MONTHS: sentence("고르신 기간에는 시작한 달이 없습니다. 기간을 다시 골라 주세요."),
    Code.EXPORT_WITHOUT_BOARD: sentence(
        "부서장은 순위가 만들어진 달, 분기, 반기, 연도 단위로 내려받을 수 있습니다. 기간을 다시 골라 주세요."
    ),
    Code.EXPORT_NOT_SHOWN: sentence(
        "이 운영 기준에서는 부서장에게 부서의 합계만 보여 드립니다. 부서별 합계를 골라 주세요."
    ),
    Code.SUBMISSION_RECIPIENT_MISSING: sentence("어디에 내는 자료인지 적어 주세요(예: 시상 심사위원회)."),
    Code.SUBMISSION_PURPOSE_MISSING: sentence("무엇에 쓰는 자료인지 적어 주세요(예: 4분기 우수자 심사)."),
    Code.SUBMISSION_LONG: sentence("%(maximum)s자까지 적을 수 있습니다."),
    Code.SUBMISSION_EMPTY: sentence(
        "고르신 조건에 맞는 대상이 없어 제출본을 만들지 않았습니다. 기간이나 조건을 바꿔 주세요."
    ),
    Code.EXPORT_BACKWARDS: sentence("첫 달이 마지막 달보다 뒤에 있습니다. 순서를 바꿔 주세요."),
    Code.EXPORT_TOO_LONG: sentence("한 파일에는 %(most)s개월까지 담을 수 있습니다. 기간을 줄여 주세요."),
    Code.EXPORT_UNBALANCED: sentence(
        "파일의 합계(%(figure)s %(lines)s)가 원장(%(ledger)s)과 달라 파일을 만들지 않았습니다. 시스템 관리자에게 원장 점검을 요청해 주세요."
    ),
}
