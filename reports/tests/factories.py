import datetime as dt

import factory

from reports.enums import Scope
from reports.models import FieldCount, Quotation, QuotedNumber, Target


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


class FieldCountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FieldCount

    scope = Scope.ENTERPRISES
    year = 2021
    number = 100
    source = "统计年鉴 2022"


class TargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Target

    scope = Scope.ENTERPRISES
    name = "百园千企"
    number = 1_000
    by_year = 2025
    source = "工作座谈会，2021-03-23"
