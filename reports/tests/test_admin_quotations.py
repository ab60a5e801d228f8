import pytest

from accounts.tests.clients import signed_in
from commitments.services import facts
from core.changes import history_of
from reports.models import Quotation
from reports.tests.factories import QuotationFactory, QuotedNumberFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/reports/quotation/"
ADD = f"{LIST}add/"
NUMBERS = {"numbers-TOTAL_FORMS": "1", "numbers-INITIAL_FORMS": "0"}
TYPED = {
    "as_at": "2021-12-31",
    "wording": "699家企事业单位和70家化工园区",
    "source": "秘书处，2022-03-29",
    "is_shown": "on",
    "numbers-0-subject": "enterprises",
    "numbers-0-bound": "",
    "numbers-0-value": "699",
    **NUMBERS,
}


def test_a_sentence_and_its_number_are_entered_together():
    before = facts.version()

    response = signed_in("staff").post(ADD, TYPED)

    assert response.status_code == 302
    (quotation,) = Quotation.objects.all()
    assert [str(each) for each in quotation.numbers.all()] == ["企事业单位 699"]
    assert facts.version() == before + 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("wording", "", "wording"),
        ("source", "", "source"),
        ("as_at", "去年底", "as_at"),
        ("url", "nowhere", "url"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(field, value, said):
    response = signed_in("staff").post(ADD, TYPED | {field: value})

    form = response.context["adminform"].form
    assert list(form.errors) == [said]
    assert form["source"].value() == (TYPED | {field: value})["source"]
    assert Quotation.objects.count() == 0


def test_the_same_sentence_twice_is_refused_in_words():
    client = signed_in("staff")
    client.post(ADD, TYPED)

    response = client.post(ADD, TYPED)

    assert "这一来源的这句话已经录入。" in response.content.decode()
    assert Quotation.objects.count() == 1


def test_a_change_keeps_its_history():
    quotation = QuotedNumberFactory().quotation
    number = quotation.numbers.get()
    typed = TYPED | {
        "numbers-INITIAL_FORMS": "1",
        "numbers-0-id": str(number.pk),
        "numbers-0-value": "700",
    }

    signed_in("head").post(f"{LIST}{quotation.pk}/change/", typed)

    quotation.refresh_from_db()
    assert quotation.wording == TYPED["wording"]
    assert history_of(quotation)[0].who == "head@example.com"


@pytest.mark.parametrize(("role", "answer"), [("auditor", 403), ("", 403)])
def test_only_the_secretariat_enters_quotations(role, answer):
    client = signed_in(role)

    assert client.post(ADD, TYPED).status_code == answer
    assert Quotation.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_however_long_it_is(count, django_assert_num_queries):
    client = signed_in("staff")
    for _number in range(count):
        QuotedNumberFactory(quotation=QuotationFactory())

    with django_assert_num_queries(10):
        assert client.get(LIST).content.decode().count("企事业单位 5") == count
