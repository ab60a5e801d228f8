"""What a browser would send if nobody typed anything into the form of a page."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the fields of the form with this id."""

    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.inside, self.data, self.asked = form_id, False, {}, set()
        self.select = self.area = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id", "") == self.form_id
        if not self.inside or "disabled" in given:
            return
        name = given.get("name")
        self.asked.add(name)
        if tag == "input" and name and self._is_sent(given):
            empty = "on" if given.get("type") in ("checkbox", "radio") else ""
            self.data.setdefault(name, []).append(given.get("value", empty))
        self.select = name if tag == "select" else self.select
        if tag == "option" and "selected" in given:
            self.data.setdefault(self.select, []).append(given.get("value", ""))
        if tag == "textarea":
            self.area = name
            self.data[name] = [""]

    def handle_data(self, data):
        if self.inside and self.area:
            self.data[self.area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = None
        if tag == "form":
            self.inside = False

    def _is_sent(self, given):
        kind = given.get("type", "text")
        if kind in ("submit", "button", "file"):
            return False
        return kind not in ("checkbox", "radio") or "checked" in given


def as_sent(page, form_id):
    """Give the names the form asks for, and what it sends: lists of values by name."""
    form = _Form(form_id)
    form.feed(page)
    return form.asked, form.data
