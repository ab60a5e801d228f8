"""S18. Every value of a person is a canary: no stranger meets one, and no list shows one whole."""

import io
import re
import zipfile
from urllib.parse import urlsplit

import pgtrigger
import pypdfium2
import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Person, User
from commitments.models import FormField
from core.models import OutboxMail
from rcportal.personal.fields import all_of, columns, kept_of
from rcportal.personal.person import CONTACT_MAIL, CONTACT_NAME, private_questions
from rcportal.tests.access.test_access import ROLES, signed_in, things, url_of  # noqa: F401 -- a fixture
from rcportal.tests.access.walking import addresses
from rcportal.tests.doors.asking import ask
from workgroups.models import PlanItem

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S18")]

NAME, HOST, PHONE = "慕容雁归", "canary-mail.example", "13987654321"
LOCAL = "murong"
CANARY = re.compile(f"{NAME}|{PHONE}|{LOCAL}[\\d-]*@{HOST}")
LOOK = [ROLES["staff"], ROLES["admin"]]  # the page's head greets them by the own address
LINK = re.compile(r'href="(/[^"#]*)')
NUMBER = re.compile(r"\d+")
MOST_PAGES = 1500
SAID = {"subject", "text", "html"}  # by mails and notices


@pytest.fixture
def canaries(things):  # noqa: F811 -- the fixture
    """Write the canaries into every field of persons that there is, of every row."""
    FormField.objects.create(
        code="contact_phone", section="contact", kind="text", label="联络电话", is_private=True
    )
    planted = {}
    with pgtrigger.ignore():
        for column in columns("mail", "name"):
            planted[str(column)] = _fill(column)
        for column in columns("text"):
            if kept_of(column.model).rows == "emptied" and column.field.name in SAID:
                all_of(column.model).update(**{column.field.name: _SENTENCE})
        for column in columns("answers"):
            planted[str(column)] = _answer(column)
        Person.objects.update(is_public=False)
    assert {"accounts.User.email", "accounts.Person.name", "commitments.Bond.email"} <= {
        column for column, count in planted.items() if count
    }
    return things


_SENTENCE = f"{NAME} {PHONE} {LOCAL}@{HOST}"


def _fill(column):
    rows = all_of(column.model)
    if column.field.name == "position":  # 总经理 says who nobody is
        return 0
    if column.kind == "name":
        return rows.update(**{column.field.name: NAME})
    if column.model is User:
        rows = rows.exclude(email__in=LOOK)
    number = Cast(column.model._meta.pk.name, CharField())
    return rows.update(**{column.field.name: Concat(Value(LOCAL), number, Value(f"@{HOST}"))})


def _answer(column):
    given = dict.fromkeys(private_questions(), _SENTENCE)
    given |= {CONTACT_NAME: NAME, CONTACT_MAIL: f"{LOCAL}@{HOST}", "contact_phone": PHONE}
    rows = all_of(column.model)
    for pk, content in rows.values_list("pk", column.field.name):
        content["answers"] = content.get("answers", {}) | given
        rows.filter(pk=pk).update(**{column.field.name: content})
    return rows.count()


def text_of(content):
    """Give what a reader finds in a page or a file: of books and papers what is inside."""
    if content.startswith(b"PK"):
        book = zipfile.ZipFile(io.BytesIO(content))
        return "".join(book.read(each).decode(errors="replace") for each in book.namelist())
    if content.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(content)
        return "".join(page.get_textpage().get_text_range() for page in pages)
    return content.decode(errors="replace")


def met_by(client, starts):
    """Follow every link of a new shape; give the canaries that were met, and how many pages."""
    waiting, seen, met, count = list(starts), {_shape(each) for each in starts}, {}, 0
    while waiting and count < MOST_PAGES:
        address = waiting.pop(0)
        _response, content = ask(client, "get", address)
        text = text_of(content)
        count += 1
        if found := sorted(set(CANARY.findall(text))):
            met[address] = found
        for link in LINK.findall(text):
            if _shape(link) not in seen and "logout" not in link and "/static/" not in link:
                seen.add(_shape(link))
                waiting.append(link.replace("&amp;", "&"))
    assert waiting == []
    return met, count


def _shape(address):
    parts = urlsplit(address)
    names = sorted(part.partition("=")[0] for part in parts.query.split("&"))
    return NUMBER.sub("N", parts.path), tuple(names)


def every_address(things):  # noqa: F811 -- what the fixture gives
    return [url_of(each, things) for each in addresses() if "logout" not in each.name]


def test_a_stranger_meets_no_value_of_a_person(canaries, figure):
    met, count = met_by(signed_in("stranger"), every_address(canaries))

    assert met == {}
    figure("S18", f"{count} public addresses and files looked at, 0 values of persons")


def tells_the_name(pk):
    Person.objects.update(is_public=True)


def tells_a_number(pk):
    with pgtrigger.ignore():
        PlanItem.objects.update(is_public=True, title=PHONE)


def tells_an_address(pk):
    with pgtrigger.ignore():
        PlanItem.objects.update(is_public=True, title=f"{LOCAL}@{HOST}")


@pytest.mark.parametrize(
    ("tells", "word"),
    [(tells_the_name, NAME), (tells_a_number, PHONE), (tells_an_address, f"{LOCAL}@{HOST}")],
)
def test_a_value_on_a_public_page_is_noticed(canaries, tells, word):
    """The control: consent that was given, a telephone and an address in a public plan."""
    tells(canaries["planitem"])

    met, _count = met_by(signed_in("stranger"), ["/workgroups/", "/workgroups/pp/"])

    assert {each for found in met.values() for each in found} == {word}


# --- Lists of the workplace ---

LISTS = [each for each in addresses() if each.name.endswith("_changelist")]
# Who holds an office is known by it, within the workplace too.
BY_OFFICE = {"admin:workgroups_office_changelist"}


def whole_in_lists(client):
    """Give the lists in which a value stands whole."""
    met = {}
    for each in LISTS:
        _response, content = ask(client, "get", each.template)
        found = set(CANARY.findall(content.decode()))
        if found and each.name not in BY_OFFICE:
            met[each.name] = sorted(found)
    return met


@pytest.mark.parametrize("role", ["staff", "admin"])
def test_no_list_of_the_workplace_shows_a_value_whole(canaries, figure, role):
    with pgtrigger.ignore():
        OutboxMail.objects.update(subject="通知")  # what the portal wrote is no column of persons

    assert whole_in_lists(signed_in(role)) == {}
    figure("S18", f"{len(LISTS)} lists of the workplace, 0 values unmasked")


def test_a_list_shows_masks_finds_by_the_whole_and_the_own_page_shows_it(canaries):
    client = signed_in("staff")
    user = User.objects.get(pk=canaries["user"])

    page = client.get("/admin/accounts/user/", {"q": user.email})

    assert page.context["cl"].result_count == 1
    shown = page.content.decode()
    assert f"mur***@{HOST}" in shown
    assert "sortable column-email" in shown
    assert "慕*" in client.get("/admin/accounts/person/").content.decode()
    assert user.email in client.get(f"/admin/accounts/user/{user.pk}/change/").content.decode()


def test_a_list_without_masks_is_noticed(canaries, monkeypatch):
    """The control: columns as the tables have them."""
    monkeypatch.setattr("core.admin.masked", lambda model, columns: columns)

    assert {
        "admin:accounts_user_changelist",
        "admin:accounts_staffpost_changelist",
        "admin:commitments_invitation_changelist",
        "admin:commitments_representative_changelist",
        "admin:core_outboxmail_changelist",
    } <= {*whole_in_lists(signed_in("staff"))}
