import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.enums import NameKind
from commitments.models import Organisation
from commitments.services import facts, naming
from commitments.tests.factories import OrganisationFactory
from commitments.tests.organisation_form import (
    ADD,
    CODE,
    CODE_WITH_WRONG_CHECK,
    LIST,
    page_of,
    typed,
)

pytestmark = pytest.mark.django_db


# --- Entering and changing ---


def test_a_second_organisation_of_the_same_name_is_added_only_when_it_is_marked_as_another(
    staff, shandong
):
    first = OrganisationFactory(name="山东示例（烟台）化工有限公司")
    same = typed(name="山东示例(烟台)化工有限公司")

    asked = staff.post(ADD, same)

    says = (
        f"名录中已有：山东示例（烟台）化工有限公司（{first.code}）。如为同一单位，请勿重复添加；"
        "如为同名的另一单位，请在下方勾选。"
    )
    form = asked.context["adminform"].form
    assert form.errors == {"name": [says]}
    assert not form["is_another"].is_hidden
    assert Organisation.objects.count() == 1

    staff.post(ADD, same | {"is_another": "on"})

    assert Organisation.objects.count() == 2


def test_whether_it_is_another_of_the_same_name_is_asked_only_when_there_is_one(staff, shandong):
    page = staff.get(ADD)

    assert page.context["adminform"].form["is_another"].is_hidden


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


def test_a_new_full_name_before_the_last_renaming_is_refused_at_its_day(staff, shandong):
    organisation = OrganisationFactory(name="甲化工有限公司")
    naming.rename(organisation, by=None, to="乙化工有限公司", on=dt.date(2024, 5, 6))
    typed_in = typed(name="丙化工有限公司", former="甲化工有限公司")

    refused = staff.post(
        page_of(organisation), typed_in | {"keeps_old_name": "on", "renamed_on": "2024-05-06"}
    )
    staff.post(page_of(organisation), typed_in | {"renamed_on": "2020-01-01"})  # only mistyped

    assert refused.context["adminform"].form.errors == {
        "renamed_on": ["2024-05-06 过早：最早可填 2024-05-07。"]
    }
    organisation.refresh_from_db()
    assert organisation.name == "丙化工有限公司"


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


def test_what_stands_now_is_said_at_each_field_that_differs(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司", note="原来的")
    seen = seen_on(staff.get(page_of(organisation)))
    first = typed(note="", ownership="state", province="370000", staff_count="120")
    signed_in("head").post(page_of(organisation), first)

    again = typed(note="后到", province="", ownership="private", staff_count="120", _seen=seen)
    response = staff.post(page_of(organisation), again)

    faults = response.context["adminform"].form.errors
    assert {name: list(said) for name, said in faults.items() if name != "__all__"} == {
        "note": ["现已登记：（空）"],
        "ownership": ["现已登记：国有"],
        "province": ["现已登记：山东"],
    }


def test_whoever_was_told_may_save_all_the_same(staff, shandong):
    organisation = OrganisationFactory(name="烟台示例化工有限公司")
    signed_in("head").post(page_of(organisation), typed(note="先到"))
    seen = seen_on(staff.get(page_of(organisation)))

    staff.post(page_of(organisation), typed(note="后到", _seen=seen))

    organisation.refresh_from_db()
    assert organisation.note == "后到"


# --- After a save that failed ---


def test_a_save_that_failed_keeps_the_name_on_record_above_and_links_each_fault(staff, shandong):
    organisation = OrganisationFactory(name="登记在册的名称", province=shandong)

    response = staff.post(
        page_of(organisation), typed(name="尚未保存的名称", uscc=CODE_WITH_WRONG_CHECK)
    )

    page = response.content.decode()
    assert response.context["subtitle"] == "登记在册的名称"
    assert "<h1>登记在册的名称</h1>" in page
    assert page.count("尚未保存的名称") == 1  # in its field
    assert '<li><a href="#id_uscc">统一社会信用代码：' in page
    assert "请更正" not in page
    assert page.split("<title>")[1].strip().startswith("错误")
