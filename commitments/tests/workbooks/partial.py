"""Lists with only some columns, and the organisation they speak of."""

from commitments.models import Organisation
from commitments.services.importing.plan import make_plan
from commitments.tests.entries import sign
from commitments.tests.factories import OrganisationFactory
from commitments.tests.workbooks.lists import as_csv, credit_code
from commitments.tests.workbooks.tables import NOON, table

CODE = credit_code("370000", 1)
NAME = "烟台澄岫化工有限公司"


def entered() -> Organisation:
    """Enter the organisation, with a commitment in force."""
    organisation = OrganisationFactory(
        name=NAME, uscc=CODE, province_id="370000", city_id="370600", staff_count=40
    )
    sign(organisation, "2008-03-10")
    return organisation


def plan(headings, *rows):
    """Compare rows under these headings with the register."""
    return make_plan(
        table([dict(zip(headings, row, strict=True)) for row in rows], headings), at=NOON
    )


def csv(headings, *rows) -> bytes:
    """Write rows under these headings as a file."""
    return as_csv([dict(zip(headings, row, strict=True)) for row in rows], headings)
