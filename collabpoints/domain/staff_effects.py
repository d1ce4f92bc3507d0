"""What a staff order changes: posts, service, roles, account; as facts that a page shows and a service then writes.

Nothing else changes: what was given and received stays where it was, the allowance of the month stays as it is, boards
keep each note with the department of its day.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from collabpoints.domain.roles import Role, Status
from collabpoints.domain.staff_orders import Act, Around, Held, Kind, Order, Post, Record, Service


@dataclass(frozen=True, slots=True)
class Effect:
    """What the order does to one record on the day `on`.

    `ends`: posts that end that day; `drops`: posts that were to begin then or later and now never do; `begins`: the new
    post. `status` and `left_on` are those of the service that went on, None: as they are; `hires`: a new service. `ends_roles`
    and `keeps_roles` are all roles held. `login`: the account's new name for signing in, None: as it is. `closes` / `opens`:
    the account can no longer, or can again, sign in. `over` (of a merge): what happens to the other record; its services
    become this one's, and where this one had none that goes on, its own goes on.
    """

    on: date
    ends: tuple[Post, ...] = ()
    drops: tuple[Post, ...] = ()
    begins: Post | None = None
    status: Status | None = None
    left_on: date | None = None
    hires: Service | None = None
    ends_roles: tuple[Held, ...] = ()
    keeps_roles: tuple[Held, ...] = ()
    login: str | None = None
    closes: bool = False
    opens: bool = False
    over: "Effect | None" = None

    @property
    def ends_sessions(self) -> bool:
        """Who loses a role or leaves is signed out everywhere at once (promise 16)."""
        return bool(self.ends_roles) or self.closes


def effect_of(record: Record, order: Order, around: Around) -> Effect:
    """What an order that nothing is objected to does. Raises LookupError for a merge without its other record."""
    return _EFFECTS[order.act](record, order, around)


def after(record: Record, effect: Effect) -> Record:
    """How he stands once this has happened: later orders are judged by it."""
    dropped, ended = set(effect.drops), set(effect.ends)
    posts = [
        replace(post, ends_on=effect.on) if post in ended else post for post in record.posts if post not in dropped
    ]
    if effect.hires:
        posts = []
    if effect.begins:
        posts.append(effect.begins)
    services = [_served(one, effect) if one.left_on is None else one for one in record.services]
    if effect.hires:
        services.append(effect.hires)
    return replace(
        record,
        services=tuple(services),
        posts=tuple(sorted(posts, key=lambda post: (post.starts_on, post.kind, post.department_id))),
        roles=effect.keeps_roles,
        login=record.login if effect.login is None else effect.login,
    )


def digest(*shown: object) -> str:
    """The same for the same facts only: a confirmation names it, so that what is done is what was shown."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _served(service: Service, effect: Effect) -> Service:
    return replace(service, status=effect.status or service.status, left_on=effect.left_on)


def _post(record: Record, order: Order, kind: Kind) -> Post:
    """The post that the order gives; what it does not say stays as it was in the present one."""
    old = record.primary(order.effective_on) or record.latest
    is_beside = kind is not Kind.PRIMARY
    return Post(
        id=None,
        kind=kind,
        department_id=order.department_id or (old.department_id if old else 0),
        rank=order.rank or (old.rank if old else ""),
        position=order.position or (old.position if old else ""),
        duty=order.duty or (old.duty if old and not is_beside else ""),
        starts_on=order.effective_on,
    )


def _cut(posts: Sequence[Post], day: date) -> tuple[tuple[Post, ...], tuple[Post, ...]]:
    """Those that end on that day, and those that never begin."""
    ends = tuple(post for post in posts if post.starts_on < day and (post.ends_on is None or post.ends_on > day))
    return ends, tuple(post for post in posts if post.starts_on >= day)


def _transferred(record: Record, order: Order, around: Around) -> Effect:
    day = order.effective_on
    ends, drops = _cut([post for post in record.posts if post.kind is Kind.PRIMARY], day)
    new = _post(record, order, Kind.PRIMARY)
    stays = [new, *(post for post in record.posts if post.kind is not Kind.PRIMARY and post.covers(day))]
    return _with_roles(record, Effect(day, ends, drops, new), _heads_lost(record, ends, stays, around))


def _ended(record: Record, order: Order, around: Around) -> Effect:
    """Posts beside one's own end: those of a secondment, or the one of the order's department."""
    day = order.effective_on
    is_secondment = order.act is Act.END_SECONDMENT
    wanted = record.beside(Kind.SECONDED if is_secondment else Kind.CONCURRENT, day)
    over = [post for post in wanted if is_secondment or post.department_id == order.department_id]
    ends, drops = _cut(over, day)
    stays = [post for post in record.posts if post.covers(day) and post not in over]
    status = Status.ACTIVE if is_secondment and record.status is Status.SECONDED else None
    return _with_roles(record, Effect(day, ends, drops, status=status), _heads_lost(record, ends, stays, around))


def _heads_lost(record: Record, ends: Sequence[Post], stays: Sequence[Post], around: Around) -> list[Held]:
    """The roles of head of what is left: of the department itself, and for a team of the one above it."""
    left, kept = _with_homes(ends, around), _with_homes(stays, around)
    heads = (held for held in record.roles if held.role is Role.DEPARTMENT_HEAD)
    return [held for held in heads if held.department_id in left - kept]


def _with_homes(posts: Sequence[Post], around: Around) -> set[int]:
    served = {post.department_id for post in posts}
    return served | {around.homes[one] for one in served if one in around.homes}


def _with_roles(record: Record, effect: Effect, lost: Sequence[Held] = ()) -> Effect:
    kept = tuple(held for held in record.roles if held not in lost)
    return replace(effect, ends_roles=tuple(lost), keeps_roles=kept)


def _returned(record: Record, order: Order, around: Around) -> Effect:
    stays = _with_roles(record, Effect(order.effective_on))
    return replace(_transferred(record, order, around) if order.department_id else stays, status=Status.ACTIVE)


def _seconded(record: Record, order: Order, _around: Around) -> Effect:
    """Elsewhere: he keeps his post and his status says it. Within the agency: another post beside his own."""
    if order.department_id is None:
        return _with_roles(record, Effect(order.effective_on, status=Status.SECONDED))
    return _with_roles(record, Effect(order.effective_on, begins=_post(record, order, Kind.SECONDED)))


def _concurrent(record: Record, order: Order, _around: Around) -> Effect:
    return _with_roles(record, Effect(order.effective_on, begins=_post(record, order, Kind.CONCURRENT)))


def _left_for_a_while(record: Record, order: Order, _around: Around) -> Effect:
    return _with_roles(record, Effect(order.effective_on, status=Status.LEAVE))


def _parted(record: Record, order: Order, _around: Around) -> Effect:
    day = order.effective_on
    ends, drops = _cut(record.posts, day)
    return Effect(day, ends, drops, status=Status.LEFT, left_on=day, ends_roles=record.roles, closes=True)


def _rehired(record: Record, order: Order, _around: Around) -> Effect:
    is_numbered = not record.login or record.login in {service.number for service in record.services}
    return Effect(
        order.effective_on,
        begins=_post(record, order, Kind.PRIMARY),
        hires=Service(None, order.number, Status.ACTIVE, joined_on=order.effective_on),
        keeps_roles=record.roles,
        login=order.number if is_numbered else None,
        opens=True,
    )


def _merged(record: Record, order: Order, around: Around) -> Effect:
    if around.other is None:
        raise LookupError("a merge names another record")
    day, other = order.effective_on, around.other
    over = _parted(other, order, around)
    if other.serving is None:
        over = replace(over, ends=(), drops=(), status=None, left_on=None)
    elif record.serving is None:  # the other's service goes on, as this person's
        over = replace(over, ends=(), drops=(), status=None, left_on=None)
        return Effect(day, keeps_roles=record.roles, opens=True, over=over)
    return Effect(day, keeps_roles=record.roles, over=over)


_EFFECTS = {
    Act.TRANSFER: _transferred,
    Act.SECOND: _seconded,
    Act.END_SECONDMENT: _ended,
    Act.CONCURRENT: _concurrent,
    Act.END_CONCURRENT: _ended,
    Act.LEAVE: _left_for_a_while,
    Act.RETURN: _returned,
    Act.PART: _parted,
    Act.REHIRE: _rehired,
    Act.MERGE: _merged,
}
