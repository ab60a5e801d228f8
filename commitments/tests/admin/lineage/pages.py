"""The pages of what becomes of an organisation, for tests."""

TYPED = {"on": "2022-07-01", "source": "登记通知书", "reason": "搬迁"}
EXTENDED = {"change": "extended", "document": "苏政复〔2022〕7号", "area": "1500.5"}


def address(organisation, verb):
    return f"/admin/commitments/organisation/{organisation.pk}/lineage/{verb}/"


def send(client, organisation, verb, **fields):
    return client.post(address(organisation, verb), TYPED | fields, follow=True)
