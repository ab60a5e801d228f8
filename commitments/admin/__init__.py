"""The secretariat's pages of the register. Importing a module registers its pages."""

from commitments.admin import (
    applications,
    bonds,
    bulk_edit,
    certificates,
    commitments,
    duplicates,
    imports,
    organisations,
    parks,
    reference,
    representatives,
    uniting,
)

__all__ = [
    "applications",
    "bonds",
    "bulk_edit",
    "certificates",
    "commitments",
    "duplicates",
    "imports",
    "organisations",
    "parks",
    "reference",
    "representatives",
    "uniting",
]
