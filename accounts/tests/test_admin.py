import datetime as dt

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.models import StaffPost, User
from accounts.tests.clients import signed_in

pytestmark = pytest.mark.django_db

ADD = "/admin/accounts/user/add/"
PASSWORD = "a long enough password 26"


def account(**fields):
    fixed = {"email": "New@Example.com", "usable_password": "true"}
    return fixed | {"password1": PASSWORD, "password2": PASSWORD} | fields


def test_the_administrator_makes_an_account_that_can_sign_in():
    signed_in("admin").post(ADD, account())

    user = User.objects.get(email="new@example.com")
    assert (user.check_password(PASSWORD), user.is_staff, user.is_active) == (True, False, True)


def test_one_address_is_one_account_however_it_is_typed():
    client = signed_in("admin")
    client.post(ADD, account())

    response = client.post(ADD, account(email="NEW@EXAMPLE.COM"))

    assert list(response.context["adminform"].form.errors) == ["email"]


@pytest.mark.parametrize("role", ["staff", "head", "auditor"])
def test_accounts_and_posts_are_the_administrators(role):
    client = signed_in(role)
    mine = User.objects.get()
    change = f"/admin/accounts/user/{mine.pk}/change/"
    post = {"user": mine.pk, "role": "admin", "valid_0": "2020-01-01", "valid_1": ""}

    codes = [
        client.post(ADD, account()).status_code,
        client.post(change, {"email": "x@example.com"}).status_code,
        client.post("/admin/accounts/staffpost/add/", post).status_code,
        client.get(f"/admin/accounts/user/{mine.pk}/password/").status_code,
    ]

    assert (codes, StaffPost.objects.count(), User.objects.count()) == ([403] * 4, 1, 1)


@pytest.mark.parametrize(("role", "shown"), [("admin", True), ("staff", False), ("auditor", False)])
def test_the_way_to_a_new_password_is_shown_to_those_who_may_take_it(role, shown):
    client = signed_in(role)
    mine = User.objects.get()

    page = client.get(f"/admin/accounts/user/{mine.pk}/change/").content.decode()

    assert mine.email in page
    assert (f"/admin/accounts/user/{mine.pk}/password/" in page or "../password/" in page) is shown


def test_a_post_is_given_with_who_gave_it():
    client = signed_in("admin")
    user = User.objects.create_user("new@example.com")
    post = {"user": user.pk, "role": "staff", "valid_0": "2026-01-01", "valid_1": ""}

    client.post("/admin/accounts/staffpost/add/", post)

    event = StaffPost.pgh_event_models["insert"].objects.get(user=user)
    assert user.posts.get().valid == DateRange(dt.date(2026, 1, 1), None)
    assert event.pgh_context.metadata["user_label"] == "admin@example.com"


def test_a_post_held_twice_is_refused_in_a_sentence():
    client = signed_in("admin")
    holder = User.objects.get()
    post = {"user": holder.pk, "role": "admin", "valid_0": "2026-01-01", "valid_1": ""}

    response = client.post("/admin/accounts/staffpost/add/", post)

    assert response.context["adminform"].form.errors == {
        "__all__": ["该账号在此期间已任此职务：请先结束原记录。"]
    }


def test_closing_an_account_is_kept_with_who_did_it_and_no_password_with_it():
    client = signed_in("admin")
    user = User.objects.create_user("left@example.com")
    kept = {"email": user.email, "language": user.language}
    formset = {"posts-TOTAL_FORMS": "0", "posts-INITIAL_FORMS": "0"}

    client.post(f"/admin/accounts/user/{user.pk}/change/", kept | formset)

    change = client.get(f"/admin/accounts/user/{user.pk}/history/").context["changes"][0]
    written = [(field.label, field.old, field.new) for field in change.rows[0].fields]
    event = User.pgh_event_models["update"]
    assert (change.who, written) == ("admin@example.com", [("允许登录", "是", "否")])
    assert {"password", "last_login"} & {field.name for field in event._meta.fields} == set()
