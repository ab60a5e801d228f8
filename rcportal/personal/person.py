"""Who somebody is to the portal: the account, and the words by which texts name the person."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from allauth.account.models import EmailAddress
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from accounts.models import Person, User
from accounts.models.user import NEUTRAL
from commitments.models import FormField
from rcportal.personal.fields import Column, all_of, columns, history_of, kept_of

# As people write numbers: with spaces, hyphens and brackets, and the country before them.
PHONE: Final = re.compile(r"\+?[(（]?\d[\d ()（）-]{5,18}\d")
LEAST_DIGITS: Final = 7
LONGEST_AT_HOME: Final = 12
SHORTEST_NAME: Final = 3
CONTACT_NAME: Final = "contact_name"  # questions that the form begins with
CONTACT_MAIL: Final = "contact_email"


@dataclass
class Somebody:
    """One person: the account if there is one, and the words that are the person's own."""

    user: User | None
    mails: set[str]
    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)

    def plain_names(self) -> set[str]:
        """Give the names that prove nothing: short as a word, or borne by somebody else here."""
        others = Person.objects.exclude(pk__in=self.rows_of(Person).values("pk"))
        shared = set(others.filter(name__in=self.names).values_list("name", flat=True))
        for column in columns("answers"):
            said = f"{column.field.name}__answers__{CONTACT_NAME}"
            rows = all_of(column.model).exclude(pk__in=self.said_of(column).values("pk"))
            shared |= {each for each in self.names if rows.filter(**{said: each}).exists()}
        return {each for each in self.names if len(each) < SHORTEST_NAME or each in shared}

    def rows_of(self, model: type[models.Model]) -> Any:
        """Give the person's own rows of a table, or of its history."""
        tracked: Any = getattr(model, "pgh_tracked_model", None)
        whose = Q(pk__in=[])
        for way in kept_of(model).of:
            whose |= self._by(model, way)
        if tracked is not None and any(each.name == "pgh_obj" for each in model._meta.fields):
            whose |= Q(pgh_obj__in=list(self.rows_of(tracked).values_list("pk", flat=True)))
        return all_of(model).filter(whose)

    def said_of(self, column: Column) -> Any:
        """Give the rows with answers of an application whose contact the person is."""
        contact = f"{column.field.name}__answers__{CONTACT_MAIL}"
        whose = Q(pk__in=self.rows_of(column.model).values("pk"), **{contact: ""})
        for mail in self.mails:
            whose |= Q(**{f"{contact}__iexact": mail})
        return all_of(column.model).filter(whose)

    def _by(self, model: type[models.Model], way: str) -> Q:
        """Ask for rows that the way leads from to the person; a history has not every way."""
        try:
            end = _end_of(model, way)
        except FieldDoesNotExist:
            return Q(pk__in=[])
        if isinstance(end, models.EmailField):
            asked = Q(pk__in=[])
            for mail in self.mails:
                asked |= Q(**{f"{way}__iexact": mail})
            return asked
        return Q(**{way: self.user.pk}) if self.user else Q(pk__in=[])


def _end_of(model: type[models.Model], way: str) -> Any:
    end: Any = None
    for name in way.split("__"):
        end = model._meta.get_field(name)
        model = end.related_model or model
    return end


def find(email: str) -> Somebody:
    """Find whose the address is, and by what else texts may name the person."""
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    somebody = Somebody(user, {email} | _former_mails(user))
    people: list[type[models.Model]] = [Person, *history_of(Person)]
    for model in people:
        somebody.names |= set(somebody.rows_of(model).values_list("name", flat=True))
    for column in columns("answers"):
        for content in somebody.said_of(column).values_list(column.field.name, flat=True):
            _learn(somebody, content.get("answers", {}))
    somebody.names -= {"", NEUTRAL}
    return somebody


def _former_mails(user: User | None) -> set[str]:
    """Give the addresses that the account had, but for those that are another's today."""
    if user is None:
        return set()
    kept: Any = history_of(User)[0]
    had = set(kept.objects.filter(pgh_obj=user.pk).values_list("email", flat=True))
    had |= set(EmailAddress.objects.filter(user=user).values_list("email", flat=True))
    others = User.objects.filter(email__in=had).exclude(pk=user.pk)
    return {each.lower() for each in had} - set(others.values_list("email", flat=True))


def private_questions() -> set[str]:
    """Give the codes of the questions whose answers are never public."""
    return set(FormField.objects.filter(is_private=True).values_list("code", flat=True))


def _learn(somebody: Somebody, answers: dict[str, str]) -> None:
    """Note name and numbers that an application gave for its contact."""
    somebody.names.add(answers.get(CONTACT_NAME, "").strip())
    for code in private_questions() & answers.keys():
        found = (digits_of(each) for each in PHONE.findall(answers[code]))
        somebody.phones |= {each for each in found if len(each) >= LEAST_DIGITS}


def digits_of(number: str) -> str:
    """Give the digits of a number without those of the country."""
    digits = re.sub(r"\D", "", number).removeprefix("00")
    return digits.removeprefix("86") if len(digits) > LONGEST_AT_HOME else digits


def is_number(text: str) -> bool:
    """Tell whether this is the number of a telephone, and not a name or an address."""
    return len(re.sub(r"\D", "", text)) >= LEAST_DIGITS and not re.search(r"[^\W\d]", text)
