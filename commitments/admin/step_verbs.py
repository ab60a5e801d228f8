"""The steps of a commitment in the words of the secretariat: question, day, hint and answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from commitments.enums import STEP_WORDS
from commitments.services import lifecycle


@dataclass(frozen=True)
class Verb:
    """A step as the secretariat reads it: the button, the question, the answer afterwards."""

    name: str
    take: Callable[..., None]
    question: str | Promise
    day_label: str | Promise
    hint: str | Promise
    done: Any
    asks: tuple[str, ...] = ("number",)
    needs: tuple[str, ...] = ("reason",)

    @property
    def button(self) -> Promise:
        return STEP_WORDS[self.name]


VERBS: Final = {
    verb.name: verb
    for verb in (
        Verb(
            "approve",
            lifecycle.approve,
            gettext_lazy("Approved by the committee"),
            gettext_lazy("approved on"),
            gettext_lazy("From now on it is to be signed. Nothing of it is public yet."),
            ngettext_lazy(
                "%(count)d commitment was approved.",
                "%(count)d commitments were approved.",
                "count",
            ),
            needs=("number",),
        ),
        Verb(
            "take_back",
            lifecycle.take_back,
            gettext_lazy("Take back the approval"),
            gettext_lazy("taken back on"),
            gettext_lazy("It is a draft again, without day and number of the decision."),
            ngettext_lazy(
                "%(count)d approval was taken back.",
                "%(count)d approvals were taken back.",
                "count",
            ),
            asks=(),
        ),
        Verb(
            "sign",
            lifecycle.sign,
            gettext_lazy("Bring into force by signing"),
            gettext_lazy("signed on"),
            gettext_lazy("From this day on the organisation counts as committed, publicly too."),
            ngettext_lazy(
                "%(count)d commitment was signed.", "%(count)d commitments were signed.", "count"
            ),
            asks=("occasion", "signer_position"),
            needs=(),
        ),
        Verb(
            "suspend",
            lifecycle.suspend,
            gettext_lazy("Suspend"),
            gettext_lazy("suspended from"),
            gettext_lazy(
                "From this day on it does not count until it is resumed. It stays listed."
            ),
            ngettext_lazy(
                "%(count)d commitment was suspended.",
                "%(count)d commitments were suspended.",
                "count",
            ),
            asks=("number", "cure"),
        ),
        Verb(
            "resume",
            lifecycle.resume,
            gettext_lazy("Resume"),
            gettext_lazy("counts again from"),
            gettext_lazy("From this day on it counts again."),
            ngettext_lazy(
                "%(count)d commitment was resumed.", "%(count)d commitments were resumed.", "count"
            ),
            needs=(),
        ),
        Verb(
            "end",
            lifecycle.end,
            gettext_lazy("End"),
            gettext_lazy("ended on"),
            gettext_lazy(
                "The first day on which it counts no more. An end is for good: whoever comes back "
                "signs anew."
            ),
            ngettext_lazy(
                "%(count)d commitment was ended.", "%(count)d commitments were ended.", "count"
            ),
            asks=("why", "number"),
        ),
        Verb(
            "reinstate",
            lifecycle.reinstate,
            gettext_lazy("Take the end back"),
            "",
            gettext_lazy(
                "Only where the end was recorded by mistake: it is then as if it had never ended. "
                "Whoever comes back signs anew."
            ),
            ngettext_lazy(
                "The end of %(count)d commitment was taken back.",
                "The end of %(count)d commitments was taken back.",
                "count",
            ),
            asks=(),
        ),
    )
}
