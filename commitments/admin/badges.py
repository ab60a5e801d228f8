"""The state of a record as a word with a colour that only repeats it."""

from typing import Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from commitments.enums import BatchState, State

TONES: Final[dict[str, str]] = {
    State.DRAFT: "info",
    State.TO_SIGN: "info",
    State.IN_FORCE: "good",
    State.SUSPENDED: "warn",
    State.DOUBLE: "",
    BatchState.UPLOADED: "warn",
    BatchState.PREVIEWED: "info",
    BatchState.IMPORTED: "good",
    BatchState.REFUSED: "bad",
    BatchState.UNDONE: "warn",
}


def state_badge(state: str, label: str) -> SafeString:
    """Draw the badge of an organisation's status or of a commitment's or import's state."""
    return render_to_string(
        "components/_badge.html", {"label": label, "tone": TONES.get(state, "")}
    )
