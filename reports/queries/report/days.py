"""Days as the report writes them, whatever the language of the page."""

import datetime as dt


def day_words(day: dt.date) -> str:
    """Give the day in Chinese: 2021年12月31日."""
    return f"{day.year}年{day.month}月{day.day}日"
