"""Files that show what was done, given to whoever may see the item's evidence."""

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.limits import limited
from core.uploads import keeping
from workgroups.models import Evidence


@login_required
@require_safe
@limited("export")
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file as an attachment: it is never shown within the portal's own pages."""
    found = get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk)
    if found.file is None:
        raise Http404
    return keeping.as_attachment(found.file)
