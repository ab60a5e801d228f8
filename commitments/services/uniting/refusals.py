from commitments.services.taking_back.obstacles import Obstacle


class UnionNotPossible(ValueError):
    """The records cannot be brought together, or not taken apart; the text says why."""

    def __init__(self, sentence: str, obstacles: list[Obstacle] | None = None) -> None:
        super().__init__(sentence)
        self.obstacles = obstacles or []
