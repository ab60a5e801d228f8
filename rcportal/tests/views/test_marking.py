"""The mark of a demonstration: on every page as long as invented data stand in the register."""

import pytest

from commitments.models import Organisation
from commitments.tests.factories import OrganisationFactory
from rcportal.services import marking

pytestmark = pytest.mark.django_db

PAGES = ["/", "/about/", "/accounts/login/"]


def is_marked(client, path):
    return 'class="demonstration"' in client.get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("is_demo", [True, False])
def test_pages_are_marked_while_invented_data_stand(client, path, is_demo):
    OrganisationFactory(is_demo=is_demo)
    OrganisationFactory(is_demo=False)

    assert marking.look() is is_demo
    assert is_marked(client, path) is is_demo


def test_what_is_not_known_is_marked(client):
    assert is_marked(client, "/about/")


def test_when_the_last_of_it_has_gone_so_has_the_mark(client):
    organisation = OrganisationFactory(is_demo=True)
    marking.look()
    before = is_marked(client, "/about/")
    Organisation.objects.filter(pk=organisation.pk).update(is_demo=False)

    marking.look()

    assert (before, is_marked(client, "/about/")) == (True, False)


def test_production_bears_no_mark(client, settings):
    settings.IS_DEMO = False

    assert not is_marked(client, "/about/")
