from typing import Any

import pgtrigger


def no_entry_for_a_record_that_is_the_same() -> Any:
    """Refuse commitments for a record that was brought together with another one.

    Asked once per statement, as lists fill the table. Who brings records together holds them for
    update, so this waits for it and then sees the outcome. The rows are looked up as an array: a
    session keeps the plan of its first statement, and a join that was planned for a small table
    compares each organisation with each new row.
    """
    return pgtrigger.Trigger(
        name="no_entry_for_a_record_that_is_the_same",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="entered"),
        func=_REFUSED,
    )


# Letter by letter as in the migration, spaces too: else the trigger counts as another one.
_REFUSED = """
                    PERFORM FROM commitments_organisation
                    WHERE id = ANY (ARRAY(SELECT organisation_id FROM entered)) FOR KEY SHARE;
                    IF EXISTS (
                        SELECT FROM commitments_organisation
                        WHERE id = ANY (ARRAY(SELECT organisation_id FROM entered))
                          AND same_as_id IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'a_record_that_is_the_same_takes_nothing'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NULL;
                """
