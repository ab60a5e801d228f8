from reports.forms.coverage import SheetForm
from reports.forms.report import (
    STEP_FORMS,
    ChapterForm,
    OpenForm,
    TemplateChapterForm,
    WordingForm,
)
from reports.forms.statistics import StartForm

__all__ = [
    "STEP_FORMS",
    "ChapterForm",
    "OpenForm",
    "SheetForm",
    "StartForm",
    "TemplateChapterForm",
    "WordingForm",
]
