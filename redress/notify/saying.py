"""What a notice says, gathered from the case and opened for this one occasion; the words are `wording`'s."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from redress.contracts.ids import party_code
from redress.contracts.party_notices import PartyNotice
from redress.domain.commands import NoticeMatter
from redress.domain.profile import Ground, Profile
from redress.notify.wording import WITH_REMEDIES, Said
from redress.persistence.party_notices import display_name, place_ref, reason_ref, sender_of
from redress.persistence.pool import Connection
from redress.persistence.regulations import Regulations
from redress.persistence.vault import Vault

DECIDED_BY: Final = {NoticeMatter.REFUSAL: "refused", NoticeMatter.TERMINATION: "mediation_terminated"}
"""The event that holds the reason of a decision."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Where texts are opened, and for whom: `purpose` and `person` are kept with the opening."""

    vault: Vault
    regulations: Regulations
    person: str
    purpose: str


async def said_of(
    connection: Connection,
    opening: Opening,
    case_id: str,
    notice: PartyNotice,
    *,
    progress_url: str,
    code_key: bytes,
    today: datetime,
) -> tuple[Said, str | None]:
    """The notice opened, and the address it goes to."""
    decided_by = DECIDED_BY.get(notice.matter)
    reason = await reason_ref(connection, case_id, decided_by) if decided_by and not notice.text else None
    place = await place_ref(connection, case_id, notice.session) if notice.session else None
    refs = (notice.address, notice.name, notice.text, reason, place)
    texts = await opening.vault.open_many(
        connection,
        case_id,
        [ref for ref in refs if ref],
        opened_by=opening.person,
        purpose=opening.purpose,
    )
    sender = await sender_of(connection, notice.office)
    await opening.regulations.refresh(connection)
    profile = opening.regulations.tables.profile(notice.profile)
    side = notice.party.partition("-")[0]
    with_remedies = side == "complainant" and notice.matter in WITH_REMEDIES
    said = Said(
        case_number=notice.case_number,
        matter=notice.matter,
        party=side,
        office_zh=sender.name_zh,
        office_en=sender.name_en,
        phone=sender.phone,
        progress_url=progress_url,
        code=party_code(code_key, case_id, notice.party, notice.renewed),
        today=today,
        name=texts.get(notice.name or ""),
        text=texts.get(notice.text or ""),
        decided_at=_moment(notice.decided_at),
        ground=_ground(profile, notice.ground),
        reason=texts.get(reason or ""),
        remedies=profile.remedies if profile and with_remedies else None,
        session_at=_moment(notice.session_at),
        session_form=notice.session_form,
        place=texts.get(place or ""),
        mediator=await display_name(connection, notice.mediator) if notice.mediator else None,
    )
    return said, texts.get(notice.address or "")


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _ground(profile: Profile | None, code: str | None) -> Ground | None:
    grounds = (*profile.refusal_grounds, *profile.termination_grounds) if profile else ()
    return next((ground for ground in grounds if ground.code == code), None)
