"""How a case is founded from its registration, and the registration of a report split from a complaint."""

from redress.contracts.complaint import Registration
from redress.domain import events as e
from redress.domain.actors import Actor
from redress.domain.case import Case
from redress.domain.context import Context
from redress.domain.events import Matter
from redress.domain.facts import Filing
from redress.domain.opening import open_clue, open_complaint, open_report
from redress.domain.refusals import Refusal, refuse


def opening(new: Registration, ctx: Context) -> tuple[e.Recorded, ...] | Refusal:
    """The first events of a registered complaint, clue or report; refused without the tables it names."""
    if any(ctx.tables.profile(named) is None for named in (new.profile, *new.beside)):
        return refuse("unreadable")
    ids = (new.case_id, new.case_number, new.office, new.profile)
    if new.matter is Matter.CLUE and new.summary is not None and new.origin:
        return open_clue(*ids, new.origin, new.summary, ctx, new.found_at)
    if new.filing is None:
        return refuse("missing_facts")
    if new.matter is Matter.REPORT:
        return open_report(
            *ids,
            new.filing,
            ctx,
            informant=new.informant,
            origin=new.origin,
            summary=new.summary,
            found_at=new.found_at,
        )
    return open_complaint(*ids, new.filing, ctx, new.beside)


def report_of(case: Case, entry: e.Recorded, event: e.ReportSplit) -> Registration:
    """Mixed material was received as a whole: the report's period runs from then (art.9)."""
    known = case.filing
    return Registration(
        case_id=event.report_case_id,
        case_number=event.report_case_number,
        office=case.office,
        profile=case.profile,
        actor=Actor(entry.person, entry.office, ()),
        command_id=entry.command_id or event.report_case_id,
        at=entry.at,
        filing=Filing(channel=known.channel, respondents=known.respondents, region=known.region),
        matter=Matter.REPORT,
        origin=case.case_id,
        summary=event.summary,
        found_at=case.received_at,
    )
