"""Who is reminded next, by what: for the secretariat."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.enums import MailState
from core.permissions import require
from workgroups.enums import Mail
from workgroups.queries.reminding_page import reminders as found


@login_required
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    require(request.user, "workgroups.see_reminders")
    mails = reverse("admin:core_outboxmail_changelist")
    context = {
        "reminders": found(at=timezone.now()),
        "held": f"{mails}?state__exact={MailState.HELD}&kind__exact={Mail.REMINDER}",
    }
    return render(request, "desk/reminders.html", context)
