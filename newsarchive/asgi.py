"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsarchive.settings")
application = get_asgi_application()

from articles import pipeline  # noqa: E402 - the applications must be loaded

pipeline.resume()
