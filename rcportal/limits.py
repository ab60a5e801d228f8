"""How often something may be done: at most so often within so many seconds (`core.limits`).

True: counted in the database, so that the count outlives the cache.
"""

LIMITS: dict[str, tuple[int, int] | tuple[int, int, bool]] = {
    "search": (120, 60),
    # A program that follows every figure of a year asks for about two hundred lists.
    "open_data": (600, 60),
    "export": (60, 600),
    "check": (30, 60),
    "upload": (20, 600),
    "apply_place": (10, 3600, True),  # links to an application, asked for from one place
    "apply_address": (3, 3600, True),  # sent to one address
    "hand_in": (30, 600),  # applications begun or withdrawn
    "partner": (30, 86400, True),  # invitations of partners by one organisation
    "partner_address": (3, 86400, True),  # sent to one address
    "autosave": (120, 60),
    "sign_in": (5, 900, True),  # of one account from one place: then it is locked for 15 minutes
    "sign_in_account": (20, 900, True),  # of one account: then each place has one try
    "sign_in_place": (50, 900, True),  # from one place
    "second_factor": (5, 900, True),
    "second_factor_code": (1, 30, True),  # each code opens once
    "reset": (10, 900, True),
    "reset_account": (3, 3600, True),
    "password": (10, 900, True),
}
