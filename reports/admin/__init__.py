"""The secretariat's pages of statistics and reports. Importing a module registers its pages."""

from reports.admin import coverage, quotations, snapshots, template

__all__ = ["coverage", "quotations", "snapshots", "template"]
