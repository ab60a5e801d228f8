import pytest
from django.contrib import admin
from django.test import Client

from accounts.models import User
from accounts.tests.clients import said, signed_in
from commitments.tests.factories import OrganisationFactory, RegionFactory
from core.models import SavedFilter
from rcportal.tests.admin.test_pages import TABLES, admin_model

pytestmark = pytest.mark.django_db

LIST = "/admin/commitments/organisation/"
FILTERS = "/admin/core/savedfilter/"


@pytest.fixture
def shandong():
    return RegionFactory()


@pytest.fixture
def staff():
    return signed_in("staff")


def present(client, address):
    """What the list at the address offers to save."""
    return client.get(address).context["state_to_save"]


def saved(client, address, name="山东", **more):
    """Save what the list shows, as the form above it does."""
    context = client.get(address).context
    typed = {"name": name, "of": context["listing"], "shown": context["state_to_save"]}
    client.post(f"{FILTERS}add/", typed | more)
    return SavedFilter.objects.get(name=name)


def names_above(client, address=LIST):
    return [each.name for each in client.get(address).context["saved_filters"]]


def landed(client, found):
    return client.get(f"{FILTERS}{found.pk}/open/", follow=True)


def listed(response):
    return [organisation.name for organisation in response.context["cl"].result_list]


def test_a_filter_leads_to_what_it_showed(staff, shandong):
    OrganisationFactory(name="万华甲", province=shandong)
    OrganisationFactory(name="万华乙", province=shandong)
    OrganisationFactory(name="万华丙", province=RegionFactory(code="320000", name="江苏省"))
    OrganisationFactory(name="其他", province=shandong)
    by_name = list(staff.get(LIST).context["cl"].list_display).index("name")
    asked = f"{LIST}?province=370000&q=万华&o=-{by_name}&p=3&all="

    found = saved(staff, asked)

    response = landed(staff, found)
    assert found.query.endswith("province=370000&q=%E4%B8%87%E5%8D%8E&o=-name")
    assert sorted(listed(response)) == ["万华乙", "万华甲"]
    assert listed(response) == listed(staff.get(asked))
    assert (response.context["present_filter"], response.context["state_to_save"]) == (found, "")
    assert said(response) == ["筛选“山东”已保存。"]


def test_a_list_as_it_opens_has_nothing_to_save(staff):
    assert present(staff, LIST) == ""
    assert present(staff, f"{LIST}?q=&p=2") == ""


def test_it_is_found_above_the_list_and_on_the_first_page(staff, shandong):
    found = saved(staff, f"{LIST}?province=370000")

    first_page = staff.get("/admin/").context["saved_filters"]
    assert names_above(staff) == ["山东"]
    assert [each.href for each in first_page] == [f"{FILTERS}{found.pk}/open/"]
    assert names_above(staff, "/admin/commitments/commitment/") == []


@pytest.mark.parametrize(("shared", "seen"), [({}, []), ({"is_shared": "on"}, ["山东"])])
def test_colleagues_find_what_is_shared(staff, shandong, shared, seen):
    found = saved(staff, f"{LIST}?province=370000", **shared)
    colleague = signed_in("auditor")

    assert names_above(colleague) == seen
    assert [each.name for each in colleague.get("/admin/").context["saved_filters"]] == seen
    assert landed(colleague, found).status_code == (200 if seen else 404)
    assert (found.name in colleague.get(FILTERS).content.decode()) is bool(seen)


def test_who_only_reads_saves_for_oneself_and_shares_nothing(shandong):
    auditor = signed_in("auditor")

    found = saved(auditor, f"{LIST}?province=370000", is_shared="on")

    assert (found.is_shared, str(found.owner)) == (False, "auditor@example.com")


def test_it_is_renamed_and_deleted_with_a_trace(staff, shandong):
    found = saved(staff, f"{LIST}?province=370000")

    staff.post(f"{FILTERS}{found.pk}/change/", {"name": "山东省", "query": "q=x"})
    found.refresh_from_db()

    assert (found.name, found.query) == ("山东省", "province=370000")

    staff.post(f"{FILTERS}{found.pk}/delete/", {"post": "yes"})

    events = SavedFilter.pgh_event_models["delete"].objects
    assert not SavedFilter.objects.exists()
    assert events.filter(pgh_label="delete").get().pgh_context.metadata["user_label"] == (
        "staff@example.com"
    )


@pytest.mark.parametrize(
    ("role", "shared", "answer"),
    [("head", True, 302), ("head", False, 302), ("auditor", True, 403)],
)
def test_of_others_only_what_is_shared_is_mended_and_by_editors(
    staff, shandong, role, shared, answer
):
    found = saved(staff, f"{LIST}?province=370000", **({"is_shared": "on"} if shared else {}))
    other = signed_in(role)

    response = other.post(f"{FILTERS}{found.pk}/change/", {"name": "改名"})

    found.refresh_from_db()
    assert response.status_code == answer  # one that is not there leads to the first page
    assert found.name == ("改名" if role == "head" and shared else "山东")


def test_who_takes_it_out_of_sight_is_told_and_led_to_the_filters(staff, shandong):
    found = saved(staff, f"{LIST}?province=370000", is_shared="on")

    response = signed_in("head").post(
        f"{FILTERS}{found.pk}/change/", {"name": "山东省"}, follow=True
    )

    found.refresh_from_db()
    assert (found.name, found.is_shared) == ("山东省", False)
    assert (response.status_code, response.redirect_chain) == (200, [(FILTERS, 302)])
    assert said(response) == ["筛选“山东省”已保存，现在只有 staff@example.com 能看到。"]


@pytest.mark.parametrize(("role", "offered"), [("head", True), ("auditor", False)])
def test_only_who_may_is_led_to_rename_it(staff, shandong, role, offered):
    found = saved(staff, f"{LIST}?province=370000", is_shared="on")

    page = signed_in(role).get(f"{LIST}?province=370000")

    address = f'href="{FILTERS}{found.pk}/change/"'
    assert page.context["present_filter"] == found
    assert (address in page.content.decode()) is offered


@pytest.mark.parametrize(
    ("letters", "faults"),
    [(1998, []), (1999, ["这个筛选无法保存：筛选内容超过 2000 个字符，请缩短搜索内容。"])],
)
def test_what_is_too_long_to_keep_is_refused_in_one_sentence(staff, letters, faults):
    typed = {"name": "长", "of": "commitments.organisation", "shown": f"q={'1' * letters}"}

    response = staff.post(f"{FILTERS}add/", typed)

    form = response.context["adminform"].form if response.context else None
    assert (form.non_field_errors() if form else []) == faults
    assert SavedFilter.objects.count() == (0 if faults else 1)


def test_one_name_is_given_once_for_a_list(staff, shandong):
    saved(staff, f"{LIST}?province=370000")
    typed = {"name": "山东", "of": "commitments.organisation", "shown": "q=1"}

    response = staff.post(f"{FILTERS}add/", typed)

    form = response.context["adminform"].form
    assert (form.non_field_errors(), form["shown"].value()) == (
        ["您在这个列表中已有同名的筛选：请换一个名称。"],
        "q=1",
    )


# --- What the list does not know any more ---

GONE = "“{}”这个筛选已不适用：{}。现显示全部；请重新设定筛选并保存，或删除原来的筛选。"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("province=370000", "“省级行政区”已没有这个选项"),
        ("o=-gone", "排序所用的一列已不存在"),
        ("gone=1", "列表已没有这项筛选条件"),
        ("province__gone__x=1", "列表已没有这项筛选条件"),
        ("kind__exact=gone", "“类型”已没有这个选项"),
        ("year=abc", "“签署年份”已没有这个选项"),
    ],
)
def test_what_is_gone_is_said_in_one_sentence(staff, query, why):
    found = SavedFilter.objects.create(
        name="旧的",
        listing="commitments.organisation",
        query=query,
        owner=User.objects.get(email="staff@example.com"),
    )
    RegionFactory(code="320000", name="江苏省")

    response = landed(staff, found)

    assert (response.status_code, response.redirect_chain) == (200, [(LIST, 302)])
    assert said(response) == [GONE.format("旧的", why)]


def test_a_list_that_is_gone_is_said(staff):
    owner = User.objects.get(email="staff@example.com")
    found = SavedFilter.objects.create(name="旧的", listing="x.y", query="q=1", owner=owner)

    assert said(landed(staff, found)) == [GONE.format("旧的", "列表已不存在")]


def test_a_filter_that_the_list_does_not_know_is_not_saved(staff):
    typed = {"name": "错的", "of": "commitments.organisation", "shown": "gone=1"}

    response = staff.post(f"{FILTERS}add/", typed)

    assert not SavedFilter.objects.exists()
    assert response.context["adminform"].form.non_field_errors() == [
        "这个筛选无法保存：列表已没有这项筛选条件。"
    ]


def test_an_address_that_the_list_does_not_know_says_so(staff):
    response = staff.get(f"{LIST}?gone=1", follow=True)

    assert said(response) == ["列表不认识网址中的筛选条件，因此显示全部。"]


@pytest.mark.parametrize("table", TABLES)
def test_no_filter_breaks_at_what_it_does_not_know(table):
    listed = admin.site.get_model_admin(admin_model(*table.split("_")))
    client = signed_in("staff")
    address = f"/admin/{table.replace('_', '/')}/"
    specs = client.get(address).context["cl"].filter_specs
    parameters = [name for spec in specs for name in spec.expected_parameters()]

    answers = {name: client.get(f"{address}?{name}=x-1").status_code for name in parameters}

    assert set(answers.values()) <= {200, 302}, answers
    assert listed.list_filter == () or parameters or not specs


def test_a_stranger_finds_nothing():
    assert Client().get(FILTERS).status_code == 302
