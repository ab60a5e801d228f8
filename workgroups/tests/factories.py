import datetime as dt

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.enums import PostRole
from accounts.models import Person, StaffPost, User
from commitments.tests.factories import OrganisationFactory
from workgroups.enums import DocumentKind, OfficeRole, SeatRole, YearState
from workgroups.models import Body, Office, Seat, Submission, Year
from workgroups.models.contents import Item, PlanContent

SINCE = DateRange(dt.date(2020, 1, 1), None)
YEAR = 2022


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Body
        django_get_or_create = ("code",)

    code = "pp"
    name = "污染防治工作组"
    kind = "working_group"
    track = "code"
    position = factory.Sequence(lambda number: 10 + number)


class YearFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Year
        django_get_or_create = ("year",)

    year = YEAR
    state = YearState.OPEN
    plan_opens_on = factory.LazyAttribute(lambda year: dt.date(year.year, 1, 1))
    plan_due_on = factory.LazyAttribute(lambda year: dt.date(year.year, 3, 31))
    summary_opens_on = factory.LazyAttribute(lambda year: dt.date(year.year, 12, 1))
    summary_due_on = factory.LazyAttribute(lambda year: dt.date(year.year + 1, 3, 31))
    public_from = factory.LazyAttribute(lambda year: dt.date(year.year, 1, 1))


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"someone-{number}@example.com")


class SeatFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = SeatRole.LEAD
    valid = SINCE


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda number: f"某人{number}")
    user = factory.SubFactory(UserFactory)


class OfficeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Office

    seat = factory.SubFactory(SeatFactory)
    body = factory.SelfAttribute("seat.body")
    person = factory.SubFactory(PersonFactory)
    role = OfficeRole.LEADER
    valid = SINCE


def officer(body, role=OfficeRole.LEADER):
    """Give an account that holds the office in the body."""
    seat = Seat.objects.filter(body=body, role=SeatRole.LEAD).first() or SeatFactory(body=body)
    return OfficeFactory(seat=seat, role=role, valid=seat.valid).person.user


def staff(role=PostRole.STAFF):
    """Give an account that holds the post in the secretariat."""
    user = UserFactory()
    StaffPost.objects.create(user=user, role=role, valid=SINCE)
    return user


def item(key="aaaa0001", **said):
    """Give an item that lacks nothing."""
    known = {
        "title": "组织标准宣贯",
        "kind": "promotion",
        "expected_result": "覆盖全部成员单位",
        "due_on": f"{YEAR}-12-31",
    }
    return Item(key=key, **(known | said))


def plan_content(*items):
    return PlanContent(items=items or (item(),)).write()


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A draft of a plan that could be handed in."""

    class Meta:
        model = Submission

    kind = DocumentKind.PLAN
    body = factory.SubFactory(BodyFactory)
    year = factory.SubFactory(YearFactory)
    due_on = dt.date(YEAR, 3, 31)
    draft = factory.LazyFunction(plan_content)
