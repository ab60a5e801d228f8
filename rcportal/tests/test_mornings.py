"""The mails of the morning are made of lines: each kind shows them, and counts them."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

MAILS = Path(settings.BASE_DIR) / "templates" / "emails"
KINDS = sorted(
    str(each.relative_to(MAILS))[: -len(".line.txt")] for each in MAILS.rglob("*.line.txt")
)
LINES = [{"text": f"第{number}行", "link": f"https://example.com/{number}/"} for number in (1, 2)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_of_the_morning_shows_its_lines_and_how_many_they_are(kind):
    subject, text, html = (
        render_to_string(f"emails/{kind}.{suffix}", {"lines": LINES})
        for suffix in ("subject.txt", "txt", "html")
    )

    assert "2" in subject
    for line in LINES:
        assert line["text"] in text
        assert line["link"] in text
        assert line["text"] in html
        assert line["link"] in html
