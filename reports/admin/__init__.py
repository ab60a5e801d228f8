"""The secretariat's pages of statistics and reports. Importing a module registers its pages."""

from reports.admin import snapshots

__all__ = ["snapshots"]
