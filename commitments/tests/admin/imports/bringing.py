"""A list into the admin, as a person of the secretariat brings it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from commitments.models import ImportBatch

LIST = "/admin/commitments/importbatch/"
UPLOAD = f"{LIST}upload/"
HEAD = "单位名称,单位类型,省级行政区,签署日期,备用列"
GOOD = "烟台示例化工有限公司,企事业单位,山东,2021-05-06,"
BAD = "日期有误有限公司,企事业单位,山东,2999-05-06,"


def upload(client, *rows, name="名录.csv", data=None):
    content = data if data is not None else "\n".join([HEAD, *rows]).encode()
    file = SimpleUploadedFile(name, content)
    return client.post(UPLOAD, {"file": file}, follow=True)


def counts(batch):
    return batch.accepted, batch.changed, batch.unchanged, batch.refused


def imported(client, *rows, **file):
    upload(client, *(rows or [GOOD]), **file)
    batch = ImportBatch.objects.latest("pk")
    client.post(f"{LIST}{batch.pk}/confirm/", follow=True)
    batch.refresh_from_db()
    return batch


def take_back(client, batch, reason="传错了文件"):
    return client.post(f"{LIST}{batch.pk}/undo/", {"reason": reason}, follow=True)
