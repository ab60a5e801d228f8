import pytest

from commitments.models import ImportBatch
from commitments.tests.admin.imports.bringing import UPLOAD, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名录.xlsx", b"not a workbook"),
        ("名录.csv", b""),
        ("名录.csv", "单位名称\n甲".encode("utf-16")),
        ("名录.csv", "甲,乙\n丙,丁".encode()),
        ("名录.docx", b"PK\x03\x04"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_with_one_sentence(staff, name, data):
    response = upload(staff, name=name, data=data)

    sentences = response.context["form"].errors["file"]
    assert (response.status_code, len(sentences), ImportBatch.objects.count()) == (200, 1, 0)


def test_a_forgotten_file_is_asked_for(staff):
    response = staff.post(UPLOAD)

    assert response.context["form"].errors == {"file": ["请选择要检查的文件。"]}


def test_a_file_that_is_too_large_is_refused_before_it_is_read(staff):
    response = upload(staff, data=b"x" * (10 * 1024 * 1024 + 1))

    assert (response.status_code, len(response.context["form"].errors["file"])) == (200, 1)
