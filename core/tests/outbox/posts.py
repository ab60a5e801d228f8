"""Mail backends that fail: the far end of the post, as it may be on a bad day."""

from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail.backends.locmem import EmailBackend


class Killed(BaseException):
    """The process ends here; no code of ours runs any more."""


class Gone(EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError(111, "Connection refused")


class DeadlyBefore(EmailBackend):
    """The sender dies before the server has the mail."""

    def send_messages(self, messages):
        raise Killed


class DeadlyAfterwards(EmailBackend):
    """The server has the mail, and the sender dies before it can mark it."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


class NoSuchAddress(EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"office@example.com": (550, b"no such user")})


class MailboxFull(EmailBackend):
    def send_messages(self, messages):
        raise SMTPRecipientsRefused({"office@example.com": (452, b"mailbox full")})


class TooLarge(EmailBackend):
    def send_messages(self, messages):
        raise SMTPDataError(552, b"message too large")


class SenderRefused(EmailBackend):
    def send_messages(self, messages):
        raise SMTPSenderRefused(550, b"not from here", "rcportal@localhost")


def at(name: str) -> str:
    return f"{__name__}.{name}"
