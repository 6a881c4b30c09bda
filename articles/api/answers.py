"""What all answers of the JSON interface have in common."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps

from django.http import HttpRequest, JsonResponse

from articles.errors import EngineError, QueryError
from articles.models import Entity

log = logging.getLogger(__name__)

JsonView = Callable[..., JsonResponse]


def json_answer(content: dict[str, object], status: int = 200) -> JsonResponse:
    """Readable UTF-8 instead of escapes."""
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def json_error(status: int, message: str) -> JsonResponse:
    """``{"error": "…"}`` with a sentence in Persian."""
    return json_answer({"error": message}, status=status)


def json_errors(view: JsonView) -> JsonView:
    """Answer 400 to a question that cannot be read and 503 while the index rests."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except QueryError as error:
            return json_error(400, str(error))
        except EngineError as error:
            log.error("%s could not be answered: %s", request.path, error)
            return json_error(503, error.FOR_READERS)

    return answer


def moment(when: datetime | None) -> str | None:
    """ISO 8601 in UTC."""
    return when.astimezone(UTC).isoformat() if when else None


def name_reference(request: HttpRequest, entity: Entity) -> dict[str, object]:
    """A name as other answers mention it."""
    return {
        "id": entity.pk,
        "name": entity.name,
        "kind": entity.kind,
        "url": request.build_absolute_uri(entity.get_absolute_url()),
    }
