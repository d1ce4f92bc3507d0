"""What a staff order is called and does, in sentences: each line of a confirmation says one thing that changes or stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as sentence

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.staff_effects import Effect
from collabpoints.domain.staff_orders import Act, Held, Kind, Post
from collabpoints.queries.staff_previews import Preview
from collabpoints.views.filters import day
from collabpoints.views.role_words import ROLE_WORDS

ACT_WORDS = {
    Act.TRANSFER: sentence("전보"),
    Act.SECOND: sentence("파견"),
    Act.END_SECONDMENT: sentence("파견 종료"),
    Act.CONCURRENT: sentence("겸임"),
    Act.END_CONCURRENT: sentence("겸임 해제"),
    Act.LEAVE: sentence("휴직"),
    Act.RETURN: sentence("복직"),
    Act.PART: sentence("퇴직"),
    Act.REHIRE: sentence("재임용"),
    Act.MERGE: sentence("기록 합치기"),
}

ACT_HINTS = {
    Act.TRANSFER: sentence("다른 부서로 옮기거나 직급, 직위, 업무가 바뀝니다."),
    Act.SECOND: sentence("다른 기관이나 우리 기관의 다른 부서에서 근무합니다."),
    Act.END_SECONDMENT: sentence("파견에서 돌아옵니다."),
    Act.CONCURRENT: sentence("소속은 그대로 두고 다른 부서 일을 함께 맡습니다."),
    Act.END_CONCURRENT: sentence("함께 맡던 부서 일을 내려놓습니다."),
    Act.LEAVE: sentence("동료에게는 알리지 않습니다. 받을 수 없을 때 '지금은 받을 수 없습니다'라고만 보입니다."),
    Act.RETURN: sentence("휴직이나 교육에서 돌아옵니다."),
    Act.PART: sentence("근무하지 않는 첫날을 적습니다. 주고받은 것은 그대로 남습니다."),
    Act.REHIRE: sentence("새 사번으로 다시 근무합니다. 같은 사람이므로 이력이 이어집니다."),
    Act.MERGE: sentence("한 사람이 두 기록으로 나뉘어 있을 때 하나로 잇습니다. 되돌릴 수 없습니다."),
}

STATUS_WORDS = {
    Status.ACTIVE: sentence("재직"),
    Status.LEAVE: sentence("휴직"),
    Status.SECONDED: sentence("파견"),
    Status.TRAINING: sentence("교육"),
    Status.LEFT: sentence("퇴직"),
}

KIND_WORDS = {Kind.PRIMARY: sentence("소속"), Kind.CONCURRENT: sentence("겸임"), Kind.SECONDED: sentence("파견 근무")}

STATE_WORDS = {"planned": sentence("예정"), "done": sentence("반영"), "dropped": sentence("취소")}


@dataclass(frozen=True, slots=True)
class Topic:
    """One part of a confirmation: what it is about, and what happens to it."""

    name: str
    lines: tuple[str, ...]


def effect_topics(preview: Preview) -> tuple[Topic, ...]:
    """What the confirmation page says, in the order in which somebody asks; nothing where the order is refused."""
    effect = preview.effect
    if effect is None:
        return ()
    parts = (
        (_("소속과 상태"), (*_posts(preview, effect), *_status(preview))),
        (_("두 기록"), tuple(_merged(preview, effect))),
        (_("보내고 받기"), tuple(_taking(preview))),
        (_("배정"), (_allowance(preview),)),
        (_("순위와 합계"), tuple(_boards(preview, effect))),
        (_("로그인"), tuple(_signing_in(effect))),
        (_("역할"), tuple(_roles(preview, effect))),
        (_("다른 발령과 파일"), tuple(_other_orders(preview))),
    )
    return tuple(Topic(name, lines) for name, lines in parts if lines)


def place_words(preview: Preview, post: Post) -> str:
    """`복지정책과 (7급 주무관)`."""
    words = " ".join(word for word in (post.rank, post.position) if word)
    department = preview.departments.get(post.department_id, "")
    return f"{department} ({words})" if words else department


def _posts(preview: Preview, effect: Effect) -> Iterator[str]:
    on = day(effect.on)
    if effect.begins:
        place = place_words(preview, effect.begins)
        begins = {
            Kind.PRIMARY: _("%(day)s부터 소속: %(place)s", day=on, place=place),
            Kind.CONCURRENT: _("%(day)s부터 겸임: %(place)s", day=on, place=place),
            Kind.SECONDED: _("%(day)s부터 파견 근무: %(place)s", day=on, place=place),
        }
        yield begins[effect.begins.kind]
    for post in effect.ends:
        yield _(
            "%(day)s까지: %(kind)s %(place)s",
            day=day(effect.on - timedelta(days=1)),
            kind=str(KIND_WORDS[post.kind]),
            place=place_words(preview, post),
        )
    for post in effect.drops:
        yield _(
            "%(day)s에 시작하려던 %(kind)s: %(place)s, 없던 일이 됩니다.",
            day=day(post.starts_on),
            kind=str(KIND_WORDS[post.kind]),
            place=place_words(preview, post),
        )
    own = preview.record.primary(effect.on)
    if own and not effect.left_on and own not in effect.ends:
        yield _("소속은 그대로입니다: %(place)s", place=place_words(preview, own))


def _status(preview: Preview) -> Iterator[str]:
    then = preview.then
    if then and then.status is not preview.before.status:
        yield _(
            "재직상태: %(before)s에서 %(then)s",
            before=str(STATUS_WORDS[preview.before.status]),
            then=str(STATUS_WORDS[then.status]),
        )


def _taking(preview: Preview) -> Iterator[str]:
    then, act = preview.then, preview.order.act
    if then is None or act is Act.MERGE:
        return
    if then.status is Status.LEFT:
        yield _("메시지를 보내거나 받을 수 없고, 동료 찾기에 나오지 않습니다.")
        return
    yield _("메시지를 보낼 수 있습니다.") if then.may_send else _("운영 기준에 따라 메시지를 보낼 수 없습니다.")
    if then.may_receive:
        yield _("메시지를 받을 수 있습니다.")
    else:
        yield _("메시지를 받을 수 없습니다. 동료에게는 이유 없이 '지금은 받을 수 없습니다'라고만 보입니다.")
    if act in (Act.TRANSFER, Act.REHIRE) and not preview.is_same_department_allowed:
        yield _("운영 기준에 따라 새 부서 동료와는 포인트를 주고받을 수 없고, 고마운 마음만 전할 수 있습니다.")


def _allowance(preview: Preview) -> str:
    act = preview.order.act
    if act is Act.PART:
        return _("이달에 남은 배정은 쓸 수 없게 됩니다. 이미 보낸 것은 그대로입니다.")
    if act is Act.REHIRE:
        return _("같은 사람이므로 이달에 이미 보낸 것이 있으면 그것까지 한 사람의 배정으로 셉니다.")
    if act is Act.MERGE:
        return _("남기는 기록의 배정만 씁니다. 합치는 기록에 남은 배정은 더해지지 않습니다.")
    return _("이달의 배정과 이미 보낸 것은 그대로입니다.")


def _boards(preview: Preview, effect: Effect) -> Iterator[str]:
    yield _("이미 주고받은 것은 그때의 부서 합계와 순위에 그대로 남습니다. 확정된 순위는 바뀌지 않습니다.")
    if effect.begins and effect.begins.kind is Kind.PRIMARY:
        yield _(
            "앞으로 받는 것은 새 부서의 합계에 들어갑니다: %(place)s",
            place=preview.departments.get(effect.begins.department_id, ""),
        )
    if effect.begins and effect.begins.kind is not Kind.PRIMARY:
        yield _("앞으로 받는 것도 소속 부서의 합계에 들어갑니다.")
    if preview.order.effective_on < preview.today:
        yield _("지난 날짜의 발령입니다. 발령일 뒤에 이미 오간 메시지의 부서는 바뀌지 않습니다.")


def _signing_in(effect: Effect) -> Iterator[str]:
    if effect.closes:
        yield _("모든 기기에서 로그아웃되고, 더는 로그인할 수 없습니다.")
    elif effect.ends_sessions:
        yield _("역할이 바뀌므로 모든 기기에서 로그아웃됩니다. 다시 로그인하면 됩니다.")
    elif effect.opens:
        yield _("다시 로그인할 수 있습니다.")
    else:
        yield _("로그인은 그대로입니다.")
    if effect.login is not None:
        yield _("로그인 아이디: %(login)s", login=effect.login)


def _roles(preview: Preview, effect: Effect) -> Iterator[str]:
    for held in effect.ends_roles:
        yield _("끝나는 역할: %(role)s", role=role_words(preview, held))
    if effect.closes:
        return
    for held in effect.keeps_roles:
        yield _("그대로인 역할: %(role)s (바꾸려면 역할 관리에서 해제합니다)", role=role_words(preview, held))


def role_words(preview: Preview, held: Held) -> str:
    """`부서장 (기획담당관)`."""
    word = str(ROLE_WORDS[held.role])
    if held.role is not Role.DEPARTMENT_HEAD or held.department_id is None:
        return word
    return f"{word} ({preview.departments.get(held.department_id, '')})"


def _merged(preview: Preview, effect: Effect) -> Iterator[str]:
    over = effect.over
    if over is None or preview.other is None:
        return
    if preview.record.name != preview.other.name:
        yield _("두 기록의 이름이 다릅니다. 같은 사람인지 다시 확인해 주세요.")
    if over.left_on:
        yield _("합치는 기록의 근무는 %(day)s에 끝나고, 남기는 기록의 근무가 이어집니다.", day=day(over.on))
    elif preview.other.serving:
        yield _(
            "합치는 기록의 근무가 남기는 기록의 근무로 이어집니다. 사번: %(number)s",
            number=preview.other.serving.number,
        )
    yield _("합치는 기록의 사번과 이력은 남기는 기록의 것이 됩니다.")
    yield _("합치는 기록으로는 로그인할 수 없고, 모든 기기에서 로그아웃됩니다.")
    for held in over.ends_roles:
        yield _("합치는 기록에서 끝나는 역할: %(role)s", role=role_words(preview, held))
    yield _(
        "주고받은 메시지와 포인트는 고치지 않습니다. 본인은 받은 메시지, 보낸 메시지, 내 나무에서 두 기록의 것을 함께 봅니다."
    )
    if preview.record.is_opted_out != preview.other.is_opted_out:
        yield _("한쪽이 순위에 이름을 올리지 않기로 했으므로, 두 기록 모두 순위에 이름을 올리지 않습니다.")


def _other_orders(preview: Preview) -> Iterator[str]:
    if preview.later:
        yield _(
            "이 뒤에 예정된 발령이 있습니다(%(days)s). 그날이 되면 그때의 상태로 다시 판단합니다.",
            days=", ".join(day(one) for one in preview.later),
        )
    yield _(
        "다음에 가져오는 인사 파일이 이 발령과 다르면 파일대로 바뀝니다. 인사 파일에도 이 발령이 있는지 확인해 주세요."
    )
