"""What can become of an organisation, in the words of the secretariat: the verbs of its lineage."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from commitments.enums import Kind
from commitments.enums.parks import ParkChange
from commitments.forms.lineage import ExtensionForm, KindForm, MoveForm, SuccessionForm
from commitments.models import Organisation
from commitments.services import extending, lineage


@dataclass(frozen=True)
class Verb:
    """Something that becomes of an organisation, as the secretariat reads it."""

    name: str
    form: type[forms.Form]
    act: Callable[..., Any]
    button: str | Promise
    hint: str | Promise
    done: str | Promise
    other_label: str | Promise = ""
    # Of which kind alone; empty: of any.
    of_kind: str = ""

    def fits(self, organisation: Organisation) -> bool:
        """Whether it can become of an organisation of this kind."""
        return self.of_kind in ("", organisation.kind)

    def is_offered(self, organisation: Organisation) -> bool:
        """Whether its page leads there: a park that was put into a park may only come out."""
        is_nonsense = self.form is MoveForm and organisation.kind == Kind.PARK
        return self.fits(organisation) and (not is_nonsense or bool(organisation.park_id))


def _merge(organisation: Organisation, typed: dict[str, Any], **who: Any) -> None:
    lineage.merge(organisation, into=typed["other"], on=typed["on"], source=typed["source"], **who)


def _split(organisation: Organisation, typed: dict[str, Any], **who: Any) -> None:
    lineage.split(organisation, into=typed["other"], on=typed["on"], source=typed["source"], **who)


def _extend(organisation: Organisation, typed: dict[str, Any], **who: Any) -> None:
    extending.extend(
        organisation,
        change=ParkChange(typed["change"]),
        taking_in=typed["parks"],
        area=typed["area"],
        on=typed["on"],
        document=typed["document"],
        **who,
    )


def _move(organisation: Organisation, typed: dict[str, Any], **who: Any) -> None:
    lineage.move(organisation, to=typed["park"], on=typed["on"], reason=typed["reason"], **who)


def _reclassify(organisation: Organisation, typed: dict[str, Any], **who: Any) -> None:
    lineage.reclassify(
        organisation, to=typed["kind"], on=typed["on"], reason=typed["reason"], **who
    )


VERBS: Final = {
    verb.name: verb
    for verb in (
        Verb(
            "merge",
            SuccessionForm,
            _merge,
            gettext_lazy("Merge into another"),
            gettext_lazy(
                "Its page leads to the other one from then on. Both records stay, and the merger "
                "can be taken back."
            ),
            gettext_lazy("The merger is on record."),
            gettext_lazy("merged into"),
        ),
        Verb(
            "split",
            SuccessionForm,
            _split,
            gettext_lazy("Split off another"),
            gettext_lazy(
                "Enter the new organisation in the register first. It takes over the commitments "
                "with their days of signing; this one keeps its own."
            ),
            gettext_lazy("The split is on record."),
            gettext_lazy("split off"),
        ),
        Verb(
            "extend",
            ExtensionForm,
            _extend,
            pgettext_lazy("park", "Extend or redraw its borders"),
            gettext_lazy(
                "The area holds from the day on. Parks that are taken in end on that day and their "
                "pages lead to this one; all of it can be taken back."
            ),
            gettext_lazy("The change of the park is on record."),
            of_kind=Kind.PARK,
        ),
        Verb(
            "move",
            MoveForm,
            _move,
            gettext_lazy("Move to another park"),
            gettext_lazy("The register as at an earlier day goes on showing the park of that day."),
            gettext_lazy("The move is on record."),
        ),
        Verb(
            "reclassify",
            KindForm,
            _reclassify,
            gettext_lazy("Change the kind"),
            gettext_lazy("The register as at an earlier day goes on showing the kind of that day."),
            gettext_lazy("The change is on record."),
        ),
    )
}
