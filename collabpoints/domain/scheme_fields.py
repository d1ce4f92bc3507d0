"""All fields of a scheme, in the order in which files, forms and pages show them."""

from collections.abc import Mapping

from collabpoints.domain.scheme_kinds import Field
from collabpoints.domain.scheme_prize_fields import PRIZE_GROUPS
from collabpoints.domain.scheme_sending_fields import SENDING_GROUPS
from collabpoints.domain.scheme_words import Wording

GROUPS: Mapping[str, Wording] = {
    "book": Wording("이름과 출처", "Name and source"),
    "uses": Wording("포인트의 쓰임", "What points are used for"),
    "allowance": Wording("배정", "Allowance"),
    "points": Wording("포인트", "Points"),
    "recipients": Wording("받는 사람", "Recipients"),
    "senders": Wording("보내는 사람", "Senders"),
    "text": Wording("글", "Text"),
    "afterwards": Wording("보낸 뒤", "Afterwards"),
    "score": Wording("합산 포인트", "Score"),
    "special": Wording("특별협업포인트", "Special points"),
    "ranking": Wording("순위", "Ranking"),
    "closing": Wording("월별 결과의 확정", "Confirming monthly results"),
    "prizes": Wording("시상", "Prizes"),
    "hands": Wording("기준을 바꾸는 손", "Hands that change the rules"),
}

FIELDS: tuple[Field, ...] = tuple(
    field.within(group) for group, fields in ({**SENDING_GROUPS, **PRIZE_GROUPS}).items() for field in fields
)
"""Every field once; `path` is its key in a file, `name` its attribute of Scheme."""

BY_PATH: Mapping[str, Field] = {field.path: field for field in FIELDS}
BY_NAME: Mapping[str, Field] = {field.name: field for field in FIELDS}


def fields_of(group: str) -> tuple[Field, ...]:
    """The fields of one group, in order."""
    return tuple(field for field in FIELDS if field.group == group)
