"""How not to send, as a process of its own to be killed: marked first, and then handed over.

For the control of `test_killed_senders.py`: `python -m rcportal.tests.outbox.careless`.
"""

import django


def main() -> None:
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- not before Django is there

    from core.enums import MailState  # noqa: PLC0415 -- the same
    from core.models import OutboxMail  # noqa: PLC0415 -- the same
    from core.outbox import sending  # noqa: PLC0415 -- the same

    for pk in OutboxMail.objects.filter(state=MailState.QUEUED).values_list("pk", flat=True):
        now = timezone.now()
        if mail := sending._claimed(pk, at=now):
            sending._mark(mail, MailState.SENT, at=now, sent_at=now, next_try_at=None)
            sending.as_message(mail).send()


if __name__ == "__main__":
    main()
