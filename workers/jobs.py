"""Long work: which kinds of jobs there are and who does them, on a queue and in slots of their own."""

from temporalio.client import Client
from temporalio.worker import Worker

from activities.job_bulk import BulkWork
from activities.job_export import ExportWork
from activities.job_report import ReportWork
from activities.job_results import JobResults
from activities.run_job import RunJob, Work
from activities.settle_pending import SettlePending
from redress.contracts.jobs import JobKind
from redress.domain.tables import load_tables
from redress.files.evidence_store import open_evidence_store
from redress.persistence.blind_index import BlindIndex
from redress.persistence.job_files import JobKeys
from redress.persistence.pool import Pool
from redress.persistence.regulations import Regulations
from redress.persistence.trader_names import TraderNames
from redress.persistence.vault import FileMasterKey, Vault
from redress.settings import Settings, read_key
from workers.polling import JOB_SLOTS, worker
from workflows.job import Job


def jobs_worker(client: Client, pool: Pool, settings: Settings) -> Worker:
    """A worker of the jobs' queue, not yet running."""
    run = RunJob(pool, works(client, pool, settings))
    return worker(
        client, settings.job_task_queue, [Job], [run.job_batch, run.job_failed], slots=JOB_SLOTS
    )


def works(client: Client, pool: Pool, settings: Settings) -> dict[JobKind, Work]:
    """Who does the work of a kind; loads have a workflow of their own."""
    regulations = Regulations(load_tables())
    sending = SettlePending(client, pool, regulations, case_queue=settings.case_task_queue)
    master = FileMasterKey(read_key(settings.vault_key_file))
    vault = Vault(master)
    store = open_evidence_store(settings.files_dir, settings.files_url)
    results = JobResults(pool, JobKeys(master), store)
    naming = TraderNames(vault, BlindIndex(read_key(settings.blind_index_key_file)))
    return {
        JobKind.BULK: BulkWork(pool, sending),
        JobKind.IMPORT: BulkWork(pool, sending),
        JobKind.EXPORT: ExportWork(pool, vault, results),
        JobKind.REPORT: ReportWork(pool, regulations, naming, results, rehearsal=settings.rehearsal),
    }
