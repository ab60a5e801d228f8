"""Records are brought together across the apps: nothing that points at one is forgotten."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.apps import apps
from django.utils import timezone

from accounts.tests.clients import signed_in
from commitments.enums import State
from commitments.models import Organisation, RecordUnion
from commitments.services import uniting
from commitments.services.uniting import UnionNotPossible, Wish
from commitments.services.uniting.fields import CHOICES
from commitments.services.uniting.following import FOLLOWING
from commitments.tests.entries import sign, signed
from commitments.tests.factories import OrganisationFactory
from core.history import because
from rcportal.tests.test_house import OURS
from rcportal.tests.test_refusals import in_a_thread
from reports.models import Snapshot, SnapshotMember
from reports.services import building
from reports.tests.workers import stopping
from workgroups.tests.factories import BodyFactory, SeatFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2022, 6, 1, 12, tzinfo=timezone.get_default_timezone())


def unite(kept, other):
    asked = Wish((kept.pk, other.pk), kept.pk)
    return uniting.unite(asked, by=None, at=NOON, reason="同一单位")


def keys_to_organisations():
    return {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "pgh_tracked_model")
        for field in model._meta.concrete_fields
        if field.related_model is Organisation
    }


def test_every_key_to_an_organisation_is_known_to_the_uniting():
    assert set(FOLLOWING) == keys_to_organisations()


def test_a_key_that_is_forgotten_is_noticed(monkeypatch):
    """The control."""
    monkeypatch.delitem(FOLLOWING, "workgroups.Seat.organisation")

    assert keys_to_organisations() - set(FOLLOWING) == {"workgroups.Seat.organisation"}


def test_every_field_of_an_organisation_is_chosen_or_follows():
    followed = {"id", "code", "same_as", "is_demo", "created_at", "former_names"}
    followed |= {"status", "signed_on", "sign_year"}
    followed |= {"name_sort", "name_keys", "pinyin_keys", "initials", "grams", "latin"}
    chosen = {field for fields in CHOICES.values() for field in fields}

    assert {field.name for field in Organisation._meta.concrete_fields} == chosen | followed


def test_seats_follow():
    kept = OrganisationFactory(name="甲化工")
    seat = SeatFactory(organisation=OrganisationFactory(name="甲化工厂"))

    unite(kept, seat.organisation)

    seat.refresh_from_db()
    assert seat.organisation == kept


def test_two_seats_in_one_body_are_settled_first():
    body = BodyFactory()
    one = SeatFactory(body=body).organisation
    other = SeatFactory(body=body, role="member").organisation

    with pytest.raises(UnionNotPossible, match="请先结束"):
        unite(one, other)

    assert not RecordUnion.objects.exists()


def built(year=2021):
    run, _is_new = building.request_statistics(year, by=None, at=timezone.now())
    building.build(run.pk, at=timezone.now())
    return Snapshot.objects.get(run=run)


def test_what_was_counted_stays_and_the_next_count_has_one(client):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    before = built()
    unite(kept, other)
    after = built()

    counted = SnapshotMember.objects.values_list("organisation__code", flat=True)
    assert set(counted.filter(snapshot=before)) == {kept.code, other.code}
    assert set(counted.filter(snapshot=after)) == {kept.code}
    frozen = client.get(f"/commitments/?snapshot={before.pk}&q=甲化工厂").content.decode()
    assert frozen.count(f'href="/commitments/{other.code}/"') == 1


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/commitments/{}/", "/commitments/{}/"),
        ("/commitments/{}/record/", "/commitments/{}/"),
        ("/commitments/{}/certificate/", "/commitments/{}/certificate/"),
        ("/api/v1/organisations/{}", "/api/v1/organisations/{}"),
    ],
)
def test_old_addresses_lead_to_the_kept_record(client, address, leads_to):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    union = unite(kept, other)

    assert client.get(address.format(other.code)).url == leads_to.format(kept.code)

    uniting.take_back(union, by=None, at=NOON, reason="看错了")
    assert client.get(f"/commitments/{other.code}/").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/commitments/",
        "/commitments/?status=none",
        "/commitments/?as_at=2020-01-01",
        "/commitments/export.csv?status=none&status=in_force",
        "/commitments/export.json?status=none&status=in_force",
        "/api/v1/organisations?status=none&status=in_force",
    ],
)
def test_no_list_export_or_data_has_the_record_that_is_the_same(client, address):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    unite(kept, other)

    response = client.get(address)
    content = b"".join(response) if response.streaming else response.content

    assert other.code not in content.decode()
    assert other.name not in content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_the_same_together_one_wins_and_the_other_is_told():
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")
    asked = Wish((kept.pk, other.pk), kept.pk)

    def attempt():
        try:
            return uniting.unite(asked, by=None, at=NOON, reason="同一单位")
        except UnionNotPossible as error:
            return str(error)

    holding = "SELECT id FROM commitments_organisation FOR UPDATE"
    with ThreadPoolExecutor(2) as threads:
        with stopping(holding) as somebody_waits:
            answers = [threads.submit(in_a_thread, attempt) for _ in range(2)]
            somebody_waits()
        told = [answer.result(timeout=20) for answer in answers]

    assert sorted(type(each).__name__ for each in told) == ["RecordUnion", "str"]
    assert RecordUnion.objects.count() == 1
    sentence = next(each for each in told if isinstance(each, str))
    assert sentence.startswith(f"“甲化工厂”（{other.code}）在此期间已归并到“甲化工”")


# --- The pages ---


@pytest.fixture
def staff():
    return signed_in("staff")


def page(*members):
    numbers = "-".join(str(each.pk) for each in members)
    return f"/admin/commitments/organisation/duplicates/{numbers}/"


def typed(kept, *others, **fields):
    return {
        "members": [each.pk for each in (kept, *others)],
        "kept": kept.pk,
        "reason": "同一单位",
    } | fields


def test_records_are_compared_foreseen_and_brought_together(staff):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")

    beside = staff.get(page(kept, other)).content.decode()
    assert "承诺书 · 已承诺 · 2018-05-01签署" in beside

    shown = staff.post(page(kept, other), typed(kept, other, name=other.pk))
    assert not RecordUnion.objects.exists()
    assert "名称：甲化工 → 甲化工厂" in shown.content.decode()
    seal = shown.context["foreseen"].seal

    staff.post(page(kept, other), typed(kept, other, name=other.pk, seal=seal))

    union = RecordUnion.objects.get()
    kept.refresh_from_db()
    assert (kept.name, str(union.united_by)) == ("甲化工厂", "staff@example.com")
    assert kept.commitments.filter(state=State.DOUBLE).count() == 1
    old = staff.get(f"/admin/commitments/organisation/{other.pk}/change/")
    assert old.url == f"/admin/commitments/organisation/{kept.pk}/change/"


def test_a_choice_made_after_the_preview_is_shown_first(staff):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    seal = staff.post(page(kept, other), typed(kept, other)).context["foreseen"].seal

    answer = staff.post(page(kept, other), typed(kept, other, name=other.pk, seal=seal))

    assert not RecordUnion.objects.exists()
    assert "请再看一遍" in answer.content.decode()
    assert "名称：甲化工 → 甲化工厂" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "id_reason_error"),
        ({"members": []}, "id_members"),
        ({"kept": ""}, "id_kept"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(staff, fields, sentence):
    kept, other = OrganisationFactory(name="甲化工"), OrganisationFactory(name="甲化工厂")

    answer = staff.post(page(kept, other), typed(kept, other) | fields)

    assert answer.context["form"].errors
    assert sentence in answer.content.decode()
    assert not RecordUnion.objects.exists()


def test_only_what_is_ticked_becomes_one(staff):
    kept, other, third = (OrganisationFactory(name=f"{each}化工") for each in "甲乙丙")
    fields = typed(kept, other)
    seal = staff.post(page(kept, other, third), fields).context["foreseen"].seal

    staff.post(page(kept, other, third), fields | {"seal": seal})

    third.refresh_from_db()
    assert (third.same_as, Organisation.objects.count()) == (None, 2)


@pytest.mark.parametrize("count", [2, 5])
def test_page_asks_the_same_however_many_records_there_are(staff, django_assert_num_queries, count):
    members = [OrganisationFactory(name=f"第{number}化工") for number in range(count)]
    for member in members:
        sign(member, "2020-01-01")
        SeatFactory(organisation=member, role="member")
    staff.get(page(*members))

    with django_assert_num_queries(21):
        staff.get(page(*members))


def test_it_is_taken_back_from_its_page(staff):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    union = unite(kept, other)
    record = staff.get(f"/admin/commitments/recordunion/{union.pk}/change/").content.decode()
    link = f"/admin/commitments/recordunion/{union.pk}/take-back/"
    assert link in record

    staff.post(link, {"reason": "看错了"})

    assert Organisation.objects.count() == 2
    assert (
        link not in staff.get(f"/admin/commitments/recordunion/{union.pk}/change/").content.decode()
    )


def test_what_stands_in_the_way_is_named_on_the_page(staff):
    kept, other = signed("甲化工", "2015-03-01"), signed("甲化工厂", "2018-05-01")
    union = unite(kept, other)
    letter = kept.commitments.get(state=State.DOUBLE)
    letter.note = "后来改过"
    with because(by=None, source="edit"):
        letter.save()

    answer = staff.post(
        f"/admin/commitments/recordunion/{union.pk}/take-back/", {"reason": "看错了"}
    )

    assert "此后有 1 处改动，因而不能撤回" in answer.content.decode()
    assert Organisation.objects.count() == 1
