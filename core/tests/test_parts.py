from core import parts


def test_a_place_shows_what_was_registered_once_and_has_something_to_say():
    shown = lambda request, subject: ("part.html", {"subject": subject})  # noqa: E731 -- two tiny parts
    silent = lambda request, subject: None  # noqa: E731 -- see above

    for part in (shown, silent, shown):
        parts.register_part("tests.place", part)

    assert parts.parts_of("tests.place", None, "甲") == [("part.html", {"subject": "甲"})]


def test_an_unknown_parameter_has_no_filter():
    parts.register_filter("tests.list", "known", str)

    assert parts.filter_of("tests.list", "known") is str
    assert parts.filter_of("tests.list", "unknown") is None
