"""The catalogue of sentences: what a person reads when a rule says no. One sentence a code; each says which rule it was
and what to do now. Korean is the source; English stands in the catalogue of translations.
"""

from collections.abc import Iterable

from flask_babel import lazy_gettext as sentence
from flask_babel.speaklater import LazyString

from collabpoints.domain.errors import Code, Refusal
from collabpoints.domain.particles import filled
from collabpoints.views.export_sentences import EXPORT_SENTENCES
from collabpoints.views.prize_sentences import PRIZE_SENTENCES

SENTENCES: dict[Code, LazyString] = {
    Code.ONESELF: sentence("자신에게는 보낼 수 없습니다. 다른 동료를 골라 주세요."),
    Code.SAME_BUREAU: sentence("같은 실·국 동료에게는 포인트를 보낼 수 없습니다. 고마운 마음만 전할 수 있습니다."),
    Code.SAME_TEAM: sentence("같은 팀 동료에게는 포인트를 보낼 수 없습니다. 고마운 마음만 전할 수 있습니다."),
    Code.OWN_LINE: sentence("결재라인에 계신 분에게는 포인트를 보낼 수 없습니다. 고마운 마음만 전할 수 있습니다."),
    Code.POSITION_WITHOUT_POINTS: sentence(
        "이 직위에 계신 분은 포인트를 받지 않습니다. 고마운 마음만 전할 수 있습니다."
    ),
    Code.RECIPIENT_TAKES_NO_PART: sentence("이 동료는 포인트를 받는 대상이 아닙니다. 고마운 마음만 전할 수 있습니다."),
    Code.SENDER_TAKES_NO_PART: sentence(
        "운영 기준에 따라 포인트를 보내는 대상이 아닙니다. 고마운 마음만 전할 수 있습니다."
    ),
    Code.SENDER_NOT_YET: sentence(
        "포인트는 %(days)s일 뒤부터 보낼 수 있습니다. 지금은 고마운 마음만 전할 수 있습니다."
    ),
    Code.SAME_DEPARTMENT: sentence("같은 부서 동료에게는 포인트를 보낼 수 없습니다. 고마운 마음만 전할 수 있습니다."),
    Code.PAIR_CAP_REACHED: sentence(
        "이 동료에게는 이번 달에 포인트를 %(cap)s번 모두 보냈습니다. 고마운 마음만 전하거나 다음 달에 보내 주세요."
    ),
    Code.CANNOT_RECEIVE: sentence("지금은 받을 수 없습니다."),
    Code.CANNOT_SEND: sentence("지금은 보낼 수 없습니다. 운영 담당자에게 문의해 주세요."),
    Code.RECIPIENT_MISSING: sentence("받는 동료를 골라 주세요."),
    Code.RECIPIENT_UNKNOWN: sentence("찾을 수 없는 동료가 있습니다. 다시 골라 주세요."),
    Code.RECIPIENTS_TOO_MANY: sentence("한 번에 %(most)s명까지 보낼 수 있습니다. 나누어 보내 주세요."),
    Code.ALLOWANCE_SHORT: sentence(
        "이번 달에 남은 배정이 모자랍니다. 필요한 만큼은 %(needed)s, 남은 것은 %(remaining)s입니다. 고마운 마음만 전할 수 있습니다."
    ),
    Code.POINTS_NOT_ALLOWED: sentence("보낼 수 있는 포인트는 %(allowed)s입니다."),
    Code.TEXT_EMPTY: sentence("어떤 도움을 받았는지 적어 주세요."),
    Code.TEXT_SHORT: sentence("조금만 더 적어 주세요. %(minimum)s자 이상이어야 합니다(지금 %(length)s자)."),
    Code.TEXT_LONG: sentence("%(maximum)s자까지 적을 수 있습니다(지금 %(length)s자). 줄여 주세요."),
    Code.TEXT_INVISIBLE: sentence("보이지 않거나 글의 방향을 바꾸는 문자가 들어 있습니다. 지우고 다시 적어 주세요."),
    Code.TEXT_STACKED: sentence("한 글자에 부호가 너무 많이 겹쳐 있습니다. 지우고 다시 적어 주세요."),
    Code.RESIDENT_NUMBER: sentence(
        "주민등록번호나 외국인등록번호로 보이는 숫자가 있습니다. 지우고 다시 보내 주세요. 이 글은 어디에도 저장하지 않았습니다."
    ),
    Code.HELP_KIND_UNKNOWN: sentence("목록에 있는 도움의 종류를 골라 주세요."),
    Code.MONTH_ENDED: sentence("이 달은 이미 끝나 메시지를 넣을 수 없습니다. 다시 보내면 이번 달 메시지로 보냅니다."),
    Code.CLOSING_MONTH_RUNNING: sentence("%(month)s은 진행 중입니다. 달이 끝난 뒤에 확정할 수 있습니다."),
    Code.CLOSING_TOO_EARLY: sentence(
        "%(month)s 결과는 바로잡는 기간입니다. %(day)s부터 확정할 수 있으니 그때 다시 해 주세요."
    ),
    Code.CLOSING_EARLIER_FIRST: sentence("결과는 월 순서대로 확정합니다. %(month)s 결과를 먼저 확정해 주세요."),
    Code.CLOSING_ASKED: sentence("다른 운영 담당자가 먼저 확정을 요청했습니다. 더 하실 일은 없습니다."),
    Code.CLOSING_DONE: sentence("%(month)s 결과는 이미 확정되었습니다. 더 하실 일은 없습니다."),
    Code.MONTH_INVALID: sentence("달을 2026-11처럼 적어 주세요."),
    Code.SCHEME_MONTH_OVER: sentence("%(month)s은 이미 지났습니다. 이번 달이나 오는 달을 골라 주세요."),
    Code.SCHEME_MONTH_BEGUN: sentence(
        "%(month)s은 이미 시작되어 그 달의 기준을 바꿀 수 없습니다. 시작하는 달을 다음 달로 바꾸거나, 급하면 '이번 달에 바로 바꾸기'로 사유를 남기고 바꿔 주세요."
    ),
    Code.SCHEME_MONTH_NOT_RUNNING: sentence(
        "지금 진행 중인 달의 초안만 바로 바꿀 수 있습니다. 오는 달은 '시작하기'로 정해 주세요."
    ),
    Code.SCHEME_UNIT_RUNNING: sentence(
        "달이 진행되는 동안 배정의 단위(건수·포인트)는 바꿀 수 없습니다. 다음 달부터 바꿔 주세요."
    ),
    Code.SCHEME_SAME: sentence("지금 기준과 달라지는 것이 없습니다. 바꿀 것이 없으면 초안을 지워 주세요."),
    Code.SCHEME_NEEDS_ADMINISTRATOR: sentence(
        "관리자만 바꿀 수 있는 항목이 들어 있습니다. 관리자에게 시작해 달라고 해 주세요."
    ),
    Code.SECOND_PERSON_NEEDED: sentence("초안을 쓴 사람이 아닌 다른 운영 담당자나 관리자가 시작해야 합니다."),
    Code.DRAFT_EXISTS: sentence("%(month)s에 시작할 초안이 이미 있습니다. 그 초안을 고치거나 지운 뒤 새로 써 주세요."),
    Code.DRAFT_CHANGED: sentence("그사이 다른 사람이 이 초안을 고쳤습니다. 바뀐 내용을 확인한 뒤 다시 해 주세요."),
    Code.FORM_ALREADY_USED: sentence(
        "이 화면에서는 이미 다른 내용으로 보냈습니다. 보낸 메시지를 확인한 뒤 새 화면에서 다시 보내 주세요."
    ),
    Code.FORM_ID_INVALID: sentence("화면이 올바르지 않습니다. 적은 글은 그대로 두었으니 다시 보내 주세요."),
    Code.TAKE_BACK_TOO_LATE: sentence("보낸 지 %(minutes)s분이 지나 취소할 수 없습니다."),
    Code.ALREADY_READ: sentence("받는 분이 이미 읽어 취소할 수 없습니다."),
    Code.ALREADY_WITHDRAWN: sentence("이미 취소되었거나 되돌려졌거나 회수된 메시지입니다."),
    Code.ALREADY_REPLIED: sentence("이미 답례를 보냈습니다."),
    Code.ALREADY_REPORTED: sentence("이미 검토를 요청하신 메시지입니다. 결과가 나오면 알려 드립니다."),
    Code.ALREADY_REVIEWED: sentence("다른 검토자가 먼저 판단했습니다. 더 하실 일은 없습니다."),
    Code.OWN_CASE: sentence("자신이 주고받았거나 직접 회수한 메시지는 판단할 수 없습니다. 다른 분이 판단합니다."),
    Code.NOTE_UNOPENED: sentence("둘만 보기 메시지입니다. 사유를 적고 열어 본 다음 판단해 주세요."),
    Code.NOT_RECLAIMED: sentence("회수된 메시지가 아니어서 재검토를 요청할 수 없습니다."),
    Code.APPEAL_TOO_LATE: sentence("회수된 뒤 %(days)s일이 지나 재검토를 요청할 수 없습니다."),
    Code.APPEAL_WAITING: sentence("이미 재검토를 기다리고 있습니다. 결과가 나오면 두 분 모두에게 알려 드립니다."),
    Code.ALREADY_APPEALED: sentence("이 회수에는 이미 재검토를 요청하셨습니다. 한 번만 요청할 수 있습니다."),
    Code.APPEAL_DECIDED: sentence("판단이 끝났거나 철회된 재검토 요청입니다."),
    Code.SIGN_IN_FAILED: sentence("아이디나 비밀번호가 맞지 않습니다."),
    Code.SIGN_IN_TOO_MANY_TRIES: sentence("여러 번 맞지 않아 잠시 멈췄습니다. %(minutes)s분 뒤에 다시 해 주세요."),
    Code.PASSWORD_WRONG: sentence("지금 쓰는 비밀번호가 맞지 않습니다."),
    Code.PASSWORD_AGAIN: sentence("비밀번호를 한 번 더 적어 주세요. 적은 지 %(minutes)s분이 지났습니다."),
    Code.PASSWORD_SHORT: sentence("비밀번호는 %(minimum)s자 이상이어야 합니다."),
    Code.PASSWORD_LONG: sentence("비밀번호는 %(maximum)s자까지 쓸 수 있습니다."),
    Code.PASSWORD_COMMON: sentence("많이 쓰이는 비밀번호입니다. 다른 것을 정해 주세요."),
    Code.PASSWORD_PERSONAL: sentence("아이디, 이름, 사번, 전화번호가 들어가지 않게 정해 주세요."),
    Code.PASSWORD_SAME: sentence("지금 쓰는 비밀번호와 다른 것을 정해 주세요."),
    Code.PASSWORDS_DIFFER: sentence("두 비밀번호가 서로 다릅니다. 다시 적어 주세요."),
    Code.LINK_UNUSABLE: sentence("이 링크는 이미 썼거나 기한이 지났습니다. 관리자에게 새 링크를 부탁해 주세요."),
    Code.ROLE_ALREADY_HELD: sentence("이미 맡고 있는 역할입니다."),
    Code.ROLE_NOT_HELD: sentence("지금 맡고 있지 않은 역할입니다."),
    Code.ROLE_LAST_ADMINISTRATOR: sentence(
        "마지막 관리자의 역할은 해제할 수 없습니다. 먼저 다른 관리자를 정해 주세요."
    ),
    Code.ROLE_NEEDS_DEPARTMENT: sentence("부서장은 어느 부서의 장인지 골라 주세요."),
    Code.PERSON_UNKNOWN: sentence("그런 직원을 찾을 수 없습니다. 사번을 확인해 주세요."),
    Code.DEPARTMENT_UNKNOWN: sentence("그런 부서를 찾을 수 없습니다."),
    Code.REASON_MISSING: sentence("사유를 적어 주세요."),
    Code.NAME_TAKEN: sentence("같은 이름이 이미 있습니다. 다른 이름을 적어 주세요."),
    Code.RECORDS_DAYS_WRONG: sentence("첫날과 마지막 날을 순서대로 적어 주세요. 한 번에 1년까지 볼 수 있습니다."),
    Code.RECORDS_DAY_NOT_OVER: sentence("다 지난 날만 점검할 수 있습니다. 마지막 날을 어제까지로 골라 주세요."),
    Code.RECORDS_ONLY_OWN: sentence(
        "이 기간에 내려받은 분이 본인뿐이어서 본인이 서명할 수 없습니다. 다른 개인정보 보호책임자에게 점검을 부탁해 주세요."
    ),
    Code.PLACE_MISSING: sentence("화면이 어디에 걸려 있는지 적어 주세요."),
    Code.AGENCY_EXISTS: sentence("이미 기관이 등록되어 있습니다. 기관은 하나만 둘 수 있습니다."),
    Code.AGENCY_CODE_INVALID: sentence("기관 코드는 영문 소문자와 숫자, 붙임표(-)로 40자까지 적어 주세요."),
    Code.NAME_MISSING: sentence("이름을 적어 주세요."),
    Code.NUMBER_INVALID: sentence("사번은 영문자와 숫자, 붙임표(-)로 20자까지 적어 주세요."),
    Code.FILE_UNREADABLE: sentence("파일을 읽을 수 없습니다. CSV(UTF-8, CP949)나 XLSX로 다시 저장해 주세요. (%(why)s)"),
    Code.FILE_EMPTY: sentence("파일에 직원이 한 사람도 없습니다."),
    Code.FILE_TOO_LARGE: sentence("파일이 너무 큽니다. %(megabytes)sMB까지 올릴 수 있습니다."),
    Code.COLUMN_MISSING: sentence("'%(column)s' 열이 없습니다. 첫 줄의 제목을 확인해 주세요."),
    Code.COLUMN_TWICE: sentence("'%(column)s' 열이 두 번 있습니다. 하나만 남겨 주세요."),
    Code.CELL_MISSING: sentence("%(line)s번째 줄 '%(column)s' 칸이 비어 있습니다."),
    Code.CELL_INVISIBLE: sentence("%(line)s번째 줄 '%(column)s' 칸에 보이지 않는 문자가 있습니다: %(value)s"),
    Code.CELL_INVALID: sentence("%(line)s번째 줄 '%(column)s' 칸의 값을 쓸 수 없습니다: %(value)s"),
    Code.CELL_LONG: sentence("%(line)s번째 줄 '%(column)s' 칸이 너무 깁니다(%(maximum)s자까지): %(value)s"),
    Code.NUMBER_TWICE: sentence("%(line)s번째 줄의 사번 %(value)s[이] %(first_line)s번째 줄에도 있습니다."),
    Code.DEPARTMENT_CONTRADICTS: sentence(
        "%(line)s번째 줄의 부서코드 %(value)s[은] %(first_line)s번째 줄과 '%(column)s'[이] 다릅니다."
    ),
    Code.ORDERS_TOO_MANY: sentence("한 파일에는 발령을 %(most)s건까지 담을 수 있습니다. 나누어 올려 주세요."),
    Code.ORDER_ACT_UNKNOWN: sentence(
        "%(line)s번째 줄의 발령구분을 알 수 없습니다: %(value)s (전보, 파견, 파견복귀, 겸임, 겸임해제, 휴직, 복직, 퇴직, 재임용)"
    ),
    Code.ORDER_NAME_DIFFERS: sentence(
        "사번의 성명이 명부와 다릅니다(파일에는 %(value)s). 사번과 성명을 확인해 주세요."
    ),
    Code.ZEROS_UNCLEAR: sentence(
        "%(line)s번째 줄의 %(column)s %(value)s[은] 앞의 0이 빠진 듯하지만 %(known)s 가운데 어느 것인지 알 수 없습니다. 인사시스템에서 글자로 내보낸 파일을 올려 주세요."
    ),
    Code.DEPARTMENT_LOOP: sentence("부서코드 %(value)s의 상위부서가 자기 자신으로 되돌아옵니다."),
    Code.STATUS_UNKNOWN: sentence("%(line)s번째 줄의 재직상태를 알 수 없습니다: %(value)s (재직, 휴직, 파견, 교육)"),
    Code.DATE_INVALID: sentence("%(line)s번째 줄 '%(column)s' 칸은 날짜가 아닙니다: %(value)s"),
    Code.JOINED_AFTER_POST: sentence(
        "%(line)s번째 줄의 임용일 %(value)s[이] 발령일 %(since)s보다 늦습니다. 우리 기관에 들어온 날을 적거나 칸을 비워 주세요."
    ),
    Code.REMOVES_TOO_MANY: sentence(
        "이 파일은 직원 %(total)s명 가운데 %(removed)s명을 퇴직 처리합니다(한도 %(percent)s%%). 맞다면 확인란을 표시해 주세요."
    ),
    Code.FILE_CHANGED: sentence("확인하는 사이에 명부가 바뀌었습니다. 달라질 내용을 다시 보고 확인해 주세요."),
    Code.REORGANISATION_EMPTY: sentence("단계가 하나도 없습니다. 무엇이 바뀌는지 먼저 적어 주세요."),
    Code.REORGANISATION_DAY_MISSING: sentence("시행일을 2026-12-01처럼 적어 주세요."),
    Code.REORGANISATION_DAY_PAST: sentence("시행일이 이미 지났습니다. 오늘이나 오늘 이후의 날을 적어 주세요."),
    Code.REORGANISATION_SETTLED: sentence("이미 예약했거나 끝난 조직개편입니다. 고치려면 예약을 먼저 풀어 주세요."),
    Code.REORGANISATION_CHANGED: sentence(
        "그사이 조직개편안이나 명부가 바뀌었습니다. 바뀐 내용을 확인한 뒤 다시 예약해 주세요."
    ),
    Code.REORGANISATION_UNKNOWN: sentence(
        "%(step)s단계: 부서코드 %(value)s인 부서가 그때에는 없습니다. 코드와 앞 단계를 확인해 주세요."
    ),
    Code.REORGANISATION_CODE_TWICE: sentence(
        "%(step)s단계: 부서코드 %(value)s[은] 이미 쓰고 있거나 쓴 적이 있습니다. 다른 코드를 적어 주세요."
    ),
    Code.REORGANISATION_TOP: sentence("%(step)s단계: 기관 자체는 폐지하거나 옮기거나 통합할 수 없습니다."),
    Code.REORGANISATION_BELOW_STAYS: sentence(
        "%(step)s단계: %(value)s 아래에 부서가 남아 있어 폐지할 수 없습니다. 아래 부서를 먼저 옮기거나 통합하거나 폐지해 주세요."
    ),
    Code.REORGANISATION_PEOPLE_STAY: sentence(
        "%(step)s단계: %(value)s에 직원 %(people)s명이 남아 있어 폐지할 수 없습니다. 갈 부서를 정하거나 통합으로 바꿔 주세요."
    ),
    Code.REORGANISATION_SAME: sentence(
        "%(step)s단계: 달라지는 것이 없습니다. 이름이나 자리를 확인하거나 이 단계를 빼 주세요."
    ),
    Code.REORGANISATION_LOOP: sentence(
        "%(step)s단계: %(value)s[을] 자기 아래로 보낼 수는 없습니다. 다른 부서를 골라 주세요."
    ),
    Code.REORGANISATION_BELOW_TEAM: sentence(
        "%(step)s단계: 팀 아래에는 부서를 둘 수 없습니다. 팀이 속한 과를 골라 주세요."
    ),
    Code.REORGANISATION_TOO_DEEP: sentence(
        "%(step)s단계: 부서가 너무 깊어지거나 이름을 모두 이은 것이 너무 깁니다. 더 위에 두거나 이름을 줄여 주세요."
    ),
    Code.REORGANISATION_NOBODY_GOES: sentence(
        "%(step)s단계: %(value)s[으로] 갈 직원이 없습니다. 아래 '직원이 갈 부서'에서 골라 주세요."
    ),
    Code.REORGANISATION_MOVE_LOST: sentence(
        "직원 %(people)s명이 갈 부서(%(value)s)가 개편 뒤에 없습니다. 갈 부서를 다시 골라 주세요."
    ),
    Code.REORGANISATION_CODE_MISSING: sentence("부서코드를 적어 주세요."),
    Code.REORGANISATION_NOBODY_CHOSEN: sentence("함께 갈 직원을 한 명 이상 골라 주세요."),
    Code.REORGANISATION_ORDERS_LOST: sentence(
        "폐지되는 %(value)s[으로] 예정된 발령이 %(orders)s건 있습니다. 발령을 먼저 바꾸거나 통합으로 바꿔 주세요."
    ),
    Code.ORDER_NOT_NOW: sentence("그날의 상태에서는 낼 수 없는 발령입니다. 이력과 예정된 발령을 확인해 주세요."),
    Code.ORDER_DAY_INVALID: sentence("날짜를 2026-12-01처럼 적어 주세요."),
    Code.ORDER_DAY_OUTSIDE: sentence("발령일은 %(first)s부터 %(last)s까지 적을 수 있습니다."),
    Code.ORDER_BEFORE_POST: sentence("지난 이력은 고쳐 쓰지 않습니다. %(since)s부터의 날을 적어 주세요."),
    Code.ORDER_UNTIL_BEFORE: sentence("끝나는 예정일은 발령일보다 뒤의 날이어야 합니다."),
    Code.ORDER_ALREADY_SO: sentence("이미 그곳에서 근무합니다. 다른 부서를 고르거나 직급, 직위, 업무를 바꿔 주세요."),
    Code.ORDER_NUMBER_TAKEN: sentence("이미 쓰고 있는 사번입니다. 새 사번을 확인해 주세요."),
    Code.ORDER_SAME_RECORD: sentence("같은 기록이거나 이미 합친 기록입니다. 합칠 다른 기록의 사번을 적어 주세요."),
    Code.ORDER_OWN_MERGE: sentence("자신의 기록은 다른 담당자가 합쳐야 합니다."),
    Code.NUMBER_OF_SAME_PERSON: sentence(
        "%(line)s번째 줄의 사번 %(value)s[은] 사번 %(other)s[과] 같은 사람입니다. 지금 쓰는 사번의 줄만 남겨 주세요."
    ),
    Code.ORDER_UNCONFIRMED: sentence("되돌릴 수 없는 일입니다. 두 기록을 확인했다면 확인란을 표시해 주세요."),
    Code.SPECIAL_KIND_UNKNOWN: sentence("목록에 있는 특별협업포인트의 종류를 골라 주세요."),
    Code.SPECIAL_NOT_FOR_PERSON: sentence("이 종류는 부서에만 줄 수 있습니다. 다른 종류를 골라 주세요."),
    Code.SPECIAL_NOT_FOR_DEPARTMENT: sentence("이 종류는 직원에게만 줄 수 있습니다. 다른 종류를 골라 주세요."),
    Code.SPECIAL_POINTS_OUTSIDE: sentence("이 종류는 %(minimum)s~%(maximum)s포인트를 숫자로 적어 주세요."),
    Code.SPECIAL_FOR_ONESELF: sentence("자신이 받을 특별협업포인트는 제안하거나 결정할 수 없습니다."),
    Code.SPECIAL_OWN_PROPOSAL: sentence("자신이 올린 제안은 다른 사람이 결정해야 합니다."),
    Code.SPECIAL_OWN_DEPARTMENT: sentence("자신이 부서장인 부서의 특별협업포인트는 다른 사람이 결정해야 합니다."),
    Code.SPECIAL_ALREADY_DECIDED: sentence("이미 결정되었거나 철회된 제안입니다. 지금의 상태를 확인해 주세요."),
    Code.SPECIAL_NOTHING_TO_RECLAIM: sentence("회수할 특별협업포인트가 없습니다. 이미 회수되었을 수 있습니다."),
    Code.SPECIAL_MONTH_ENDED: sentence(
        "이 달은 이미 끝나 포인트를 넣을 수 없습니다. 잠시 뒤 다시 하면 이번 달에 들어갑니다."
    ),
    Code.RECEIVER_GONE: sentence("지금은 근무하지 않는 직원입니다. 특별협업포인트를 줄 수 없습니다."),
    Code.RECEIVER_WITHOUT_POST: sentence("지금 소속 부서가 없는 직원입니다. 발령이 반영된 뒤에 제안해 주세요."),
    Code.DEPARTMENT_CLOSED: sentence("지금은 없는 부서입니다. 특별협업포인트를 줄 수 없습니다."),
    Code.EVIDENCE_TOO_MANY: sentence("증빙 파일은 %(most)s개까지 붙일 수 있습니다."),
    Code.EVIDENCE_TOO_LARGE: sentence("'%(name)s' 파일이 너무 큽니다. 하나에 %(megabytes)sMB까지 붙일 수 있습니다."),
    Code.EVIDENCE_EMPTY: sentence("'%(name)s' 파일이 비어 있습니다."),
    Code.EVIDENCE_TYPE: sentence("'%(name)s' 파일은 붙일 수 없는 종류입니다. 붙일 수 있는 것: %(allowed)s"),
    Code.EVIDENCE_CONTENT: sentence(
        "'%(name)s' 파일은 이름과 달리 %(ending)s 파일이 아닙니다. 원래 프로그램에서 다시 저장해 붙여 주세요."
    ),
    Code.FONT_MISSING: sentence(
        "한글 글꼴이 없어 PDF를 만들 수 없습니다. 시스템 담당자에게 글꼴(fonts-nanum)을 설치하거나 DOCUMENT_FONT에 글꼴 파일을 지정해 달라고 요청해 주세요."
    ),
    **EXPORT_SENTENCES,
    **PRIZE_SENTENCES,
    Code.LETTERS_WITHOUT_FONT: sentence(
        "글꼴에 없는 글자가 있어 PDF를 만들 수 없습니다: %(letters)s  그 글자를 고치거나, 시스템 담당자에게 그 글자가 있는 글꼴 파일을 DOCUMENT_FONT에 지정해 달라고 요청해 주세요."
    ),
}


def sentence_for(refusal: Refusal) -> str:
    """The sentence for a refusal, in the language of the request."""
    return filled(str(SENTENCES[refusal.code]), dict(refusal.values))


def sentences_by_field(refusals: Iterable[Refusal]) -> dict[str, list[str]]:
    """The sentences of refusals by the form field they concern ("" for the whole form), each sentence once."""
    found: dict[str, list[str]] = {}
    for refusal in refusals:
        said = found.setdefault(refusal.field, [])
        text = sentence_for(refusal)
        if text not in said:
            said.append(text)
    return found
