"""How not to bring a list in, as a process of its own: each row is committed by itself.

For the control of `test_killed_during_import.py`: `python -m rcportal.tests.database.careless N`.
"""

import sys

import django


def main(rows: int) -> None:
    django.setup()
    from commitments.models import Organisation, Region  # noqa: PLC0415 -- not before Django is

    shandong = Region.objects.get(code="370000")
    for number in range(rows):
        name = f"验证{number:05d}化工有限公司"
        Organisation.objects.create(name=name, kind="enterprise", province=shandong)


if __name__ == "__main__":
    main(int(sys.argv[1]))
