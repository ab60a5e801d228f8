from commitments.models.certificate import CertificateSeries, CertificateWording
from commitments.models.commitment import Commitment, ImportBatch, Suspension
from commitments.models.lineage import EarlierFact, Succession
from commitments.models.organisation import Organisation, OrganisationName
from commitments.models.reference import Industry, Region
from commitments.models.register import RegisterSettings, RegisterVersion
from commitments.models.texts import RegisterText

__all__ = [
    "CertificateSeries",
    "CertificateWording",
    "Commitment",
    "EarlierFact",
    "ImportBatch",
    "Industry",
    "Organisation",
    "OrganisationName",
    "Region",
    "RegisterSettings",
    "RegisterText",
    "RegisterVersion",
    "Succession",
    "Suspension",
]
