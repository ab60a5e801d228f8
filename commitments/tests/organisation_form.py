"""The page of an organisation in the workplace, as it is typed, for tests."""

from django.urls import reverse

LIST = "/admin/commitments/organisation/"
ADD = f"{LIST}add/"
CODE = "91370000163044841F"
CODE_WITH_WRONG_CHECK = "91370000163044841E"
EMPTY = (
    "uscc short_name english_name former sort_key_by_hand city county park park_name industry "
    "ownership staff_count group_name website note reason renamed_on"
)


def page_of(organisation):
    return reverse("admin:commitments_organisation_change", args=[organisation.pk])


def typed(**fields):
    """What the form sends when nothing else was typed."""
    empty = dict.fromkeys(EMPTY.split(), "")
    formset = {"commitments-TOTAL_FORMS": "0", "commitments-INITIAL_FORMS": "0"}
    fixed = {"kind": "enterprise", "province": "370000", "name": "烟台示例化工有限公司"}
    return empty | formset | fixed | fields
