from accounts.models.person import Person
from accounts.models.post import StaffPost
from accounts.models.user import User

__all__ = ["Person", "StaffPost", "User"]
