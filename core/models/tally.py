import datetime as dt
from typing import Any

from django.db import connection, models


class TallyManager(models.Manager["Tally"]):
    def add(self, key: str, *, most: int, window: dt.timedelta, at: dt.datetime) -> "Tally":
        """Count one more under the key, in one statement, and give where that stands.

        Counting begins anew when the window has passed; the `most`th begins it once more, so that
        whoever has used everything waits a whole window.
        """
        values: dict[str, Any] = {"key": key, "most": most, "at": at, "ends_at": at + window}
        with connection.cursor() as cursor:
            cursor.execute(_ADD, values)
            count, ends_at = cursor.fetchone()
        return Tally(key=key, count=count, ends_at=ends_at)


_ADD = """
    INSERT INTO core_tally AS tally (key, count, ends_at) VALUES (%(key)s, 1, %(ends_at)s)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN tally.ends_at <= %(at)s THEN 1 ELSE tally.count + 1 END,
        ends_at = CASE
            WHEN tally.ends_at <= %(at)s OR tally.count + 1 = %(most)s THEN %(ends_at)s
            ELSE tally.ends_at
        END
    RETURNING count, ends_at
"""


class Tally(models.Model):
    """How often something was tried within a time; under a digest, so that nobody is named."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    objects = TallyManager()

    def __str__(self) -> str:
        return f"{self.count} × {self.key}"
