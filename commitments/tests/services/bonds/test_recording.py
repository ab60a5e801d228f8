import datetime as dt

import pytest

from commitments.enums.bonds import BondState, Relation
from commitments.services.bonds import recording
from commitments.services.bonds.inviting import CannotBring
from commitments.tests.bonds import state
from commitments.tests.entries import signed
from commitments.tests.representing import NOON

pytestmark = pytest.mark.django_db


def test_a_bond_of_before_names_its_source_and_any_signature_counts(inviter):
    partner = signed("丁化工", "2020-05-01")

    said = {"relation": Relation.SUPPLIER, "source": "2021 年度工作总结", "by": None, "at": NOON}
    bond = recording.record(inviter, partner, **said)

    assert (state(bond), bond.events.get().pgh_context.metadata["reason"]) == (
        BondState.SIGNED, "2021 年度工作总结",
    )  # fmt: skip
    other = signed("戊化工", "2020-05-01")
    with pytest.raises(CannotBring, match="已签署"):
        recording.record(inviter, other, invited_on=dt.date(2021, 1, 1), **said)
