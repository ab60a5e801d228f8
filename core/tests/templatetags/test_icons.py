import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateDoesNotExist

from core.templatetags import icons


def test_icon_is_hidden_from_those_who_hear_the_page():
    drawn = Template('{% load icons %}{% icon "search" %}').render(Context())

    assert drawn.startswith('<span class="icon" aria-hidden="true"><svg')


def test_icon_that_does_not_exist_is_an_error():
    with pytest.raises(TemplateDoesNotExist):
        icons.icon("no-such-icon")
