"""S18. The copy has what is the person's, says where others name it, and tells no secrets."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from rcportal.tests.personal.planting import FORMER, MAIL, NAME, PHONE, WRITTEN
from rcportal.tests.personal.test_erasing import erased, user  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.shows("S18")]


def copied():
    out = io.StringIO()
    call_command("personal_copy", MAIL, stdout=out)
    return out.getvalue()


def test_the_copy_has_everything_of_the_person(user):  # noqa: F811
    said = json.loads(copied())

    assert said["names"] == [NAME]
    assert said["telephones"] == ["13987654321"]
    records = {name: found["rows"] for name, found in said["records"].items()}
    assert records["accounts.User"][0]["email"] == MAIL
    assert {row["email"] for row in records["accounts.UserEvent"]} == {FORMER, MAIL}
    assert records["accounts.StaffPost"][0]["role"] == "staff"
    assert records["commitments.Application"][0]["draft"]["answers"]["contact_phone"] == WRITTEN
    assert {
        *("accounts.Person", "accounts.PersonEvent", "commitments.ApplicationVersion"),
        *("commitments.Bond", "commitments.Invitation", "commitments.Representative"),
        *("commitments.PublicText", "commitments.ApplicationDraft", "core.OutboxMail"),
        *("core.Notice", "core.SavedFilter", "workgroups.Office", "workgroups.KeptDraft"),
    } <= {*records}
    assert all(found["why"] and found["kept"] for found in said["records"].values())
    assert {row["handed_in_by_id"] for row in said["done"]["workgroups.SubmissionVersion"]} == {
        user.pk
    }
    assert any(each.startswith("commitments.OrganisationNote.text") for each in said["named_in"])


def test_the_copy_has_no_secret_and_nothing_of_others(user):  # noqa: F811
    others = set(User.objects.exclude(pk=user.pk).values_list("email", flat=True))

    said = copied()

    assert user.password not in said
    assert f"手机{PHONE}" not in said  # a note of the secretariat about the organisation
    assert {each for each in others if each in said} == set()


def test_of_an_erased_person_there_is_no_copy(user):  # noqa: F811
    erased()

    with pytest.raises(CommandError, match=r"Nothing is kept"):
        copied()
