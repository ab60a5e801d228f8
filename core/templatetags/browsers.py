"""What a browser says of itself, in two words a person knows."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The more particular first: nearly all of them also call themselves Chrome and Safari.
BROWSERS = {
    "MicroMessenger/": "WeChat",
    "Edg/": "Edge",
    "Firefox/": "Firefox",
    "OPR/": "Opera",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "HarmonyOS": "HarmonyOS",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser(said: str) -> str:
    """Name browser and system; what is not known is called so."""
    found = [_first(BROWSERS, said) or _("unknown browser"), _first(SYSTEMS, said)]
    return " · ".join(word for word in found if word)


def _first(words: dict[str, str], said: str) -> str:
    return next((word for mark, word in words.items() if mark in said), "")
