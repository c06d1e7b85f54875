"""Who gets what at which address: one row per route, each with a named class of access.

A new route takes one row in `ROUTES`. The classes stand below; `.sending` gives the body (of a page: the
fields of its form) that lets permission decide, `.asking` a query, `.of_nothing` says that the address names
something that does not exist, so that whoever may ask is told so.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any, Final

from redress.domain.actors import OFFICE_ROLES
from redress.domain.permissions import MAY


class Answer(Enum):
    """What kind of answer a request gets. PASSED: done, or held up by something else than permission."""

    PASSED = "passed"
    SIGN_IN = "sign in"
    FORBIDDEN = "forbidden"
    UNKNOWN = "no such thing"
    FINAL = "the case is archived"


EVERYBODY: Final = frozenset(role.value for role in OFFICE_ROLES)
OPENERS: Final = EVERYBODY - {"informant_custodian", "auditor", "administrator"}
DESK: Final = OPENERS - {"bureau_head", "callback"}
LEADING: Final = frozenset({"supervisor", "bureau_head"})


@dataclass(frozen=True)
class Access:
    """`roles` are let in, to the objects of their own office; others are refused, be there one or not.

    `public`: also who is not signed in. `archived`, `recused`: the answer to those roles for such a case;
    `all_archived`: to every role. `ends`: the request ends its session. `costly`: of those let in, one asks.
    `ends_all`: it ends every session of who asks, so that only those ask who have none.
    """

    roles: frozenset[str] = EVERYBODY
    public: bool = False
    answer: Answer = Answer.PASSED
    archived: Answer = Answer.PASSED
    recused: Answer = Answer.PASSED
    all_archived: bool = False
    body: Any = None
    query: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    ends: bool = False
    ends_all: bool = False
    costly: bool = False

    def sending(self, body: Any) -> "Access":
        return replace(self, body=body)

    def asking(self, query: str) -> "Access":
        return replace(self, query=query)

    def at(self, **parts: str) -> "Access":
        """Values of further parts of the address."""
        return replace(self, parts=parts)

    def of_nothing(self) -> "Access":
        return replace(self, answer=Answer.UNKNOWN, archived=Answer.UNKNOWN, recused=Answer.UNKNOWN)

    def expected(self, role: str, about: str) -> frozenset[Answer]:
        """The answers that somebody signed in may get, about one of the scene's objects.

        What is not there is unknown; who may not ask at all may be told that instead."""
        let_in = role in self.roles
        if about in ("other", "missing"):
            return frozenset({Answer.UNKNOWN} if let_in else {Answer.UNKNOWN, Answer.FORBIDDEN})
        if about == "archived" and self.all_archived:
            return frozenset({self.archived} if let_in else {self.archived, Answer.FORBIDDEN})
        if not let_in:
            return frozenset({Answer.FORBIDDEN})
        return frozenset({{"archived": self.archived, "recused": self.recused}.get(about, self.answer)})


anybody = Access(public=True)
unknown_party = replace(anybody.of_nothing(), costly=True)
"""Who has no code of the case: it does not exist."""
party_alone = replace(anybody, answer=Answer.SIGN_IN)
"""Who has no session of a party is asked for number and code, whatever role they have."""
signed_in = Access()
with_a_code = Access(answer=Answer.SIGN_IN, costly=True)
"""A wrong code of the second factor is answered as a wrong password is."""
readers_of_the_case = Access()
openers = Access(OPENERS)
openers_of_the_case = replace(openers, archived=Answer.FORBIDDEN)
"""They read its texts; of an archived case only with a reason."""
the_desk = Access(DESK)
drafters = Access(DESK)
leading = Access(LEADING)
in_charge = Access(LEADING | {"administrator"})
who_looks_after_readers = Access(LEADING | {"auditor"})
supervising = Access(LEADING | {"auditor"})
administrators = Access(frozenset({"administrator"}))
office_administrators = Access(frozenset({"administrator", "bureau_head"}))
custodians = Access(frozenset({"informant_custodian"}))


def command(name: str, **more: Any) -> Access:
    """Who may give a command; it carries a version that no case has, so permission is what decides."""
    return Access(
        EVERYBODY.intersection(role.value for role in MAY[name]),
        archived=Answer.FINAL,
        all_archived=True,
        recused=Answer.FORBIDDEN,
        body={"type": name, "expected_version": 1_000_000, **more},
    )


def form(name: str, fields: dict[str, str]) -> Access:
    """The same by the form of a page."""
    return command(name).sending({**fields, "expected_version": "1000000"})


BUREAU: Final = "jiangzhou.linjiang.qinghe"
NO_AREA: Final = {"regions": ["县"], "platforms": []}
"""Too short a name: a matrix leaves the offices as they are."""
NO_HEAD: Final = {"phone": None, "address": None}
NAMES: Final = {"name_zh": "青河县市场监督管理局", "name_en": "Qinghe County Bureau"}
NO_OFFICE: Final = {"parent": BUREAU, "segment": "x", "kind": "bureau", **NAMES}
NO_PERSON: Final = {"username": "-", "display_name": "无", "office": BUREAU, "role": "officer"}
NO_ISSUER: Final = "https://nowhere.test"
NO_ROLE_THERE: Final = {"office": BUREAU, "role": "system"}
"""None of them can be: whoever may, is told so."""

UPLOAD: Final = b"upload"
"""Stands for a form with a file."""

CASE: Final = "/v1/complaints/{case_id}"
REPORT: Final = "/v1/reports/{case_id}"
PAGE: Final = "/cases/{case_id}"
LETTER: Final = "/v1/print-queue/{item}"
SOMEBODY: Final = "p-somebody"
FILED: Final = {"channel": "phone", "facts": "洗衣机漏水"}
ASKED: Final = {"channel": "phone", "question": "保修多久?", "answer": "一年"}
LEAVE: Final = {"person": SOMEBODY, "from_on": "2026-12-01", "to_on": "2026-12-02"}
DRAFT: Final = {"kind": "complaint_registration", "party": "complainant-1"}
BLANK: Final = "kind=complaint_registration&party=complainant-1"
NOTE: Final = {"text": "注"}
REASON: Final = {"reason": "地址不详"}

ROUTES: Final[dict[tuple[str, str], Access]] = {
    # signing in and what stands open
    ("POST", "/v1/session"): anybody,
    ("GET", "/v1/session"): signed_in,
    ("DELETE", "/v1/session"): replace(signed_in, ends=True),
    ("PUT", "/v1/session/password"): signed_in,
    ("GET", "/v1/sessions"): signed_in,
    ("DELETE", "/v1/sessions"): replace(signed_in, ends=True, costly=True),
    ("DELETE", "/v1/sessions/{session}"): signed_in.of_nothing(),
    ("GET", "/v1/public/cases/{case_number}"): replace(anybody.of_nothing(), costly=True),
    ("GET", "/v1/public/published"): anybody,
    ("POST", "/v1/public/complaints"): replace(anybody.sending({"facts": ""}), costly=True),
    ("GET", "/v1/public/cases/{case_number}/own"): unknown_party,
    ("POST", "/v1/public/cases/{case_number}/commands"): unknown_party.sending({"type": "withdraw"}),
    ("POST", "/v1/public/cases/{case_number}/evidence"): unknown_party.sending(UPLOAD),
    ("GET", "/v1/public/cases/{case_number}/documents/{number}"): unknown_party,
    ("POST", "/v1/clocks/explain"): anybody,
    ("GET", "/healthz"): anybody,
    ("GET", "/readyz"): anybody,
    ("GET", "/metrics"): replace(anybody, costly=True),
    ("GET", "/"): anybody,
    ("GET", "/language/{lang}"): anybody,
    ("GET", "/static/{name}"): anybody,
    ("GET", "/sign-in"): anybody,
    ("POST", "/sign-in"): replace(anybody, answer=Answer.SIGN_IN, costly=True).sending(
        {"username": "-", "password": "-"}
    ),
    ("POST", "/sign-in/code"): replace(anybody, answer=Answer.SIGN_IN),
    ("GET", "/sign-in/issuer"): anybody.of_nothing(),
    ("POST", "/sign-in/issuer"): anybody.of_nothing(),
    ("GET", "/sign-in/issuer/callback"): anybody.of_nothing(),
    ("POST", "/sign-out"): replace(anybody, ends=True),
    # one's own account; a wrong code is answered like a wrong password
    ("GET", "/account"): signed_in,
    ("GET", "/account/password"): signed_in,
    ("POST", "/account/password"): signed_in.sending({"new": "one", "again": "another"}),
    ("GET", "/account/second-factor"): signed_in,
    ("POST", "/account/second-factor"): replace(signed_in, answer=Answer.SIGN_IN),
    ("POST", "/account/second-factor/codes"): replace(signed_in, answer=Answer.SIGN_IN),
    ("POST", "/account/second-factor/remove"): replace(signed_in, answer=Answer.SIGN_IN),
    ("POST", "/account/sessions/{session}/end"): signed_in.of_nothing(),
    ("POST", "/account/sessions/end-others"): replace(signed_in, ends=True, costly=True),
    ("POST", "/account/sessions/end-all"): replace(signed_in, ends=True, costly=True),
    ("GET", "/progress"): anybody,
    ("POST", "/progress"): unknown_party,
    ("GET", "/complain"): anybody,
    ("GET", "/complain/new"): anybody,
    ("POST", "/complain/new"): anybody,
    ("GET", "/my"): party_alone,
    ("POST", "/my/say/{command}"): party_alone,
    ("POST", "/my/evidence"): party_alone.sending(UPLOAD),
    ("GET", "/my/papers/{number}"): party_alone,
    ("POST", "/my/leave"): party_alone,
    # one case
    ("POST", "/v1/complaints"): the_desk.sending(FILED),
    ("GET", "/v1/complaints"): signed_in,
    ("GET", CASE): readers_of_the_case,
    ("POST", f"{CASE}/commands"): command("add_note", text="注"),
    ("POST", f"{CASE}/evidence"): command("add_evidence").sending(UPLOAD),
    ("GET", f"{CASE}/evidence"): readers_of_the_case,
    ("GET", CASE + "/evidence/{number}"): openers_of_the_case,
    ("GET", f"{CASE}/timeline"): readers_of_the_case,
    ("GET", CASE + "/clocks/{key}/explanation"): readers_of_the_case,
    ("GET", CASE + "/clocks/{key}/what-if"): readers_of_the_case.asking("resumed_on=2026-12-01"),
    ("GET", f"{CASE}/documents"): readers_of_the_case,
    ("GET", f"{CASE}/documents/blank"): readers_of_the_case.asking(BLANK),
    ("POST", f"{CASE}/documents"): command("draft_document").sending(DRAFT),
    ("GET", CASE + "/documents/{number}"): openers_of_the_case,
    ("GET", f"{CASE}/bundle"): replace(openers_of_the_case, costly=True),
    ("POST", f"{CASE}/sealed"): readers_of_the_case.sending({"texts": []}),
    ("GET", f"{CASE}/accesses"): who_looks_after_readers,
    ("GET", f"{CASE}/assignment"): readers_of_the_case,
    ("POST", "/v1/rehearsal/complaints/{case_id}/fast-forward"): readers_of_the_case.sending(
        {"working_days": 0}
    ),
    # reports and inquiries
    ("POST", "/v1/reports"): the_desk.sending(FILED),
    ("GET", "/v1/reports"): signed_in,
    ("GET", REPORT): readers_of_the_case,
    ("POST", f"{REPORT}/commands"): command("add_note", text="注"),
    ("GET", f"{REPORT}/timeline"): readers_of_the_case,
    ("GET", REPORT + "/clocks/{key}/explanation"): readers_of_the_case.at(key="clue.verification"),
    ("GET", f"{REPORT}/informant"): custodians,
    ("POST", "/v1/inquiries"): the_desk.sending(ASKED),
    ("GET", "/v1/inquiries"): signed_in,
    # law and calendar
    ("GET", "/v1/calendars"): signed_in,
    ("POST", "/v1/calendars"): administrators,
    ("POST", "/v1/calendars/dry-run"): administrators,
    ("GET", "/v1/calendars/{revision}/progress"): administrators.of_nothing(),
    ("GET", "/v1/profiles"): signed_in,
    ("POST", "/v1/profiles"): administrators,
    ("POST", "/v1/profiles/dry-run"): administrators,
    ("GET", "/v1/profiles/{revision}/progress"): administrators.of_nothing(),
    # offices and the distribution of work
    ("GET", "/v1/permissions"): signed_in,
    ("GET", "/v1/admin/offices"): administrators,
    ("POST", "/v1/admin/offices"): administrators.sending(NO_OFFICE),
    ("POST", "/v1/admin/offices/{office}/rename"): administrators.sending(NAMES),
    ("POST", "/v1/admin/offices/{office}/close"): administrators,
    ("GET", "/v1/admin/offices/{office}"): administrators,
    ("POST", "/v1/admin/offices/{office}/letterhead"): administrators.sending(NO_HEAD),
    ("POST", "/v1/admin/offices/{office}/area"): administrators.sending(NO_AREA),
    ("POST", "/v1/admin/offices/{office}/second-factor"): administrators.sending({"roles": ["system"]}),
    ("GET", "/v1/admin/log"): replace(administrators, roles=frozenset({"administrator", "auditor"})),
    ("GET", "/v1/admin/people"): administrators,
    ("POST", "/v1/admin/people"): administrators.sending(NO_PERSON),
    ("GET", "/v1/admin/people/{person}"): administrators,
    ("POST", "/v1/admin/people/{person}/rename"): administrators.sending({"display_name": "周明 Zhou Ming"}),
    ("POST", "/v1/admin/people/{person}/roles"): administrators.sending(NO_ROLE_THERE),
    ("POST", "/v1/admin/people/{person}/roles/take"): administrators.sending(NO_ROLE_THERE),
    ("GET", "/v1/admin/people/{person}/links"): administrators,
    ("POST", "/v1/admin/people/{person}/links"): administrators.sending({"subject": "s-1"}),
    ("POST", "/v1/admin/people/{person}/links/remove"): administrators.sending({"issuer": NO_ISSUER}),
    ("POST", "/v1/admin/people/{person}/{act}"): administrators.at(act="unlock"),
    ("GET", "/permissions"): signed_in,
    ("GET", "/v1/offices"): signed_in,
    ("PUT", "/v1/offices/{office}/regimes"): office_administrators,
    ("PUT", "/v1/offices/{office}/letterhead"): office_administrators,
    ("PUT", "/v1/offices/{office}/documents/{code}"): office_administrators.at(code="complaint_registration"),
    ("GET", "/v1/offices/{office}/assignment-rules"): in_charge,
    ("PUT", "/v1/offices/{office}/assignment-rules"): in_charge.sending({"rules": []}),
    ("GET", "/v1/leaves"): signed_in,
    ("POST", "/v1/leaves"): in_charge.sending(LEAVE),
    ("DELETE", "/v1/leaves/{leave}"): in_charge,
    ("POST", "/v1/assignments"): command("assign").sending({"case_ids": [], "handler": SOMEBODY}),
    ("POST", "/v1/handover"): leading.sending({"from_person": SOMEBODY, "to_person": SOMEBODY}),
    ("GET", "/v1/shift-notes"): signed_in,
    ("POST", "/v1/shift-notes"): openers.sending({"text": "注"}),
    # figures
    ("GET", "/v1/statistics/board"): supervising,
    ("GET", "/v1/statistics/lists/{figure}"): supervising.at(figure="open"),
    ("GET", "/v1/statistics/{kind}/{period}"): supervising.at(kind="month", period="2026-11"),
    # news and letters
    ("GET", "/v1/inbox"): signed_in,
    ("POST", "/v1/inbox/{message_id}/read"): signed_in.of_nothing(),
    ("GET", "/v1/outbox/dead"): in_charge,
    ("POST", "/v1/outbox/{delivery}/retry"): in_charge.of_nothing(),
    ("POST", "/v1/outbox/{delivery}/give-up"): in_charge.of_nothing().sending(REASON),
    ("GET", "/v1/print-queue"): openers,
    ("GET", LETTER): openers.of_nothing(),
    ("GET", f"{LETTER}/paper"): openers.of_nothing(),
    ("POST", f"{LETTER}/take"): openers.of_nothing(),
    ("POST", f"{LETTER}/posted"): openers.of_nothing(),
    ("POST", f"{LETTER}/give-back"): openers.of_nothing().sending(REASON),
    ("POST", f"{LETTER}/cannot-send"): openers.of_nothing().sending(REASON),
    ("POST", "/codec/encode"): signed_in,
    ("POST", "/codec/decode"): signed_in,
    # long work
    ("GET", "/v1/jobs"): signed_in,
    ("POST", "/v1/jobs"): command("assign").sending(
        {"kind": "bulk", "command": {"type": "assign", "handler": SOMEBODY}}
    ),
    ("GET", "/v1/jobs/{job_id}"): signed_in.of_nothing(),
    ("GET", "/v1/jobs/{job_id}/items"): signed_in.of_nothing(),
    ("GET", "/v1/jobs/{job_id}/result"): signed_in.of_nothing(),
    ("POST", "/v1/jobs/{job_id}/cancel"): signed_in.of_nothing(),
    # pages
    ("GET", "/desk"): signed_in,
    ("GET", "/desk/changes"): signed_in.asking("since=2026-11-20T10:00:00%2B08:00"),
    ("GET", "/desk/preview/{case_id}"): readers_of_the_case,
    ("GET", "/desk/views"): signed_in,
    ("POST", "/desk/views"): signed_in,
    ("POST", "/desk/views/{view}/delete"): signed_in.of_nothing(),
    ("POST", "/desk/views/{view}/first"): signed_in.of_nothing(),
    ("POST", "/desk/views/{view}/rename"): signed_in.of_nothing(),
    ("GET", "/inbox"): signed_in,
    ("POST", "/inbox/{message_id}/read"): signed_in.of_nothing(),
    ("GET", "/outbox"): in_charge,
    ("POST", "/outbox/{delivery}/retry"): in_charge.of_nothing(),
    ("POST", "/outbox/{delivery}/give-up"): in_charge.of_nothing().sending(REASON),
    ("GET", "/print-queue"): openers,
    ("GET", "/print-queue/{item}"): openers,
    ("GET", "/print-queue/{item}/paper"): openers.of_nothing(),
    ("POST", "/print-queue/{item}/take"): openers.of_nothing(),
    ("POST", "/print-queue/{item}/posted"): openers.of_nothing(),
    ("POST", "/print-queue/{item}/give-back"): openers.of_nothing().sending(REASON),
    ("POST", "/print-queue/{item}/cannot-send"): openers.of_nothing().sending(REASON),
    ("GET", "/cases/new"): the_desk,
    ("POST", "/cases/new"): the_desk,
    ("POST", "/cases/new/hints"): the_desk,
    ("POST", "/cases/drafts"): the_desk,
    ("POST", "/cases/drafts/{draft}/discard"): signed_in,
    ("GET", "/cases/batch/{draft}"): the_desk.of_nothing(),
    ("POST", "/cases/batch/{draft}"): the_desk.of_nothing(),
    ("GET", f"{PAGE}/for-platform"): openers,
    ("GET", "/phrases"): in_charge,
    ("POST", "/phrases"): in_charge,
    ("POST", "/phrases/{phrase}/remove"): in_charge,
    ("GET", f"{PAGE}/filed"): readers_of_the_case,
    ("GET", "/reports/new"): the_desk,
    ("POST", "/reports/new"): the_desk,
    ("GET", "/reports/{case_id}/filed"): the_desk,
    ("GET", "/reports/{case_id}/informant"): custodians,
    ("GET", "/inquiries"): the_desk,
    ("POST", "/inquiries"): the_desk,
    ("GET", PAGE): replace(readers_of_the_case, costly=True),
    ("GET", f"{PAGE}/what-if"): replace(readers_of_the_case.of_nothing(), costly=True).asking("clock=x"),
    ("GET", f"{PAGE}/changes"): replace(readers_of_the_case, costly=True).asking("lasting=0"),
    ("POST", PAGE + "/documents/{number}/scan"): replace(
        command("attach_scan").of_nothing().sending(UPLOAD), costly=True
    ).at(number="900"),
    ("POST", f"{PAGE}/commands/add_evidence"): replace(command("add_evidence"), costly=True).sending(UPLOAD),
    ("GET", PAGE + "/evidence/{number}"): openers_of_the_case,
    ("GET", f"{PAGE}/documents/new"): drafters,
    ("POST", f"{PAGE}/documents/new"): drafters,
    ("GET", PAGE + "/documents/{number}"): openers_of_the_case,
    ("GET", f"{PAGE}/bundle"): replace(openers_of_the_case, costly=True),
    ("POST", PAGE + "/commands/{command}"): replace(form("add_note", NOTE), costly=True).at(
        command="add_note"
    ),
    ("POST", f"{PAGE}/fast-forward"): replace(readers_of_the_case, costly=True),
    ("GET", f"{PAGE}/accesses"): who_looks_after_readers,
    ("GET", "/admin/offices"): administrators,
    ("POST", "/admin/offices"): administrators.sending(NO_OFFICE),
    ("POST", "/admin/offices/{office}/rename"): administrators.sending(NAMES),
    ("POST", "/admin/offices/{office}/close"): administrators,
    ("GET", "/admin/offices/{office}"): administrators,
    ("POST", "/admin/offices/{office}/letterhead"): administrators,
    ("POST", "/admin/offices/{office}/area"): administrators.sending({"regions": "县", "platforms": ""}),
    ("POST", "/admin/offices/{office}/second-factor"): administrators.sending(
        {"whose": "own", "role": "system"}
    ),
    ("GET", "/admin/people"): administrators,
    ("POST", "/admin/people"): administrators.sending(NO_PERSON),
    ("GET", "/admin/people/{person}"): administrators,
    ("POST", "/admin/people/{person}/rename"): administrators.sending({"display_name": "周明 Zhou Ming"}),
    ("POST", "/admin/people/{person}/roles"): administrators.sending(NO_ROLE_THERE),
    ("POST", "/admin/people/{person}/roles/take"): administrators.sending(NO_ROLE_THERE),
    ("POST", "/admin/people/{person}/links"): administrators.sending({"subject": "s-1"}),
    ("POST", "/admin/people/{person}/links/remove"): administrators.sending({"issuer": NO_ISSUER}),
    ("POST", "/admin/people/{person}/leaves"): administrators,
    ("POST", "/admin/people/{person}/{act}"): administrators.at(act="unlock"),
    ("GET", "/admin/log"): replace(administrators, roles=frozenset({"administrator", "auditor"})),
    ("GET", "/assignment"): in_charge,
    ("POST", "/assignment/rules"): in_charge,
    ("POST", "/assignment/leaves"): in_charge,
    ("POST", "/assignment/leaves/{leave}/remove"): in_charge,
    ("POST", "/assignment/handover"): leading,
    ("GET", "/jobs"): signed_in,
    ("GET", "/jobs/{job_id}"): signed_in.of_nothing(),
    ("GET", "/jobs/{job_id}/result"): signed_in.of_nothing(),
    ("POST", "/jobs/{job_id}/cancel"): signed_in.of_nothing(),
    ("POST", "/jobs/bulk"): signed_in,
    ("POST", "/jobs/bulk/{command}"): command("add_note").sending({"text": "x", "key": "k"}).at(
        command="add_note"
    ),
    ("GET", "/admin/calendars"): administrators,
    ("POST", "/admin/calendars/dry-run"): administrators,
    ("POST", "/admin/calendars"): administrators,
    ("GET", "/admin/profiles"): administrators,
    ("POST", "/admin/profiles/dry-run"): administrators,
    ("POST", "/admin/profiles"): administrators,
    ("GET", "/jobs/import"): the_desk,
    ("POST", "/jobs/import"): the_desk,
    ("GET", "/jobs/{job_id}/review"): signed_in.of_nothing(),
    ("POST", "/jobs/{job_id}/file"): the_desk.of_nothing(),
    ("POST", "/jobs/report"): supervising.sending(
        {"period_kind": "month", "period": "2026-11", "office": "", "format": "csv"}
    ),
    ("POST", "/jobs/export"): signed_in.sending({"format": "csv", "filters": "{}", "key": "k"}),
    ("GET", "/board"): supervising,
    ("GET", "/board/list"): supervising.asking("figure=open"),
    ("GET", "/board/statistics"): supervising,
    ("GET", "/board/sheet/{kind}/{period}"): supervising.at(kind="day", period="2026-11-22"),
    ("GET", "/shift"): signed_in,
    ("POST", "/shift"): openers,
}  # fmt: skip
