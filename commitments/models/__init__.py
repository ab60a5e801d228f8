from commitments.models.application import Application
from commitments.models.application_review import (
    ApplicationDecision,
    ApplicationDraft,
    ApplicationFile,
    ApplicationRemark,
    ApplicationVersion,
)
from commitments.models.batch import ImportBatch, ImportRow
from commitments.models.bond import Bond
from commitments.models.bulk_edit import BulkEdit
from commitments.models.certificate import CertificateSeries, CertificateWording
from commitments.models.commitment import Commitment, Suspension
from commitments.models.duplicates import Distinction, RecordUnion
from commitments.models.form_field import FormField
from commitments.models.lineage import EarlierFact, Succession
from commitments.models.name import OrganisationName
from commitments.models.note import OrganisationNote
from commitments.models.organisation import Organisation
from commitments.models.park import ParkFact
from commitments.models.public_text import PublicText
from commitments.models.reference import Industry, Region
from commitments.models.register import RegisterSettings, RegisterVersion
from commitments.models.representative import Invitation, Representative
from commitments.models.texts import RegisterText

__all__ = [
    "Application",
    "ApplicationDecision",
    "ApplicationDraft",
    "ApplicationFile",
    "ApplicationRemark",
    "ApplicationVersion",
    "Bond",
    "BulkEdit",
    "CertificateSeries",
    "CertificateWording",
    "Commitment",
    "Distinction",
    "EarlierFact",
    "FormField",
    "ImportBatch",
    "ImportRow",
    "Industry",
    "Invitation",
    "Organisation",
    "OrganisationName",
    "OrganisationNote",
    "ParkFact",
    "PublicText",
    "RecordUnion",
    "Region",
    "RegisterSettings",
    "RegisterText",
    "RegisterVersion",
    "Representative",
    "Succession",
    "Suspension",
]
