"""The desk's addresses of the documents that the bodies write and the secretariat reviews."""

from django.urls import URLPattern, URLResolver, path

from workgroups.views import reviewing

# Included by the project at desk/, in the namespace `desk`.
desk_urlpatterns: list[URLPattern | URLResolver] = [
    path("queue/", reviewing.review_queue, name="queue"),
    path("documents/<int:pk>/", reviewing.document, name="document"),
    path("documents/<int:pk>/remarks/", reviewing.remark, name="remark"),
    path("documents/<int:pk>/remarks/<int:remark>/answer/", reviewing.answer, name="answer"),
    path("documents/<int:pk>/remarks/<int:remark>/close/", reviewing.close, name="close"),
    path("documents/<int:pk>/review/<slug:step>/", reviewing.step, name="step"),
]
