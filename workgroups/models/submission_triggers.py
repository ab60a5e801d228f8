"""What the database refuses of a document, whoever asks and by whatever path."""

from typing import Any

import pgtrigger

from core.steps import step_triggers
from workgroups.enums import ENDORSED_KINDS, SUBMISSION_STARTS, SUBMISSION_STEPS
from workgroups.enums import SubmissionState as State


def submission_triggers() -> list[Any]:
    """Give the triggers of `Submission`: legal steps, decisions, versions, bodies."""
    return [
        *step_triggers(
            SUBMISSION_STEPS,
            starts=SUBMISSION_STARTS,
            recorded=pgtrigger.Q(new__id__isnull=True),
        ),
        pgtrigger.ReadOnly(
            name="a_document_stays_what_it_is",
            fields=["kind", "body", "year", "quarter", "corrects"],
        ),
        pgtrigger.Trigger(
            name="accepted_by_a_decision",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Q(new__state=State.ACCEPTED)
            & ~pgtrigger.Q(old__state=State.ACCEPTED),
            func=f"""
                IF NEW.accepted_version_id IS DISTINCT FROM NEW.current_version_id
                   OR NOT EXISTS (
                    SELECT FROM workgroups_decision
                    WHERE version_id = NEW.current_version_id AND outcome = 'accepted'
                      AND (endorsed_by_id IS NOT NULL OR decided_by_id IS NULL
                           OR NEW.kind NOT IN {tuple(map(str, ENDORSED_KINDS))!r})
                ) THEN
                    RAISE EXCEPTION 'a_document_is_accepted_by_a_decision_on_its_last_version'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="versions_are_its_own",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            func="""
                IF OLD.accepted_version_id IS NOT NULL
                   AND NEW.accepted_version_id IS DISTINCT FROM OLD.accepted_version_id THEN
                    RAISE EXCEPTION 'the_accepted_version_stays'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF EXISTS (
                    SELECT FROM workgroups_submissionversion
                    WHERE id IN (NEW.current_version_id, NEW.accepted_version_id)
                      AND document_id <> NEW.id
                ) THEN
                    RAISE EXCEPTION 'a_version_belongs_to_its_document'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Trigger(
            name="bodies_that_plan",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func="""
                IF NOT EXISTS (
                    SELECT FROM workgroups_body WHERE id = NEW.body_id
                      AND kind IN ('working_group', 'secretariat')
                    FOR SHARE
                ) THEN
                    RAISE EXCEPTION 'only_working_groups_and_the_secretariat_hand_in'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
            """,
        ),
        pgtrigger.Protect(name="a_document_stays", operation=pgtrigger.Delete),
    ]
