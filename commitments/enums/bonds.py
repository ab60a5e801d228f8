"""The words of "1+3": who brought whom."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Relation(models.TextChoices):
    """What the partner is to the organisation that brings it."""

    SUPPLIER = "supplier", pgettext_lazy("partner", "supplier")
    CUSTOMER = "customer", pgettext_lazy("partner", "customer")
    CARRIER = "carrier", pgettext_lazy("partner", "carrier")
    NEIGHBOUR = "neighbour", pgettext_lazy("partner", "neighbour")


class BondEnd(models.TextChoices):
    """How a bond was ended by somebody, or found to be none."""

    WITHDRAWN = "withdrawn", pgettext_lazy("partner", "withdrawn")
    DECLINED = "declined", pgettext_lazy("partner", "declined")
    NOT_COUNTED = "not_counted", pgettext_lazy("partner", "does not count")


class BondState(models.TextChoices):
    """Where a bond stands on a day: it follows from the application and the commitment."""

    INVITED = "invited", pgettext_lazy("partner", "invited")
    APPLIED = "applied", pgettext_lazy("partner", "applied")
    SIGNED = "signed", pgettext_lazy("partner", "signed")
    DECLINED = BondEnd.DECLINED.value, BondEnd.DECLINED.label
    EXPIRED = "expired", pgettext_lazy("partner", "expired")
    WITHDRAWN = BondEnd.WITHDRAWN.value, BondEnd.WITHDRAWN.label
    NOT_COUNTED = BondEnd.NOT_COUNTED.value, BondEnd.NOT_COUNTED.label


# What may still lead to a signature; only such an invitation is sent again.
RUNNING: Final = (BondState.INVITED, BondState.EXPIRED)
# Of whom nothing more is expected: the contact's address is not needed any more.
SETTLED: Final = (
    BondState.SIGNED,
    BondState.DECLINED,
    BondState.WITHDRAWN,
    BondState.NOT_COUNTED,
)


class BondMail(models.TextChoices):
    """What partners are told, and those who brought them."""

    INVITED = "commitments/partner_invited", _("invitation of a partner (“1+3”)")
    SIGNED = "commitments/partner_signed", _("partner has signed (“1+3”)")
