import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.enums import FileKind
from core.history import keeps_history


@keeps_history()
class KeptFile(models.Model):
    """A file that proves something: its content lies outside the web root under a random name.

    A row of another table says what it proves, and that table's app says who may read it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("file"), max_length=120)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind.choices)
    size = models.PositiveIntegerField(_("bytes"))
    sha256 = models.CharField(_("checksum"), max_length=64)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("brought by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    kept_at = models.DateTimeField(_("brought at"))

    class Meta:
        verbose_name = _("kept file")
        verbose_name_plural = _("kept files")
        triggers = [pgtrigger.Protect(name="a_kept_file_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        """Where the content lies below the folder of kept files."""
        return f"{self.id.hex[:2]}/{self.id.hex}"
