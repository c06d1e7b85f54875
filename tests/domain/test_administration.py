"""Which office may lie below which, who has which role where, and what one person never has together."""

import pytest

from redress.domain.actors import OFFICE_ROLES, Role
from redress.domain.administration import KINDS_BELOW, NUMBERED, ROLES_OF_KIND, OfficeKind, together


def test_every_kind_of_office_has_its_rows() -> None:
    assert set(KINDS_BELOW) == set(ROLES_OF_KIND) == set(OfficeKind)


@pytest.mark.parametrize("kind", OfficeKind)
def test_who_decides_audits_and_administers_belongs_to_a_bureau(kind: OfficeKind) -> None:
    heads = {Role.BUREAU_HEAD, Role.AUDITOR, Role.ADMINISTRATOR}
    assert heads.isdisjoint(ROLES_OF_KIND[kind]) == (kind not in NUMBERED)
    assert set(ROLES_OF_KIND[kind]) <= set(OFFICE_ROLES)


def test_no_bureau_lies_below_what_acts_in_its_name() -> None:
    for kind in set(OfficeKind) - {OfficeKind.SUPERIOR}:
        assert NUMBERED.isdisjoint(KINDS_BELOW[kind])


@pytest.mark.parametrize(
    ("roles", "fit"),
    [
        ((Role.INTAKE, Role.OFFICER, Role.MEDIATOR), True),
        ((Role.ADMINISTRATOR,), True),
        ((Role.AUDITOR, Role.AUDITOR), True),
        ((Role.AUDITOR, Role.OFFICER), False),
        ((Role.ADMINISTRATOR, Role.BUREAU_HEAD), False),
        ((Role.AUDITOR, Role.ADMINISTRATOR), False),
    ],
)
def test_who_audits_or_administers_does_nothing_else(roles: tuple[Role, ...], fit: bool) -> None:
    assert together(roles) is fit
