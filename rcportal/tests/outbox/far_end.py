"""A small mail server on loopback: the far end, where it counts what has arrived."""

import contextlib
import socketserver
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from threading import Thread


def nothing(_count: int) -> None:
    """What a server does to its senders on a good day."""


class FarEnd(socketserver.ThreadingTCPServer):
    """Accepts every mail; `before` and `after` are called around taking one, with its number."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.message_ids: list[str] = []
        self.before: Callable[[int], None] = nothing
        self.after: Callable[[int], None] = nothing

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    @property
    def distinct(self) -> set[str]:
        return set(self.message_ids)

    @property
    def repeated(self) -> dict[str, int]:
        """The Message-IDs that came more than once, and how often more."""
        return {key: count - 1 for key, count in Counter(self.message_ids).items() if count > 1}

    def take(self, content: bytes) -> None:
        self.message_ids.append(message_from_bytes(content)["Message-ID"])
        self.after(len(self.message_ids))


class Conversation(socketserver.StreamRequestHandler):
    server: FarEnd

    def handle(self) -> None:
        """Talk until the other one says goodbye, or is killed."""
        with contextlib.suppress(ConnectionError):
            self.talk()

    def talk(self) -> None:
        self.say(b"220 far end")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self.server.before(len(self.server.message_ids) + 1)
                self.say(b"354 go on")
                self.server.take(self.content())
            self.say(b"221 bye" if word == b"QUIT" else b"250 well")
            if word == b"QUIT":
                return

    def content(self) -> bytes:
        lines = iter(self.rfile.readline, b"")
        return b"".join(iter(lambda: next(lines, b".\r\n"), b".\r\n"))

    def say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


@contextmanager
def far_end() -> Iterator[FarEnd]:
    with FarEnd() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
