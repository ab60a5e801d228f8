"""What other sites may show: as a picture, or inside a frame of their own pages.

Only for views that everybody may read and where nothing can be pressed that changes anything.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate

from csp.decorators import csp_replace
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[Concatenate[HttpRequest, ...], HttpResponseBase]


def embeddable(view: View) -> View:
    """Let every site show what the view answers; all other addresses refuse that."""

    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"]})
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.is_embeddable = True  # type: ignore[attr-defined]
        return response

    answer: View = shown
    return answer
