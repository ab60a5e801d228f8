"""The broker's options: what keeps a job alive when a worker is killed (decision 0003)."""

from rcportal.celery import app


def test_messages_of_a_killed_worker_come_back_within_fifteen_seconds():
    options = app.conf.broker_transport_options

    assert options["unacked_restore_interval"] * options["unacked_restore_throttle"] <= 15


def test_no_running_job_is_handed_out_a_second_time():
    assert app.conf.broker_transport_options["visibility_timeout"] >= 1800
    assert app.conf.task_time_limit * 2 <= app.conf.broker_transport_options["visibility_timeout"]
    assert 0 < app.conf.task_soft_time_limit < app.conf.task_time_limit


def test_a_message_is_settled_when_its_task_is_done():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result


def test_a_broker_that_is_gone_is_noticed_at_once():
    assert app.conf.broker_transport_options["socket_connect_timeout"] <= 1
    assert not app.conf.task_publish_retry
    assert app.conf.broker_transport_options["max_retries"] == 0


def test_frequent_tasks_do_not_pile_up_while_there_is_no_worker():
    frequent = [
        each for each in app.conf.beat_schedule.values() if each["schedule"] in (10.0, 60.0)
    ]

    assert len(frequent) == 2
    assert all(each["options"]["expires"] <= each["schedule"] for each in frequent)
