"""Write what a staff order does (`domain/staff_effects.py`), inside a unit of work that is open and holds the persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from collabpoints.domain.roles import Status, SystemReason
from collabpoints.domain.staff_effects import Effect
from collabpoints.domain.staff_orders import Held, Order, Post, Record, Service
from collabpoints.models import Account, Appointment, Employee, RoleGrant
from collabpoints.services.search_terms import refresh_terms
from collabpoints.services.sessions import end_sessions_of
from collabpoints.services.staff_merges import Merging


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes where and when. `actor_person_id` ordered it."""

    session: Session
    agency_id: int
    now: datetime
    actor_person_id: int

    def write(self, record: Record, order: Order, effect: Effect, other: Record | None) -> None:
        """Afterwards posts, services, roles, accounts, sessions and search are as the effect says."""
        serving = record.serving
        self._end_posts(effect)
        self._end_roles(effect.ends_roles)
        if serving and serving.id is not None:
            self._serve(serving.id, effect)
        employee_id = self._hire(record, effect.hires) if effect.hires else serving.id if serving else None
        if effect.begins and employee_id is not None:
            self._begin(employee_id, effect.begins)
        self._keep_account(record, effect)
        touched = {service.id for service in record.services} | {employee_id}
        if effect.over and other:
            self.write(other, order, effect.over, None)
            Merging(self.session, self.agency_id, self.now, self.actor_person_id).join(record, other)
            touched |= {service.id for service in other.services}
        refresh_terms(self.session, self.agency_id, {one for one in touched if one is not None})

    def _end_posts(self, effect: Effect) -> None:
        dropped = [post.id for post in effect.drops]
        ended = [post.id for post in effect.ends]
        self.session.execute(delete(Appointment).where(Appointment.id.in_(dropped)))
        self.session.execute(update(Appointment).where(Appointment.id.in_(ended)).values(ends_on=effect.on))

    def _begin(self, employee_id: int, post: Post) -> None:
        self.session.add(
            Appointment(
                agency_id=self.agency_id,
                employee_id=employee_id,
                department_id=post.department_id,
                kind=post.kind.value,
                starts_on=post.starts_on,
                rank=post.rank,
                position=post.position,
                duty=post.duty,
            )
        )
        self.session.flush()

    def _serve(self, employee_id: int, effect: Effect) -> None:
        if effect.status is not None:
            self.session.execute(
                update(Employee)
                .where(Employee.id == employee_id)
                .values(status=effect.status.value, left_on=effect.left_on)
            )

    def _hire(self, record: Record, service: Service) -> int:
        """The person's new service; where he can be reached is taken over from the one before."""
        before = self.session.get(Employee, record.services[-1].id) if record.services else None
        row = Employee(
            agency_id=self.agency_id,
            person_id=record.person_id,
            number=service.number,
            email=before.email if before else "",
            phone=before.phone if before else "",
            employment=before.employment if before else "",
            status=Status.ACTIVE.value,
            joined_on=service.joined_on,
        )
        self.session.add(row)
        self.session.flush()
        return row.id

    def _end_roles(self, lost: Sequence[Held]) -> None:
        self.session.execute(
            update(RoleGrant)
            .where(RoleGrant.id.in_([held.grant_id for held in lost]), RoleGrant.revoked_at.is_(None))
            .values(
                revoked_at=self.now,
                revoked_by_person_id=self.actor_person_id,
                revoked_reason=SystemReason.BY_ORDER.value,
            )
        )

    def _keep_account(self, record: Record, effect: Effect) -> None:
        if effect.ends_sessions:
            end_sessions_of(self.session, [record.person_id])
        account = self.session.execute(
            select(Account).where(Account.person_id == record.person_id).with_for_update()
        ).scalar_one_or_none()
        if account is None:
            if effect.opens and effect.login:
                self._open(record.person_id, effect.login)
            return
        account.is_active = (account.is_active or effect.opens) and not effect.closes
        if effect.login is not None:
            account.login = effect.login
        self.session.flush()

    def _open(self, person_id: int, login: str) -> None:
        self.session.add(
            Account(agency_id=self.agency_id, person_id=person_id, login=login, is_active=True, created_at=self.now)
        )
