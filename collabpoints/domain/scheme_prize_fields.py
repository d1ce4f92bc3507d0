"""The fields of a scheme that judge a month's sums: score, special points, rankings, confirming, prizes, and the hands that start it.

Documented here once, like those of `scheme_sending_fields.py`.
"""

from collections.abc import Mapping

from collabpoints.domain.roles import Role
from collabpoints.domain.scheme_book import Division, SpecialKind, Tier
from collabpoints.domain.scheme_kinds import Choice, Code, Field, Flag, Hundredths, Number, Text
from collabpoints.domain.scheme_lists import HIGHEST_POINTS, Choices, Order, Rows, Words
from collabpoints.domain.scheme_sending_fields import A_NAME, A_RANK, A_SENTENCE
from collabpoints.domain.scheme_words import (
    STAFF_ROLES,
    Approver,
    Beneficiary,
    Certificate,
    HeadView,
    Measure,
    Span,
    Viewers,
    Wording,
)

PERCENT = Wording("%", "%")
PERSONS = Wording("명", "persons")
DEPARTMENTS = Wording("개 부서", "departments")
MONTH = Wording("월", "(month)")
MONTHS = Wording("개월", "months")
WORKDAYS = Wording("일", "working days")
A_DEPARTMENT_CODE = 40
CERTIFICATE_WORDING = "동료의 일을 내 일처럼 도와 함께 일하는 문화를 만드는 데 크게 이바지하였으므로 이에 모두의 고마운 마음을 담아 드립니다."
"""Fits a 상장 and a 표창장, a person and a department."""

_NAMES = (
    Field("name_ko", "name_ko", Text(A_NAME), ("이름 (한국어)", "화면에 보이는 이름입니다."), ("Name (Korean)", "As pages show it.")),
    Field("name_en", "name_en", Text(A_NAME), ("이름 (영어)", "영어 화면에 보이는 이름입니다."), ("Name (English)", "As English pages show it.")),
)  # fmt: skip

_SPECIAL_KIND = (
    Field("code", "code", Code(), ("이름표", "영문 소문자, 숫자, 붙임표로 적는 짧은 이름입니다."),
          ("Code", "A short name of small letters, digits, dashes.")),
    *_NAMES,
    Field("minimum", "minimum", Number(1, HIGHEST_POINTS), ("최소", "한 번에 줄 수 있는 가장 적은 포인트입니다."),
          ("Lowest", "The fewest points of one grant.")),
    Field("maximum", "maximum", Number(1, HIGHEST_POINTS), ("최대", "한 번에 줄 수 있는 가장 많은 포인트입니다."),
          ("Highest", "The most points of one grant.")),
    Field("given_to", "given_to", Choice(tuple(Beneficiary)), ("받을 직원이나 부서", "개인에게, 부서에, 또는 어느 쪽에나 줍니다."),
          ("Given to", "A person, a department, or either."), default=Beneficiary.PERSON),
    Field("approved_by", "approved_by", Choice(tuple(Approver)), ("승인", "부서장이 제안하면 이 사람이 승인합니다. 자신의 제안과 자신의 몫은 승인하지 못합니다."),
          ("Approved by", "Who approves what a department head proposes; never one's own proposal, never for oneself."),
          default=Approver.OFFICER),
)  # fmt: skip

_TIER = (
    Field("span", "span", Choice(tuple(Span)), ("주기", "이 상이 주어지는 주기입니다."), ("Span", "The span for which it is given.")),
    *_NAMES,
    Field("persons", "persons", Number(0, 1000, PERSONS), ("개인", "이 상을 받는 직원 수입니다."),
          ("Persons", "How many persons win it."), default=0),
    Field("departments", "departments", Number(0, 1000, DEPARTMENTS), ("부서", "이 상을 받는 부서 수입니다."),
          ("Departments", "How many departments win it."), default=0),
)  # fmt: skip

_DIVISION = (
    *_NAMES,
    Field("departments", "departments", Words(500, A_DEPARTMENT_CODE, may_be_empty=False),
          ("부서코드", "이 그룹의 부서코드를 한 줄에 하나씩 적습니다. 그 아래 부서도 함께 들어갑니다."),
          ("Department codes", "The codes of its departments, one a line; what is below them belongs to it too.")),
)  # fmt: skip

_SCORE = (
    Field("score.received_basis_points", "received_basis_points", Hundredths(0, 1_000_000, PERCENT),
          ("받은 포인트의 비율", "합산 포인트에 받은 포인트를 몇 % 넣을지 정합니다. 파일에는 10000 = 100%로 적습니다."),
          ("Weight of points received", "The percentage that counts in the score; files hold basis points (10000 = 100 %).")),
    Field("score.sent_basis_points", "sent_basis_points", Hundredths(0, 1_000_000, PERCENT),
          ("보낸 포인트의 비율", "합산 포인트에 보낸 포인트를 몇 % 넣을지 정합니다. 받은 쪽보다 클 수도 있습니다."),
          ("Weight of points sent", "The percentage that counts in the score; it may be more than that of points received.")),
)  # fmt: skip

_SPECIAL = (
    Field("special", "special_kinds", Rows(SpecialKind, _SPECIAL_KIND, 30, ("code",)),
          ("특별협업포인트의 종류", "종류마다 이름, 포인트의 범위, 받는 쪽, 승인하는 사람을 정합니다. 합산 포인트에 그대로 더해집니다."),
          ("Kinds of special points", "Each with its names, bounds, who gets them and who approves; they count in full in the score."),
          default=()),
)  # fmt: skip

_RANKING = (
    Field("ranking.persons_by", "persons_ranked_by", Choice(tuple(Measure)),
          ("개인 순위의 기준", "개인의 순위를 무엇으로 매길지 정합니다."), ("Persons are ranked by", "What orders the persons."),
          default=Measure.SCORE),
    Field("ranking.persons_ties", "persons_ties", Order(tuple(Measure)),
          ("개인이 같을 때", "같으면 차례로 비교할 것입니다. 그래도 같으면 같은 순위입니다."),
          ("Ties of persons", "What is compared next, in order; who is still equal shares the rank."), default=()),
    Field("ranking.departments_by", "departments_ranked_by", Choice(tuple(Measure)),
          ("부서 순위의 기준", "부서의 순위를 무엇으로 매길지 정합니다."), ("Departments are ranked by", "What orders the departments."),
          default=Measure.SCORE),
    Field("ranking.departments_per_head", "is_per_head", Flag(),
          ("부서는 1인당으로", "부서의 합계를 그 기간의 평균 인원으로 나눌지 정합니다."),
          ("Departments per head", "Whether a department's sum is divided by its average headcount in the span."), default=False),
    Field("ranking.departments_ties", "departments_ties", Order(tuple(Measure)),
          ("부서가 같을 때", "같으면 차례로 비교할 것입니다. 1인당이 아닌 합계로 비교합니다."),
          ("Ties of departments", "What is compared next, in order: the sums, not per head."), default=()),
    Field("ranking.divisions", "divisions", Rows(Division, _DIVISION, 20, ("name_ko",)),
          ("따로 매기는 그룹", "본청과 사업소처럼 순위를 따로 매길 부서들입니다. 어느 그룹에도 없는 부서는 함께 매깁니다."),
          ("Divisions ranked apart", "Departments with rankings of their own (headquarters, branch offices); all others are ranked together."),
          default=()),
    Field("visibility.ranking", "ranking_viewers", Choice(tuple(Viewers)),
          ("순위를 보는 사람", "순위를 누구에게 보일지 정합니다. 받지 못한 사람을 늘어놓지는 않습니다."),
          ("Who sees the ranking", "No choice lists people by what they did not receive."), default=Viewers.FIRST_TEN),
    Field("visibility.heads", "heads_see", Choice(tuple(HeadView)),
          ("부서장이 보는 것", "부서장이 자기 부서의 무엇을 볼지 정합니다. 받지 못한 직원과 남은 포인트는 어느 쪽에서도 보이지 않습니다."),
          ("What heads see", "What a head sees of the own department; neither choice shows people with nothing, or unspent points."),
          default=HeadView.DEPARTMENT),
)  # fmt: skip

_CLOSING = (
    Field("closing.correction_workdays", "correction_workdays", Number(0, 60, WORKDAYS),
          ("바로잡는 기간(근무일)", "달이 끝난 뒤 검토자가 바로잡을 수 있는 근무일 수입니다. 이 기간이 지나야 운영 담당자가 그 달을 확정합니다."),
          ("Working days for corrections", "Reviewers may correct a month so long after its end; only then may the officer confirm it."),
          default=5),
)  # fmt: skip

_PRIZES = (
    Field("prizes.spans", "prize_spans", Choices(tuple(Span), may_be_empty=True),
          ("시상 주기", "상을 주는 주기입니다. 여럿을 고를 수 있습니다."), ("Spans of prizes", "For which spans prizes are given; several are possible."),
          default=frozenset()),
    Field("prizes.tiers", "tiers", Rows(Tier, _TIER, 40, ("span", "name_ko")),
          ("상의 등급", "주기마다 상의 이름과 받는 개인·부서의 수를 정합니다. 높은 상부터 적습니다."),
          ("Tiers", "For each span the names of prizes and how many persons and departments win them; the highest first."), default=()),
    Field("prizes.roles_left_out", "roles_without_prizes", Choices(STAFF_ROLES, may_be_empty=True),
          ("시상에서 빼는 역할", "이 역할을 맡은 사람은 순위에는 들어가도 상을 받지 않습니다."),
          ("Roles without prizes", "Who holds one of these roles wins no prize, whatever the rank."),
          default=frozenset({Role.OFFICER, Role.REVIEWER, Role.ADMINISTRATOR})),
    Field("prizes.ranks_left_out", "ranks_without_prizes", Words(100, A_RANK),
          ("시상에서 빼는 직급", "간부처럼 상을 받지 않는 직급을 인사 파일에 적힌 대로 한 줄에 하나씩 적습니다."),
          ("Ranks without prizes", "Ranks, such as executives, that win no prize; as HR's file spells them, one a line."), default=()),
    Field("prizes.recent_months_left_out", "recent_months_without_prizes", Number(0, 36, MONTHS),
          ("최근 수상자를 빼는 기간", "시상 기간의 끝에서 거슬러 이 기간 안에 상을 받은 사람은 다시 받지 않습니다. 0이면 빼지 않습니다."),
          ("Months without another prize", "Who won a prize within so many months before the span's end wins none; 0 leaves nobody out."),
          default=0),
    Field("prizes.year_begins_in", "year_begins_in", Number(1, 12, MONTH),
          ("시상 연도가 시작하는 달", "연간 시상이 1월부터가 아니면 시작하는 달을 적습니다. 분기와 반기도 이 달부터 셉니다."),
          ("Month in which the prize year begins", "1 is January; quarters and half-years are counted from it too."), default=1),
    Field("prizes.certificate", "certificate", Choice(tuple(Certificate)),
          ("상장이나 표창장", "상을 받는 사람과 부서에 무엇을 줄지 정합니다. 확정된 시상에서 PDF로 만듭니다."),
          ("Certificate", "What winners are handed; it is made as a PDF from confirmed prizes."), default=Certificate.AWARD),
    Field("prizes.certificate_wording", "certificate_wording", Text(A_SENTENCE),
          ("상장·표창장의 문구", "본문에 적을 문장입니다. 시상을 확정하기 전에 고칠 수 있습니다."),
          ("Wording of the certificate", "The sentence of its body; it can be changed until the prizes are confirmed."),
          default=CERTIFICATE_WORDING),
    Field("prizes.note_of_month", "has_note_prize", Flag(),
          ("이달의 협업메시지", "메시지 하나를 이달의 협업메시지로 뽑을 수 있는지 정합니다. 주고받은 두 사람이 모두 동의해야 하고, 쓰임에 시상이 있어야 합니다."),
          ("Note of the month", "Whether a note may be honoured; both its people have to agree, and prizes have to be among the uses."),
          default=True),
)  # fmt: skip

_HANDS = (
    Field("hands.second_person", "has_second_person", Flag(),
          ("두 사람의 손을 거침", "기준을 쓴 사람이 아닌 다른 사람이 시작하게 할지 정합니다. 담당자가 한 명뿐이면 사유를 남기고 혼자 시작할 수 있습니다."),
          ("Two pairs of hands", "Whether somebody other than the writer starts a scheme; an agency with one officer passes with a recorded reason."),
          default=True, changed_by=Role.ADMINISTRATOR),
)  # fmt: skip

PRIZE_GROUPS: Mapping[str, tuple[Field, ...]] = {
    "score": _SCORE,
    "special": _SPECIAL,
    "ranking": _RANKING,
    "closing": _CLOSING,
    "prizes": _PRIZES,
    "hands": _HANDS,
}
