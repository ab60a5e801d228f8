"""R6: PostgreSQL restarts while 20 visitors a second ask: a plain page, and healthy by itself."""

import re
import threading
import time

import pytest

from rcportal.tests.database.visitors import CHECKED, PATHS, UNCHECKED, web

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.full,
    pytest.mark.shows("R6"),
]

RATE, SECONDS, SECONDS_AWAY = 20, 20, 5
PLAIN = "平台暂时无法使用，马上恢复"


def restart(own, when):
    """Stop the server in three seconds for five; note when it is back."""
    time.sleep(3)
    own.stop()
    time.sleep(SECONDS_AWAY)
    own.start()
    when.append(time.monotonic())


def test_a_plain_page_while_it_is_away_and_healthy_when_it_is_back(own, tmp_path, figure):
    back = []
    with web(tmp_path / "web.log") as server:
        for path in PATHS:
            assert server.ask(path).status == 200
        before = server.children
        outage = threading.Thread(target=restart, args=(own, back))
        outage.start()
        answers = list(server.asked(rate=RATE, seconds=SECONDS))
        outage.join()
        after = server.children

    refused = [each for each in answers if each.status != 200]
    healthy = max(0.0, max(each.asked_at + each.seconds for each in refused) - back[0])
    slowest = max(each.seconds for each in refused)
    assert {each.status for each in refused} == {503}
    assert {tuple(re.findall(r"<h1>(.*?)</h1>", each.page)) for each in refused} == {(PLAIN,)}
    assert not any("Traceback" in each.page for each in refused)
    assert (slowest <= 5, healthy <= 10, after == before) == (True, True, True)
    figure(
        "R6",
        f"{len(answers)} requests, {RATE} a second, PostgreSQL away for {SECONDS_AWAY} s: "
        f"{len(refused)} plain pages, the slowest after {slowest:.1f} s; "
        f"the last {healthy:.1f} s after it was back, no process restarted",
    )


@pytest.mark.parametrize(("settings_module", "is_well"), [(CHECKED, True), (UNCHECKED, False)])
def test_a_connection_is_asked_before_it_is_used_again(
    own, tmp_path, settings_module, is_well, figure
):
    """With its control: nobody asks, and the first visitors after a quiet restart are refused."""
    with web(tmp_path / "web.log", settings_module=settings_module) as server:
        list(server.asked(rate=RATE, seconds=2))
        own.stop()
        own.start()
        answers = list(server.asked(rate=RATE, seconds=2))

    refused = sum(each.status != 200 for each in answers)
    assert (refused == 0) is is_well
    words = "asked" if is_well else "not asked"
    figure("R6", f"restarted while nobody looks, connections {words} before use: {refused} refused")
