"""What has been entered in a case once is not typed again into its documents."""

from datetime import date, datetime
from typing import Any, Final

import pytest

from redress.documents.library import shipped_templates
from redress.documents.recorded import FROM_RECORD, Entry, Record, from_record
from redress.documents.template import FieldKind
from redress.domain import commands as c
from redress.domain import events as e
from redress.domain.case import Session
from redress.domain.counting import CHINA, ExtensionMode
from redress.domain.facts import Method
from redress.domain.sealed import Sealed

AT: Final = datetime(2026, 5, 8, 9, 0, tzinfo=CHINA)
PARTS: Final = c.SatisfactionParts(efficiency=5, handling=4, result=3, attitude=2, professionalism=1)
COST: Final = c.CostAgreement(payer="respondent", both_consented_at=AT)


def session(number: int, form: c.SessionForm = c.SessionForm.ON_SITE, **more: Any) -> Session:
    return Session(number=number, at=AT, form=form, mediator="p-li", joint=True, **more)


def scheduled(number: int, place: str | None, means: c.RemoteMeans | None = None) -> e.SessionScheduled:
    form = c.SessionForm.REMOTE if means else c.SessionForm.ON_SITE
    return e.SessionScheduled(
        session=number, session_at=AT, form=form, mediator="p-li", place=place, joint=True, means=means
    )


def held(number: int, outcome: c.SessionOutcome, minutes: str) -> e.SessionHeld:
    return e.SessionHeld(session=number, outcome=outcome, minutes=minutes, absent=())


def agreed(form: c.AgreementForm, why: c.AgreementWhy) -> e.AgreementRecorded:
    return e.AgreementRecorded(
        form=form, why=why, terms=("退款", "道歉"), perform_by=None, without_admission=False
    )


def called(result: Any, method: c.CallbackMethod, **more: Any) -> e.CallbackRecorded:
    items = {"knows_result": None, "promise_kept": None, "satisfaction": None, "opinion": None}
    return e.CallbackRecorded(result=result, method=method, **{**items, "new_facts": None, **more})


def said(kind: str, *events: e.Event, of: Session | None = None, **more: Any) -> dict[str, Any]:
    entries = tuple(Entry(at=AT, person="p-li", event=event) for event in events)
    names, offices = {"p-li": "李调解"}, {"city.south": "江南区市场监督管理局"}
    return from_record(kind, Record(entries=entries, names=names, offices=offices, session=of, **more))


REQUESTED: Final = e.IdentityProofRequested(items=("身份证",), due_on=date(2026, 5, 9), where_to="一号窗口")
REFUSED: Final = e.Refused(ground="16-4", article="art.16(4)", reason="超过三年")
DISPATCHED: Final = e.Dispatched(
    number=1, sender="city", to="city.south", inside=False, reason=None,
    report_back_on=date(2026, 6, 15), pieces=3, pages=11,
)  # fmt: skip
COMMISSIONED: Final = e.AppraisalCommissioned(
    appraisal=1, basis=c.AppraisalBasis.AGREED, institution="质检院", commissioned_on=date(2026, 5, 8),
    cost_agreement=COST, subject="漏水原因", expected_on=date(2026, 5, 28),
)  # fmt: skip
NO_PROVISION: Final = e.MediationTerminated(ground="23-2", article="art.23(1)(2)", reason="拒绝调解")
PROVISION: Final = e.MediationTerminated(
    ground="23-8", article="art.23(1)(8)", reason="依法终止", provision="某条例第五条"
)
FRAUD: Final = e.FraudSignsReported(summary="监控显示本人放入", signs=(c.FraudSign.SMUGGLED_IN,))
POLICE: Final = e.Transferred(to=c.Authority.POLICE, authority="公安分局", reason="涉嫌敲诈")
HEALTH: Final = e.Transferred(to=c.Authority.OTHER_DEPARTMENT, authority="卫健委", reason="非我局职责")
TERMS: Final = ("退款", "道歉")


@pytest.mark.parametrize(
    ("kind", "found", "expected"),
    [
        ("identity_request", said("identity_request", REQUESTED),
         {"due_on": date(2026, 5, 9), "proofs": ("身份证",), "address": "一号窗口"}),
        ("refusal_decision", said("refusal_decision", REFUSED), {"reason": "超过三年"}),
        ("termination_decision", said("termination_decision", NO_PROVISION), {"reason": "拒绝调解"}),
        ("termination_decision", said("termination_decision", PROVISION),
         {"reason": "依法终止\n某条例第五条"}),
        ("dispatch_notice", said("dispatch_notice", DISPATCHED),
         {"addressee": "江南区市场监督管理局", "report_back_on": date(2026, 6, 15), "pieces": 3,
          "pages": 11}),
        ("mediation_document",
         said("mediation_document", agreed(c.AgreementForm.MEDIATION_DOCUMENT, c.AgreementWhy.ON_SITE)),
         {"terms": TERMS}),
        ("mediation_document",
         said("mediation_document",
              e.DelegationReported(result=c.DelegationResult.AGREED, terms=TERMS, minutes=None)),
         {"terms": TERMS}),
        ("appraisal_commission", said("appraisal_commission", COMMISSIONED),
         {"addressee": "质检院", "questions": ("漏水原因",), "cost": "由被投诉人承担",
          "due_on": date(2026, 5, 28)}),
        ("feedback_letter",
         said("feedback_letter",
              e.FeedbackGiven(method=Method.LETTER, text="已退款", remedies_told=True)),
         {"result": "已退款"}),
        ("hand_over_letter", said("hand_over_letter", FRAUD, POLICE, facts="食品内有异物"),
         {"addressee": "公安分局", "reason": "涉嫌敲诈", "summary": "食品内有异物\n监控显示本人放入",
          "basis": "《市场监督管理投诉举报处理办法》第四十二条"}),
        ("hand_over_letter", said("hand_over_letter", FRAUD, HEALTH, facts="食品内有异物"),
         {"addressee": "卫健委", "reason": "非我局职责", "summary": "食品内有异物\n监控显示本人放入"}),
    ],
)  # fmt: skip
def test_a_document_says_what_was_entered(kind: str, found: dict[str, Any], expected: dict[str, Any]) -> None:
    assert found == expected
    assert all(shipped_templates()[kind].field(name) for name in found)


def test_the_sheet_of_an_extension_says_who_asked_when_and_what_the_head_decided() -> None:
    clock = "clue.verification"
    begun = e.ClockStarted(clock=clock, rule=clock, profile="samr-121", party=None, started_at=AT)
    asked = e.ExtensionRequested(clock=clock, reason="报告未出")
    due = date(2026, 5, 29)
    open_still = said("extension_approval", begun, asked, due_on=due)
    assert open_still == {
        "found_on": AT.date(), "due_on": due, "reason": "报告未出", "requester": "李调解",
        "requested_on": AT.date(), "basis": "《市场监督管理投诉举报处理办法》第二十七条",
    }  # fmt: skip
    granted = e.ClockExtended(clock=clock, approved_at=AT, mode=ExtensionMode.ADD, length=15)
    done = said("extension_approval", begun, asked, granted, due_on=due)
    assert (done["new_due_on"], done["decision"], done["approver"]) == (due, "approved", "李调解")
    assert "due_on" not in done
    no = said("extension_approval", begun, asked, e.ExtensionRejected(clock=clock, reason="不属特殊情况"))
    assert (no["decision"], no["decision_reason"]) == ("rejected", "不属特殊情况")


def test_a_notice_names_the_place_of_its_own_session_and_the_office_only_where_none_is_named() -> None:
    plans, office = (scheduled(1, "旧地点"), scheduled(2, "二楼调解室")), "政务路1号"
    assert said("mediation_notice", *plans, of=session(2), office_address=office) == {"place": "二楼调解室"}
    assert said("mediation_notice", of=None, office_address=office) == {"place": office}


def test_the_record_of_a_remote_mediation_has_its_means_minutes_terms_and_why_there_is_no_document() -> None:
    remote = session(2, c.SessionForm.REMOTE, outcome=c.SessionOutcome.AGREED)
    found = said(
        "mediation_record",
        scheduled(1, "二楼"), held(1, c.SessionOutcome.ADJOURNED, "第一次"),
        scheduled(2, None, c.RemoteMeans.PHONE), held(2, c.SessionOutcome.AGREED, "第二次"),
        agreed(c.AgreementForm.RECORD_ONLY, c.AgreementWhy.REMOTE),
        of=remote,
    )  # fmt: skip
    assert found == {
        "place": "电话", "minutes": "第二次", "recorder": "李调解", "outcome": "agreed", "terms": TERMS,
        "why": "remote",
    }  # fmt: skip


def test_the_record_of_calls_has_its_five_items_and_every_attempt() -> None:
    found = said(
        "callback_record",
        called("unreachable", c.CallbackMethod.PHONE, attempt=1),
        called("reached", c.CallbackMethod.ONLINE, knows_result=True, promise_kept=False, satisfaction=3,
               opinion="望督促", new_facts="未到账", satisfaction_parts=PARTS),
    )  # fmt: skip
    assert found == {
        "caller": "李调解", "called_at": AT, "method": "web", "reached": "reached", "informed": "yes",
        "kept": "no", "satisfied": "3", "satisfaction_intake": "5", "satisfaction_handling": "4",
        "satisfaction_result": "3", "satisfaction_attitude": "2", "satisfaction_skill": "1",
        "opinion": "望督促", "new_facts": "未到账",
        "attempts": (("5月8日09:00", "电话", "未联系上"), ("5月8日09:00", "网络问卷", "已联系")),
    }  # fmt: skip


@pytest.mark.parametrize("outcome", c.SessionOutcome)
def test_every_outcome_of_a_session_is_a_choice_of_the_form(outcome: c.SessionOutcome) -> None:
    one = session(1, outcome=outcome)
    found = said("mediation_record", scheduled(1, "二楼"), held(1, outcome, "记录"), of=one)
    field = shipped_templates()["mediation_record"].field("outcome")
    assert field is not None
    assert found["outcome"] in {option.code for option in field.options}


def test_what_stays_sealed_for_the_reader_stays_a_blank() -> None:
    sealed = e.Refused(ground="16-4", article="art.16(4)", reason=Sealed("t-1"))
    assert said("refusal_decision", sealed) == {}


@pytest.mark.parametrize("kind", sorted(FROM_RECORD))
def test_every_kind_asks_for_events_of_the_ledger_and_fills_fields_that_its_template_has(kind: str) -> None:
    template = shipped_templates()[kind]
    assert [name for name in FROM_RECORD[kind].fields if template.field(name) is None] == []
    assert len(FROM_RECORD[kind].types) == len(FROM_RECORD[kind].events)
    assert all(field.kind in FieldKind for field in template.fields)
