"""Many people who act in the same moment, each on a connection of their own."""

import threading

from django.db import connection


def all_at_once(people, act):
    """Let everybody act, by their numbers from nought on; give the answers as they came."""
    start, answers = threading.Barrier(people), []

    def one(number):
        try:
            start.wait()
            answers.append(act(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
