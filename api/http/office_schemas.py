"""Written by hand: an office at work: board, jobs, queues, who does what, people and their sessions."""

from typing import Any, Final

from api.http.schema_parts import FILE, MOMENT, NULLABLE, TEXT, page
from api.http.statistics_schema import BOARD, STATISTICS

OFFICE_SCHEMAS: Final[dict[str, Any]] = {
    "BoardList": page("BoardItem", next_cursor=NULLABLE),
    "Board": BOARD,
    "Statistics": STATISTICS,
    "Inbox": page("Message"),
    "JobPage": page("JobShown", next_cursor=NULLABLE),
    "JobItems": page("ItemShown"),
    "JobResult": FILE,
    "DeadLetters": page("DeadLetter"),
    "PrintQueue": page("QueuedNotice"),
    "DeliveryState": {
        "type": "object",
        "required": ["id", "state"],
        "properties": {
            "id": {"type": "integer"},
            "state": {"enum": ["waiting", "dead", "given_up", "delivered"]},
        },
    },
    "Accesses": page("Access"),
    "Sessions": page("OpenSession"),
    "SessionToken": {
        "type": "object",
        "required": ["token", "expires_at"],
        "properties": {
            "token": TEXT,
            "expires_at": MOMENT,
            "person": TEXT,
            "display_name": TEXT,
            "duty": {
                "enum": ["password", "second_factor", None],
                "description": "what this session is for until it is done",
            },
            "offices": {"type": "array", "items": {"type": "object"}},
        },
    },
    "AssignmentRules": page("AssignmentRule", office=TEXT),
    "Leaves": page("Leave"),
    "LeaveEntered": {"type": "object", "properties": {"id": {"type": "integer"}}},
    "Proposal": {
        "type": "object",
        "properties": {"proposal": {"anyOf": [{"$ref": "#/components/schemas/Choice"}, {"type": "null"}]}},
    },
    "ShiftNotes": page("ShiftNote"),
    "ShiftNoteLeft": {"type": "object", "properties": {"office": TEXT}},
    "OfficeKept": {"type": "object", "required": ["path"], "properties": {"path": TEXT}},
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
    "IssuerLinks": page("IssuerLink"),
    "PersonAdded": {
        "type": "object",
        "properties": {"person": NULLABLE, "one_time_password": NULLABLE},
    },
    "PersonActed": {"type": "object", "properties": {"one_time_password": NULLABLE}},
    "Permissions": {
        "type": "object",
        "required": ["roles", "commands", "relations", "mine"],
        "properties": {
            "roles": {"type": "array", "items": TEXT},
            "mine": {"type": "array", "items": TEXT},
            "commands": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "command": TEXT,
                        "roles": {"type": "array", "items": TEXT},
                        "relations": {"type": "array", "items": TEXT},
                    },
                },
            },
            "relations": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Offices": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object"}}}},
}
