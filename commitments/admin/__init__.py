"""The secretariat's pages of the register. Importing a module registers its pages."""

from commitments.admin import certificates, commitments, imports, organisations, reference

__all__ = ["certificates", "commitments", "imports", "organisations", "reference"]
