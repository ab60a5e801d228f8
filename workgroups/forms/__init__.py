from workgroups.forms.records import BodyForm, SeatForm

__all__ = ["BodyForm", "SeatForm"]
