"""Measurements that run on demand: each module is a command that prints one table.

They read real text from ``../shared/data`` and say so when it is absent. Importing the
package sets Django up, because the archive's own index is what is measured.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
django.setup()
