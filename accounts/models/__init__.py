from accounts.models.post import StaffPost
from accounts.models.user import User

__all__ = ["StaffPost", "User"]
