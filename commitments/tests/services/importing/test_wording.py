import pytest

from commitments.services.importing.wording import numbers_named


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([12], "12"), ([20, 15, 12, 16, 16], "12, 15-16, 20"), ([1, 2, 3], "1-3")],
)
def test_numbers_of_rows_are_written_as_people_write_them(numbers, text):
    assert numbers_named(numbers) == text
