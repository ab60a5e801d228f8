from workgroups.queries.duties import (
    Duty,
    TaskList,
    duties_of,
    task_lists_for,
    waiting_for,
)
from workgroups.queries.groups import (
    GroupWithLead,
    groups_by_track,
    groups_with_leads,
    name_of_group,
    organisations_of_group,
    page_of_group,
    seats_of,
    seats_part,
)
from workgroups.queries.reviewing import reviews_waiting_for

__all__ = [
    "Duty",
    "GroupWithLead",
    "TaskList",
    "duties_of",
    "groups_by_track",
    "groups_with_leads",
    "name_of_group",
    "organisations_of_group",
    "page_of_group",
    "reviews_waiting_for",
    "seats_of",
    "seats_part",
    "task_lists_for",
    "waiting_for",
]
