"""Text that people wrote, as paragraphs and lists. Nothing in it is markup."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django import template

register = template.Library()
MARK: Final = "- "


@dataclass
class Block:
    """A paragraph with its lines, or a list with its items."""

    is_list: bool
    lines: list[str] = field(default_factory=list)


@register.inclusion_tag("components/_prose.html")
def prose(text: str) -> dict[str, Any]:
    """Show the text: a blank line begins a paragraph, lines that begin with "- " are a list."""
    return {"blocks": list(blocks_of(text))}


def blocks_of(text: str) -> Iterator[Block]:
    """Give the paragraphs and lists of the text, in order."""
    block: Block | None = None
    for line in map(str.strip, text.splitlines()):
        is_item = line.startswith(MARK)
        if block and (not line or block.is_list != is_item):
            yield block
            block = None
        if line:
            block = block or Block(is_item)
            block.lines.append(line.removeprefix(MARK))
    if block:
        yield block
