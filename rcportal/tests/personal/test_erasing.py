"""S18. After erasing, a dump of the database names the person nowhere; what was decided stands."""

import datetime as dt
import io

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from accounts.models import Person, User
from accounts.models.user import NEUTRAL
from commitments.models import Application, ApplicationVersion, Organisation, Representative
from commitments.queries.applications import asked_fields
from commitments.services import applying
from commitments.tests.applying import answers
from commitments.tests.representing import acting
from core.models import OutboxMail
from rcportal.personal import erasing
from rcportal.personal.fields import history_of
from rcportal.tests.personal.planting import MAIL, NAME, NOON, PHONE, WORDS, dump, hits, plant
from workgroups.models import Office, SubmissionVersion

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S18")]


@pytest.fixture
def user(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "kept_files": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    return plant()


def erased(email=MAIL, really=True):
    return erasing.erase(email, at=NOON, really=really)


def test_a_dump_names_the_person_nowhere_after_erasing(user, figure):
    before = hits()
    tables = {table for table, _word in before}

    erased()

    assert hits() == []
    assert len(tables) > 20  # the control: the person stood in all of these
    assert {word for _table, word in before} == {*WORDS}
    figure("S18", f"{len(before)} hits in {len(tables)} tables before erasing, 0 after")


def test_without_really_nothing_changes(user):
    before = dump()

    report = erased(really=False)

    assert report.erased.total() > 50
    assert dump() == before


def test_what_was_decided_stands_and_shows_a_closed_account(user):
    versions = list(SubmissionVersion.objects.values_list("pk", "number", "handed_in_by"))

    erased()

    user.refresh_from_db()
    assert (user.is_active, user.is_erased, str(user)) == (False, True, "(已注销账号)")
    assert user.has_usable_password() is False
    assert Person.objects.get(user=user).name == NEUTRAL
    assert list(SubmissionVersion.objects.values_list("pk", "number", "handed_in_by")) == versions
    assert Office.objects.get(person__user=user).role == "leader"
    assert Application.objects.get().state == "declined"
    assert Representative.objects.get(user=user).end_reason == "已删除此人的个人信息"


def test_the_history_says_that_it_was_erased_and_nothing_of_before(user):
    erased()

    kept = history_of(User)[0].objects.filter(pgh_obj=user.pk).order_by("pgh_id")
    assert {each.email for each in kept} == {User.objects.get(pk=user.pk).email}
    assert kept.last().pgh_context.metadata["source"] == "erase"


def test_the_checksum_of_a_version_is_that_of_what_it_says(user):
    erased()

    wrong = [
        model.__name__
        for model in (SubmissionVersion, ApplicationVersion)
        for row in model.objects.extra(
            where=["sha256 <> encode(sha256(convert_to(payload::text, 'UTF8')), 'hex')"]
        )
    ]
    assert wrong == []


def test_sessions_end_and_mails_that_wait_are_not_sent(user):
    assert Session.objects.count() == 1

    erased()

    assert Session.objects.count() == 0
    own = OutboxMail.objects.filter(recipient=user)
    assert {(each.state, each.text) for each in own} == {("cancelled", NEUTRAL)}


def test_what_others_wrote_of_others_stays(user):
    other = acting(Representative.objects.get(user=user).organisation, "editor").user
    before = other.email

    erased()

    other.refresh_from_db()
    assert (other.email, other.is_active) == (before, True)
    remark = ApplicationVersion.objects.first().remarks.get()
    assert remark.text == f"请联系{NEUTRAL}（{NEUTRAL}，电话 {NEUTRAL}）。"


# --- Names that prove nothing ---


@pytest.mark.parametrize("name", ["文明", NAME])
def test_a_short_or_shared_name_is_left_for_somebody_to_look_at(user, name):
    Person.objects.filter(user=user).update(name=name)
    Person.objects.create(name=name)

    report = erased()

    assert Person.objects.filter(name=name).count() == 1
    assert Person.objects.get(user=user).name == NEUTRAL
    assert {line.split(" ")[0] for line in report.to_look_at} >= (
        {"commitments.OrganisationNote.text"} if name == NAME else set()
    )


def test_a_shared_name_goes_from_all_texts_when_somebody_has_looked(user):
    Person.objects.create(name=NAME)

    erasing.erase(MAIL, at=NOON, really=True, every_name=True)

    assert hits() == [("accounts_person", NAME), ("accounts_personevent", NAME)]
    assert Person.objects.filter(name=NAME).count() == 1


def test_what_stands_in_a_field_of_no_persons_is_told_and_nothing_done(user):
    """The control: the last look goes through all columns, also those classified wrongly."""
    Organisation.objects.filter(representatives__user=user).update(website=f"https://x/{MAIL}")
    before = dump()

    with pytest.raises(erasing.CannotBeErased, match=r"^commitments\.Organisation\.website \d+"):
        erased()

    assert dump() == before


# --- Who is needed still ---


def holds_a_post(user):
    user.posts.update(valid=(dt.date(2021, 1, 1), None))


def is_the_only_contact(user):
    others = Representative.objects.exclude(user=user)
    others.update(valid=("2024-01-01", "2025-01-01"), end_reason="调离")


def is_the_main_contact(user):
    is_the_only_contact(user)
    acting(Representative.objects.get(user=user).organisation, "editor")
    Representative.objects.filter(user=user).update(role="lead")


def holds_an_office(user):
    Office.objects.update(valid=(dt.date(2021, 1, 1), None), ended_reason="")


def has_applied_again(user):
    application = applying.begin(MAIL, by=None, at=NOON)
    given = answers(contact_name=NAME, contact_email=MAIL, contact_phone=PHONE)
    applying.save(application, given, seen=0, by=None, at=NOON)
    applying.submit(application, asked_fields(), seen=1, by=None, at=NOON)


@pytest.mark.parametrize(
    ("needed", "says"),
    [
        (holds_a_post, "该账号任有“"),
        (is_the_only_contact, "此人是"),
        (is_the_main_contact, "此人是"),
        (holds_an_office, "此人是"),
        (has_applied_again, "申请"),
    ],
)
def test_who_is_needed_still_is_not_erased(user, needed, says):
    needed(user)
    before = dump()

    with pytest.raises(erasing.CannotBeErased) as refused:
        erased()

    assert str(refused.value).startswith(says)
    assert dump() == before


def test_an_address_that_nobody_knows_is_said():
    with pytest.raises(CommandError, match=r"nobody@example\.com"):
        call_command("personal_erase", "nobody@example.com", "--really")


def test_the_command_says_what_would_go_and_does_it_with_really(user):
    out = io.StringIO()

    call_command("personal_erase", MAIL, stdout=out)

    assert "accounts.User.email: 1" in out.getvalue()
    assert out.getvalue().splitlines()[-1] == "Nothing was changed: add --really to erase."
    assert {word for _table, word in hits()} == {*WORDS}

    call_command("personal_erase", MAIL, "--really", stdout=out)

    assert out.getvalue().splitlines()[-1] == "Erased."
    assert hits() == []
