"""Written by hand: regulations and calendars as they are loaded, tried and listed."""

from typing import Any, Final

from api.http.schema_parts import DAY, MOMENT, NULLABLE, TEXT

RULE_SCHEMAS: Final[dict[str, Any]] = {
    "NoticeOrOverlay": {
        "oneOf": [{"$ref": "#/components/schemas/Notice"}, {"$ref": "#/components/schemas/Overlay"}],
    },
    "Overlay": {
        "type": "object",
        "description": "A region's own notice, for the offices at or below `office`.",
        "required": ["code", "published_on", "office", "off"],
        "properties": {
            "code": TEXT,
            "published_on": DAY,
            "office": TEXT,
            "off": {"type": "array", "items": DAY},
            "makeup_workdays": {"type": "array", "items": DAY},
            "source": TEXT,
        },
        "additionalProperties": False,
    },
    "Notice": {
        "type": "object",
        "required": ["year", "published_on", "off", "makeup_workdays"],
        "properties": {
            "year": {"type": "integer"},
            "published_on": {"type": "string", "format": "date"},
            "off": {"type": "array", "items": {"type": "string", "format": "date"}},
            "makeup_workdays": {"type": "array", "items": {"type": "string", "format": "date"}},
            "source": TEXT,
            "basis": TEXT,
            "taken_from": TEXT,
        },
        "additionalProperties": False,
    },
    "Calendars": {
        "type": "object",
        "properties": {
            "version": TEXT,
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
            "code": TEXT,
            "office": TEXT,
            "published_on": DAY,
            "version": TEXT,
            "job_id": TEXT,
        },
    },
    "CalendarDryRun": {
        "type": "object",
        "properties": {
            "calendar_before": TEXT,
            "calendar_after": TEXT,
            "changed_from": DAY,
            "changed_to": DAY,
            "looked_at": {"type": "integer"},
            "unknown": {"type": "integer"},
            "moves": {"type": "array", "items": {"type": "object"}},
            "next_cursor": NULLABLE,
        },
    },
    "CalendarProgress": {
        "type": "object",
        "properties": {
            "revision": {"type": "integer"},
            "started_at": MOMENT,
            "told": {"type": "integer"},
            "ended": {"type": "integer"},
            "rounds": {"type": "integer"},
            "after": NULLABLE,
            "done": {"type": "boolean"},
        },
    },
    "ProfileFile": {
        "type": "object",
        "description": "`toml` is the text of the file, `numbers` the lengths that the tenant supplies.",
        "required": ["toml"],
        "properties": {
            "toml": TEXT,
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
        "properties": {"revision": {"type": ["integer", "null"]}, "profile": TEXT, "job_id": TEXT},
    },
    "ProfileDryRun": {
        "type": "object",
        "properties": {
            "profile": TEXT,
            "replaces": NULLABLE,
            "takes_over": {"type": "array", "items": TEXT},
            "looked_at": {"type": "integer"},
            "unknown": {"type": "integer"},
            "moves": {"type": "array", "items": {"type": "object"}},
            "next_cursor": NULLABLE,
        },
    },
    "Regimes": {
        "type": "object",
        "required": ["beside"],
        "properties": {"office": TEXT, "beside": {"type": ["array", "null"], "items": TEXT}},
    },
}
