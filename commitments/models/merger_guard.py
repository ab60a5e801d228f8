"""Who has merged into another organisation holds nothing from that day on: the database says so.

Records of what had ended by the day of the merger stay possible. Each trigger holds the
organisation, so of a merger and an entry at once the later one waits and sees the outcome.
"""

from typing import Any, Final

import pgtrigger

from commitments.enums import OPEN_STATES, State, SuccessionKind

RULE: Final = "nothing_is_held_after_a_merger"
_OPEN: Final = ", ".join(f"'{state}'" for state in sorted(OPEN_STATES))
_REFUSED: Final = f"""
                        RAISE EXCEPTION '{RULE}' USING ERRCODE = 'check_violation';"""


def nothing_is_entered_after_a_merger() -> Any:
    """Ask once per statement, as lists fill the table of commitments."""
    return pgtrigger.Trigger(
        name="nothing_is_entered_after_a_merger",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="entered"),
        func=_asked_of("entered"),
    )


def nothing_is_opened_after_a_merger() -> Any:
    """Ask when a commitment is reinstated, ends on another day or goes over to somebody."""
    told = ("state", "ended_on", "organisation_id")
    old, new = (", ".join(f"{row}.{column}" for column in told) for row in ("OLD", "NEW"))
    return pgtrigger.Trigger(
        name="nothing_is_opened_after_a_merger",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"NEW.state <> '{State.DOUBLE}' AND ({old}) IS DISTINCT FROM ({new})"
        ),
        func=_asked_of("(SELECT NEW.*) AS entered"),
    )


def _asked_of(entered: str) -> str:
    """Give what is asked of all rows of a statement, or of the one that changes.

    Letter by letter as in the migrations, spaces too: else the triggers count as other ones.
    """
    return f"""
                    PERFORM FROM commitments_organisation
                    WHERE id = ANY (ARRAY(SELECT organisation_id FROM {entered})) FOR KEY SHARE;
                    IF EXISTS (
                        SELECT FROM {entered}
                        JOIN commitments_succession AS succession
                          ON succession.predecessor_id = entered.organisation_id
                        WHERE succession.kind = '{SuccessionKind.MERGED}'
                          AND (entered.state IN ({_OPEN}) OR entered.ended_on > succession.on)
                    ) THEN{_REFUSED}
                    END IF;
                    RETURN NULL;
                """  # noqa: S608 -- fixed texts


def nobody_merges_who_holds_something() -> Any:
    """Ask when a merger is recorded."""
    return pgtrigger.Trigger(
        name="nobody_merges_who_holds_something",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("kind", "predecessor_id", "on"),
        condition=pgtrigger.Q(new__kind=SuccessionKind.MERGED),
        func=f"""
                    PERFORM FROM commitments_organisation
                    WHERE id = NEW.predecessor_id FOR UPDATE;
                    IF EXISTS (
                        SELECT FROM commitments_commitment AS commitment
                        WHERE commitment.organisation_id = NEW.predecessor_id
                          AND (commitment.state IN ({_OPEN}) OR commitment.ended_on > NEW.on)
                    ) THEN{_REFUSED}
                    END IF;
                    RETURN NEW;
                """,
    )
