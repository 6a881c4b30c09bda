"""A small tagger, trained for the tests on sentences written for them."""

import pytest

from articles.recognition import crf
from articles.recognition.features import Knowledge
from articles.recognition.tagged_tokens import Tagged

PEOPLE = ("سارا دلشادفر", "مهران زرتاشپور", "گریشا پولانکوف", "نیما وارسته‌پور")
BODIES = ("سازمان آبیاری", "وزارت راه", "دانشگاه شیراز", "باشگاه نساجی")
TOWNS = ("مرند", "زابل", "پرتغال", "بروجرد")


def lessons() -> list[Tagged]:
    """Sentences in which every person meets every body and every town."""
    found = []
    for person in PEOPLE:
        for body in BODIES:
            for town in TOWNS:
                found.append(
                    sentence((person, "PER"), "رئیس", (body, "ORG"), "در", (town, "LOC"), "گفت")
                )
                found.append(
                    sentence(
                        "به گزارش", (body, "ORG"), "،", (person, "PER"), "به", (town, "LOC"), "رفت"
                    )
                )
                found.append(sentence("مردم", (town, "LOC"), "کتاب خوب را دوست دارند"))
    return found


def sentence(*parts: str | tuple[str, str]) -> Tagged:
    """Tokens and tags of plain words and of (name, tag) pairs."""
    tokens: list[str] = []
    tags: list[str] = []
    for part in parts:
        text, tag = (part, "") if isinstance(part, str) else part
        for number, token in enumerate(text.split()):
            tokens.append(token)
            tags.append(f"{'I' if number else 'B'}-{tag}" if tag else "O")
    return tokens, tags


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    path = tmp_path_factory.mktemp("model") / "names.model"
    crf.train([lessons()], path, Knowledge())
    return path


@pytest.fixture(scope="session")
def tagger(model):
    return crf.NameTagger(model)
