"""Written by hand: what a case shows and takes beside its view: lists, evidence, papers, public pages."""

from typing import Any, Final

from api.http.question_schema import ANSWER, QUESTION
from api.http.schema_parts import DAY, FILE, MOMENT, NULLABLE, TEXT, page
from redress.domain.evidence import EvidenceKind

CASE_SCHEMAS: Final[dict[str, Any]] = {
    "OwnEvidenceForm": {
        "type": "object",
        "required": ["file"],
        "properties": {
            "kind": {"enum": [each.value for each in EvidenceKind], "default": "electronic"},
            "name": {"type": "string", "description": "default: the name of the file"},
            "description": TEXT,
            "file": FILE,
        },
    },
    "EvidenceForm": {
        "type": "object",
        "required": ["kind", "given_by"],
        "properties": {
            "kind": {"enum": [each.value for each in EvidenceKind]},
            "given_by": {"type": "string", "description": "a party of the case, `office` or `others`"},
            "name": {"type": "string", "description": "default: the name of the file"},
            "description": TEXT,
            "obtained_at": MOMENT,
            "occurred_at": MOMENT,
            "completes": {"type": "array", "items": TEXT},
            "expected_version": {"type": "integer"},
            "file": FILE,
        },
    },
    "FilingForm": {
        "type": "object",
        "description": "A filing whose facts are in a file; it becomes evidence no. 1 of the complainant.",
        "required": ["filing"],
        "properties": {
            "filing": {"type": "string", "description": "the JSON of a Filing; `facts` may be absent"},
            "kind": {"enum": [each.value for each in EvidenceKind], "default": "written"},
            "description": TEXT,
            "file": FILE,
        },
    },
    "EvidenceList": page("EvidenceItem"),
    "EvidenceFile": FILE,
    "CasePage": page("CaseItem", next_cursor=NULLABLE),
    "Refs": {"type": "object", "properties": {"refs": {"type": "array", "items": TEXT}}},
    "TimelineItem": {
        "type": "object",
        "required": ["seq", "type", "at", "occurred_at", "actor", "office", "body"],
        "properties": {
            "seq": {"type": "integer", "minimum": 1},
            "type": TEXT,
            "at": MOMENT,
            "occurred_at": MOMENT,
            "actor": TEXT,
            "office": TEXT,
            "body": {"type": "object"},
        },
    },
    "Timeline": page("TimelineItem", next_seq={"type": ["integer", "null"]}),
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
            "kind": TEXT,
            "party": NULLABLE,
            "approver": NULLABLE,
            "fields": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Draft": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": TEXT,
            "party": NULLABLE,
            "fields": {"type": "object"},
            "replaces": {"type": ["integer", "null"]},
        },
        "additionalProperties": False,
    },
    "Letterhead": {
        "type": "object",
        "required": ["phone", "address"],
        "properties": {"phone": TEXT, "address": TEXT},
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
    "Published": {
        "type": "object",
        "description": "`trader` is an enterprise's name, null for anybody else.",
        "properties": {
            "published_at": MOMENT,
            "office": TEXT,
            "concluded_on": DAY,
            "outcome": TEXT,
            "category": NULLABLE,
            "item": NULLABLE,
            "problems": {"type": "array", "items": TEXT},
            "industry": NULLABLE,
            "sales_channel": NULLABLE,
            "region": NULLABLE,
            "trader": NULLABLE,
        },
    },
    "PublishedPage": page("Published", next_before={"type": ["string", "null"], "format": "date-time"}),
    "Progress": {
        "type": "object",
        "properties": {
            "case_number": TEXT,
            "party": {"enum": ["complainant", "trader"]},
            "stage": TEXT,
            "stage_zh": TEXT,
            "stage_en": TEXT,
            "received_on": DAY,
            "concluded_on": DAY,
            "events": {"type": "array", "items": {"type": "object"}},
            "next": {"type": ["object", "null"]},
        },
    },
    "InquiryRecorded": {
        "type": "object",
        "required": ["inquiry_id", "asked_at"],
        "properties": {"inquiry_id": TEXT, "asked_at": MOMENT},
    },
    "InquiryPage": page("RecordedInquiry"),
    "RecordedInquiry": {
        "type": "object",
        "required": ["inquiry_id", "office", "person", "channel", "question", "answer", "asked_at", "at"],
        "properties": {
            "inquiry_id": TEXT,
            "office": TEXT,
            "person": TEXT,
            "channel": TEXT,
            "topic": NULLABLE,
            "question": TEXT,
            "answer": TEXT,
            "inquirer": NULLABLE,
            "phone": NULLABLE,
            "asked_at": MOMENT,
            "at": MOMENT,
        },
    },
    "ClockQuestion": QUESTION,
    "ClockAnswer": ANSWER,
}
