"""The secretariat's pages of statistics and reports. Importing a module registers its pages."""

from reports.admin import quotations, snapshots, template

__all__ = ["quotations", "snapshots", "template"]
