"""What mails there are: each app registers its own in `AppConfig.ready`.

A kind is "<app>/<mail>", which is also where its templates stand below `templates/emails/`.
"""

from django.db import models

_labels: dict[str, str] = {}


class KindNotKnown(LookupError):
    """Nobody has registered mails of this kind."""


def register(mails: type[models.TextChoices]) -> None:
    """Let mails of these kinds be written: an enumeration of the app, with their labels."""
    _labels.update({str(value): label for value, label in mails.choices})


def known() -> dict[str, str]:
    """Give every kind with its label."""
    return dict(_labels)


def label_of(kind: str) -> str:
    """Give what mails of the kind are called; of one that no app writes any more its own name."""
    return str(_labels.get(kind, kind))


def require_known(kind: str) -> None:
    """Raise KindNotKnown unless an app has registered the kind."""
    if kind not in _labels:
        raise KindNotKnown(f"{kind}: register it in the AppConfig.ready of its app.")
