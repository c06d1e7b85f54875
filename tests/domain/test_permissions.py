"""Who may do what; and the tables of the domain are whole: commands, stages, permissions, refusals."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest

from redress.domain import events as e
from redress.domain.actors import PARTY_ROLES, Actor, Role, party_actor
from redress.domain.case import Stage
from redress.domain.context import Context
from redress.domain.deciding.decide import RULES, decide
from redress.domain.deciding.following import FOLLOWS
from redress.domain.evolve import APPLY
from redress.domain.permissions import LETTING_IN, MAY, RELATION_WORDS, RELATIONS, Relation, may, relations_of
from redress.domain.refusals import RULES as REFUSALS
from redress.domain.refusals import Kind, Refusal
from redress.domain.stages import ALLOWED, CLUE, COMPLAINT
from redress.domain.views import allowed_commands
from tests.domain.every_command import SAMPLES, TYPES
from tests.domain.scenario import OFFICE, filed, found_clue, tables

ROOMS = ("redress", "workflows", "activities", "api", "cli", "workers")
ROOT = Path(__file__).parents[2]

#                       intake  officer mediator superv. head  callback
MATRIX = """
file                    yes     yes     yes      yes     .     .
request_material        yes     yes     yes      yes     .     .
add_material            yes     yes     yes      yes     .     .
draft_document          yes     yes     yes      yes     .     .
approve_document        .       .       .        yes     yes   .
issue_document          .       yes     .        yes     yes   .
void_document           .       yes     .        yes     yes   .
attach_scan             yes     yes     yes      yes     .     .
add_evidence            yes     yes     yes      yes     .     .
mark_evidence           .       yes     yes      yes     .     .
add_note                yes     yes     yes      yes     yes   yes
record_contact          yes     yes     yes      yes     .     .
correct_party           yes     yes     yes      yes     .     .
add_respondent          yes     yes     yes      yes     .     .
amend_claim             yes     yes     yes      yes     .     .
request_identity_proof  yes     yes     yes      yes     .     .
link_case               yes     yes     yes      yes     .     .
merge_duplicate         .       yes     .        yes     .     .
split_report            yes     yes     yes      yes     .     .
assign                  .       yes     .        yes     yes   .
accept                  .       yes     .        yes     .     .
refuse                  .       yes     .        yes     .     .
record_notice           yes     yes     yes      yes     .     .
send_notice             yes     yes     yes      yes     .     .
record_delivery         .       .       .        .       .     .
transfer                .       yes     .        yes     .     .
record_transfer_outcome .       yes     .        yes     .     .
propose_transfer        yes     yes     yes      yes     .     .
dispatch                yes     yes     .        yes     .     .
acknowledge_dispatch    yes     yes     .        yes     .     .
return_dispatch         yes     yes     .        yes     .     .
report_back             yes     yes     .        yes     .     .
refer_up                .       yes     .        yes     yes   .
decline_referral        .       .       .        yes     yes   .
take_over               .       .       .        yes     yes   .
raise_jurisdiction_dispute . yes .  yes yes .
settle_jurisdiction_dispute . yes . yes yes .
grade                   yes     yes     .        yes     yes   .
classify                yes     yes     yes      yes     .     .
supervise               .       .       .        yes     yes   .
answer_supervision      .       yes     .        yes     yes   .
urge                    yes     yes     yes      yes     yes   .
report_upward           .       yes     .        yes     yes   .
record_consent          yes     yes     yes      yes     .     .
withdraw_consent        yes     yes     yes      yes     .     .
schedule_session        .       yes     yes      yes     .     .
record_session          .       yes     yes      yes     .     .
cancel_session          .       yes     yes      yes      .     .
delegate_mediation      .       yes     .        yes      .     .
report_delegation_result .       yes     .        yes      .     .
recuse                  yes     yes     yes      yes      .     .
decide_recusal          .       .       .        yes      yes   .
replace_mediator        .       yes     .        yes      yes   .
commission_appraisal    .       yes     yes      yes     .     .
conclude_appraisal      .       yes     yes      yes     .     .
cancel_appraisal        .       yes     yes      yes     .     .
record_cost_negotiation .       yes     yes      yes      .     .
record_party_ceased     yes     yes     yes      yes      .     .
report_fraud_signs      .       yes     yes      yes      .     .
record_agreement        .       yes     yes      yes     .     .
confirm_legality        .       yes     yes      yes      .     .
apply_judicial_confirmation yes     yes     yes      yes      .     .
record_judicial_confirmation yes     yes     yes      yes      .     .
record_settlement       .       yes     yes      yes     .     .
record_performance      yes     yes     yes      yes     .     yes
withdraw                yes     yes     yes      yes     .     .
terminate_mediation     .       yes     .        yes     .     .
refer_clue              .       yes     yes      yes     .     .
record_clue_decision    .       yes     .        yes     .     .
start_clue_test         .       yes     .        yes      .     .
end_clue_test           .       yes     .        yes      .     .
request_extension       .       yes     .        yes     .     .
approve_extension       .       .       .        yes     yes   .
reject_extension        .       .       .        yes     yes   .
conclude                .       yes     .        yes     .     .
give_feedback           yes     yes     yes      yes     .     .
record_callback         .       .       .        .       .     yes
close                   .       yes     .        yes     .     .
reopen                  .       .       .        yes     yes   .
record_quality_review   .       .       .        yes     .     .
add_lesson              yes     yes     yes      yes     yes   yes
mark_secrecy            .       yes     .        yes     yes   .
publish                 .       .       .        yes     yes   .
unpublish               .       .       .        yes     yes   .
give_statement          yes     yes     yes      yes     .     .
propose_settlement      yes     yes     yes      yes     .     .
answer_proposal         yes     yes     yes      yes     .     .
rate                    .       .       .        .       .     yes
request_review          yes     yes     yes      yes     .     .
answer_review           .       .       .        yes     yes   .
note_acts               yes     yes     yes      yes     yes   .
renew_code              yes     yes     yes      yes     yes   .
"""
COLUMNS = (Role.INTAKE, Role.OFFICER, Role.MEDIATOR, Role.SUPERVISOR, Role.BUREAU_HEAD, Role.CALLBACK)
OTHERS = tuple(role for role in Role if role not in COLUMNS)
"""Custodian, auditor and administrator give no command."""
GIVES = {
    Role.SYSTEM: {"assign", "record_delivery"},
    Role.COMPLAINANT: {
        "file", "add_material", "add_evidence", "record_consent", "withdraw_consent", "recuse", "withdraw",
        "record_performance", "give_statement", "propose_settlement", "answer_proposal", "rate",
        "request_review",
    },
    Role.RESPONDENT: {
        "add_evidence", "record_consent", "withdraw_consent", "recuse", "give_statement",
        "propose_settlement", "answer_proposal",
    },
}  # fmt: skip
"""What the system and a party at its own page give."""


def somebody(role: Role, case_id: str = "") -> Actor:
    """Somebody of the office in a role; for the role of a party, that party of the case."""
    return party_actor(case_id, f"{role}-1", OFFICE) if role in PARTY_ROLES else Actor("p", OFFICE, (role,))


def expected() -> Iterator[tuple[str, Role, bool]]:
    for line in MATRIX.strip().splitlines():
        command, *marks = line.split()
        yield from ((command, role, mark == "yes") for role, mark in zip(COLUMNS, marks, strict=True))
        yield from ((command, role, command in GIVES.get(role, ())) for role in OTHERS)


def type_of(one: type) -> str:
    """The tag by which a command or event travels."""
    return next(str(field.default) for field in fields(one) if field.name == "type")


@pytest.mark.parametrize(
    ("command", "role", "allowed"), [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in expected()]
)
def test_the_permission_table(command: str, role: Role, allowed: bool) -> None:
    assert may((role,), command) is allowed
    if command not in SAMPLES:
        return
    story = found_clue() if command in CLUE and command not in COMPLAINT else filed()
    actor = somebody(role, story.case.case_id)
    ctx = Context(actor=actor, now=story.now, tables=tables(), new_id="018f0000-0000-7000-9000-000000000001")
    decided = decide(story.case, SAMPLES[command], ctx)
    forbidden = isinstance(decided, Refusal) and decided.code == "forbidden"
    assert forbidden is not allowed, "the table is what decides"


def test_the_matrix_names_every_command_once() -> None:
    named = [line.split()[0] for line in MATRIX.strip().splitlines()]
    assert named == list(MAY)


def test_roles_add_up_and_nobody_without_a_role_does_anything() -> None:
    assert may((Role.AUDITOR, Role.OFFICER), "accept")
    assert not any(may((), command) for command in MAY)
    assert not may(tuple(Role), "drop_table")


def test_every_command_has_a_rule_a_permission_and_a_stage() -> None:
    types = {type_of(one) for one in TYPES}
    assert set(RULES) == set(TYPES)
    assert set(SAMPLES) == types
    assert set(MAY) == types | {"file"}
    assert {command for table in ALLOWED.values() for command in table} == types
    assert set(FOLLOWS) <= types
    assert all(stages for table in ALLOWED.values() for stages in table.values())


def test_no_stage_allows_anything_in_the_archive_and_every_other_allows_something() -> None:
    allowed = {stage for table in ALLOWED.values() for stages in table.values() for stage in stages}
    assert allowed == set(Stage) - {Stage.ARCHIVED}


def test_every_event_changes_the_case_in_one_known_way() -> None:
    assert set(APPLY) == set(get_args(e.Event))
    names = [type_of(one) for one in get_args(e.Event)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", Role)
def test_a_view_offers_what_the_role_and_the_stage_allow(role: Role) -> None:
    case = filed().case
    offered = allowed_commands(case, somebody(role, case.case_id))
    assert set(offered) == {
        name for name in MAY if may((role,), name) and case.stage in COMPLAINT.get(name, ())
    }


# relations


def test_every_relation_has_words_and_every_row_names_a_command() -> None:
    assert set(RELATION_WORDS) == set(Relation)
    assert set(RELATIONS) <= set(MAY)
    for zh, en, _ in RELATION_WORDS.values():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
        assert en.isascii()


def test_every_command_asks_for_the_office_in_charge_and_for_nobody_recused() -> None:
    for command in set(MAY) - {"file"}:
        assert {Relation.OFFICE_IN_CHARGE, Relation.NOT_RECUSED} <= set(relations_of(command))
    assert relations_of("file") == ()


@pytest.mark.parametrize(
    ("command", "relation"),
    [(name, one) for name, asked in RELATIONS.items() for one in asked if one not in LETTING_IN],
)
def test_a_relation_of_the_table_is_asked_in_some_rule(command: str, relation: Relation) -> None:
    rule = (ROOT / "redress" / "domain" / "deciding").rglob("*.py")
    asked = [path.name for path in rule if f"Relation.{relation.name})" in path.read_text("utf-8")]
    assert asked, f"no rule asks {relation} of {command}"


def test_the_table_of_relations_is_what_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    case = replace(filed().case, stage=Stage.CONCLUDED, handled_by=("p",))
    ctx = Context(actor=Actor("p", OFFICE, (Role.CALLBACK,)), now=filed().now, tables=tables())

    def refused() -> str:
        decided = decide(case, SAMPLES["record_callback"], ctx)
        assert isinstance(decided, Refusal)
        return decided.code

    assert refused() == "callback_by_handler"
    monkeypatch.delitem(RELATIONS, "record_callback")
    assert refused() == "feedback_missing"


def test_who_handled_a_case_is_offered_neither_call_back_nor_review() -> None:
    case = replace(filed().case, stage=Stage.CONCLUDED, handled_by=("p",))
    both = {"record_callback", "record_quality_review"}
    roles = (Role.CALLBACK, Role.SUPERVISOR)
    assert not both & set(allowed_commands(case, Actor("p", OFFICE, roles)))
    assert both & set(allowed_commands(case, Actor("q", OFFICE, roles)))


# refusals


def codes_used() -> Iterator[tuple[str, str]]:
    """Every literal code given to `refuse`, with its place."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and getattr(node.func, "id", getattr(node.func, "attr", "")) == "refuse"
                ):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    match node.args:
                        case [ast.Constant(value=str(code)), *_]:
                            yield code, place
                        case [first, *_]:
                            yield f"<{ast.unparse(first)}>", place


def test_every_refusal_that_the_code_makes_is_in_the_table_and_every_entry_is_made() -> None:
    """The edges also read codes back from the engine, and relations have theirs in the permission table; the
    domain names every other one that it makes.
    """
    used = [*codes_used(), *((code, "permissions") for one in RELATIONS.values() for code in one.values())]
    unknown = [(code, place) for code, place in used if code not in REFUSALS]
    table = "redress/domain/relation.py"
    read_back = [
        code.startswith("<") and (not place.startswith("redress/domain") or place.startswith(table))
        for code, place in unknown
    ]
    assert all(read_back), unknown
    assert set(REFUSALS) - {code for code, _ in used} == set()


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_speaks_chinese_and_english(code: str) -> None:
    kind, zh, en, citation = REFUSALS[code]
    assert isinstance(kind, Kind)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
    assert en.isascii()
    assert en[0].isupper()
    assert citation is None or any(mark in citation for mark in ("art.", "S0-", "S4-"))
