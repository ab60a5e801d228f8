import pytest

from core.masking import mask_mail, mask_name, mask_phone

pytestmark = pytest.mark.shows("S18")


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("欧阳明月", "欧*"), ("Li Na", "L*"), ("", "")]
)
def test_a_name_shows_its_first_character(name, shown):
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138-1234-5678", "138****5678"),
        ("010-12345678", "010****5678"),
        ("1234567", "***"),
        ("", ""),
    ],
)
def test_a_number_shows_three_and_four_digits(number, shown):
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("abcdef@example.com", "abc***@example.com"),
        ("abc@example.com", "ab***@example.com"),
        ("a@example.com", "***@example.com"),
        ("(已注销账号)", "(已注销账号)"),
        ("", ""),
    ],
)
def test_an_address_shows_its_host_and_never_all_before_it(address, shown):
    assert mask_mail(address) == shown
