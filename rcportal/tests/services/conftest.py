import shutil
import tempfile
from pathlib import Path

import pytest

from rcportal.services import servers


def short_folder():
    """A socket's path may not be long, and pytest's own folders have long names."""
    return Path(tempfile.mkdtemp(prefix="rcp-", dir="/tmp"))


@pytest.fixture
def var():
    """An empty folder."""
    folder = short_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def cluster():
    """A database cluster as it is after the first start; making one takes a second."""
    folder = short_folder()
    with servers.running(folder, ["postgres"], fast=True):
        pass
    yield next(folder.glob("pg[0-9]*"))
    shutil.rmtree(folder)


@pytest.fixture
def used_var(var, cluster):
    """A folder in which PostgreSQL was started before."""
    shutil.copytree(cluster, var / cluster.name)
    return var
