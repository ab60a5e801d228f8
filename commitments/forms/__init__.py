"""The secretariat's forms: what is typed, brought to one form, checked and explained."""

from commitments.forms.certificates import IssueForm, WordingForm
from commitments.forms.columns import ColumnsForm
from commitments.forms.commitments import CommitmentForm, NewCommitmentForm
from commitments.forms.imports import LeaveOutForm, UndoForm, UploadForm
from commitments.forms.organisations import OrganisationForm
from commitments.forms.places import RegionChoiceField, region_path
from commitments.forms.steps import StepForm

__all__ = [
    "ColumnsForm",
    "CommitmentForm",
    "IssueForm",
    "LeaveOutForm",
    "NewCommitmentForm",
    "OrganisationForm",
    "RegionChoiceField",
    "StepForm",
    "UndoForm",
    "UploadForm",
    "WordingForm",
    "region_path",
]
