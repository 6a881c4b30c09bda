import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from articles.models.addresses import address


def test_an_address_is_what_reverse_says():
    for args in ((1, "نام"), (2, "نام-دیگر"), (1, "نام")):
        assert address("name", *args) == reverse("name", args=args)


def test_an_archive_under_a_prefix_has_addresses_of_its_own():
    address("source", "روزنامه")
    set_script_prefix("/news/")
    try:
        assert address("source", "روزنامه").startswith("/news/sources/")
    finally:
        set_script_prefix("/")
    assert address("source", "روزنامه").startswith("/sources/")


def test_what_has_no_address_says_so_each_time():
    for _ in range(2):
        with pytest.raises(NoReverseMatch):
            address("source", "")
