from workgroups.models.body import Body
from workgroups.models.office import Office
from workgroups.models.plan import PlanItem
from workgroups.models.progress import Evidence, Progress, Proof
from workgroups.models.review import Claim, Decision, KeptDraft, Remark, SubmissionVersion
from workgroups.models.seat import Seat
from workgroups.models.submission import Submission
from workgroups.models.summary import SummaryLine
from workgroups.models.term import Term
from workgroups.models.year import SpecialDay, Year

__all__ = [
    "Body",
    "Claim",
    "Decision",
    "Evidence",
    "KeptDraft",
    "Office",
    "PlanItem",
    "Progress",
    "Proof",
    "Remark",
    "Seat",
    "SpecialDay",
    "Submission",
    "SubmissionVersion",
    "SummaryLine",
    "Term",
    "Year",
]
