"""Load on a web server: a few connections ask again and again; how fast are the answers?"""

import itertools
import socket
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

CONNECTIONS: Final = 8
SECONDS: Final = 2.0
WAIT: Final = 30.0
PIECE: Final = 65_536


class Unexpected(Exception):
    """The server answered something else than was asked for."""


@dataclass(frozen=True)
class Load:
    """What was measured: answers a second, and within how many milliseconds 95 of 100 came."""

    rate: float
    p95: float


def median_of(loads: Sequence[Load]) -> Load:
    return Load(
        statistics.median(load.rate for load in loads),
        statistics.median(load.p95 for load in loads),
    )


def measure(port: int, paths: Sequence[str], *, headers: str = "", expected: int = 200) -> Load:
    """Ask for the paths in turn over several connections at once for some seconds."""
    times: list[float] = []
    wrong: list[str] = []
    requests = itertools.cycle([_request(path, headers) for path in paths])
    ends = time.perf_counter() + SECONDS

    def ask() -> None:
        while time.perf_counter() < ends and not wrong:
            began = time.perf_counter()
            status = _status(_exchange(port, next(requests)))
            times.append(time.perf_counter() - began)
            if status != expected:
                wrong.append(f"{status} instead of {expected}")

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise Unexpected(f"{paths[0]}: {wrong[0]}")
    p95 = statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]
    return Load(len(times) / (time.perf_counter() - began), p95 * 1000)


def etag_of(port: int, path: str) -> str:
    """Give the tag of a page, for asking whether it has changed."""
    head, _, _body = _exchange(port, _request(path, "")).partition(b"\r\n\r\n")
    for line in head.decode("latin-1").split("\r\n"):
        name, _, value = line.partition(":")
        if name.lower() == "etag":
            return value.strip()
    raise Unexpected(f"{path} has no ETag")


def wait_for(port: int, path: str) -> None:
    """Come back when the server answers. Raises Unexpected if it does not."""
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        try:
            if _status(_exchange(port, _request(path, ""))) == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise Unexpected(f"nothing answers at port {port}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _request(path: str, headers: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    return "\r\n".join([*lines, *filter(None, [headers]), "", ""]).encode()


def _exchange(port: int, request: bytes) -> bytes:
    pieces = []
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as connection:
        connection.sendall(request)
        while piece := connection.recv(PIECE):
            pieces.append(piece)
    return b"".join(pieces)


def _status(answer: bytes) -> int:
    words = answer[:32].split(b" ")
    return int(words[1]) if len(words) > 1 else 0
