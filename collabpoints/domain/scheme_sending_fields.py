"""The fields of a scheme that judge a note: names, allowance, points, who takes part, the text, and what comes after.

Documented here once: parser, faults, files, forms, pages and `docs/schemes.md` are made from it. A field with a default
may be missing in a file (ADR 0009).
"""

from collections.abc import Mapping

from collabpoints.domain.scheme_kinds import Choice, Code, Field, Flag, Hundredths, Number, Text
from collabpoints.domain.scheme_lists import Choices, Points, Words
from collabpoints.domain.scheme_words import SERVING, AllowanceUnit, Level, Purpose, StockCheck, Wording

MINUTES = Wording("분", "minutes")
DAYS = Wording("일", "days")
CHARACTERS = Wording("자", "characters")
NOTES = Wording("건", "notes")
NO_LIMIT = Wording("제한 없음", "no limit")
A_NAME, A_SENTENCE = 100, 300
A_RANK, AN_EMPLOYMENT = 40, 20

_BOOK = (
    Field("code", "code", Code(),
          ("이름표", "파일과 명령이 이 기준을 부르는 짧은 이름입니다. 영문 소문자, 숫자, 붙임표로 적습니다."),
          ("Code", "The short name by which files and commands call the scheme: small letters, digits, dashes.")),
    Field("name_ko", "name_ko", Text(A_NAME),
          ("이름 (한국어)", "화면에 보이는 이름입니다."), ("Name (Korean)", "The name that pages show.")),
    Field("name_en", "name_en", Text(A_NAME),
          ("이름 (영어)", "영어 화면에 보이는 이름입니다."), ("Name (English)", "The name on English pages.")),
    Field("used_for_ko", "used_for_ko", Text(A_SENTENCE),
          ("어디에 쓰는지 (한국어)", "포인트를 어디에 쓰는지 한 문장으로 적습니다. 보내는 화면과 운영 기준 맨 위에 보입니다."),
          ("Used for (Korean)", "One sentence on what points are used for; it stands where one writes and on top of the rules.")),
    Field("used_for_en", "used_for_en", Text(A_SENTENCE),
          ("어디에 쓰는지 (영어)", "같은 문장을 영어로 적습니다."), ("Used for (English)", "The same sentence in English.")),
    Field("source", "source", Text(A_SENTENCE, may_be_empty=True),
          ("출처", "이 기준이 어디에서 왔는지 적습니다: 보도, 지침, 내부 결재 문서."),
          ("Source", "Where the rules come from: a report, a directive, an internal decision."), default=""),
    Field("assumptions", "assumptions", Words(40, A_SENTENCE),
          ("가정", "출처에 없어 정해야 했던 것과 그 이유를 한 줄에 하나씩 적습니다."),
          ("Assumptions", "What the source does not say and had to be decided, with the reason, one a line."), default=()),
)  # fmt: skip

_USES = (
    Field("uses.purposes", "purposes", Choices(tuple(Purpose), may_be_empty=True),
          ("쓰임", "포인트를 쓰는 곳입니다. 지난 달의 포인트를 여기에 없던 곳에 쓰지 않습니다."),
          ("Purposes", "What points are used for; points of past months are never used for anything that was not named then."),
          default=frozenset({Purpose.PRIZES})),
    Field("uses.credit_cap_hundredths", "credit_cap_hundredths", Hundredths(1, 1000, Wording("점", "credits")),
          ("개인 가점 한도", "한 사람이 한 해에 평가에서 받을 수 있는 가점의 한도입니다. 파일에는 100분의 1점 단위로 적습니다(50 = 0.5점)."),
          ("Cap of personal credit", "The most credit in evaluation that a person can have from points in a year; files hold hundredths (50 = 0.5)."),
          default=None),
)  # fmt: skip

_ALLOWANCE = (
    Field("allowance.unit", "allowance_unit", Choice(tuple(AllowanceUnit)),
          ("배정 단위", "한 달 배정을 메시지 건수로 셀지 포인트로 셀지 정합니다."),
          ("Unit of the allowance", "Whether the month's allowance is counted in notes or in points.")),
    Field("allowance.amount", "allowance", Number(1, 100_000),
          ("한 달 배정", "한 사람이 한 달에 전할 수 있는 만큼입니다. 쓰지 않은 배정은 달이 끝나면 사라집니다."),
          ("Monthly allowance", "What a person may give in a month; what is unused is gone when the month ends.")),
    Field("reclaim.restores_allowance", "is_allowance_restored", Flag(),
          ("회수하면 배정도 되돌림", "회수된 만큼 보낸 사람이 그 달에 다시 보낼 수 있게 할지 정합니다."),
          ("A reclaim restores the allowance", "Whether the sender may give again in that month what was reclaimed."),
          default=False),
    Field("reclaim.restores_cap", "is_pair_cap_restored", Flag(),
          ("회수하면 같은 사람 한도도 되돌림", "회수된 메시지를 한 사람에게 보낼 수 있는 건수에서 뺄지 정합니다."),
          ("A reclaim restores the cap", "Whether a reclaimed note no longer counts toward the cap of notes to one person."),
          default=False),
)  # fmt: skip

_POINTS = (
    Field("points.allowed", "points_allowed", Points(),
          ("메시지 하나의 포인트", "정해진 값 하나(10), 고를 수 있는 값들(10, 30), 또는 범위와 단위(10-50/10)로 적습니다."),
          ("Points a note", "One fixed amount (10), a list to choose from (10, 30), or a range with a step (10-50/10).")),
    Field("points.to_own_line", "has_points_for_own_line", Flag(),
          ("결재라인에도 포인트", "보내는 사람의 결재라인에 있는 상급자에게도 포인트를 보낼 수 있는지 정합니다. 아니면 고마운 마음만 전합니다."),
          ("Points to one's own line of approval", "Whether points may go to superiors in the sender's own line of approval; if not, thanks alone."),
          default=True),
    Field("points.positions_without", "positions_without_points", Words(100, A_RANK),
          ("포인트를 받지 않는 직위", "이 직위의 동료에게는 고마운 마음만 전합니다. 인사 파일에 적힌 대로 한 줄에 하나씩 적습니다."),
          ("Positions without points", "Colleagues in these positions get thanks alone; as HR's file spells them, one a line."),
          default=()),
)  # fmt: skip


def _taking_part(table: str, prefix: str, ko: str, en: str) -> tuple[Field, ...]:
    """Who takes part as a sender or as a recipient; `ko` and `en` say which."""
    return (
        Field(f"{table}.statuses", f"{prefix}_statuses", Choices(SERVING),
              (f"{ko} 사람의 재직상태", f"이 상태인 직원만 메시지를 {ko} 수 있습니다. 동료에게 상태를 알리지 않습니다."),
              (f"States of service that {en}", f"Only employees in these states {en} notes; colleagues are not told the state.")),
        Field(f"{table}.ranks_left_out", f"{prefix}_ranks_left_out", Words(100, A_RANK),
              (f"포인트를 {ko} 대상이 아닌 직급", "고마운 마음은 그대로 주고받습니다. 인사 파일에 적힌 대로 한 줄에 하나씩 적습니다."),
              (f"Ranks that {en} no points", "Thanks alone stays possible; as HR's file spells them, one a line."), default=()),
        Field(f"{table}.employments_left_out", f"{prefix}_employments_left_out", Words(50, AN_EMPLOYMENT),
              (f"포인트를 {ko} 대상이 아닌 고용형태", "공무직, 임기제처럼 인사 파일에 적힌 대로 한 줄에 하나씩 적습니다."),
              (f"Kinds of employment that {en} no points", "As HR's file spells them, one a line."), default=()),
        Field(f"{table}.days_after_joining", f"{prefix}_days_after_joining", Number(0, 366, DAYS),
              (f"새로 온 직원이 포인트를 {ko} 수 있기까지", "들어온 날부터 이 일수가 지나야 포인트를 주고받습니다. 0이면 첫날부터입니다."),
              (f"Days until newcomers {en} points", "So many days after joining; 0 is from the first day."), default=0),
    )  # fmt: skip


_RECIPIENTS = (
    Field("recipients.same_department", "is_same_department_allowed", Flag(),
          ("같은 부서에도 포인트", "같은 부서 동료에게 포인트를 보낼 수 있는지 정합니다. 아니면 고마운 마음만 전합니다."),
          ("Points within a department", "Whether points may go to colleagues of the same department; if not, thanks alone.")),
    Field("recipients.same_level", "same_level", Choice(tuple(Level)),
          ("같은 부서를 판단하는 단위", "같은 부서인지를 실·국, 과, 팀 가운데 어디에서 판단할지 정합니다."),
          ("What is the same department", "At which level of the tree it is judged: bureau, department or team."),
          default=Level.DEPARTMENT),
    Field("recipients.other_agencies", "is_other_agency_allowed", Flag(),
          ("다른 기관에도 포인트", "다른 기관 직원에게도 보낼 수 있는지 적어 둡니다. 한 설치에 여러 기관이 있게 될 때까지 효력이 없습니다."),
          ("Points to other agencies", "Stored, not yet effective: it takes several agencies in one installation."), default=False),
    Field("recipients.notes_to_one_person", "pair_cap", Number(1, 1000, NOTES),
          ("한 사람에게 한 달에", "한 동료에게 한 달에 포인트와 함께 보낼 수 있는 건수입니다. 비우면 제한이 없습니다."),
          ("Notes to one person a month", "How many notes with points one colleague may get from another in a month; empty is no limit."),
          default=None, absent=NO_LIMIT),
    *_taking_part("recipients", "receiving", "받을", "receive"),
)  # fmt: skip

_SENDERS = _taking_part("senders", "sending", "보낼", "send")

_TEXT = (
    Field("text.minimum", "text_minimum", Number(1, 500, CHARACTERS),
          ("글의 최소 길이", "이보다 짧은 글은 보낼 수 없습니다."), ("Shortest text", "A shorter text cannot be sent.")),
    Field("text.maximum", "text_maximum", Number(1, 5000, CHARACTERS),
          ("글의 최대 길이", "이보다 긴 글은 보낼 수 없습니다."), ("Longest text", "A longer text cannot be sent.")),
    Field("text.guided", "is_guided", Flag(),
          ("육하원칙으로 적기", "누가, 언제, 어디서, 무엇을, 어떻게, 왜 칸을 나누어 적게 할지 정합니다. 완성된 글은 고칠 수 있습니다."),
          ("Guided fields", "Whether the form asks who, when, where, what, how and why; the composed text can be edited."), default=False),
    Field("text.stock_phrases", "stock_phrases", Words(200, 40),
          ("우리 기관의 상투어", "기본 목록(감사합니다, 수고하셨습니다 등)에 더할 말입니다. 이 말만 있는 글은 어떤 도움이었는지 적도록 알려 줍니다."),
          ("Stock phrases of the agency", "Besides the built-in ones; a text of these alone gets a hint to say what the help was."), default=()),
    Field("text.stock_only", "stock_check", Choice(tuple(StockCheck)),
          ("상투어만 있는 글", "알려 주기만 할지, 그대로 보내면 검토자도 살펴볼지 정합니다. 어느 쪽도 보내기를 막지 않습니다."),
          ("A text of stock phrases alone", "A hint only, or a reviewer's look as well; neither stops the sending."),
          default=StockCheck.HINT),
    Field("visibility.public_at_first", "is_public_at_first", Flag(),
          ("처음에 공개", "따로 고르지 않은 메시지를 동료들이 함께 읽을 수 있는지 정합니다. 받은 사람은 언제든 둘만 보기로 바꿉니다."),
          ("Public at first", "Whether a note is readable by colleagues unless chosen otherwise; the recipient can turn it private at any time.")),
)  # fmt: skip

_AFTERWARDS = (
    Field("take_back.minutes", "take_back_minutes", Number(0, 1440, MINUTES),
          ("보내기 취소", "보낸 뒤 이 시간 안에, 받는 사람이 읽기 전이면 취소할 수 있습니다. 0이면 취소할 수 없습니다."),
          ("Taking back", "Within so many minutes and before it is read; 0 is never.")),
    Field("appeals.days", "appeal_days", Number(1, 90, DAYS),
          ("재검토 요청", "회수된 뒤 이 기간 안에 두 사람이 다시 살펴 달라고 할 수 있습니다."),
          ("Second look", "Within so many days after a reclaim either of the two may ask for another look."), default=14),
)  # fmt: skip

SENDING_GROUPS: Mapping[str, tuple[Field, ...]] = {
    "book": _BOOK,
    "uses": _USES,
    "allowance": _ALLOWANCE,
    "points": _POINTS,
    "recipients": _RECIPIENTS,
    "senders": _SENDERS,
    "text": _TEXT,
    "afterwards": _AFTERWARDS,
}
