"""The steps a reader may take on a document, for its buttons."""

from collections.abc import Mapping
from typing import Any

from django import template

from core.steps import OpenStep, steps_open_to

register = template.Library()


@register.simple_tag(takes_context=True)
def open_steps(context: Mapping[str, Any], document: Any) -> list[OpenStep]:
    """Give them: {% open_steps plan as steps %}{% for step in steps %}…{{ step.label }}."""
    return steps_open_to(context["request"].user, document)
