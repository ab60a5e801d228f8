from commitments.services.taking_back.obstacles import Obstacle


class EditNotPossible(ValueError):
    """The records cannot be edited together, or that not taken back; the text says why."""

    def __init__(self, sentence: str, obstacles: list[Obstacle] | None = None) -> None:
        super().__init__(sentence)
        self.obstacles = obstacles or []
