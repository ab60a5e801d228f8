import pytest

from accounts.tests.clients import said, signed_in
from commitments.models import OrganisationNote
from commitments.tests.factories import OrganisationFactory
from commitments.tests.organisation_form import page_of

pytestmark = pytest.mark.django_db


def address(organisation, *more):
    return f"/admin/commitments/organisation/{organisation.pk}/" + "/".join(("note", *more, ""))


def write(client, organisation, text="电话核实过\n下周再访"):
    client.post(address(organisation), {"text": text})
    return OrganisationNote.objects.get()


def test_a_note_is_written_and_read_on_the_page(staff):
    organisation = OrganisationFactory()

    write(staff, organisation)

    page = staff.get(page_of(organisation)).content.decode()
    assert "电话核实过<br>下周再访" in page
    assert "staff@example.com" in page


def test_a_note_needs_words(staff):
    response = staff.post(address(OrganisationFactory()), {"text": "  "})

    assert list(response.context["form"].errors) == ["text"]
    assert not OrganisationNote.objects.exists()


def test_a_note_is_struck_out_with_the_reason(staff):
    organisation = OrganisationFactory()
    kept = write(staff, organisation)
    strike = address(organisation, str(kept.pk), "strike")

    response = staff.post(strike, {"reason": "记错了单位"}, follow=True)
    again = staff.post(strike, {"reason": "又一次"})

    page = staff.get(page_of(organisation)).content.decode()
    assert said(response) == ["备注已保存。", "备注已划去。"]
    assert "<del>电话核实过<br>下周再访</del>" in page
    assert "：记错了单位" in page
    assert again.context["form"].non_field_errors() == ["这条备注已划去。"]


def test_the_note_of_another_organisation_is_not_there(staff):
    kept = write(staff, OrganisationFactory())

    response = staff.get(address(OrganisationFactory(), str(kept.pk), "strike"))

    assert response.status_code == 404


def test_the_auditor_reads_notes_and_writes_none(staff):
    organisation = OrganisationFactory()
    write(staff, organisation)
    auditor = signed_in("auditor")

    assert "电话核实过" in auditor.get(page_of(organisation)).content.decode()
    assert auditor.post(address(organisation), {"text": "审计"}).status_code == 403
    assert OrganisationNote.objects.count() == 1


@pytest.mark.parametrize("count", [1, 4])
def test_notes_cost_one_query(staff, count, django_assert_max_num_queries):
    organisation = OrganisationFactory()
    for number in range(count):
        staff.post(address(organisation), {"text": f"第{number}条"})
    staff.get(page_of(organisation))

    with django_assert_max_num_queries(40) as asked:
        staff.get(page_of(organisation))

    found = [
        each
        for each in asked.captured_queries
        if 'FROM "commitments_organisationnote"' in each["sql"]
    ]
    assert len(found) == 1
