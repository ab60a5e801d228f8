from workgroups.admin import bodies, documents, tenures, years

__all__ = ["bodies", "documents", "tenures", "years"]
