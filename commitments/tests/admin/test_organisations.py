import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.enums import Kind, NameKind, RegionLevel, State, Status
from commitments.models import Organisation
from commitments.services import entering, facts
from commitments.tests.factories import OrganisationFactory, RegionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/organisation/"
ADD = f"{LIST}add/"
CODE = "91370000163044841F"
CODE_WITH_WRONG_CHECK = "91370000163044841E"
EMPTY = (
    "uscc short_name english_name former sort_key_by_hand city county park park_name industry "
    "ownership staff_count group_name website note reason renamed_on"
)


@pytest.fixture
def staff():
    return signed_in("staff")


@pytest.fixture
def shandong():
    return RegionFactory()


def page_of(organisation):
    return reverse("admin:commitments_organisation_change", args=[organisation.pk])


def typed(**fields):
    """What the form sends when nothing else was typed."""
    empty = dict.fromkeys(EMPTY.split(), "")
    formset = {"commitments-TOTAL_FORMS": "0", "commitments-INITIAL_FORMS": "0"}
    fixed = {"kind": "enterprise", "province": "370000", "name": "烟台示例化工有限公司"}
    return empty | formset | fixed | fields


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


# --- Entering and changing ---


def test_a_new_organisation_is_found_by_its_names_at_once(staff, shandong):
    staff.post(ADD, typed(short_name="示例", former="旧名一\n旧名二", uscc=f" {CODE.lower()} "))

    organisation = Organisation.objects.get()
    names = organisation.names.order_by("id").values_list("kind", "text")
    assert (organisation.uscc, organisation.initials) == (CODE, "ytslhgyxgs")
    assert list(names) == [
        (NameKind.FULL, "烟台示例化工有限公司"),
        (NameKind.SHORT, "示例"),
        (NameKind.FORMER, "旧名一"),
        (NameKind.FORMER, "旧名二"),
    ]


def test_a_new_full_name_keeps_the_old_one_with_its_last_day(staff, shandong):
    organisation = OrganisationFactory(name="旧名化工有限公司")
    new = typed(name="新名化工有限公司", keeps_old_name="on", renamed_on="2024-05-06")

    staff.post(page_of(organisation), new)

    organisation.refresh_from_db()
    former = organisation.names.get(kind=NameKind.FORMER)
    assert (organisation.name, organisation.former_names) == (
        "新名化工有限公司",
        "旧名化工有限公司",
    )
    assert former.until == dt.date(2024, 5, 6)


def test_a_mistyped_full_name_leaves_no_trace_among_the_names(staff, shandong):
    organisation = OrganisationFactory(name="错名化工有限公司")

    staff.post(page_of(organisation), typed(name="正名化工有限公司"))

    organisation.refresh_from_db()
    assert (organisation.name, organisation.former_names) == ("正名化工有限公司", "")


def test_an_edit_is_kept_with_who_and_why_and_makes_caches_stale(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    version = facts.version()

    staff.post(page_of(organisation), typed(note="来函更正", reason="2024 年年检"))

    event = organisation.pgh_event_models["update"].objects.latest("pgh_id")
    context = event.pgh_context.metadata
    assert (event.note, context["reason"]) == ("来函更正", "2024 年年检")
    assert context["user"] == User.objects.get(email="staff@example.com").pk
    assert facts.version() > version


def test_a_wrong_check_character_is_explained_and_nothing_typed_is_lost(staff, shandong):
    response = staff.post(ADD, typed(uscc=CODE_WITH_WRONG_CHECK, note="不能丢"))

    form = response.context["adminform"].form
    assert Organisation.objects.count() == 0
    reason, remedy = form.errors.pop("uscc")
    assert (reason.count(" F"), remedy.count(CODE), form.errors) == (1, 1, {})
    assert form["note"].value() == "不能丢"


def test_two_organisations_never_share_a_credit_code(staff, shandong):
    OrganisationFactory(uscc=CODE)

    response = staff.post(ADD, typed(uscc=CODE))

    assert list(response.context["adminform"].form.errors) == ["uscc"]


# --- Places ---


@pytest.fixture
def places(shandong):
    yantai = RegionFactory(
        code="370600", name="烟台市", short_name="烟台", level=RegionLevel.CITY, parent=shandong
    )
    RegionFactory(
        code="370602", name="芝罘区", short_name="芝罘", level=RegionLevel.COUNTY, parent=yantai
    )
    RegionFactory(code="320000", name="江苏省", short_name="江苏")


@pytest.mark.parametrize(
    "known", [{}, {"city": "370600"}, {"city": "370600", "province": "370000"}]
)
def test_a_county_brings_what_it_lies_in(staff, places, known):
    staff.post(ADD, typed(county="370602", **{"province": ""} | known))

    organisation = Organisation.objects.get()
    assert (organisation.city_id, organisation.province_id) == ("370600", "370000")


def test_a_district_of_a_municipality_needs_no_city(staff, shandong):
    beijing = RegionFactory(code="110000", name="北京市", short_name="北京")
    RegionFactory(
        code="110101", name="东城区", short_name="东城", level=RegionLevel.COUNTY, parent=beijing
    )

    staff.post(ADD, typed(province="", county="110101"))

    organisation = Organisation.objects.get()
    assert (organisation.city_id, organisation.province_id) == (None, "110000")


def test_only_provinces_are_offered_as_provinces(staff, places):
    form = staff.get(ADD).context["adminform"].form

    assert [region.name for region in form.fields["province"].queryset] == ["江苏省", "山东省"]


def test_a_city_of_another_province_is_refused(staff, places):
    response = staff.post(ADD, typed(province="320000", city="370600"))

    assert response.context["adminform"].form.errors == {
        "city": ["烟台市属于山东省，不属于江苏省：请修改其中一项。"]
    }


@pytest.mark.parametrize(
    ("field", "text", "found"),
    [
        ("city", "烟台", ["烟台（山东）"]),
        ("county", "芝罘", ["芝罘区（烟台）"]),
        ("city", "芝罘", []),
    ],
)
def test_places_are_offered_by_rank_with_the_place_above(staff, places, field, text, found):
    query = {
        "term": text,
        "app_label": "commitments",
        "model_name": "organisation",
        "field_name": field,
    }

    response = staff.get("/admin/autocomplete/", query)

    assert [choice["text"] for choice in response.json()["results"]] == found


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


# --- History ---


def test_the_history_says_who_when_why_and_field_by_field(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    staff.post(page_of(organisation), typed(ownership="state", reason="核对工商信息"))

    response = staff.get(f"{LIST}{organisation.pk}/history/")

    change = response.context["changes"][0]
    today = timezone.localdate()
    assert (change.who, change.why, change.step) == ("staff@example.com", "核对工商信息", "编辑")
    assert timezone.localdate(change.at) == today
    assert [(f.label, f.old, f.new) for f in change.rows[0].fields] == [("所有制", "", "国有")]


# --- Two people at once ---


def seen_on(page):
    return page.context["last_change"].number


def test_whoever_was_overtaken_is_told_and_keeps_what_was_typed(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    seen = seen_on(staff.get(page_of(organisation)))
    signed_in("head").post(page_of(organisation), typed(note="先到"))

    response = staff.post(page_of(organisation), typed(note="后到", _seen=seen))

    organisation.refresh_from_db()
    form = response.context["adminform"].form
    assert (organisation.note, form["note"].value()) == ("先到", "后到")
    assert [fault.split(" ")[0] for fault in form.non_field_errors()] == [
        "在您编辑期间，head@example.com"
    ]


def test_whoever_was_told_may_save_all_the_same(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    signed_in("head").post(page_of(organisation), typed(note="先到"))
    seen = seen_on(staff.get(page_of(organisation)))

    staff.post(page_of(organisation), typed(note="后到", _seen=seen))

    organisation.refresh_from_db()
    assert organisation.note == "后到"


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
