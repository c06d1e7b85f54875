"""Whose receipt starts the clock: the bureau with authority (令121 art.15), or whoever had it first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from redress.domain.case import Case
from redress.domain.clocks import due_of
from redress.domain.context import Context
from redress.domain.opening import fold, open_complaint
from redress.domain.profile import Profile, Receipt
from redress.domain.profile_file import parse_profile
from redress.domain.refusals import Refusal
from redress.domain.tables import Tables
from tests.domain.scenario import CALLED_BACK, INTAKE, OFFICE, ONE_AGAINST_ONE, moment, tables


def under(receipt: Receipt) -> Tables:
    return replace(tables(), profiles=tuple(replace(one, receipt=receipt) for one in tables().profiles))


def passed_on(receipt: Receipt, first: date | None) -> Case:
    """Received on Monday 17 August, after another body had it."""
    filing = replace(ONE_AGAINST_ONE, originally_received_on=first)
    ctx = Context(actor=INTAKE, now=moment("2026-08-17 09:00"), tables=under(receipt))
    opened = open_complaint(CALLED_BACK, "QH-2026-000001-7", OFFICE, "samr-121", filing, ctx)
    assert not isinstance(opened, Refusal)
    return fold(opened)


@pytest.mark.parametrize(
    ("receipt", "first", "due_on"),
    [
        (Receipt.COMPETENT, date(2026, 8, 10), "2026-08-26"),
        (Receipt.COMPETENT, None, "2026-08-26"),
        (Receipt.FIRST, date(2026, 8, 10), "2026-08-19"),
        (Receipt.FIRST, None, "2026-08-26"),
        (Receipt.FIRST, date(2026, 8, 20), "2026-08-26"),  # nobody had it first after we had it
    ],
)
def test_whose_receipt_starts_the_seven_working_days(
    receipt: Receipt, first: date | None, due_on: str
) -> None:
    case = passed_on(receipt, first)
    assert str(due_of(case.clocks[0], under(receipt)).due_on) == due_on
    assert case.received_at == moment("2026-08-17 09:00"), "both receipts are kept"
    assert case.filing.originally_received_on == first


PROFILE = """
id = "mine"
regime = "mine"
title_zh = "本单位"
title_en = "Ours"
law = "X"
valid_from = 2026-01-01
{receipt}
[[clock]]
key = "complaint.acceptance"
milestone = "acceptance"
article = "art.1"
title_zh = "受理"
title_en = "Accept"
starts_on = ["received"]
ends_on = ["accepted"]
sources = [{{ length = 7, unit = "working_day" }}]
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", Receipt.COMPETENT),
        ('receipt = "first"', Receipt.FIRST),
        ('receipt = "competent"', Receipt.COMPETENT),
    ],
)
def test_the_profile_says_which(line: str, found: Receipt) -> None:
    profile = parse_profile(PROFILE.format(receipt=line))
    assert isinstance(profile, Profile)
    assert profile.receipt is found


def test_another_word_is_refused_with_its_place() -> None:
    problems = parse_profile(PROFILE.format(receipt='receipt = "last"'))
    assert not isinstance(problems, Profile)
    assert [(one.place, one.code, one.line) for one in problems] == [("receipt", "unknown_value", 8)]
