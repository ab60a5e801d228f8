"""What others have changed since one last looked: counted on the first page, listed behind it."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.tests.clients import signed_in
from commitments.models import Commitment
from commitments.services import uniting
from commitments.tests.entries import signed
from commitments.tests.factories import CommitmentFactory, OrganisationFactory, RegionFactory
from core.history import because
from core.models import Look

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/"


@pytest.fixture
def staff():
    return signed_in("staff")


def owner_of(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def looked(client, *records, days_ago=1):
    """Look at the histories, that many days ago.

    All of a test has the time of its one transaction: what a test changes came after such a look.
    """
    for record in records:
        client.get(f"/admin/commitments/{record._meta.model_name}/{record.pk}/history/")
    at = timezone.now() - dt.timedelta(days=days_ago)
    Look.objects.filter(user=owner_of(client)).update(looked_at=at)


def edit(record, by=None, **fields):
    with because(by=by, source="edit"):
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()


def counted(client):
    (found,) = [each for each in client.get("/admin/").context["work"] if each.href == NEWS]
    return found.count


def listed(client):
    return [(row.kind, row.name, row.href) for row in client.get(NEWS).context["rows"]]


def region(by=None):
    with because(by=by, source="edit"):
        return RegionFactory(code="370000", name="山东省", short_name="山东")


def test_what_another_changed_since_is_counted_and_leads_to_its_history(staff):
    shandong = region(by=owner_of(staff))
    looked(staff, shandong)
    assert (counted(staff), listed(staff)) == (0, [])

    edit(shandong, english_name="Shandong")

    history = "/admin/commitments/region/370000/history/"
    assert (counted(staff), listed(staff)) == (1, [("行政区划", "山东", history)])
    staff.get(history)
    assert (counted(staff), listed(staff)) == (0, [])


def test_what_one_changed_oneself_is_nothing_new_and_to_the_other_it_is(staff):
    shandong, head = region(by=owner_of(staff)), signed_in("head")
    looked(staff, shandong)
    looked(head, shandong)

    edit(shandong, by=owner_of(staff), short_name="鲁")

    assert (counted(staff), counted(head)) == (0, 1)


def test_what_was_never_looked_at_is_nothing_new(staff):
    edit(region(), short_name="鲁")

    assert counted(staff) == 0


def test_a_change_of_a_part_is_news_of_the_record(staff):
    with because(by=owner_of(staff), source="edit"):
        organisation = signed("甲化工")
    looked(staff, organisation)
    assert counted(staff) == 0

    edit(Commitment.objects.get(), note="补充说明")

    assert [name for _kind, name, _href in listed(staff)] == ["甲化工"]


def test_a_record_that_is_gone_is_not_counted(staff):
    draft = CommitmentFactory()
    looked(staff, draft)
    assert counted(staff) == 1

    draft.delete()

    assert (counted(staff), listed(staff)) == (0, [])


@pytest.mark.parametrize("number", [1, 3])
def test_first_page_and_list_ask_the_same_however_much_is_new(
    staff, number, django_assert_num_queries
):
    looked(staff, region(), *(CommitmentFactory() for _time in range(number)))
    assert counted(staff) == number + 1

    # As where nothing is new, and the looks; the pairs that look alike are known by now.
    with django_assert_num_queries(24):
        staff.get("/admin/")
    # Session, account, posts, person, the tables looked at, how many, which; the records of two.
    with django_assert_num_queries(12):
        assert len(staff.get(NEWS).context["rows"]) == number + 1


def test_a_record_that_is_the_same_as_another_one_by_now_is_no_news(staff):
    both = [OrganisationFactory(name="乙化工") for _ in range(2)]
    looked(staff, both[1])
    edit(both[1], note="核对过")
    assert counted(staff) == 1

    keys = (both[0].pk, both[1].pk)
    uniting.unite(uniting.Wish(keys, keys[0]), by=None, at=timezone.now(), reason="同一单位")

    assert (counted(staff), listed(staff)) == (0, [])
