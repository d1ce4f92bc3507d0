"""Who may do what by role. A role is granted to a person, dated, with its giver; everybody is an employee."""

from enum import StrEnum


class Role(StrEnum):
    """The roles of architecture.md. `DEPARTMENT_HEAD` is always of a department."""

    EMPLOYEE = "employee"
    DEPARTMENT_HEAD = "department_head"
    REVIEWER = "reviewer"
    OFFICER = "officer"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


GRANTED = tuple(role for role in Role if role is not Role.EMPLOYEE)
"""The roles that somebody has to grant; employee comes with the account."""

HEAD_POSITIONS = ("과장", "국장", "실장", "본부장", "담당관", "관장", "소장", "원장")
"""Positions (직위) whose holders are proposed as heads of their department; an administrator confirms."""


class SystemReason(StrEnum):
    """Why a role came or went where no person wrote a reason. The code is what is stored; the page words it in the
    language of its reader (views/role_words.py). Nobody can type one: a code is no reason."""

    AGENCY_CREATED = "system:agency_created"
    BY_COMMAND = "system:by_command"
    BY_POSITION = "system:by_position"
    NOT_IN_FILE = "system:not_in_hr_file"
    DEMO_ACCOUNT = "system:demo_account"
    REORGANISED = "system:reorganised"
    BY_ORDER = "system:by_staff_order"


class Status(StrEnum):
    """The state of service (재직상태). Never told to colleagues (promises, Dignity)."""

    ACTIVE = "active"
    LEAVE = "leave"
    SECONDED = "seconded"
    TRAINING = "training"
    LEFT = "left"


STATUS_WORDS = {"재직": Status.ACTIVE, "휴직": Status.LEAVE, "파견": Status.SECONDED, "교육": Status.TRAINING}
"""The words of HR's file. A person who has left is simply no longer in it."""
