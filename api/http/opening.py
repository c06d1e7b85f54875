"""What an opening of sealed values for a reader is recorded as; who may have them opened."""

from redress.domain.case import Stage
from redress.domain.permissions import MAY_OPEN as MAY_OPEN
from redress.persistence.opening import OF_THE_ARCHIVE as OF_THE_ARCHIVE
from redress.persistence.opening import ArchiveReason as ArchiveReason
from redress.persistence.opening import opened as opened


def purpose_in(stage: str, purpose: str, reason: ArchiveReason | None) -> str | None:
    """What an opening is recorded as; None: the case is archived and nobody has said why it is read."""
    if stage != Stage.ARCHIVED:
        return purpose
    return f"{OF_THE_ARCHIVE}{reason}" if reason else None
