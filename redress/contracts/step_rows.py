"""What a step writes beside the event itself: one plain row per event, texts as vault references (`*_ref`).

`redress.persistence.steps.write_steps` puts each into the table of its kind.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeCheckRow:
    """初步核实: what the intake check found."""

    seq: int
    occurred_at: datetime
    actor: str
    in_scope: str
    jurisdiction: str
    jurisdiction_reason: str
    missing: tuple[str, ...] = ()
    proposed_office: str | None = None
    duplicates: tuple[str, ...] = ()
    beyond_limitation: bool | None = None
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferRow:
    """移送 to another authority (`transferred`), and its `outcome`; `proposed`: still to be done."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    authority: str | None = None
    authority_ref: str | None = None
    reason_ref: str | None = None
    outcome: str | None = None
    summary_ref: str | None = None
    whole: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchRow:
    """分送 and what became of it: `dispatched`, `acknowledged`, `returned`, `reported_back`, `taken_over` or
    `settled`; the receipts of both bureaus with their proof stand here.
    """

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    sender: str
    receiver: str
    number: int | None = None
    inside: bool | None = None
    competent_receipt: datetime | None = None
    report_back_on: date | None = None
    pieces: int | None = None
    pages: int | None = None
    reason_ref: str | None = None
    proof_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """A party's answer: `yes`, `no` or `withdrawn`."""

    seq: int
    occurred_at: datetime
    actor: str
    party: str
    matter: str
    answer: str
    channel: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A mediation session, `scheduled`, `held` or `cancelled`; `private_refs` are notes of `private_for`."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    session: int
    session_at: datetime | None = None
    form: str | None = None
    mediator: str | None = None
    joint: bool | None = None
    place_ref: str | None = None
    outcome: str | None = None
    minutes_ref: str | None = None
    absent: tuple[str, ...] = ()
    means: str | None = None
    with_party: str | None = None
    recusal_days: int | None = None
    private_for: tuple[str, ...] = ()
    private_refs: tuple[str, ...] = ()
    reason_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalRow:
    """鉴定, `commissioned`, `concluded` or `cancelled`."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    appraisal: int
    basis: str | None = None
    institution_ref: str | None = None
    commissioned_on: date | None = None
    payer: str | None = None
    both_consented_at: datetime | None = None
    subject_ref: str | None = None
    received_on: date | None = None
    finding_ref: str | None = None
    supports: str | None = None
    reason_ref: str | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """What the parties `agreed` or `settled`, and whether it was `performed`."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    form: str | None = None
    why: str | None = None
    terms_refs: tuple[str, ...] = ()
    perform_by: date | None = None
    without_admission: bool | None = None
    performed: bool | None = None
    note_ref: str | None = None
    extent: str | None = None
    term: int | None = None
    legality_checked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationRow:
    """委托调解, `delegated` or `reported`."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    to_ref: str | None = None
    organisation_kind: str | None = None
    scope_ref: str | None = None
    due_on: date | None = None
    result: str | None = None
    terms_refs: tuple[str, ...] = ()
    minutes_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecusalRow:
    """回避 of a mediator, `requested` or `decided`, and who took over (`replaced`)."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    mediator: str
    by_party: str | None = None
    granted: bool | None = None
    reason_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """告知: one attempt to tell one party."""

    seq: int
    occurred_at: datetime
    actor: str
    matter: str
    party: str
    method: str
    told_at: datetime
    outcome: str
    document: str | None = None
    proof_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRow:
    """反馈 of the result to the complainant."""

    seq: int
    occurred_at: datetime
    actor: str
    method: str
    remedies_told: bool
    text_ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackRow:
    """回访 by somebody who did not handle the case; `attempt` counts calls that reached nobody. The marks of
    S0-86 are 1 to 5.
    """

    seq: int
    occurred_at: datetime
    actor: str
    result: str
    knows_result: bool | None = None
    promise_kept: bool | None = None
    satisfaction: int | None = None
    opinion_ref: str | None = None
    new_facts_ref: str | None = None
    method: str | None = None
    attempt: int = 0
    excused: bool = False
    efficiency: int | None = None
    handling: int | None = None
    outcome: int | None = None
    attitude: int | None = None
    professionalism: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """A piece of evidence, `added` or `marked`."""

    seq: int
    occurred_at: datetime
    actor: str
    act: str
    number: int
    kind: str | None = None
    given_by: str | None = None
    obtained_at: datetime | None = None
    name_ref: str | None = None
    description_ref: str | None = None
    sha256: str | None = None
    address: str | None = None
    size: int | None = None
    media_type: str | None = None
    name_differs: bool | None = None
    status: str | None = None
    reason_ref: str | None = None


StepRow = (
    IntakeCheckRow | TransferRow | DispatchRow | ConsentRow | SessionRow | AppraisalRow
    | AgreementRow | DelegationRow | RecusalRow | EvidenceRow | NoticeRow | FeedbackRow | CallbackRow
)
