"""What evidence (证据) is: its six classes, who gave it, the file that was stored. No rules; those are in
`deciding/evidence.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from redress.domain.facts import STRICT
from redress.domain.sealed import Text

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
MEDIA_TYPE: Final = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,99}")

OFFICE: Final = "office"
OTHERS: Final = "others"
GIVERS: Final = (OFFICE, OTHERS)
"""Who gives evidence beside the parties: the office, by its own inquiry (S0-59), and anybody else."""


class EvidenceKind(StrEnum):
    """交易凭证, 书面材料, 实物, 电子, 音视频, 证人证言 (S0-33)."""

    TRANSACTION_RECORD = "transaction_record"
    WRITTEN = "written"
    PHYSICAL = "physical"
    ELECTRONIC = "electronic"
    AUDIO_VISUAL = "audio_visual"
    TESTIMONY = "testimony"


NEEDS_FILE: Final = frozenset({EvidenceKind.ELECTRONIC, EvidenceKind.AUDIO_VISUAL})
"""Without its file there is nothing of these; a thing, a paper or a witness may be elsewhere."""


class EvidenceStatus(StrEnum):
    """What became of a piece: taken back (撤回), handed back (退还), or beside the matter (无关联)."""

    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    IRRELEVANT = "irrelevant"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file as it was stored: `sha256` of what was given, `address` of what is kept (the SHA-256 of its
    sealed bytes), `size` in bytes, `media_type` by content; `name_differs`: its name claims another type.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = STRICT

    sha256: str
    address: str
    size: int
    media_type: str
    name_differs: bool = False

    @property
    def fit(self) -> bool:
        """Two digests, a size and a media type: there is no room for anything personal."""
        digests = DIGEST.fullmatch(self.sha256) and DIGEST.fullmatch(self.address)
        return bool(digests and self.size > 0 and MEDIA_TYPE.fullmatch(self.media_type))


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One piece of evidence of a case, numbered from 1. `given_by` is a party id or one of `GIVERS`."""

    number: int
    kind: EvidenceKind
    given_by: str
    obtained_at: datetime
    added_at: datetime
    name: Text
    file: StoredFile | None = None
    status: EvidenceStatus | None = None
