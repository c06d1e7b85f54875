"""Which dataclass describes which body and answer in the OpenAPI document."""

from typing import Any, Final

from pydantic import TypeAdapter

from api.http.account import NEW_PASSWORD
from api.http.administration import OFFICE_GIVEN, OFFICE_NAMES
from api.http.administration_people import PERSON_GIVEN, PERSON_NAME, ROLE_GIVEN
from api.http.assignment import LEAVE_GIVEN, RULES_GIVEN
from api.http.bulk import ASSIGNMENTS, HANDOVER
from api.http.commands import COMMAND
from api.http.filing import FILING, Filed
from api.http.inquiries import INQUIRY
from api.http.jobs import JOB_WANTED, ItemShown, JobShown
from api.http.letters import Envelope
from api.http.one_case import VIEW
from api.http.outbox import GIVING_UP
from api.http.own_shapes import OwnPage
from api.http.print_queue import BECAUSE, POSTED, QueuedNotice
from api.http.public_filing import COMPLAINT, PublicFiled
from api.http.question_schema import ANSWER, QUESTION
from api.http.rehearsal import FAST_FORWARD
from api.http.reports import REPORT, Reported
from api.http.sealed_texts import TEXTS
from api.http.session import CREDENTIALS
from api.http.shift_notes import NOTE_GIVEN
from api.http.statistics_schema import BOARD, STATISTICS
from redress.domain.assignment import AssignmentRule, Choice
from redress.domain.evidence import EvidenceKind
from redress.domain.report_facts import Informant
from redress.persistence.accesses import Access
from redress.persistence.administration import Done, Kept
from redress.persistence.assignment import EnteredLeave
from redress.persistence.board_figures import BoardItem
from redress.persistence.dead_letters import DeadLetter
from redress.persistence.evidence_files import EvidenceItem
from redress.persistence.inbox import Message
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
    "PersonGiven": PERSON_GIVEN.adapter,
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


def _page(item: str, **more: Any) -> dict[str, Any]:
    items = {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}}
    return {"type": "object", "required": ["items"], "properties": {"items": items, **more}}


_TEXT: Final = {"type": "string"}
_NULLABLE: Final = {"type": ["string", "null"]}
_MOMENT: Final = {"type": "string", "format": "date-time"}
_DAY: Final = {"type": ["string", "null"], "format": "date"}

_FILE: Final = {"type": "string", "format": "binary"}

WRITTEN: Final[dict[str, Any]] = {
    "OwnEvidenceForm": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "kind": {"enum": [each.value for each in EvidenceKind], "default": "electronic"},
            "name": {"type": "string", "description": "default: the name of the file"},
            "description": _TEXT,
            "file": _FILE,
        },
    },
    "EvidenceForm": {
        "type": "object",
        "required": ["kind", "given_by"],
        "properties": {
            "kind": {"enum": [each.value for each in EvidenceKind]},
            "given_by": {"type": "string", "description": "a party of the case, `office` or `others`"},
            "name": {"type": "string", "description": "default: the name of the file"},
            "description": _TEXT,
            "obtained_at": _MOMENT,
            "occurred_at": _MOMENT,
            "completes": {"type": "array", "items": _TEXT},
            "expected_version": {"type": "integer"},
            "file": _FILE,
        },
    },
    "FilingForm": {
        "type": "object",
        "description": "A filing whose facts are in a file; it becomes evidence no. 1 of the complainant.",
        "required": ["filing"],
        "properties": {
            "filing": {"type": "string", "description": "the JSON of a Filing; `facts` may be absent"},
            "kind": {"enum": [each.value for each in EvidenceKind], "default": "written"},
            "description": _TEXT,
            "file": _FILE,
        },
    },
    "EvidenceList": _page("EvidenceItem"),
    "EvidenceFile": _FILE,
    "ClockQuestion": QUESTION,
    "ClockAnswer": ANSWER,
    "CasePage": _page("CaseItem", next_cursor=_NULLABLE),
    "BoardList": _page("BoardItem", next_cursor=_NULLABLE),
    "Board": BOARD,
    "Statistics": STATISTICS,
    "Inbox": _page("Message"),
    "InquiryRecorded": {
        "type": "object",
        "required": ["inquiry_id", "asked_at"],
        "properties": {"inquiry_id": _TEXT, "asked_at": _MOMENT},
    },
    "InquiryPage": _page("RecordedInquiry"),
    "RecordedInquiry": {
        "type": "object",
        "required": ["inquiry_id", "office", "person", "channel", "question", "answer", "asked_at", "at"],
        "properties": {
            "inquiry_id": _TEXT,
            "office": _TEXT,
            "person": _TEXT,
            "channel": _TEXT,
            "topic": _NULLABLE,
            "question": _TEXT,
            "answer": _TEXT,
            "inquirer": _NULLABLE,
            "phone": _NULLABLE,
            "asked_at": _MOMENT,
            "at": _MOMENT,
        },
    },
    "JobPage": _page("JobShown", next_cursor=_NULLABLE),
    "JobItems": _page("ItemShown"),
    "JobResult": _FILE,
    "DeadLetters": _page("DeadLetter"),
    "PrintQueue": _page("QueuedNotice"),
    "Accesses": _page("Access"),
    "Sessions": _page("OpenSession"),
    "AssignmentRules": _page("AssignmentRule", office=_TEXT),
    "Leaves": _page("Leave"),
    "LeaveEntered": {"type": "object", "properties": {"id": {"type": "integer"}}},
    "Proposal": {
        "type": "object",
        "properties": {"proposal": {"anyOf": [{"$ref": "#/components/schemas/Choice"}, {"type": "null"}]}},
    },
    "CaseAssigned": {
        "type": "object",
        "description": "`outcome`: `done`, `pending`, or the code of what stood against it.",
        "required": ["case_id", "outcome"],
        "properties": {"case_id": _TEXT, "outcome": _TEXT},
    },
    "Assigned": _page("CaseAssigned"),
    "ShiftNotes": _page("ShiftNote"),
    "ShiftNoteLeft": {"type": "object", "properties": {"office": _TEXT}},
    "Published": {
        "type": "object",
        "description": "`trader` is an enterprise's name, null for anybody else.",
        "properties": {
            "published_at": _MOMENT,
            "office": _TEXT,
            "concluded_on": _DAY,
            "outcome": _TEXT,
            "category": _NULLABLE,
            "item": _NULLABLE,
            "problems": {"type": "array", "items": _TEXT},
            "industry": _NULLABLE,
            "sales_channel": _NULLABLE,
            "region": _NULLABLE,
            "trader": _NULLABLE,
        },
    },
    "PublishedPage": _page("Published", next_before={"type": ["string", "null"], "format": "date-time"}),
    "DeliveryState": {
        "type": "object",
        "required": ["id", "state"],
        "properties": {
            "id": {"type": "integer"},
            "state": {"enum": ["waiting", "dead", "given_up", "delivered"]},
        },
    },
    "Refs": {"type": "object", "properties": {"refs": {"type": "array", "items": _TEXT}}},
    "TimelineItem": {
        "type": "object",
        "required": ["seq", "type", "at", "occurred_at", "actor", "office", "body"],
        "properties": {
            "seq": {"type": "integer", "minimum": 1},
            "type": _TEXT,
            "at": _MOMENT,
            "occurred_at": _MOMENT,
            "actor": _TEXT,
            "office": _TEXT,
            "body": {"type": "object"},
        },
    },
    "Timeline": _page("TimelineItem", next_seq={"type": ["integer", "null"]}),
    "NoticeOrOverlay": {
        "oneOf": [{"$ref": "#/components/schemas/Notice"}, {"$ref": "#/components/schemas/Overlay"}],
    },
    "Overlay": {
        "type": "object",
        "description": "A region's own notice, for the offices at or below `office`.",
        "required": ["code", "published_on", "office", "off"],
        "properties": {
            "code": _TEXT,
            "published_on": _DAY,
            "office": _TEXT,
            "off": {"type": "array", "items": _DAY},
            "makeup_workdays": {"type": "array", "items": _DAY},
            "source": _TEXT,
        },
        "additionalProperties": False,
    },
    "ProfileFile": {
        "type": "object",
        "description": "`toml` is the text of the file, `numbers` the lengths that the tenant supplies.",
        "required": ["toml"],
        "properties": {
            "toml": _TEXT,
            "numbers": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        },
        "additionalProperties": False,
    },
    "Profiles": {
        "type": "object",
        "properties": {"items": {"type": "array", "items": {"type": "object"}}},
    },
    "ProfileLoaded": {
        "type": "object",
        "description": "`revision` is null when the very same profile was shipped.",
        "properties": {"revision": {"type": ["integer", "null"]}, "profile": _TEXT, "job_id": _TEXT},
    },
    "ProfileDryRun": {
        "type": "object",
        "properties": {
            "profile": _TEXT,
            "replaces": _NULLABLE,
            "takes_over": {"type": "array", "items": _TEXT},
            "looked_at": {"type": "integer"},
            "unknown": {"type": "integer"},
            "moves": {"type": "array", "items": {"type": "object"}},
            "next_cursor": _NULLABLE,
        },
    },
    "Notice": {
        "type": "object",
        "required": ["year", "published_on", "off", "makeup_workdays"],
        "properties": {
            "year": {"type": "integer"},
            "published_on": {"type": "string", "format": "date"},
            "off": {"type": "array", "items": {"type": "string", "format": "date"}},
            "makeup_workdays": {"type": "array", "items": {"type": "string", "format": "date"}},
            "source": _TEXT,
            "basis": _TEXT,
            "taken_from": _TEXT,
        },
        "additionalProperties": False,
    },
    "Calendars": {
        "type": "object",
        "properties": {
            "version": _TEXT,
            "published_years": {"type": "array", "items": {"type": "integer"}},
            "loaded": {"type": "array", "items": {"type": "object"}},
            "overlays": {"type": "array", "items": {"type": "object"}},
        },
    },
    "CalendarLoaded": {
        "type": "object",
        "description": "`revision` is null when the very same notice was known already.",
        "properties": {
            "revision": {"type": ["integer", "null"]},
            "year": {"type": "integer"},
            "code": _TEXT,
            "office": _TEXT,
            "published_on": _DAY,
            "version": _TEXT,
            "job_id": _TEXT,
        },
    },
    "CalendarDryRun": {
        "type": "object",
        "properties": {
            "calendar_before": _TEXT,
            "calendar_after": _TEXT,
            "changed_from": _DAY,
            "changed_to": _DAY,
            "looked_at": {"type": "integer"},
            "unknown": {"type": "integer"},
            "moves": {"type": "array", "items": {"type": "object"}},
            "next_cursor": _NULLABLE,
        },
    },
    "Documents": {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"type": "object"}},
            "kinds": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Blank": {
        "type": "object",
        "properties": {
            "kind": _TEXT,
            "party": _NULLABLE,
            "approver": _NULLABLE,
            "fields": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Draft": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": _TEXT,
            "party": _NULLABLE,
            "fields": {"type": "object"},
            "replaces": {"type": ["integer", "null"]},
        },
        "additionalProperties": False,
    },
    "OfficeKept": {"type": "object", "required": ["path"], "properties": {"path": _TEXT}},
    "PeopleKept": {
        "type": "object",
        "required": ["items"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/PersonKept"}}
        },
    },
    "AdministrationLog": {
        "type": "object",
        "required": ["items"],
        "properties": {
            "items": {"type": "array", "items": {"$ref": "#/components/schemas/AdministrativeAct"}}
        },
    },
    "PersonAdded": {
        "type": "object",
        "properties": {"person": _NULLABLE, "one_time_password": _NULLABLE},
    },
    "PersonActed": {"type": "object", "properties": {"one_time_password": _NULLABLE}},
    "Letterhead": {
        "type": "object",
        "required": ["phone", "address"],
        "properties": {"phone": _TEXT, "address": _TEXT},
        "additionalProperties": False,
    },
    "DocumentChoice": {
        "type": "object",
        "properties": {
            "approver": {"enum": ["none", "supervisor", "bureau_head", None]},
            "template": {"type": ["string", "null"], "description": "TOML; null: as it comes"},
        },
        "additionalProperties": False,
    },
    "Permissions": {
        "type": "object",
        "required": ["roles", "commands", "relations", "mine"],
        "properties": {
            "roles": {"type": "array", "items": _TEXT},
            "mine": {"type": "array", "items": _TEXT},
            "commands": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "command": _TEXT,
                        "roles": {"type": "array", "items": _TEXT},
                        "relations": {"type": "array", "items": _TEXT},
                    },
                },
            },
            "relations": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Offices": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object"}}}},
    "Regimes": {
        "type": "object",
        "required": ["beside"],
        "properties": {"office": _TEXT, "beside": {"type": ["array", "null"], "items": _TEXT}},
    },
    "CalendarProgress": {
        "type": "object",
        "properties": {
            "revision": {"type": "integer"},
            "started_at": _MOMENT,
            "told": {"type": "integer"},
            "ended": {"type": "integer"},
            "rounds": {"type": "integer"},
            "after": _NULLABLE,
            "done": {"type": "boolean"},
        },
    },
    "SessionToken": {
        "type": "object",
        "required": ["token", "expires_at"],
        "properties": {
            "token": _TEXT,
            "expires_at": _MOMENT,
            "person": _TEXT,
            "display_name": _TEXT,
            "duty": {
                "enum": ["password", "second_factor", None],
                "description": "what this session is for until it is done",
            },
            "offices": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Progress": {
        "type": "object",
        "properties": {
            "case_number": _TEXT,
            "party": {"enum": ["complainant", "trader"]},
            "stage": _TEXT,
            "stage_zh": _TEXT,
            "stage_en": _TEXT,
            "received_on": _DAY,
            "concluded_on": _DAY,
            "events": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["object", "null"]},
        },
    },
}
"""Answers that are put together and belong to no dataclass."""
