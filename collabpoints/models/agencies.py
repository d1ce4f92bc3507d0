"""The agency (기관)."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collabpoints.db import Base, Id, Instant


class Agency(Base):
    """One public agency; every other table names its agency."""

    __tablename__ = "agencies"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(40))
    name_ko: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100))
    zone: Mapped[str] = mapped_column(String(40), default="Asia/Seoul")
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Instant]
