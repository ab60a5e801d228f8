import pytest

from reports.models import Quotation
from reports.services.founding import load_published_figures

pytestmark = pytest.mark.django_db


def numbers(day):
    quotation = Quotation.objects.get(as_at=day)
    return {each.subject: (each.value, each.bound) for each in quotation.numbers.all()}


def test_the_published_series_is_there():
    assert load_published_figures() == {"published figures": 14}

    assert numbers("2021-12-31") == {
        "enterprises": (699, ""),
        "parks": (70, ""),
        "new_enterprises": (69, ""),
        "new_parks": (6, ""),
    }
    assert numbers("2017-12-31") == {"enterprises": (530, "more"), "parks": (40, "more")}
    assert set(Quotation.objects.filter(as_at="2024-12-31").values_list("is_about", flat=True)) == {
        False
    }


def test_loading_twice_changes_nothing():
    load_published_figures()

    assert load_published_figures() == {"published figures": 0}


def test_what_the_secretariat_corrected_stays():
    load_published_figures()
    corrected = Quotation.objects.get(as_at="2021-12-31")
    corrected.wording, corrected.is_shown = "经核对的原文", False
    corrected.save()

    load_published_figures()

    assert Quotation.objects.count() == 14
    assert Quotation.objects.get(as_at="2021-12-31").wording == "经核对的原文"
