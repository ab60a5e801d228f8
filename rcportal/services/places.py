"""Where the portal keeps its own things on this machine: paths only, nothing is made or started."""

import hashlib
import os
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# A Unix socket's path may not pass 107 bytes; PostgreSQL adds `/.s.PGSQL.5432`.
LONGEST_SOCKET_DIR = 85

POSTGRES_PORT = 5432  # names the socket file; nothing listens on the network
POSTGRES_USER = "portal"
POSTGRES_DATABASE = "portal"


def var_dir() -> Path:
    """Give the folder for data, sockets and logs: `PORTAL_VAR`, else `var/`."""
    return Path(os.environ.get("PORTAL_VAR") or BASE_DIR / "var").expanduser().resolve()


def socket_dir(var: Path) -> Path:
    """Give the folder of the sockets: inside `var`, or a short one where that is too long.

    The short one is below /tmp, whatever TMPDIR says: every command must come to the same place.
    """
    inside = var / "run"
    if len(os.fsencode(inside)) <= LONGEST_SOCKET_DIR:
        return inside
    name = hashlib.sha256(os.fsencode(var)).hexdigest()[:12]
    return Path("/tmp") / f"rcportal-{os.geteuid()}-{name}"  # noqa: S108 -- its owner is checked before use


def database(var: Path) -> dict[str, str | int]:
    """Give Django's settings of the embedded PostgreSQL below `var`."""
    return {
        "HOST": str(socket_dir(var)),
        "PORT": POSTGRES_PORT,
        "USER": POSTGRES_USER,
        "NAME": POSTGRES_DATABASE,
    }


def broker_socket(var: Path) -> Path:
    """Give the socket of the embedded Valkey below `var`."""
    return socket_dir(var) / "valkey.sock"


def redis_url(var: Path) -> str:
    """Give the address of the embedded Valkey below `var`."""
    return f"unix://{quote(str(broker_socket(var)))}?db=0"


def broker_url(url: str) -> str:
    """Give `url` as Celery writes it, whichever of the two ways it came."""
    address = urlsplit(url)
    if address.scheme not in ("unix", "redis+socket"):
        return url
    return f"redis+socket://{address.path}?virtual_host={_number(url)}"


def cache_url(url: str) -> str:
    """Give the database after the broker's, as Django writes it.

    A database of its own, because clearing Django's cache empties the database it stands in.
    """
    address = urlsplit(url)
    number = _number(url) + 1
    if address.scheme in ("unix", "redis+socket"):
        return f"unix://{address.path}?db={number}"
    return urlunsplit(address._replace(path=f"/{number}"))


def _number(url: str) -> int:
    address = urlsplit(url)
    query = parse_qs(address.query)
    if address.scheme in ("unix", "redis+socket"):
        return int((query.get("db") or query.get("virtual_host") or ["0"])[0])
    return int(address.path.strip("/") or 0)
