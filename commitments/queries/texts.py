"""What the secretariat words about the register, in the language of the page."""

from typing import Final, NamedTuple

from commitments.enums import Status, TextKey
from commitments.models import RegisterText

_RULES: Final = {
    Status.IN_FORCE: (TextKey.RULE_IN_FORCE, None),
    Status.SUSPENDED: (TextKey.RULE_SUSPENDED, TextKey.CURE_SUSPENDED),
    Status.ENDED: (TextKey.RULE_ENDED, TextKey.CURE_ENDED),
    Status.NONE: (TextKey.RULE_NONE, TextKey.CURE_NONE),
}


class Standing(NamedTuple):
    """Why an organisation has its status, and the way out of it; empty where nobody worded it."""

    rule: str
    cure: str


def texts(*keys: TextKey) -> dict[str, str]:
    """Give the texts by their keys; what nobody has worded is empty. One query."""
    found = {each.key: each.text for each in RegisterText.objects.filter(key__in=keys)}
    return {str(key): found.get(key, "") for key in keys}


def standing_of(status: Status) -> Standing:
    """Give the rule that makes the status and the way back from it. One query."""
    rule, cure = _RULES[status]
    found = texts(*(key for key in (rule, cure) if key))
    return Standing(found[rule], found[cure] if cure else "")
