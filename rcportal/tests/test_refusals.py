"""What the database refuses is said in one sentence: on forms, in the workplace, on any page."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pgtrigger
import pytest
from django import forms
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from accounts.models import StaffPost, User
from accounts.tests.clients import signed_in
from commitments.services import lifecycle
from commitments.tests.factories import CommitmentFactory, OrganisationFactory
from core.models import JobRun
from core.refusals import sentence_of, sentences, told_on
from core.tenure import span
from rcportal.tests.test_house import OURS
from reports.tests.workers import _somebody_waits, wait_until
from workgroups.models import Body, Seat

MODELS = [
    model
    for label in OURS
    for model in apps.get_app_config(label).get_models()
    if not hasattr(model, "pgh_tracked_model")
]
RULES = [(model, rule) for model in MODELS for rule in model._meta.constraints]
CHINESE_SENTENCE = re.compile(r"^[^a-zA-Z]*[\u4e00-\u9fff].*[。！]$")


# --- The table of sentences is whole ---


@pytest.mark.parametrize(("model", "rule"), RULES, ids=lambda it: getattr(it, "name", ""))
def test_every_rule_of_the_database_has_a_sentence(model, rule):
    assert rule.violation_error_message != rule.default_violation_error_message, (
        f"{model.__name__}.{rule.name}: give it a violation_error_message"
    )
    assert CHINESE_SENTENCE.match(rule.get_violation_error_message())


def test_no_two_rules_have_one_name():
    names = [rule.name for _model, rule in RULES]

    assert sorted(names) == sorted(set(names))


def test_every_trigger_that_names_a_rule_has_a_sentence():
    named = {
        name
        for model, trigger in pgtrigger.registered()
        for name in re.findall(r"RAISE EXCEPTION '([a-z_]+)'", str(trigger.get_func(model)))
    }

    silent = {name for name in named if not CHINESE_SENTENCE.match(sentences().get(name, ""))}
    assert silent == set(), "give them sentences: rule_sentences of the app's config"


# --- What the database says, as people read it ---


def refused(act):
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return sentence_of(caught.value)


def body(**fields):
    given = {"code": "pp", "name": "名", "english_name": "n", "kind": "committee", "position": 1}
    return Body.objects.create(**given | fields)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: body(code="PP"), "代码只能是 2 至 12 个小写字母或数字。"),
        (lambda: body(position=2), "已有其他机构使用该“代码”。"),
        (lambda: body(code="xx"), "已有其他机构使用该“次序”。"),
        (lambda: body(code="xx", position=2, name=None), "“名称”未填写：请填写。"),
        (lambda: seat_of(999_999), "所选的“机构”已不存在：请重新选择。"),
        (
            lambda: sql("DELETE FROM workgroups_body"),
            "仍被“席位”使用，不能删除：请为其填写结束日期。",
        ),
        (
            lambda: Body.pgh_event_models["insert"].objects.update(name="x"),
            "该内容须保持原样，本次未保存任何内容。请重新打开页面。",
        ),
    ],
)
def test_a_refusal_is_one_sentence(act, sentence):
    one = body()
    seat_of(one.pk)
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # keys to other tables are else asked at the end

    assert refused(act) == sentence


def seat_of(body_id):
    valid = span(dt.date(2022, 1, 1))
    return Seat.objects.create(
        body_id=body_id, organisation=OrganisationFactory(), role="member", valid=valid
    )


@pytest.mark.django_db
def test_a_step_that_the_triggers_refuse_is_one_sentence():
    commitment = CommitmentFactory()
    lifecycle.sign(commitment, by=None, at=timezone.now(), on=dt.date(2024, 1, 1))

    words = refused(lambda: type(commitment).objects.update(state="draft"))

    assert words == "当前状态已不能进行此操作：请重新打开页面。"


@pytest.mark.django_db
def test_what_is_no_refusal_has_no_sentence():
    assert refused(lambda: sql("SELECT nothing")) == ""


# --- On forms, in the workplace, on any page ---


class EmptyForm(forms.Form):
    pass


@pytest.mark.django_db(transaction=True)
def test_a_form_is_told_what_the_database_refused_and_nothing_is_written():
    form = EmptyForm({})
    body()

    with told_on(form):
        body(code="xx", position=2)
        body(code="xx", position=3)

    assert form.errors == {"__all__": ["已有其他机构使用该“代码”。"]}
    assert Body.objects.count() == 1


def post_to(user):
    fields = {"user": user.pk, "role": "staff", "valid_0": "2026-01-01", "valid_1": ""}
    return signed_in("admin").post("/admin/accounts/staffpost/add/", fields)


@contextmanager
def entered_elsewhere(user):
    """Somebody else has entered the post and not yet committed."""
    other = connection.copy()
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "INSERT INTO accounts_staffpost (user_id, role, valid)"
                " VALUES (%s, 'staff', '[2026-01-01,)')",
                [user.pk],
            )
        yield other.commit
    finally:
        other.close()


def in_a_thread(act):
    try:
        return act()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_who_loses_a_race_in_the_workplace_sees_the_form_and_the_sentence():
    user = User.objects.create_user("new@example.com")
    with ThreadPoolExecutor(1) as threads, entered_elsewhere(user) as commit:
        answer = threads.submit(in_a_thread, lambda: post_to(user))
        wait_until(_somebody_waits, "the form passed its own check and waits for the other")
        commit()
        response = answer.result(timeout=20)

    form = response.context["adminform"].form
    assert (response.status_code, form.errors) == (
        200,
        {"__all__": ["该账号在此期间已任此职务：请先结束原记录。"]},
    )
    assert form["valid"].value() == ["2026-01-01", ""]
    assert StaffPost.objects.filter(user=user).count() == 1


def careless(_request):
    """A view that minds nothing: it enters the same open run twice."""
    with transaction.atomic():
        for _ in range(2):
            JobRun.objects.create(kind="count", key="1")
    return HttpResponse("")


def mistaken(_request):
    sql("SELECT nothing")


urlpatterns = [path("careless/", careless), path("mistaken/", mistaken)]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_page_that_minds_nothing_still_says_it_in_a_sentence():
    response = Client().get("/careless/")

    assert response.status_code == 409
    assert "该任务已在排队或运行中：请查看其页面。" in response.content.decode()
    assert "one_open_run_per_job" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_without_the_middleware_it_would_be_a_trace(settings):
    """The control."""
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "Refused" not in each]

    with pytest.raises(IntegrityError):
        Client().get("/careless/")


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_a_mistake_of_ours_stays_an_error():
    with pytest.raises(DatabaseError):
        Client().get("/mistaken/")
