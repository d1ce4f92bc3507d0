"""How one signs in: accounts, their sessions, their one-time links, and the tries that are counted."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Account(Base):
    """A person's local account. `session_epoch` counts up whenever all sessions must end at once (promise 16)."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("agency_id", "login"), UniqueConstraint("person_id"))

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    login: Mapped[str] = mapped_column(String(40))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[Instant | None]
    session_epoch: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    language: Mapped[str] = mapped_column(String(2), default="ko")
    is_mail_wanted: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Instant]


class AccountSession(Base):
    """One signed-in browser. Its token is known to the browser only; here stands the SHA-256 of it. `confirmed_at` is when
    its person last proved who he is: as it started, and each time that the password was given again; null: not known."""

    __tablename__ = "account_sessions"
    __table_args__ = (
        Index("ix_account_sessions_account_id", "account_id"),
        Index("ix_account_sessions_seen_at", "seen_at"),
    )

    token_digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    agency_id: Mapped[AgencyId]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    epoch: Mapped[int]
    started_at: Mapped[Instant]
    seen_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]


class SignInTry(Base):
    """How many tries a bucket has seen in a window. Counted before the password is looked at, in one statement."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (CheckConstraint("tries >= 0", name="tries"),)

    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64), primary_key=True)
    window_started_at: Mapped[Instant] = mapped_column(primary_key=True)
    tries: Mapped[int]


class OneTimeLink(Base):
    """A link with which a person sets a password, once. Here stands the SHA-256 of its token."""

    __tablename__ = "one_time_links"
    __table_args__ = (UniqueConstraint("token_digest"), Index("ix_one_time_links_account_id", "account_id"))

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"))
    token_digest: Mapped[str] = mapped_column(String(64))
    created_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    used_at: Mapped[Instant | None]
