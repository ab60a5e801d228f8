"""One person, of whom name, address and telephone were brought everywhere that services lead to."""

import datetime as dt
from io import StringIO

from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import Person, StaffPost
from accounts.services import sign_in
from commitments.enums.representatives import RepresentativeRole
from commitments.models import FormField, Organisation
from commitments.queries.applications import asked_fields
from commitments.services import applying, facts, noting, public_texts, representing
from commitments.services.bonds import inviting
from commitments.tests.applying import answers, begun, scan
from commitments.tests.factories import CommitmentFactory
from commitments.tests.representing import acting
from core import review
from core.history import because
from core.jobs import cancel
from core.models import SavedFilter
from core.tenure import end, span
from reports.services import building
from workgroups.services import documents
from workgroups.tests import years
from workgroups.tests.factories import BodyFactory, OfficeFactory, item, plan_content, staff

NAME, MAIL, PHONE = "慕容雁归", "yangui.murong@canary-mail.example", "13987654321"
FORMER, WRITTEN = "murong.before@canary-mail.example", "+86 139-8765-4321"
WORDS = (NAME, MAIL, FORMER, PHONE, "139-8765-4321")
SENTENCE = f"请联系{NAME}（{MAIL}，电话 {WRITTEN}）。"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=timezone.get_default_timezone())
TODAY = NOON.date()


def plant():
    """Let the person apply, join, write, work for the secretariat and a body, and leave office."""
    applied()
    user = joined()
    worked_for_the_secretariat(user)
    wrote_for_a_body(user)
    was_told(user)
    return user


def applied():
    """Apply by a personal link with a telephone, be asked to mend, hand in again, be refused."""
    application = begun(MAIL)
    FormField.objects.create(
        code="contact_phone", section="contact", kind="text", label="联络电话", is_private=True
    )
    applying.send_link(MAIL, at=NOON)
    for seen, product in enumerate(("环氧树脂", SENTENCE)):
        given = answers(
            contact_name=NAME, contact_email=MAIL, contact_phone=WRITTEN, products=product
        )
        applying.save(application, given, seen=seen, by=None, at=NOON)
    applying.bring_file(
        application, "letter_scan", scan(name=f"{NAME}-承诺书.pdf"), by=None, at=NOON
    )
    by = staff()
    for number in range(2):
        application.refresh_from_db()
        seen = application.draft_number
        applying.submit(application, asked_fields(), seen=seen, by=None, at=NOON)
        applying.take_up(application, by=by, at=NOON)
        applying.remark(
            application, by=by, at=NOON, place="products", severity="may", text=SENTENCE
        )
        if number == 0:
            due = TODAY + dt.timedelta(days=9)
            applying.send_back(application, by=by, at=NOON, comment=SENTENCE * 2, due_again=due)
    applying.decline(application, by=by, at=NOON, comment=SENTENCE)


def joined():
    """Be invited as a contact, accept with another address, and get the present one later."""
    commitment = CommitmentFactory(signed_on=dt.date(2021, 3, 4), state="in_force", source="名单")
    facts.refresh()
    organisation = Organisation.objects.get(pk=commitment.organisation_id)
    lead = acting(organisation).user
    role = RepresentativeRole.EDITOR
    told = {"by": lead, "at": NOON}
    invitation = representing.invite(organisation, FORMER, role, **told)
    user = representing.account_for(invitation, "a long password")
    representing.accept(invitation, user=user, at=NOON - dt.timedelta(days=30))
    with because(by=staff("admin"), reason=SENTENCE, source="edit"):
        user.email = MAIL
        user.save()
    representing.invite(CommitmentFactory().organisation, MAIL, role, **told)
    public_texts.write(organisation, f"甲化工简介。{SENTENCE}", "", seen=0, by=user, at=NOON)
    noting.write_note(organisation, f"{SENTENCE}手机{PHONE}。", by=staff(), at=NOON)
    inviting.invite(organisation, "丙物流", relation="carrier", email=MAIL, by=user, at=NOON)
    return user


def worked_for_the_secretariat(user):
    """Hold a post, begin and cancel a job, save a filter; then the post ends."""
    post = StaffPost.objects.create(user=user, role="staff", valid=span(dt.date(2021, 1, 1)))
    run, _is_new = building.request_statistics(2021, by=user, at=NOON)
    cancel(run, by=user, at=NOON)
    with because(by=user, source="edit"):
        SavedFilter.objects.create(
            name=NAME, listing="commitments.application", query=f"q={MAIL}", owner=user
        )
    browser = Client()
    browser.force_login(user, backend="accounts.adapters.SignInBackend")
    browser.get("/admin/")
    end(post, on=TODAY)


def wrote_for_a_body(user):
    """Hold an office, write and hand in a plan with remarks, leave the office."""
    body = BodyFactory()
    with because(by=staff(), source="edit"):
        person = Person.objects.create(name=NAME, position="总经理", user=user)
    office = OfficeFactory(seat__body=body, body=body, person=person)
    content = plan_content(item(title=SENTENCE, owner=NAME))
    plan = years.handed_in("plan", body, on="03-10", content=content, by=user)
    at = years.moment("03-11")
    documents.claim(plan, by=staff(), at=at)
    review.remark(plan.current_version, by=staff(), at=at, text=SENTENCE, severity="may")
    documents.send_back(
        plan, by=staff(), at=at, comment=SENTENCE * 2, due_again=dt.date(2022, 3, 20)
    )
    plan.refresh_from_db()
    for title in (f"{NAME}负责的宣贯", SENTENCE.upper()):
        documents.save_draft(
            plan,
            plan_content(item(title=title)),
            seen=plan.draft_number,
            by=user,
            at=at,
            leaves_trail=True,
        )
        plan.refresh_from_db()
    end(office, on=TODAY, ended_reason="change")


def was_told(user):
    """Have mails and notices, and be somebody whose password others tried."""
    until = NOON + dt.timedelta(minutes=15)
    sign_in.tell_of_lock(user.email, place="203.0.113.77", until=until, at=NOON)


def dump():
    """Give every table as PostgreSQL writes it out, by its name."""
    told = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            written = StringIO()
            cursor.copy_expert(f'COPY public."{table}" TO STDOUT', written)
            told[table] = written.getvalue()
    return told


def hits(*words):
    """Give where words of the person stand: table and word, in any case."""
    looked_for = words or WORDS
    return sorted(
        (table, word)
        for table, text in dump().items()
        for word in looked_for
        if word.lower() in text.lower()
    )
