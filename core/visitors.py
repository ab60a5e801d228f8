"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

UNKNOWN = "::"
# Whoever has one IPv6 address has at least this network of them.
IPV6_NETWORK = 64


def address_of(request: HttpRequest) -> str:
    """Give the visitor's address; of IPv6 the first address of its network.

    It is the one the connection came from. Only behind proxies that `TRUSTED_PROXIES` names is
    X-Forwarded-For believed, from its end, as far as trusted proxies wrote it.
    """
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    seen = _parsed(request.META.get("REMOTE_ADDR", ""))
    while hops and _is_trusted(seen):
        said = _parsed(hops.pop())
        if said is None:
            break
        seen = said
    return _network_of(seen)


def _is_trusted(address: Address | None) -> bool:
    """A connection without an address comes through a socket of this machine."""
    proxies = [ipaddress.ip_network(text) for text in settings.TRUSTED_PROXIES]
    return bool(proxies) and (address is None or any(address in proxy for proxy in proxies))


def _parsed(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _network_of(address: Address | None) -> str:
    if address is None:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False).network_address)
