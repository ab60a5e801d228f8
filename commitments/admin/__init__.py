"""The secretariat's pages of the register. Importing a module registers its pages."""

from commitments.admin import commitments, imports, organisations, reference

__all__ = ["commitments", "imports", "organisations", "reference"]
