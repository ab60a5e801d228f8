import pytest

from accounts.models import User
from accounts.services import demonstration

pytestmark = pytest.mark.django_db


def test_every_demonstration_account_signs_in_with_the_one_password():
    accounts = demonstration.make_accounts("a long password")

    assert {"staff@example.com", "lead-pp@example.com", "contact@example.com"} <= accounts.keys()
    assert len(accounts) == 32
    assert all(user.check_password("a long password") for user in User.objects.all())


def test_the_second_run_keeps_accounts_and_password(tmp_path):
    path = tmp_path / "demo-accounts.txt"
    first = demonstration.password_kept_in(path)
    demonstration.write_sign_ins(path, demonstration.make_accounts(first), first)

    second = demonstration.password_kept_in(path)

    assert second == first
    assert demonstration.make_accounts(second).keys() == set(
        User.objects.values_list("email", flat=True)
    )
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_wished_password_wins(tmp_path):
    assert demonstration.password_kept_in(tmp_path / "none", wished="wished") == "wished"
