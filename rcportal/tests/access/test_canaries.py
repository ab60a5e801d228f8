"""T3. Words that only some may read are put everywhere; then every role looks at everything."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from commitments.models import Organisation
from commitments.services import noting
from core import review
from core.enums import Audience
from rcportal.tests.access.test_access import ROLES, signed_in, things  # noqa: F401 -- fixture
from workgroups.models import Body, Submission
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import item, plan_content, staff

DRAFT, KEPT, INTERNAL, UNDECIDED = "杜鹃初写", "鹦哥旧稿", "画眉内部", "喜鹊未定"
NOTE = "百灵便笺"
GROUP = {"lead", "deputy", "liaison"}
REVIEWERS = {"staff", "head"}
READERS = REVIEWERS | {"auditor", "admin"}
# Who may meet a word; everybody else must never.
MAY = {DRAFT: GROUP, KEPT: GROUP, INTERNAL: READERS, UNDECIDED: READERS, NOTE: READERS}
STARTS = ["/", "/workgroups/", "/desk/", "/desk/board/2022/", "/desk/queue/", "/admin/"]
NAMES = ["document", "edit", "check", "drafts"]
MOST_PAGES = 250
LINK = re.compile(r'href="(/[^"#]*)')
NUMBER = re.compile(r"\d+")
WAYS_OUT = ("/accounts/", "/static/", "/preferences/")
# Each stands for those who see the same; all of them look in the long tests.
OFTEN = {"stranger", "other_lead", "lead", "staff"}
EVERYBODY = [
    each if each in OFTEN else pytest.param(each, marks=pytest.mark.full) for each in ROLES
]


@pytest.fixture
def canaries(things):  # noqa: F811 -- the fixture
    """A draft, a text kept beside it, remarks that are not for the group, or not yet, and notes."""
    group, year = Body.objects.get(code="pp"), timezone.localdate().year
    at = timezone.now()
    draft = Submission.objects.filter(kind="plan", body=group, year=year).first()
    draft = draft or years.opened("plan", group, on=timezone.localdate(), year=_year(year))
    first, second = (plan_content(item(title=words)) for words in (KEPT, DRAFT))
    documents.save_draft(draft, first, seen=0, by=None, at=at)
    documents.save_draft(draft, second, seen=1, by=None, at=at, leaves_trail=True)
    sheet = years.handed_in("sheet", group, on="07-10", quarter=2)
    documents.claim(sheet, by=staff(), at=at)
    for words, audience in ((INTERNAL, Audience.REVIEWERS), (UNDECIDED, Audience.AUTHORS)):
        review.remark(
            sheet.current_version, by=staff(), at=at, text=words, severity="must", audience=audience
        )

    for organisation in Organisation.objects.all():
        noting.write_note(organisation, NOTE, by=staff(), at=at)


def _year(number):
    return years.YearFactory(year=number)


def pages_of(client):
    """Follow every link, one of each shape, and knock at every address of every document."""
    waiting = [*STARTS, *_desk_addresses()]
    seen = {_shape(address) for address in STARTS}
    visited = 0
    while waiting and visited < MOST_PAGES:
        response = client.get(waiting.pop(0))
        page = response.getvalue().decode(errors="replace")
        for close in response._resource_closers:  # files that are sent
            close()
        visited += 1
        yield response.request["PATH_INFO"], page
        for link in LINK.findall(page):
            if not link.startswith(WAYS_OUT) and _shape(link) not in seen:
                seen.add(_shape(link))
                waiting.append(link.replace("&amp;", "&"))


def _shape(address):
    parts = urlsplit(address)
    names = sorted(part.partition("=")[0] for part in parts.query.split("&"))
    return NUMBER.sub("N", parts.path), tuple(names)


def _desk_addresses():
    for document in Submission.objects.all():
        yield from (reverse(f"desk:{name}", args=[document.pk]) for name in NAMES)
        for version in document.versions.all():
            yield reverse("desk:receipt", args=[document.pk, version.number])
        for kept in document.kept_drafts.all():
            yield reverse("desk:kept", args=[document.pk, kept.pk])
        yield f"/admin/workgroups/submission/{document.pk}/change/"


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_meets_only_the_words_that_are_for_it(canaries, role):
    client, met = signed_in(role), {}

    for address, page in pages_of(client):
        for words in MAY:
            if words in page:
                met.setdefault(words, address)

    allowed = {words for words, roles in MAY.items() if role in roles}
    assert {words: at for words, at in met.items() if words not in allowed} == {}
    if role in GROUP | REVIEWERS:  # the control: whoever may, does meet them
        assert set(met) == allowed
