"""The words a scheme chooses among, and how each is called in both languages.

They are data of the scheme like its own names: a file, a page, a command and the docs call them alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from collabpoints.domain.roles import Role, Status


@dataclass(frozen=True, slots=True)
class Wording:
    """The same in Korean and in English."""

    ko: str
    en: str

    def within(self, language: str) -> str:
        """The English where `language` is "en", else the Korean."""
        return self.en if language == "en" else self.ko


class AllowanceUnit(StrEnum):
    """In what the monthly allowance is counted: notes with points (충청남도 2015) or points (행정자치부 2016)."""

    NOTES = "notes"
    POINTS = "points"


class Level(StrEnum):
    """The level of the tree at which "the same department" is judged."""

    BUREAU = "bureau"
    DEPARTMENT = "department"
    TEAM = "team"


class StockCheck(StrEnum):
    """What becomes of a note that holds nothing but stock phrases: a hint while writing, or a reviewer's look as well."""

    HINT = "hint"
    REVIEW = "review"


class Span(StrEnum):
    """For how long prizes add up."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Measure(StrEnum):
    """By what people and departments are ranked, and by what a tie is broken. Notes are those received with points."""

    RECEIVED = "received"
    SENT = "sent"
    SCORE = "score"
    NOTES = "notes"


class Purpose(StrEnum):
    """What points are used for."""

    PRIZES = "prizes"
    DEPARTMENT_EVALUATION = "department_evaluation"
    PERSONAL_CREDIT = "personal_credit"


class Viewers(StrEnum):
    """Who sees the ranking."""

    EVERYONE = "everyone"
    FIRST_TEN = "first_ten"
    LEADS_AND_HR = "leads_and_hr"


class HeadView(StrEnum):
    """What a head of a department sees of its people: nobody, or those who were thanked. Never those with nothing."""

    DEPARTMENT = "department"
    THANKED = "thanked"


class Certificate(StrEnum):
    """What winners of prizes are handed: nothing, a 상장 or a 표창장."""

    NONE = "none"
    AWARD = "award"
    COMMENDATION = "commendation"


class Beneficiary(StrEnum):
    """To whom special points of a kind may go."""

    PERSON = "person"
    DEPARTMENT = "department"
    EITHER = "either"


class Approver(StrEnum):
    """Who approves special points. The agency's head is the department head of the department at the top of the tree."""

    OFFICER = "officer"
    REVIEWER = "reviewer"
    AGENCY_HEAD = "agency_head"


SERVING = (Status.ACTIVE, Status.SECONDED, Status.TRAINING, Status.LEAVE)
"""The states of service that a scheme may let take part; who has left never does."""

STAFF_ROLES = (Role.OFFICER, Role.REVIEWER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR, Role.DEPARTMENT_HEAD)
"""The roles whose holders a scheme may leave out of prizes."""

WORDINGS: Mapping[type[StrEnum], Mapping[StrEnum, Wording]] = {
    AllowanceUnit: {
        AllowanceUnit.NOTES: Wording("건수", "notes"),
        AllowanceUnit.POINTS: Wording("포인트", "points"),
    },
    Level: {
        Level.BUREAU: Wording("실·국", "bureau"),
        Level.DEPARTMENT: Wording("과", "department"),
        Level.TEAM: Wording("팀", "team"),
    },
    StockCheck: {
        StockCheck.HINT: Wording("쓰는 동안 알려 주기만 함", "a hint while writing"),
        StockCheck.REVIEW: Wording(
            "알려 주고, 그대로 보내면 검토자가 살펴봄", "a hint, and a reviewer's look if sent all the same"
        ),
    },
    Span: {
        Span.MONTH: Wording("매월", "month"),
        Span.QUARTER: Wording("분기", "quarter"),
        Span.HALF_YEAR: Wording("반기", "half-year"),
        Span.YEAR: Wording("연간", "year"),
    },
    Measure: {
        Measure.RECEIVED: Wording("받은 포인트", "points received"),
        Measure.SENT: Wording("보낸 포인트", "points sent"),
        Measure.SCORE: Wording("합산 포인트", "score"),
        Measure.NOTES: Wording("포인트와 함께 받은 메시지 수", "notes received with points"),
    },
    Purpose: {
        Purpose.PRIZES: Wording("시상", "prizes"),
        Purpose.DEPARTMENT_EVALUATION: Wording("부서 평가", "evaluation of departments"),
        Purpose.PERSONAL_CREDIT: Wording("개인 평가 가점", "credit in personal evaluation"),
    },
    Viewers: {
        Viewers.EVERYONE: Wording("모든 직원이 전체 순위를 봄", "everyone sees all ranks"),
        Viewers.FIRST_TEN: Wording(
            "모든 직원이 10위까지와 자기 순위를 봄", "everyone sees the first ten and their own place"
        ),
        Viewers.LEADS_AND_HR: Wording("부서장과 운영 담당자만 봄", "only heads of departments and the officer"),
    },
    HeadView: {
        HeadView.DEPARTMENT: Wording("부서의 합계만 봄", "only the sums of the department"),
        HeadView.THANKED: Wording(
            "고마움을 받은 부서 직원과 그 포인트도 봄", "also who of the department was thanked, with their points"
        ),
    },
    Certificate: {
        Certificate.NONE: Wording("주지 않음", "none"),
        Certificate.AWARD: Wording("상장", "a certificate of award"),
        Certificate.COMMENDATION: Wording("표창장", "a letter of commendation"),
    },
    Beneficiary: {
        Beneficiary.PERSON: Wording("개인", "a person"),
        Beneficiary.DEPARTMENT: Wording("부서", "a department"),
        Beneficiary.EITHER: Wording("개인 또는 부서", "a person or a department"),
    },
    Approver: {
        Approver.OFFICER: Wording("운영 담당자", "the officer"),
        Approver.REVIEWER: Wording("검토자", "a reviewer"),
        Approver.AGENCY_HEAD: Wording("기관장", "the head of the agency"),
    },
    Status: {
        Status.ACTIVE: Wording("재직", "active"),
        Status.SECONDED: Wording("파견", "seconded"),
        Status.TRAINING: Wording("교육", "in training"),
        Status.LEAVE: Wording("휴직", "on leave"),
    },
    Role: {
        Role.OFFICER: Wording("운영 담당자", "officer"),
        Role.REVIEWER: Wording("검토자", "reviewer"),
        Role.PRIVACY_OFFICER: Wording("개인정보 보호책임자", "privacy officer"),
        Role.ADMINISTRATOR: Wording("관리자", "administrator"),
        Role.DEPARTMENT_HEAD: Wording("부서장", "department head"),
    },
}
"""By the kind of word first: words of two kinds may be spelled alike (`notes`, `officer`) and compare as equal."""


def wording_of(word: StrEnum) -> Wording:
    """How a word is called."""
    return WORDINGS[type(word)][word]
