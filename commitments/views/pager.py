"""The links from one page of a list to the others, made at once from one address."""

from dataclasses import dataclass

from django.core.paginator import Page
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str = ""
    rel: str = ""
    is_present: bool = False


def pager_of(page: Page, address: str) -> list[Link]:
    """This will give the links of the pager; `address` asks for everything but the page.

    Nothing when there is one page.
    """
    if not page.has_other_pages():
        return []
    start = f"?{address}&page=" if address else "?page="
    links = []
    if page.has_previous():
        url = f"{start}{page.previous_page_number()}"
        links.append(Link(_("Previous page"), url, "prev"))
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if number == page.number:
            links.append(Link(str(number), is_present=True))
        else:
            is_gap = number == page.paginator.ELLIPSIS
            links.append(Link(str(number), "" if is_gap else f"{start}{number}"))
    if page.has_next():
        links.append(Link(_("Next page"), f"{start}{page.next_page_number()}", "next"))
    return links
