"""What the portal knows of persons: `fields.yaml` says it field by field, the rest follows it."""
