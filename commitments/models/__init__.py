from commitments.models.commitment import Commitment, ImportBatch, Suspension
from commitments.models.organisation import Organisation, OrganisationName
from commitments.models.reference import Industry, Region
from commitments.models.register import RegisterVersion

__all__ = [
    "Commitment",
    "ImportBatch",
    "Industry",
    "Organisation",
    "OrganisationName",
    "Region",
    "RegisterVersion",
    "Suspension",
]
