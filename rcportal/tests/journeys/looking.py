"""What axe says of a page, and whether it fits."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults_of(page):
    """Give each element that breaks a rule, with the address and the rule.

    Axe tries styles of its own, which our policy refuses: that is no fault of the page.
    """
    page.wait_for_load_state()
    noted = len(page.faults)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    del page.faults[noted:]
    return [
        (page.url, rule["id"], node["target"], node["html"][:120])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def overflow_of(page):
    """Give by how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
