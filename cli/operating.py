"""What the commands of an operator have in common: the database itself, roles, names. No command is here."""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from cli.installation import in_database
from cli.outcome import Unusable, Wanting
from redress.domain.actors import OFFICE_ROLES, Actor, Role

if TYPE_CHECKING:
    from redress.persistence.pool import Connection

T = TypeVar("T")

OfficePath = Annotated[str, typer.Option("--office", help="机构路径 / office path")]
OfRole = Annotated[str, typer.Option("--role", help=", ".join(sorted(role.value for role in OFFICE_ROLES)))]


def as_operator(
    data_dir: Path | None, work: Callable[[Connection], Awaitable[T]], office: str | None = None
) -> T:
    """One transaction, for `office` as its administrator; raises Unusable, Wanting."""
    from redress.persistence.offices import NoSuchOffice, OfficeClosed
    from redress.persistence.sign_in_log import OPERATOR

    administrator = None if office is None else Actor(OPERATOR, office, (Role.ADMINISTRATOR,))
    try:
        return in_database(data_dir, work, administrator)
    except NoSuchOffice as error:
        raise no_office(str(error)) from None
    except OfficeClosed as error:
        raise Wanting(f"机构 {error} 已撤销", f"the office {error} is closed") from None


def role_named(name: str) -> Role:
    """A role of offices; raises Unusable."""
    found = next((role for role in OFFICE_ROLES if role.value == name), None)
    if found is None:
        raise Unusable(f"没有岗位 {name}", f"there is no role {name}")
    return found


def moments(each: Any) -> dict[str, str | None]:
    """The times of a row as they are shown to programs."""
    return {
        name: value.isoformat() for name, value in asdict(each).items() if isinstance(value, datetime)
    }


def unusable_name(name: str) -> Unusable:
    return Unusable(
        f"用户名 {name} 不可用:2 至 64 个小写字母、数字或 . _ @ -",
        f"unusable name {name}: 2 to 64 small letters, digits or . _ @ -",
    )


def no_office(office: str) -> Wanting:
    return Wanting(f"没有机构 {office}", f"there is no office {office}")
