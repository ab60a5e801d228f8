"""Settings of the peer: the same register in the stock admin, with Django's own templates."""

from rcportal.bench.settings import *  # noqa: F403 -- everything, then the one difference

TEMPLATES[0] = TEMPLATES[0] | {"DIRS": []}  # noqa: F405 -- from the star
