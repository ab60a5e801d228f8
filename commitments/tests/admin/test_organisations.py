import datetime as dt

import pytest

from accounts.tests.clients import signed_in
from commitments.enums import Kind, State, Status
from commitments.models import Organisation
from commitments.services import entering, facts
from commitments.tests.factories import OrganisationFactory, RegionFactory
from commitments.tests.organisation_form import ADD, CODE, LIST, page_of, typed

pytestmark = pytest.mark.django_db


def listed(response):
    return [organisation.name for organisation in response.context["cl"].result_list]


# --- List ---


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    staff, count, django_assert_num_queries
):
    OrganisationFactory.create_batch(count)

    # session, account, posts, provinces, count, page, saved filters; then the session
    # is kept (savepoint and all)
    with django_assert_num_queries(11):
        response = staff.get(LIST)

    assert len(listed(response)) == count


@pytest.mark.parametrize("text", ["万华", "wanhua", "whhx", "烟台万华", CODE[:12]])
def test_the_search_is_the_one_of_the_public_register(staff, text):
    OrganisationFactory(name="万华化学集团", uscc=CODE, former=["烟台万华聚氨酯股份有限公司"])
    OrganisationFactory(name="示例化工有限公司")

    response = staff.get(LIST, {"q": text})

    assert listed(response) == ["万华化学集团"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"credit_code": "missing"}, ["无代码"]),
        ({"credit_code": "present"}, ["有代码"]),
        ({"status__exact": "in_force"}, ["有代码"]),
        ({"year": "2021"}, ["有代码"]),
        ({"province": "320000"}, ["无代码"]),
        ({"kind__exact": "committee"}, ["工作机构"]),
    ],
)
def test_a_filter_keeps_what_it_says(staff, query, names):
    jiangsu = RegionFactory(code="320000", name="江苏省", short_name="江苏")
    OrganisationFactory(name="无代码", province=jiangsu)
    OrganisationFactory(name="工作机构", kind=Kind.COMMITTEE)
    coded = OrganisationFactory(name="有代码", uscc=CODE)
    entering.record(
        coded, by=None, source="纸质", state=State.IN_FORCE, signed_on=dt.date(2021, 5, 1)
    )

    response = staff.get(LIST, query)

    assert listed(response) == names


def test_nothing_is_deleted_from_the_list(staff):
    OrganisationFactory()

    response = staff.get(LIST)

    actions = dict(response.context["action_form"].fields["action"].choices)
    assert set(actions) == {"", "bulk_edit"}


# --- From the list ---


@pytest.mark.parametrize(("role", "may"), [("staff", True), ("auditor", False)])
def test_an_import_begins_from_the_list_for_those_who_may(role, may):
    page = signed_in(role).get(LIST).content.decode()

    assert ('href="/admin/commitments/importbatch/upload/"' in page) is may


def test_a_new_name_of_a_region_makes_caches_stale(staff, shandong):
    version = facts.version()
    region = {"name": "山东省", "short_name": "山东", "english_name": "Shandong", "parent": ""}

    staff.post("/admin/commitments/region/370000/change/", region | {"level": "province"})

    shandong.refresh_from_db()
    assert (shandong.english_name, facts.version()) == ("Shandong", version + 1)


# --- Who may ---


def test_the_auditor_reads_and_changes_nothing(shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    auditor = signed_in("auditor")

    answers = [
        auditor.get(page_of(organisation)).status_code,
        auditor.post(page_of(organisation), typed(note="改")).status_code,
        auditor.get(ADD).status_code,
        auditor.post(ADD, typed()).status_code,
    ]

    organisation.refresh_from_db()
    assert answers == [200, 403, 403, 403]
    assert (organisation.note, Organisation.objects.count()) == ("", 1)


def test_nobody_deletes_an_organisation(staff):
    organisation = OrganisationFactory()

    response = staff.post(f"{LIST}{organisation.pk}/delete/", {"post": "yes"})

    assert (response.status_code, Organisation.objects.count()) == (403, 1)


def test_state_fields_cannot_be_posted(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")

    staff.post(page_of(organisation), typed(status="in_force", signed_on="2020-01-01", code="x9"))

    fresh = Organisation.objects.get(pk=organisation.pk)
    assert (fresh.status, fresh.signed_on, fresh.code) == (Status.NONE, None, organisation.code)


def test_the_choice_of_all_in_a_filter_is_no_total(staff):
    OrganisationFactory()

    listing = staff.get(LIST).context["cl"]

    first = {str(next(iter(each.choices(listing)))["display"]) for each in listing.filter_specs}
    assert first == {"全部"}
