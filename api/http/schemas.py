"""Which dataclass describes which body and answer in the OpenAPI document."""

from typing import Any, Final

from pydantic import TypeAdapter

from api.http.account import NEW_PASSWORD
from api.http.administration import OFFICE_GIVEN, OFFICE_NAMES
from api.http.administration_people import PERSON_GIVEN, PERSON_NAME, ROLE_GIVEN
from api.http.assignment import LEAVE_GIVEN, RULES_GIVEN
from api.http.case_schemas import CASE_SCHEMAS
from api.http.commands import COMMAND
from api.http.filing import FILING, Filed
from api.http.giving import ASSIGNMENTS, HANDOVER
from api.http.inquiries import INQUIRY
from api.http.issuer_links import ISSUER_GIVEN, SUBJECT_GIVEN
from api.http.jobs import JOB_WANTED, ItemShown, JobShown
from api.http.letters import Envelope
from api.http.office_schemas import OFFICE_SCHEMAS
from api.http.office_settings import AREA, LETTERHEAD, SECOND_FACTOR
from api.http.one_case import VIEW
from api.http.outbox import GIVING_UP
from api.http.own_shapes import OwnPage
from api.http.print_queue import BECAUSE, POSTED, QueuedNotice
from api.http.public_filing import COMPLAINT, PublicFiled
from api.http.rehearsal import FAST_FORWARD
from api.http.reports import REPORT, Reported
from api.http.rule_schemas import RULE_SCHEMAS
from api.http.sealed_texts import TEXTS
from api.http.session import CREDENTIALS
from api.http.shift_notes import NOTE_GIVEN
from redress.domain.assignment import AssignmentRule, Choice
from redress.domain.report_facts import Informant
from redress.persistence.accesses import Access
from redress.persistence.administration import Done, Kept
from redress.persistence.assignment import EnteredLeave
from redress.persistence.board_figures import BoardItem
from redress.persistence.dead_letters import DeadLetter
from redress.persistence.evidence_files import EvidenceItem
from redress.persistence.inbox import Message
from redress.persistence.issuer import IssuerLink
from redress.persistence.office_settings import OfficeSettings
from redress.persistence.reading import CaseItem
from redress.persistence.sessions import OpenSession
from redress.persistence.shift_notes import ShiftNote

BODIES: Final[dict[str, TypeAdapter[Any]]] = {
    "Credentials": CREDENTIALS.adapter,
    "NewPassword": NEW_PASSWORD.adapter,
    "Filing": FILING.adapter,
    "Command": COMMAND.adapter,
    "ReportFiling": REPORT.adapter,
    "Inquiry": INQUIRY.adapter,
    "FastForward": FAST_FORWARD.adapter,
    "Texts": TEXTS.adapter,
    "AssignmentRulesGiven": RULES_GIVEN.adapter,
    "LeaveGiven": LEAVE_GIVEN.adapter,
    "OfficeGiven": OFFICE_GIVEN.adapter,
    "OfficeNames": OFFICE_NAMES.adapter,
    "LetterheadGiven": LETTERHEAD.adapter,
    "AreaGiven": AREA.adapter,
    "SecondFactorGiven": SECOND_FACTOR.adapter,
    "PersonGiven": PERSON_GIVEN.adapter,
    "SubjectGiven": SUBJECT_GIVEN.adapter,
    "IssuerGiven": ISSUER_GIVEN.adapter,
    "PersonName": PERSON_NAME.adapter,
    "RoleGiven": ROLE_GIVEN.adapter,
    "Assignments": ASSIGNMENTS.adapter,
    "Handover": HANDOVER.adapter,
    "ShiftNoteGiven": NOTE_GIVEN.adapter,
    "GivingUp": GIVING_UP.adapter,
    "Posted": POSTED.adapter,
    "Because": BECAUSE.adapter,
    "JobWanted": JOB_WANTED.adapter,
    "PublicComplaint": COMPLAINT.adapter,
}

ANSWERS: Final[dict[str, TypeAdapter[Any]]] = {
    "CaseView": VIEW,
    "PersonKept": TypeAdapter(Kept),
    "AdministrativeAct": TypeAdapter(Done),
    "OfficeSettings": TypeAdapter(OfficeSettings),
    "IssuerLink": TypeAdapter(IssuerLink),
    "Filed": TypeAdapter(Filed),
    "Reported": TypeAdapter(Reported),
    "Informant": TypeAdapter(Informant),
    "CaseItem": TypeAdapter(CaseItem),
    "BoardItem": TypeAdapter(BoardItem),
    "Message": TypeAdapter(Message),
    "EvidenceItem": TypeAdapter(EvidenceItem),
    "DeadLetter": TypeAdapter(DeadLetter),
    "QueuedNotice": TypeAdapter(QueuedNotice),
    "Envelope": TypeAdapter(Envelope),
    "Access": TypeAdapter(Access),
    "OpenSession": TypeAdapter(OpenSession),
    "AssignmentRule": TypeAdapter(AssignmentRule),
    "Leave": TypeAdapter(EnteredLeave),
    "Choice": TypeAdapter(Choice),
    "ShiftNote": TypeAdapter(ShiftNote),
    "JobShown": TypeAdapter(JobShown),
    "ItemShown": TypeAdapter(ItemShown),
    "PublicFiled": TypeAdapter(PublicFiled),
    "OwnPage": TypeAdapter(OwnPage),
}

WRITTEN: Final[dict[str, Any]] = {**CASE_SCHEMAS, **RULE_SCHEMAS, **OFFICE_SCHEMAS}
"""Answers that are put together and belong to no dataclass."""
