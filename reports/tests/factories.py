import datetime as dt

import factory

from reports.models import Quotation, QuotedNumber


class QuotationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quotation

    as_at = dt.date(2021, 12, 31)
    wording = factory.Sequence(lambda number: f"共有若干家单位签署承诺书（{number}）")
    source = "行业报纸，2022-01-15"


class QuotedNumberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuotedNumber

    quotation = factory.SubFactory(QuotationFactory)
    subject = "enterprises"
    value = 5
