"""Applications for tests: the form the portal begins with, answers that may be handed in."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commitments.models import Application, ApplicationVersion, Organisation
from commitments.queries.applications import asked_fields
from commitments.services import applying
from commitments.services.founding import load_form, load_texts
from commitments.services.links import link_for
from commitments.tests.factories import RegionFactory
from core.models import OutboxMail
from core.tests.uploads.scans import PDF

EMAIL = "contact@jia.example.com"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
DAY = dt.date(2026, 5, 20)
USCC = "91370000163044841F"
NUMBER = "责委〔2026〕18号"


def answers(**other: str) -> dict[str, str]:
    """Give whole answers, with some of them changed."""
    RegionFactory()
    return {
        "name": "甲化工有限公司",
        "kind": "enterprise",
        "uscc": USCC,
        "place": "370000",
        "staff_count": "３５０",
        "products": "环氧树脂",
        "documents": "letter\ncharter",
        "signer_position": "总经理",
        "recommended_by": "乙化工",
        "contact_name": "张三",
        "contact_email": EMAIL,
    } | other


def begun(email: str = EMAIL) -> Application:
    load_form()
    load_texts()
    return applying.begin(email, by=None, at=NOON)


def saved(**other: str) -> Application:
    application = begun()
    applying.save(application, answers(**other), seen=0, by=None, at=NOON)
    return application


def submitted(**other: str) -> Application:
    application = saved(**other)
    seen = application.draft_number
    applying.submit(application, asked_fields(), seen=seen, by=None, at=NOON)
    return application


def before_committee(by: Any, **other: str) -> Application:
    application = submitted(**other)
    applying.take_up(application, by=by, at=NOON)
    applying.refer(application, by=by, at=NOON)
    return application


def applicant(email: str = EMAIL) -> Client:
    """Give a browser that has opened the personal link of the address."""
    client = Client()
    client.get(link_for(email))
    return client


def scan(content: bytes = PDF, name: str = "承诺书.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def to(name: str, application: Application, *more: Any) -> str:
    """Give the address of one of the applicant's own pages."""
    return reverse(f"commitments:apply_{name}", args=[application.pk, *more])


def sent(application: Application, **other: str) -> dict[str, Any]:
    """Give the form as a browser sends it to be saved."""
    typed: dict[str, Any] = answers(**other)
    typed["documents"] = typed["documents"].split("\n")
    return typed | {"seen": str(application.draft_number), "do": "save"}


def accept(
    application: Application, by: Any, *, organisation: Organisation | None = None, **other: Any
) -> Organisation:
    given = {"number": NUMBER, "on": DAY, "organisation": organisation} | other
    return applying.accept(application, by=by, at=NOON, **given)


def mails() -> list[tuple[str, str]]:
    return list(OutboxMail.objects.order_by("pk").values_list("kind", "address"))


def hand_in(application: Application) -> ApplicationVersion:
    seen = application.draft_number
    return applying.submit(application, asked_fields(), seen=seen, by=None, at=NOON)
