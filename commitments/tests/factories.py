import datetime as dt

import factory
from django.db.backends.postgresql.psycopg_any import DateRange

from accounts.enums import PostRole
from accounts.models import StaffPost, User
from commitments.enums import Kind, RegionLevel, State
from commitments.enums.parks import Recognition
from commitments.models import Commitment, Industry, Organisation, ParkFact, Region
from commitments.services import naming


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region
        django_get_or_create = ("code",)

    code = "370000"
    name = "山东省"
    short_name = "山东"
    level = RegionLevel.PROVINCE


class IndustryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Industry
        django_get_or_create = ("code",)

    code = "26"
    name = "化学原料和化学制品制造业"
    level = 2


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An enterprise with a name and its search keys; no commitment."""

    class Meta:
        model = Organisation

    kind = Kind.ENTERPRISE
    name = factory.Sequence(lambda number: f"示例化工{number}有限公司")
    province = factory.SubFactory(RegionFactory)

    @classmethod
    def _create(
        cls, model_class: type[Organisation], *args: object, **fields: object
    ) -> Organisation:
        former = fields.pop("former", [])
        organisation = model_class(*args, **fields)
        naming.set_names(
            organisation,
            by=None,
            full=organisation.name,
            short=organisation.short_name,
            english=organisation.english_name,
            former=former,
        )
        return organisation


class ParkFactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParkFact

    park = factory.SubFactory(OrganisationFactory, kind=Kind.PARK)
    on = dt.date(2023, 5, 1)
    recognition = Recognition.RECOGNISED
    document = "苏政发〔2023〕1号"


class CommitmentFactory(factory.django.DjangoModelFactory):
    """A draft. The facts of the organisation's row are refreshed by the services, not here."""

    class Meta:
        model = Commitment

    organisation = factory.SubFactory(OrganisationFactory)
    state = State.DRAFT


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda number: f"person{number}@example.com")


class StaffPostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StaffPost

    user = factory.SubFactory(UserFactory)
    role = PostRole.STAFF
    valid = DateRange(dt.date(2020, 1, 1), None)
