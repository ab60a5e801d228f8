"""Public pages of the bodies, and the desk's addresses of their documents."""

from django.urls import URLPattern, URLResolver, path

import core.converters  # noqa: F401 -- makes <year:…> known
from workgroups import api
from workgroups.views import (
    board,
    conflicts,
    evidence,
    handing_in,
    opening,
    public,
    reminders,
    reviewing,
    writing,
)

app_name = "workgroups"
urlpatterns = [
    path("", public.index, name="index"),
    path("calendar.ics", public.calendar, name="calendar"),
    path("<slug:code>/", public.detail, name="detail"),
    path("<slug:code>/<year:year>/", public.year, name="year"),
]
api_urlpatterns = [path("workgroups", api.workgroups, name="api_workgroups")]

# Included by the project at desk/, in the namespace `desk`.
desk_urlpatterns: list[URLPattern | URLResolver] = [
    path("board/", board.board_index, name="board_index"),
    path("board/<year:year>/", board.board, name="board"),
    path("board/<year:year>/punctuality/", board.punctuality, name="punctuality"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("queue/", reviewing.review_queue, name="queue"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("documents/<int:pk>/", reviewing.document, name="document"),
    path("begin/<slug:code>/<int:year>/<slug:what>/", opening.begin, name="begin"),
    path("documents/<int:pk>/history/", reviewing.history, name="history"),
    path("documents/<int:pk>/edit/", writing.edit, name="edit"),
    path("documents/<int:pk>/check/", handing_in.check, name="check"),
    path("documents/<int:pk>/submit/", handing_in.submit, name="submit"),
    path("documents/<int:pk>/receipt/<int:number>/", handing_in.receipt, name="receipt"),
    path("documents/<int:pk>/recall/", handing_in.recall, name="recall"),
    path("documents/<int:pk>/conflict/<int:kept>/", conflicts.conflict, name="conflict"),
    path("documents/<int:pk>/drafts/", conflicts.drafts, name="drafts"),
    path("documents/<int:pk>/drafts/<int:kept>/", conflicts.kept, name="kept"),
    path("documents/<int:pk>/drafts/<int:kept>/back/", conflicts.bring_back, name="bring_back"),
    path("documents/<int:pk>/remarks/", reviewing.remark, name="remark"),
    path("documents/<int:pk>/remarks/<int:remark>/answer/", reviewing.answer, name="answer"),
    path("documents/<int:pk>/remarks/<int:remark>/close/", reviewing.close, name="close"),
    path("documents/<int:pk>/review/<slug:step>/", reviewing.step, name="step"),
]
