"""Values of persons as they stand where many stand: enough to know one's own, too little to use.

A list shows them masked, the record's own page shows them whole; searching goes by the whole value.
"""

from typing import Final

HIDDEN: Final = "***"
SHORTEST_NUMBER: Final = 8  # of which seven digits may be shown


def mask_name(name: str) -> str:
    """Show the first character of a name: 张*."""
    return f"{name[:1]}*" if name else ""


def mask_phone(number: str) -> str:
    """Show three digits in front and four at the end: 138****1234; of a short number none."""
    digits = "".join(each for each in number if each.isdigit())
    if len(digits) < SHORTEST_NUMBER:
        return HIDDEN if number else ""
    return f"{digits[:3]}****{digits[-4:]}"


def mask_mail(address: str) -> str:
    """Show three characters, never all, and the host: abc***@example.com; what is none as it is."""
    if "@" not in address:
        return address
    local, _at, host = address.rpartition("@")
    return f"{local[: min(3, len(local) - 1)]}{HIDDEN}@{host}"
