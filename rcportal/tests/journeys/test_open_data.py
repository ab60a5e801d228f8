"""Open data, found from the register: the columns, the feed, the badge, a park's list."""

import re

SHOWN = "selector => document.querySelector(selector).naturalWidth > 50"


def test_what_others_may_show_is_found_and_shown(walk, portal_address):
    reader = walk()
    reader.go("/commitments/?kind=park&status=in_force")
    reader.follow("main a[href$='/commitments/data/']")
    feed = reader.page.request.get("/commitments/news.atom")
    assert feed.text().count("<entry") > 5
    assert reader.page.request.get(
        "/commitments/news.atom", headers={"If-None-Match": feed.headers["etag"]}
    ).status == 304  # fmt: skip

    reader.go("/commitments/?kind=park&status=in_force")
    reader.follow(".register-table a")
    reader.page.locator("section[aria-labelledby=cite] summary").click()
    reader.page.wait_for_function(SHOWN, arg="img[src$='/badge.svg']")
    snippet = reader.page.locator("#list-code").inner_text()

    reader.go(re.search(r'src="[^"]*?(/commitments/[^"]+)"', snippet)[1])
    assert "承诺" in reader.page.locator("main").inner_text()
    assert reader.wrong == []
