"""Accounts: what signing in and one's own settings need to know of one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, select

from collabpoints.db import reading
from collabpoints.domain.passwords import Personal
from collabpoints.models import Account, Employee, Person


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a password is checked against. `password_hash` is None before the first password."""

    account_id: int
    password_hash: str | None


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set for himself."""

    login: str
    language: str
    is_mail_wanted: bool
    is_opted_out: bool
    password_changed_at: datetime | None


def usable_accounts() -> Select[Account, Employee, Person]:
    """SELECT of accounts that may sign in: active, of somebody who serves. For the queries and services of sign-in."""
    return (
        select(Account, Employee, Person)
        .join(Person, Person.id == Account.person_id)
        .join(Employee, and_(Employee.person_id == Person.id, Employee.left_on.is_(None)))
        .where(Account.is_active)
    )


def credentials(agency_id: int, login: str) -> Credentials | None:
    """The account that signs in under this login; None when there is none that may."""
    with reading() as session:
        found = session.execute(
            usable_accounts().where(Account.agency_id == agency_id, Account.login == login)
        ).one_or_none()
        return Credentials(found.Account.id, found.Account.password_hash) if found else None


def password_hash(account_id: int) -> str | None:
    """The hash of the account's present password; None without one."""
    with reading() as session:
        return session.scalar(select(Account.password_hash).where(Account.id == account_id))


def personal(account_id: int) -> Personal | None:
    """What must not stand in this account's password; None when the account may not sign in."""
    with reading() as session:
        found = session.execute(usable_accounts().where(Account.id == account_id)).one_or_none()
        if found is None:
            return None
        return Personal(found.Account.login, found.Person.name, found.Employee.number, found.Employee.phone)


def settings(account_id: int) -> Settings:
    """The account's own settings. Raises NoResultFound for an account that does not exist."""
    with reading() as session:
        account, person = session.execute(
            select(Account, Person).join(Person, Person.id == Account.person_id).where(Account.id == account_id)
        ).one()
        return Settings(
            account.login, account.language, account.is_mail_wanted, person.is_opted_out, account.password_changed_at
        )
