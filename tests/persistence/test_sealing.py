"""Sealing: every text leaves the value, nothing else changes, and it comes back."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from redress.domain.commands import AddNote, RecordAgreement, RequestMaterial
from redress.domain.facts import (
    Agent,
    Channel,
    Complainant,
    Filing,
    PowerOfAttorney,
    Purchase,
    Respondent,
)
from redress.domain.sealed import Sealed, plain_texts
from redress.persistence.sealing import Sink, seal, sealed_refs, unsealed, unsealed_json

FILING = Filing(
    channel=Channel.PHONE,
    facts="买了一台洗衣机,一周后漏水",
    complainants=(Complainant(name="张伟", phone="13800000000"), Complainant(name="李娜")),
    agent=Agent(name="王芳", power_of_attorney=PowerOfAttorney(matter="代为投诉", until=date(2027, 1, 1))),
    respondents=(Respondent(name="青河电器", shop_name="青河旗舰店"),),
    purchase=Purchase(on=date(2026, 8, 1), item="洗衣机", amount=Decimal("12800.00")),
    category="商品质量",
    problems=("漏水",),
)
AGREEMENT = RecordAgreement(
    form="record_only",  # type: ignore[arg-type]
    why="remote",  # type: ignore[arg-type]
    terms=("换一台新机", "再保修一年"),
    perform_by=date(2026, 11, 1),
)


def _strings(value: object) -> set[str]:
    if isinstance(value, str):
        return {value}
    if is_dataclass(value) and not isinstance(value, type):
        return set().union(*(_strings(getattr(value, field.name)) for field in fields(value)))
    return set().union(*map(_strings, value)) if isinstance(value, tuple) else set()


@pytest.mark.parametrize("value", [FILING, AGREEMENT, (FILING, AGREEMENT), AddNote(text="备注")])
def test_every_text_is_sealed_and_comes_back(value: Any) -> None:
    sink = Sink()
    sealed = seal(value, sink)
    assert list(plain_texts(sealed)) == []
    assert not {plain.text for plain in sink.texts.values()} & _strings(sealed)
    assert sorted(sealed_refs(sealed)) == sorted(sink.texts)
    assert unsealed(sealed, {ref: plain.text for ref, plain in sink.texts.items()}) == value


def test_what_is_no_text_stays_as_it_is() -> None:
    sealed = seal(FILING, Sink())
    assert (sealed.channel, sealed.category, sealed.problems) == (Channel.PHONE, "商品质量", ("漏水",))
    assert sealed.purchase is not None
    assert sealed.purchase.amount == Decimal("12800.00")


def test_each_text_remembers_which_field_held_it() -> None:
    sink = Sink()
    seal(FILING, sink)
    kinds = {plain.text: plain.kind for plain in sink.texts.values()}
    assert kinds["13800000000"] == "complainant.phone"
    assert kinds["代为投诉"] == "powerofattorney.matter"


def test_equal_texts_get_references_that_tell_nothing() -> None:
    sink = Sink()
    sealed = seal(RequestMaterial(items=("发票", "发票"), due_on=date(2026, 8, 25)), sink)
    assert len(set(sealed_refs(sealed))) == 2
    assert all(len(ref) == 22 for ref in sealed_refs(sealed))


def test_sealing_twice_is_sealing_once() -> None:
    once = seal(FILING, Sink())
    again = Sink()
    assert seal(once, again) == once
    assert again.texts == {}


def test_what_may_not_be_opened_stays_sealed() -> None:
    sink = Sink()
    sealed = seal(AddNote(text="备注"), sink)
    assert isinstance(unsealed(sealed, {}).text, Sealed)


def test_a_view_in_json_opens_like_the_value() -> None:
    sink = Sink()
    sealed = seal(FILING, sink)
    adapter = TypeAdapter(Filing)
    view = adapter.dump_python(sealed, mode="json")
    assert sealed_refs(view) == sealed_refs(sealed)
    opened = unsealed_json(view, {ref: plain.text for ref, plain in sink.texts.items()})
    assert opened == adapter.dump_python(FILING, mode="json")


def test_a_text_on_its_way_never_shows_in_a_repr() -> None:
    sink = Sink()
    seal(FILING, sink)
    assert "张伟" not in repr(sink.texts)
