"""The peer: django-import-export with bulk writing, as documented and as tuned as it goes.

It writes organisations with their search columns; commitments, names and the check of credit codes
are left out, which makes it faster than a full import with it would be.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from itertools import count
from pathlib import Path
from typing import Any

import tablib
from import_export import fields, resources, widgets
from import_export.formats.base_formats import XLSX
from import_export.instance_loaders import CachedInstanceLoader
from python_calamine import CalamineWorkbook

from commitments.enums import Kind, NameKind, Ownership
from commitments.models import Industry, Organisation, Region
from commitments.services import naming
from rcportal.bench.clock import clock

TUNED_BATCH = 2_000


class Choice(widgets.CharWidget):
    """A word of the list or a stored value."""

    def __init__(self, choices: Any) -> None:
        super().__init__()
        self.words = {str(label): value for value, label in choices.choices}

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        return self.words.get(value, value or "")


class NullableText(widgets.CharWidget):
    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        return value or None


class CachedForeignKey(widgets.ForeignKeyWidget):
    """Looks every related row up once."""

    def __init__(self, model: Any, field: str) -> None:
        super().__init__(model, field)
        self.known: dict[Any, Any] = {}

    def clean(self, value: Any, row: Any = None, **options: Any) -> Any:
        if value not in self.known:
            self.known[value] = super().clean(value, row, **options)
        return self.known[value]


def columns(foreign_key: Any) -> dict[str, fields.Field]:
    """The columns of the list that are an organisation's own."""
    plain = {
        "code": "平台代码", "name": "单位名称", "short_name": "简称", "english_name": "英文名称",
        "former_names": "曾用名", "website": "网站",
    }  # fmt: skip
    text = widgets.CharWidget()
    result = {
        name: fields.Field(attribute=name, column_name=heading, widget=text)
        for name, heading in plain.items()
    }
    special = {
        "kind": ("单位类型", Choice(Kind)),
        "uscc": ("统一社会信用代码", NullableText()),
        "province": ("省级行政区", foreign_key(Region, "name")),
        "city": ("市", foreign_key(Region, "name")),
        "industry": ("行业代码", foreign_key(Industry, "code")),
        "ownership": ("所有制", Choice(Ownership)),
        "staff_count": ("职工人数", widgets.IntegerWidget()),
    }
    return result | {
        name: fields.Field(attribute=name, column_name=heading, widget=widget)
        for name, (heading, widget) in special.items()
    }


class Default(resources.ModelResource):
    numbers: Iterator[int] = count()

    class Meta:
        model = Organisation
        import_id_fields = ("code",)
        fields = tuple(columns(widgets.ForeignKeyWidget))
        use_bulk = True

    def before_save_instance(self, instance: Organisation, row: Any, **options: Any) -> None:
        if not instance.code:
            instance.code = f"peer{next(self.numbers):08}"
        for column, text in naming.search_columns({NameKind.FULL: [instance.name]}).items():
            setattr(instance, column, text)


class Tuned(Default):
    class Meta(Default.Meta):
        batch_size = TUNED_BATCH
        instance_loader_class = CachedInstanceLoader
        clean_model_instances = False
        skip_diff = True
        report_skipped = False
        force_init_instance = False

    def before_save_instance(self, instance: Organisation, row: Any, **options: Any) -> None:
        if not instance.code:  # only the new ones need their pinyin
            super().before_save_instance(instance, row, **options)


for _resource, _foreign_key in ((Default, widgets.ForeignKeyWidget), (Tuned, CachedForeignKey)):
    _resource.fields.update(columns(_foreign_key))


def run_default(path: Path) -> dict[str, Any]:
    """The format and the resource as the documentation has them, with bulk writing."""
    return _run(Default(), lambda: XLSX().create_dataset(path.read_bytes()))


def run_tuned(path: Path) -> dict[str, Any]:
    """The fastest reader, cached look-ups, no diffs, no cleaning."""
    return _run(Tuned(), lambda: _read_fast(path))


def _read_fast(path: Path) -> tablib.Dataset:
    heading, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return tablib.Dataset(*rows, headers=heading)


def _run(resource: Any, read: Callable[[], tablib.Dataset]) -> dict[str, Any]:
    with clock() as spent:
        table = read()
        result = resource.import_data(
            table, dry_run=False, raise_errors=False, use_transactions=False
        )
    return asdict(spent) | {"rows": len(table), "note": str(dict(result.totals))}
