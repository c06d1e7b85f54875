"""One screen for inquiries (咨询): question and answer in, the last ones below."""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from api.console.intake_form import Drawn, IntakeForm, drawn, may_file, sent
from api.console.pages import page
from api.console.visitor import SignedIn, Visitor
from api.http.inquiries import inquiries, record
from api.http.once import Once
from redress.domain.inquiry import Inquiry

SHOWN: Final = 30

FORM: Final = IntakeForm(
    kind=Inquiry,
    words="inquiry",
    action="/inquiries",
    place="POST /v1/inquiries",
    sections=(("asked", ("channel", "topic", "question", "answer", "inquirer", "phone", "asked_at")),),
    received="asked_at",
)

router = APIRouter()


@router.get("/inquiries")
async def show_inquiries(visitor: SignedIn) -> Response:
    may_file(visitor)
    return await _page(visitor, drawn(visitor, FORM))


@router.post("/inquiries")
async def record_inquiry(visitor: SignedIn) -> Response:
    """Back to the same screen, which then shows it."""

    async def take(once: Once) -> str:
        await record(visitor.services, once)
        return "/inquiries"

    return await sent(visitor, FORM, take, _page)


async def _page(visitor: Visitor, form: Drawn) -> Response:
    recorded = await inquiries(visitor.services, visitor.signed.actor, limit=SHOWN)
    return page(visitor, "inquiries.html", form.status, drawn=form, recorded=recorded)
