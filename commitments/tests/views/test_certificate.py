import pypdfium2
import pytest

from commitments.enums import Document
from commitments.models import CertificateWording
from commitments.services import facts
from commitments.services.certificates import load_wordings
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory
from commitments.tests.uniting import unite

pytestmark = pytest.mark.django_db

NUMBER = "RC-2021-0042"


@pytest.fixture(autouse=True)
def _wordings():
    load_wordings()


@pytest.fixture
def organisation():
    return OrganisationFactory(name="甲化工")


def certify(organisation, number=NUMBER, **fields):
    return sign(organisation, "2021-03-04", certificate_number=number, **fields)


def address(organisation, tail=""):
    return f"/commitments/{organisation.code}/certificate/{tail}"


def test_page_shows_the_certificate_and_its_file(client, organisation):
    certify(organisation)

    page = client.get(address(organisation)).content.decode()

    for tail in ("letter.pdf", "letter.png"):
        assert address(organisation, tail) in page
    assert f"/verify/{NUMBER}/" in page


def test_the_file_is_a_pdf_that_leads_to_the_check(client, organisation, settings):
    certify(organisation)

    response = client.get(address(organisation, "letter.pdf"))
    text = pypdfium2.PdfDocument(response.content)[0].get_textpage().get_text_range()

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert f"{settings.PORTAL_URL}/verify/{NUMBER}/" in text
    assert "甲化工" in text


def test_each_document_has_its_own_certificate(client, organisation):
    certify(organisation)
    certify(organisation, "RC-2021-0043", document=Document.CHARTER)

    page = client.get(address(organisation)).content.decode()

    assert address(organisation, "letter.pdf") in page
    assert address(organisation, "charter.pdf") in page


def test_the_picture_is_shown_in_the_page(client, organisation):
    certify(organisation)

    response = client.get(address(organisation, "letter.png"))

    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline")
    assert response.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("past", [{"ended": "2022-01-01"}, {"suspended": ("2022-01-01", None)}])
def test_what_is_not_in_force_is_explained_and_not_printed(client, organisation, past):
    certify(organisation, **past)

    page = client.get(address(organisation)).content.decode()

    assert f"证书 {NUMBER} 不能再打印" in page
    assert "letter.pdf" not in page
    assert client.get(address(organisation, "letter.pdf")).status_code == 404


@pytest.mark.parametrize("tail", ["", "letter.pdf", "charter.pdf", "other.pdf", "letter.exe"])
def test_who_has_no_certificate_has_no_page_of_it(client, organisation, tail):
    sign(organisation, "2021-03-04")

    assert client.get(address(organisation, tail)).status_code == 404


def test_a_name_no_font_can_print_is_said(client):
    organisation = OrganisationFactory(name="甲🧿化工")
    certify(organisation)

    response = client.get(address(organisation, "letter.pdf"))

    assert response.status_code == 404


def test_a_new_wording_is_printed_at_once(client, organisation):
    certify(organisation)
    first = client.get(address(organisation, "letter.pdf")).content
    CertificateWording.objects.update(is_confirmed=True)

    facts.touch()

    assert client.get(address(organisation, "letter.pdf")).content != first


def test_the_organisations_page_leads_to_both(client, organisation):
    certify(organisation)

    page = client.get(organisation.get_absolute_url()).content.decode()

    assert f'href="/verify/{NUMBER}/"' in page
    assert f'href="{address(organisation)}"' in page


def test_without_a_number_the_organisations_page_says_nothing_of_it(client, organisation):
    sign(organisation, "2021-03-04")

    assert "certificate/" not in client.get(organisation.get_absolute_url()).content.decode()


def test_a_number_with_strokes_is_printed_and_checked(client, organisation, settings):
    certify(organisation, "责承/2015/012")
    check = "/verify/%E8%B4%A3%E6%89%BF/2015/012/"

    page = client.get(address(organisation)).content.decode()
    file = client.get(address(organisation, "letter.pdf"))

    assert f'href="{check}"' in page
    assert f'href="{check}"' in client.get(organisation.get_absolute_url()).content.decode()
    assert file.status_code == 200
    assert file["Content-Disposition"].endswith("%E8%B4%A3%E6%89%BF-2015-012.pdf")


def test_one_that_is_no_longer_valid_leads_to_its_check_by_a_number_with_strokes(
    client, organisation
):
    certify(organisation, "责承/2015/012", ended="2022-01-01")

    page = client.get(address(organisation)).content.decode()

    assert 'href="/verify/%E8%B4%A3%E6%89%BF/2015/012/"' in page


@pytest.mark.parametrize("tail", ["letter.pdf", "letter.png"])
def test_the_file_is_there_by_every_code_after_three_became_one(client, organisation, tail):
    certify(organisation)
    others = [OrganisationFactory(name=name) for name in ("甲化工厂", "甲化工公司")]

    unite(organisation, *others)

    answers = [client.get(address(each, tail)).status_code for each in (organisation, *others)]
    assert answers == [200, 200, 200]


def test_page_is_five_queries_and_one_when_nothing_changed(
    client, organisation, django_assert_num_queries
):
    certify(organisation)

    with django_assert_num_queries(5):  # version, organisation, three for the certificates
        client.get(address(organisation))
    with django_assert_num_queries(1):
        client.get(address(organisation))
