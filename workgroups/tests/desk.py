"""People of a working group at the desk, and what they send, for tests of its pages."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.tests.contents import sent
from workgroups.models import Body, Submission, Year
from workgroups.models.contents import read_content
from workgroups.services import documents
from workgroups.tests.factories import BodyFactory, YearFactory, plan_content


def at_the_desk(user: Any) -> Client:
    """Give a browser in which the user is signed in."""
    client = Client()
    client.force_login(user)
    return client


def running_year(**said: Any) -> Year:
    """Give the year of the factories' items: open, every window begun."""
    year: Year = YearFactory(**said)
    return year


def plan_of(body: Body | None = None, *, by: Any, draft: Any = None) -> Submission:
    """Give a plan of this year that the user began, with this draft saved once."""
    plan = documents.open_document(
        "plan", body or BodyFactory(), running_year(), by=by, at=timezone.now()
    )
    if draft is not None:
        documents.save_draft(plan, draft, seen=0, by=by, at=timezone.now())
    return plan


def accepted_plan(body: Body, *items: Any, by: Any, head: Any) -> Submission:
    """Give an accepted plan of this year."""
    plan, at = plan_of(body, by=by), timezone.now()
    documents.submit(plan, plan_content(*items), seen=plan.draft_number, by=by, at=at)
    documents.claim(plan, by=head, at=at)
    documents.accept(plan, by=head, at=at)
    return plan


def typed(document: Submission, content: Any, *, seen: int | None = None, do: str = "save") -> Any:
    """Give the form of the editor with this content, as a browser sends it."""
    shape = read_content(document.kind, content)
    number = document.draft_number if seen is None else seen
    return sent(shape, seen=str(number), do=do, whole="yes")


def to(name: str, document: Submission, *more: Any) -> str:
    """Give the address of a page about the document."""
    return reverse(f"desk:{name}", args=[document.pk, *more])
