from workgroups.models.body import Body
from workgroups.models.seat import Seat

__all__ = ["Body", "Seat"]
