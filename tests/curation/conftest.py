import pytest


@pytest.fixture
def curator(admin_user):
    return admin_user
