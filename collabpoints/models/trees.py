"""Collaboration trees (협업나무): their layout as rows, who helped whom, and the links of lobby screens."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import AgencyId, Base, Id, Instant


class Tree(Base):
    """The tree of a span: of the whole agency (`root_id` 0), of a bureau or of a department (its id).

    `span`, `first_period`, `last_period` and `state` as in models/boards.py. A provisional tree is grown again each day; a
    confirmed one never changes. `path_id` is the path that the bureau or department had in the span. The figures are
    those of the whole tree, also of what its limbs do not tell; null where they may not be shown. `leaf_notes`, `scale`
    and `trunk` as in domain/trees.py.
    """

    __tablename__ = "trees"
    __table_args__ = (
        UniqueConstraint("agency_id", "span", "last_period", "root_id"),
        CheckConstraint("state IN ('provisional', 'confirmed')", name="state"),
        CheckConstraint("first_period <= last_period", name="span"),
        CheckConstraint("(root_id = 0) = (path_id IS NULL)", name="path"),
        CheckConstraint("leaf_notes > 0 AND scale BETWEEN 1 AND 100 AND trunk > 0 AND people >= 0", name="sizes"),
        CheckConstraint("received_notes >= 0 AND crossed_notes BETWEEN 0 AND received_notes AND sent_notes >= 0",
                        name="figures"),
    )  # fmt: skip

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    span: Mapped[str] = mapped_column(String(8))
    first_period: Mapped[str] = mapped_column(String(7))
    last_period: Mapped[str] = mapped_column(String(7))
    root_id: Mapped[int]
    path_id: Mapped[int | None] = mapped_column(ForeignKey("department_paths.id"))
    state: Mapped[str] = mapped_column(String(11))
    through_entry_id: Mapped[int]
    as_of: Mapped[Instant]
    leaf_notes: Mapped[int]
    scale: Mapped[int]
    trunk: Mapped[int]
    people: Mapped[int]
    received_notes: Mapped[int | None]
    crossed_notes: Mapped[int | None]
    sent_notes: Mapped[int | None]


class TreeLimb(Base):
    """A limb of a tree, and the root that belongs to it. Columns as in `Limb` and `Stroke` of domain/trees.py; the root's
    begin with `root_` and are all null where it has none. `path_id` is the path of its department in the span."""

    __tablename__ = "tree_limbs"
    __table_args__ = (
        CheckConstraint("kind IN ('bureau', 'department', 'others', 'small', 'bough')", name="kind"),
        CheckConstraint("parent < place", name="parent"),
        CheckConstraint("(kind IN ('bureau', 'department')) = (department_id IS NOT NULL)", name="department"),
        CheckConstraint("(department_id IS NULL) = (path_id IS NULL)", name="path"),
        CheckConstraint(
            "(received_notes IS NULL) = (crossed_notes IS NULL) AND (received_notes IS NULL) = (sent_notes IS NULL)"
            " AND received_notes >= 0 AND crossed_notes BETWEEN 0 AND received_notes AND sent_notes >= 0",
            name="figures",
        ),
    )

    tree_id: Mapped[int] = mapped_column(ForeignKey("trees.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    agency_id: Mapped[AgencyId]
    parent: Mapped[int | None]
    kind: Mapped[str] = mapped_column(String(10))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    path_id: Mapped[int | None] = mapped_column(ForeignKey("department_paths.id"))
    departments: Mapped[int]
    people: Mapped[int]
    received_notes: Mapped[int | None]
    crossed_notes: Mapped[int | None]
    sent_notes: Mapped[int | None]
    from_x: Mapped[int]
    from_y: Mapped[int]
    bend_x: Mapped[int]
    bend_y: Mapped[int]
    to_x: Mapped[int]
    to_y: Mapped[int]
    from_width: Mapped[int]
    to_width: Mapped[int]
    crown: Mapped[int]
    root_from_x: Mapped[int | None]
    root_from_y: Mapped[int | None]
    root_bend_x: Mapped[int | None]
    root_bend_y: Mapped[int | None]
    root_to_x: Mapped[int | None]
    root_to_y: Mapped[int | None]
    root_from_width: Mapped[int | None]
    root_to_width: Mapped[int | None]


class TreeFlow(Base):
    """How many notes went from one bureau or department (`level`) to another in the span of an agency's tree, its own
    notes to itself included. `outward` is from a department to another bureau, `inward` from a bureau to a department of
    another. `senders` and `recipients` are how many people stand behind it, each counted once: they do not add up."""

    __tablename__ = "tree_flows"
    __table_args__ = (
        CheckConstraint("level IN ('bureau', 'department', 'outward', 'inward')", name="level"),
        CheckConstraint("notes > 0 AND senders > 0 AND recipients > 0", name="figures"),
    )

    tree_id: Mapped[int] = mapped_column(ForeignKey("trees.id"), primary_key=True)
    level: Mapped[str] = mapped_column(String(10), primary_key=True)
    sender_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    recipient_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    agency_id: Mapped[AgencyId]
    notes: Mapped[int]
    senders: Mapped[int]
    recipients: Mapped[int]


class LobbyLink(Base):
    """A screen that may show the agency's tree without anybody signing in, until the link is revoked. Only the digest of
    its secret is kept. `place` says where the screen hangs."""

    __tablename__ = "lobby_links"
    __table_args__ = (
        UniqueConstraint("secret_digest"),
        CheckConstraint("(revoked_at IS NULL) = (revoked_by_person_id IS NULL)", name="revoked"),
        Index("ix_lobby_links_agency_id", "agency_id", "id"),
    )

    id: Mapped[Id]
    agency_id: Mapped[AgencyId]
    place: Mapped[str] = mapped_column(String(60))
    secret_digest: Mapped[str] = mapped_column(String(64))
    made_by_person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Instant]
    revoked_by_person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    revoked_at: Mapped[Instant | None]
