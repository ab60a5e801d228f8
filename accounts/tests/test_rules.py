import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import IntegrityError

from accounts.enums import PostRole
from accounts.models import StaffPost, User

pytestmark = pytest.mark.django_db

ALWAYS = DateRange(dt.date(2020, 1, 1), None)
EDIT = ("commitments.change_organisation", "commitments.end_commitment", "workgroups.change_seat")


def user_with(role=None, valid=ALWAYS, **fields):
    user = User.objects.create_user("somebody@example.com", **fields)
    if role:
        StaffPost.objects.create(user=user, role=role, valid=valid)
    return user


@pytest.mark.parametrize(
    ("role", "enters", "edits", "administers"),
    [
        (PostRole.HEAD, True, True, False),
        (PostRole.STAFF, True, True, False),
        (PostRole.ADMIN, True, True, True),
        (PostRole.AUDITOR, True, False, False),
        (None, False, False, False),
    ],
)
def test_a_post_gives_its_rights(role, enters, edits, administers):
    user = user_with(role)

    assert user.has_perm("accounts.enter_admin") is enters
    assert {user.has_perm(permission) for permission in EDIT} == {edits}
    assert user.has_perm("accounts.change_user") is administers


@pytest.mark.parametrize(
    "valid",
    [
        DateRange(dt.date(2020, 1, 1), dt.date(2021, 1, 1)),
        DateRange(dt.date(2999, 1, 1), None),
    ],
)
def test_a_post_that_is_over_or_still_to_come_gives_nothing(valid):
    user = user_with(PostRole.HEAD, valid=valid)

    assert not user.has_perm("accounts.enter_admin")
    assert not user.is_staff


def test_a_closed_account_has_no_rights():
    user = user_with(PostRole.HEAD, is_active=False)

    assert not user.has_perm("accounts.enter_admin")


def test_nobody_is_a_superuser():
    user = user_with(PostRole.ADMIN)

    assert user.is_superuser is False
    assert user.has_perm("commitments.delete_organisation") is False


def test_nobody_holds_one_post_twice_at_a_time():
    user = user_with(PostRole.STAFF)

    with pytest.raises(IntegrityError, match="nobody_holds_one_post_twice"):
        StaffPost.objects.create(
            user=user, role=PostRole.STAFF, valid=DateRange(dt.date(2022, 1, 1), None)
        )


def test_an_e_mail_is_one_account_however_it_is_typed():
    User.objects.create_user("Anna@Example.com")

    assert User.objects.get_by_natural_key("anna@EXAMPLE.com").email == "anna@example.com"
