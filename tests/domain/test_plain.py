"""Ids and classifications stay in clear, so nothing else may be written there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from redress.domain import commands as c
from redress.domain.context import Context
from redress.domain.opening import refused_filing
from redress.domain.sealed import Sealed
from tests.domain.scenario import OFFICER, ONE_AGAINST_ONE, filed, moment, tables


@pytest.mark.parametrize("name", ["林晓", "Lin Xiao", "", "x" * 65, "p-1 的同事", "a\nb"])
def test_a_handler_is_an_id_and_never_a_name(name: str) -> None:
    filed().tries(OFFICER, c.Assign(handler=name)).refused("not_an_id")


@pytest.mark.parametrize("text", ["林晓 13800001111", "张", "", "Lin Xiao", "x" * 129])
def test_a_reference_is_no_place_for_a_text(text: str) -> None:
    filed().tries(OFFICER, c.AddNote(text=Sealed(text))).refused("unsealed")
    terms = (Sealed("e5JrKdjWZPWary1Ma08BeQ"), Sealed(text))
    filed().tries(OFFICER, c.RequestMaterial(items=terms, due_on=date(2026, 8, 24))).refused("unsealed")


@pytest.mark.parametrize("ref", ["e5JrKdjWZPWary1Ma08BeQ", "-_JrKdjWZPWary1Ma08BeQ"])
def test_the_vaults_references_are_taken(ref: str) -> None:
    filed().does(OFFICER, c.AddNote(text=Sealed(ref)))


def test_an_actor_is_an_id_and_never_a_name() -> None:
    filed().tries(replace(OFFICER, person="林晓"), c.AddNote(text=Sealed("v-1"))).refused("not_an_id")


@pytest.mark.parametrize(
    "word", ["请致电13800001111", "一" * 121, "110101199003071234"], ids=["phone", "sentence", "id number"]
)
@pytest.mark.parametrize("field", ["category", "industry", "region", "problems"])
def test_a_classification_is_a_word(field: str, word: str) -> None:
    held: Any = (word,) if field == "problems" else word
    filing = replace(ONE_AGAINST_ONE, **{field: held})
    ctx = Context(actor=OFFICER, now=moment("2026-08-18 09:00"), tables=tables())
    refused = refused_filing(filing, ctx)
    assert refused is not None
    assert refused.code == "not_a_word"


def test_an_ordinary_classification_is_taken() -> None:
    filing = replace(ONE_AGAINST_ONE, category="商品质量/电子产品/手机", problems=("质量", "虚假宣传"))
    ctx = Context(actor=OFFICER, now=moment("2026-08-18 09:00"), tables=tables())
    assert refused_filing(filing, ctx) is None
