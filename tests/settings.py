"""The archive's settings with a data folder of this test process, never the user's own."""

import os
from tempfile import TemporaryDirectory

_folder = TemporaryDirectory(prefix="archive-tests-")
os.environ["DATA_DIR"] = _folder.name
# What a developer has set for the archive must not decide a test.
for _name in ("DATABASE_URL", "SEARCH_URL", "SEARCH_ENGINE", "ALLOWED_HOSTS", "HTTPS", "DEBUG"):
    os.environ.pop(_name, None)

# Only tests of the worker start threads that write.
os.environ["WORKER_IN_WEB"] = "false"

# The suite runs on SQLite; on PostgreSQL where TEST_DATABASE_URL names a server to use.
if _database := os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = _database

from newsarchive.settings import *  # noqa: E402, F403

# One that costs a third of a second, as it must elsewhere, would be most of some tests' time.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A program that a test starts has a database in a folder of its own.
os.environ.pop("DATABASE_URL", None)
os.environ.pop("WORKER_IN_WEB")
