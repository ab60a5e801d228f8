import http.server
import threading

import pytest

from rcportal.services import addresses


@pytest.fixture
def taken():
    with addresses.listen("127.0.0.1", 0) as listener:
        yield listener.getsockname()[1]


def test_the_next_free_port_is_taken(taken):
    with addresses.listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]

    assert port > taken >= addresses.FIRST_PORT


def test_a_port_that_was_asked_for_and_is_taken_is_an_error(taken):
    with pytest.raises(addresses.AddressTaken, match=f"Port {taken} on "):
        addresses.listen("127.0.0.1", taken)


def test_an_address_that_is_not_ours_is_an_error():
    with pytest.raises(addresses.AddressTaken, match=r"cannot listen on 192\.0\.2\.1, port 8000"):
        addresses.listen("192.0.2.1", 0)


@pytest.mark.parametrize(("host", "shown"), [("127.0.0.1", "127.0.0.1"), ("::1", "[::1]")])
def test_the_address_is_one_that_can_be_typed(host, shown):
    with addresses.listen(host, 0) as listener:
        address = addresses.url(listener)
        port = listener.getsockname()[1]

    assert address == f"http://{shown}:{port}/"


@pytest.mark.parametrize(("status", "answers"), [(200, True), (404, True), (503, False)])
def test_a_server_that_is_not_ready_is_waited_for(status, answers):
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            pass

    looked = []
    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,)).start()
        address = f"http://127.0.0.1:{server.server_port}/"

        found = addresses.wait_until_it_answers(address, seconds=0.3, look=lambda: looked.append(1))
        server.shutdown()

    assert (found, bool(looked)) == (answers, True)
