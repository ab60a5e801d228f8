"""The web server's address on this machine."""

import errno
import http.client
import socket
import time
from collections.abc import Callable

FIRST_PORT = 8000
PORTS_TRIED = 200
ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 -- read, not bound


class AddressTaken(Exception):
    """The port that was asked for cannot be had."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port, or if it is 0 the first free one from 8000 on. Raises AddressTaken.

    The socket listens from now on, so nobody else gets the port; the web server receives it.
    """
    for candidate in [port] if port else range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        try:
            return _bound(host, candidate)
        except OSError as error:
            if port or error.errno != errno.EADDRINUSE:
                raise AddressTaken(_sentence(host, candidate, error)) from error
    raise AddressTaken(
        f"No port from {FIRST_PORT} to {candidate} is free on {host}: set PORTAL_PORT."
    )


def url(listener: socket.socket) -> str:
    """Give the address that people type."""
    host, port = listener.getsockname()[:2]
    host = ANY_HOST.get(host, host)
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def wait_until_it_answers(address: str, *, seconds: float, look: Callable[[], None]) -> bool:
    """Wait until the web server answers anything at all; `look` is called meanwhile."""
    deadline = time.monotonic() + seconds
    host = address.removeprefix("http://").rstrip("/")
    while time.monotonic() < deadline:
        look()
        connection = http.client.HTTPConnection(host, timeout=1)
        try:
            connection.request("GET", "/healthz", headers={"X-Forwarded-Proto": "https"})
            if connection.getresponse().status < 500:
                return True
        except (OSError, http.client.HTTPException):
            pass  # not yet
        finally:
            connection.close()
        time.sleep(0.1)
    return False


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken: set PORTAL_PORT to another one, or leave it out."
    return f"The portal cannot listen on {host}, port {port}: {error.strerror}."
