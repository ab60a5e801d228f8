"""S2. Another one's thing answers as one that is not there, and no field but the form's changes."""

import re
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
import yaml
from django.apps import apps
from django.db import models

from accounts.models import User
from core import cache, cookies
from core.typed import Typed
from rcportal.tests.access.test_access import ROLES, signed_in, url_of, verdict_for
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.asking import ask
from rcportal.tests.doors.forms import as_sent
from workgroups.models import KeptDraft, Submission, Year
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.desk import typed
from workgroups.tests.factories import item, plan_content

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S2")]

FILE = Path(__file__).parent / "whose.yaml"
LINES = yaml.safe_load(FILE.read_text(encoding="utf-8"))
WHOSE, ADDRESSES = LINES["whose"], LINES["addresses"]
KEYED = {each.name: each for each in addresses() if each.arguments}
NOT_THERE = 987654321
SECRET = "只有本组知道的一句话"
# What differs between two answers without saying anything: tokens of forms, and the address itself.
CHANGING = re.compile(rf'name="csrfmiddlewaretoken" value="\w+"|/[\w/]*/{NOT_THERE}[\w/]*')


@pytest.fixture
def draft(things):
    """The plan that a group writes this year: its own until it hands it in."""
    year = Year.objects.order_by("-year").first()
    pp = Submission.objects.get(pk=things["submission"]).body
    draft = years.opened("plan", pp, on=str(year.plan_opens_on), year=year)
    content = plan_content(item(title=SECRET, due_on=f"{year.year}-12-31"))
    at = draft.draft_saved_at or draft.opened_at
    documents.save_draft(draft, content, seen=draft.draft_number, by=None, at=at)
    KeptDraft.objects.create(document=draft, content=content, seen=1, saved_at=at, saved_by=None)
    lead = User.objects.get(email=ROLES["lead"])
    cache.write("typed:of-lead", Typed(lead.pk, "/desk/", [("text", SECRET)]), 600)
    return draft


def urls(address, things, draft):
    """Give the address of what is there, and the same of what is not."""
    thing = WHOSE[ADDRESSES[address.name]]["thing"]
    if thing == "typed":
        return address.template.format(token="of-lead"), address.template.format(token="none")
    if thing == "draft":
        kept = KeptDraft.objects.get().pk
        keys = {"pk": draft.pk, "object_id": draft.pk, "kept": kept, "code": "pp"}
        keys |= {"year": draft.year_id, "what": "plan", "number": 1, "remark": 1, "step": "accept"}
        there = address.template.format(**keys)
        keys |= {"pk": NOT_THERE, "object_id": NOT_THERE, "code": "none"}
        return there, address.template.format(**keys)
    # `url_of` looks for the key under the name of the place where a model's name stands elsewhere
    key = things.get(WHOSE[ADDRESSES[address.name]].get("pk"), 1)
    there = url_of(address, {"{pk}": key, "{code}": key} | things)
    keys = dict.fromkeys(address.arguments, NOT_THERE)
    keys |= {"app_label": "nothing", "year": "1999", "step": "x", "verb": "x"}
    keys |= {"name": UUID(int=2)}
    return there, address.template.format(**keys)


def answer(client, method, url):
    client.cookies.pop(cookies.named(cookies.MESSAGES), None)  # of the answer before
    response, content = ask(client, method, url)
    page = content.decode(errors="replace").replace(url, "/there/")
    where = response.get("Location", "").replace(quote(url), "/there/").replace(url, "/there/")
    return response.status_code, where, CHANGING.sub("", page)


def test_every_address_with_a_key_says_whose_it_is():
    assert set(ADDRESSES) == set(KEYED)
    assert set(ADDRESSES.values()) == set(WHOSE)


def differences(role, things, draft):
    """Give the addresses that answer a stranger otherwise when there is something."""
    client, told = signed_in(role), {}
    for name, whose in ADDRESSES.items():
        if role not in WHOSE[whose]["strangers"]:
            continue
        there, missing = urls(KEYED[name], things, draft)
        for method in ("get", "post"):
            seen, unseen = answer(client, method, there), answer(client, method, missing)
            if seen != unseen or SECRET in seen[2]:
                told[f"{method} {there}"] = (seen[0], unseen[0])
    return told


# The others are strangers for the same reasons as one of these.
OFTEN = ("stranger", "other_lead", "staff")
EVERYBODY = [
    each if each in OFTEN else pytest.param(each, marks=pytest.mark.full) for each in ROLES
]


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_stranger_is_not_told_whether_it_is_there(things, draft, role):
    assert differences(role, things, draft) == {}


@pytest.mark.parametrize(
    ("role", "line", "name"),
    [
        ("lead", "group", "desk:document"),
        ("staff", "secretariat", "admin:accounts_person_change"),
        ("lead", "author", "typed"),
    ],
)
def test_who_may_read_it_is_told(things, draft, monkeypatch, role, line, name):
    """The control: to whom the thing belongs it answers otherwise than nothing."""
    monkeypatch.setitem(WHOSE[line], "strangers", [role])
    monkeypatch.setattr(f"{__name__}.ADDRESSES", {name: line})

    assert [each.split()[0] for each in differences(role, things, draft)][:1] == ["get"]


OPEN_LISTS = [each for each in addresses() if not each.arguments and "logout" not in each.name]


@pytest.mark.parametrize("role", ["other_lead", "staff"])
def test_no_list_no_search_and_no_export_shows_it(things, draft, role):
    client, told = signed_in(role), []
    for address in OPEN_LISTS:
        for asked in ("", f"?q={SECRET}", "?term=plan"):
            _response, content = ask(client, "get", address.template + asked)
            if SECRET in content.decode(errors="replace").replace(asked[3:], ""):
                told.append(address.template + asked)
    assert told == []


def test_its_own_group_finds_it(things, draft):
    """The control: the same word stands on the pages of whom it belongs to."""
    page = signed_in("lead").get(f"/desk/documents/{draft.pk}/edit/")

    assert SECRET in page.content.decode()


@pytest.mark.parametrize("name", ["kept", "bring_back", "conflict"])
def test_the_part_of_another_document_is_not_there_under_ones_own(things, draft, name):
    own = Submission.objects.get(pk=things["submission"])
    own = years.opened("plan", _caer(), on=str(draft.year.plan_opens_on), year=draft.year)
    words = {"kept": "", "bring_back": "back/"}
    part = "conflict" if name == "conflict" else "drafts"
    foreign = KeptDraft.objects.get().pk
    url = f"/desk/documents/{own.pk}/{part}/{{}}/{words.get(name, '')}"
    method = "post" if name == "bring_back" else "get"
    client = signed_in("other_lead")

    assert answer(client, method, url.format(foreign))[0] == 404
    own.refresh_from_db()
    assert SECRET not in str(own.draft)


def _caer():
    return Submission._meta.get_field("body").related_model.objects.get(code="caer")


# --- Fields that no form asks for ---


def other_value(field, row):
    """Give something that the field could be set to, and is not."""
    now = row[field.attname]
    if field.choices:
        return next(value for value, _label in field.flatchoices if value != now)
    if isinstance(field, models.BooleanField):
        return "" if now else "on"
    if field.is_relation:
        others = field.related_model._base_manager.exclude(pk=now)
        return others.values_list("pk", flat=True).first() or ""
    if isinstance(field, (models.DateField, models.DateTimeField)):
        return "2001-02-03"
    return "7"


def row_of(model, pk):
    return model._base_manager.values().get(pk=pk)


def all_fields(model, row, asked):
    """Give every field of the table that the form does not ask for, set to something else."""
    fields = [each for each in model._meta.concrete_fields if each.name not in asked]
    return {each.name: other_value(each, row) for each in fields} | {
        each.attname: other_value(each, row) for each in fields
    }


CHANGE = re.compile(r"^admin:(\w+)_(\w+)_change$")
CHANGE_PAGES = [name for name in sorted(KEYED) if CHANGE.match(name) and "password" not in name]


def may_write(name, role):
    return verdict_for(role, KEYED[name], "write") == "open"


@pytest.mark.parametrize("role", ["staff", "admin"])
def test_fields_that_the_form_does_not_ask_for_stay(things, role):
    client, changed, saved = signed_in(role), {}, 0
    for name in CHANGE_PAGES:
        model = apps.get_model(*CHANGE.match(name).groups())
        url, key = url_of(KEYED[name], things), things[model._meta.model_name]
        asked, data = as_sent(client.get(url).content.decode(), f"{model._meta.model_name}_form")
        if may_write(name, role) and "_save" in asked:
            before = row_of(model, key)
            why = {"reason": "核对"} if "reason" in asked else {}
            sent = all_fields(model, before, asked) | data | why
            response = client.post(url, sent)
            saved += response.status_code == 302
            told = {each for each, was in row_of(model, key).items() if was != before[each]}
            if told - asked - {"version"} or response.status_code != 302:
                changed[name] = told or errors_of(response)
    assert changed == {}
    assert saved > 5


def errors_of(response):
    return response.context["adminform"].form.errors.as_data()


def test_fields_that_the_editor_does_not_ask_for_stay(things, draft):
    draft.refresh_from_db()
    data = typed(draft, plan_content(item(title="改过的")))
    before = row_of(Submission, draft.pk)

    signed_in("lead").post(
        f"/desk/documents/{draft.pk}/edit/", all_fields(Submission, before, data) | data
    )

    after = row_of(Submission, draft.pk)
    assert "改过的" in str(after["draft"])
    kept = {each for each in after if not each.startswith("draft")}
    assert {each for each in kept if after[each] != before[each]} == set()
