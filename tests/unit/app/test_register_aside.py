"""A register beside that of the installation, on both databases: empty, of its own, and gone afterwards."""

import os

import pytest
from django.db import connection, connections, transaction

from noaber.app.messages_exchange import make_mailbox
from noaber.app.register_aside import register_aside
from noaber.guard.actor import SYSTEM
from noaber.guard.models import Municipality
from noaber.register.care.models import Mailbox

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def codes():
    return sorted(Municipality.objects.values_list("code", flat=True))


def test_what_is_written_aside_is_not_in_the_register_and_the_other_way_round():
    make_mailbox(SYSTEM, "0141", "", "", trial=False)
    with register_aside():
        assert codes() == []
        assert connection.vendor == "sqlite"
        make_mailbox(SYSTEM, "9901", "", "", trial=False)
        assert codes() == ["9901"]
    assert codes() == ["0141"]
    assert list(Mailbox.objects.values_list("code", flat=True)) == ["0141"]
    with register_aside():
        assert codes() == []


def test_the_register_is_back_where_something_fails():
    own = connections["default"]
    with pytest.raises(ZeroDivisionError), register_aside():
        1 / Municipality.objects.count()
    assert connections["default"] is own
    assert codes() == []


def test_what_is_taken_back_aside_is_gone_and_the_rest_stays():
    with register_aside():
        make_mailbox(SYSTEM, "9901", "", "", trial=False)
        with transaction.atomic():
            make_mailbox(SYSTEM, "0141", "", "", trial=False)
            transaction.set_rollback(True)
        assert codes() == ["9901"]


def test_it_has_no_name_on_any_disk_also_when_it_does_not_fit_in_memory():
    with register_aside(), connection.cursor() as cursor:
        assert cursor.execute("PRAGMA database_list").fetchall() == [(0, "main", "")]
        cursor.execute("PRAGMA cache_size=10")
        cursor.execute("CREATE TABLE wide (word TEXT)")
        cursor.executemany("INSERT INTO wide VALUES (%s)", [("x" * 1000,)] * 2000)
        assert all(name.endswith(" (deleted)") for name in _spilled())


def _spilled():
    """The files that this process has open and SQLite made."""
    found = []
    for one in os.scandir("/proc/self/fd"):
        try:
            found.append(os.readlink(one.path))
        except FileNotFoundError:
            continue
    spilled = [name for name in found if "etilqs_" in name]
    assert spilled
    return spilled
