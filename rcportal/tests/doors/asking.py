"""Ask for an address and read the answer whole, whatever kind it is."""


def ask(client, method, url, data=None, **headers):
    """Give the answer and what it says; files that it sent are closed."""
    response = getattr(client, method)(url, data, **headers)
    content = b"".join(response) if response.streaming else response.content
    for close in response._resource_closers:  # close() itself would end the test's data
        close()
    return response, content
