"""What the handlers work with, put together by `api.app` and reached through the request."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.auth.issuer import Issuer
from api.auth.sessions import Sessions
from api.http.busy import Busy
from api.http.changes import Changes
from api.http.engine import Engine
from api.http.limits import Limits
from redress.contracts.codec import PayloadCipher
from redress.domain.tables import Tables
from redress.files.evidence_store import EvidenceStore
from redress.persistence.blind_index import BlindIndex
from redress.persistence.case_words import WordHashes
from redress.persistence.informants import Informants
from redress.persistence.intake_drafts import Drafts
from redress.persistence.issuer import Attempts
from redress.persistence.job_files import JobKeys
from redress.persistence.pool import Pool
from redress.persistence.regulations import Regulations
from redress.persistence.second_factors import SecondFactors
from redress.persistence.vault import Vault
from redress.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """One per process. `query_code_key` derives query codes, `body_key` the fingerprints of bodies."""

    settings: Settings
    pool: Pool
    engine: Engine
    vault: Vault
    words: WordHashes
    cipher: PayloadCipher
    regulations: Regulations
    sessions: Sessions
    blind_index: BlindIndex
    informants: Informants
    drafts: Drafts
    query_code_key: bytes
    body_key: bytes
    limits: Limits
    busy: Busy
    files: EvidenceStore
    second_factors: SecondFactors
    changes: Changes
    issuer: Issuer | None
    attempts: Attempts
    job_keys: JobKeys

    @property
    def tables(self) -> Tables:
        """Regulations and calendar as they were read last; what a case starts with is read afresh."""
        return self.regulations.tables


def services_of(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


ServicesNow = Annotated[Services, Depends(services_of)]
