"""Two people import at the same moment."""

import threading
from collections import Counter

import pytest
from django.db import connection

from commitments.models import Commitment, Organisation
from commitments.services import importing
from commitments.services.importing import RegisterMoved, Verdict, batches
from commitments.tests.factories import RegionFactory
from commitments.tests.workbooks.lists import credit_code, xlsx
from commitments.tests.workbooks.tables import NOON, line

HEADINGS = ["单位名称", "单位类型", "统一社会信用代码", "省级行政区", "签署日期"]


def import_twice() -> list[object]:
    """Import one list in two threads at once; give what each of them answers."""
    data = xlsx([line("烟台澄岫化工有限公司", credit_code("370000", 1))], HEADINGS)
    answers: list[object] = []
    start = threading.Barrier(2)

    def run() -> None:
        start.wait(timeout=20)
        try:
            plan, _batch = importing.bring_in("名录.xlsx", data, by=None, at=NOON)
            answers.append(dict(plan.counts))
        except RegisterMoved as moved:
            answers.append(str(moved))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_imports_at_once_the_second_sees_the_first() -> None:
    RegionFactory()

    answers = import_twice()

    assert Counter(map(str, answers)) == Counter(
        [str({Verdict.ACCEPTED: 1}), str({Verdict.UNCHANGED: 1})]
    )
    assert (Organisation.objects.count(), Commitment.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_second_is_told_that_the_register_moved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: no turns are taken, and both write at the same moment."""
    RegionFactory()
    both = threading.Barrier(2)

    def write(*args: object, **options: object) -> None:
        both.wait(timeout=20)
        real(*args, **options)

    real = batches.write
    monkeypatch.setattr(batches, "write", write)
    monkeypatch.setattr(batches, "taking_turns", lambda: None)

    answers = import_twice()

    assert Counter(map(str, answers)) == Counter(
        [str({Verdict.ACCEPTED: 1}), "核对之后名录有了变动，请重新核对这份名单。"]
    )
    assert Organisation.objects.count() == 1
