"""A real page, scraped without half-spaces: each speaker has her statements, nobody else's."""

import pytest

from articles.models import Kind
from articles.recognition.gazetteer import AliasRow
from articles.recognition.quotations import quotations
from articles.recognition.recogniser import Recogniser

LAVROV, PUTIN = 1, 2
PEOPLE = {
    LAVROV: ("سرگئی لاوروف", "لاوروف"),
    PUTIN: ("ولادیمیر پوتین", "پوتین"),
    3: ("آنتونی بلینکن", "بلینکن"),
    4: ("جو بایدن", "بایدن"),
    5: ("اولاف شولتز", "شولتز"),
    6: ("زبیگنیو رائو", "رائو"),
}
SAID = {
    LAVROV: ["پایان دادن", "اظهارنظرهای خصومت طلبانه", "کارزار تبلیغاتی", "روسیه قصد حمله"],
    PUTIN: ["گسترش ناتو", "روسیه خواهان جنگ (در اروپا", "روسیه خواهان جنگ نیست و به همین"],
}
PLACES = ("روسیه", "آمریکا", "اوکراین", "مسکو", "آلمان", "لهستان")


@pytest.mark.parametrize("with_places", [True, False])
def test_lavrov_and_putin_each_have_their_statements(shared_data, with_places):
    aliases = [
        AliasRow(number, Kind.PERSON, text, main=True)
        for number, texts in PEOPLE.items()
        for text in texts
    ]
    if with_places:
        aliases += [AliasRow(100 + n, Kind.PLACE, place) for n, place in enumerate(PLACES)]
    texts = {"body": (shared_data / "seed_page.txt").read_text(encoding="utf-8")}
    found = quotations(texts, Recogniser(aliases, is_word=lambda text: False).spans(texts))
    said = {speaker: [] for speaker in SAID}
    for quote in found:
        said[quote.entity_id].append(texts["body"][quote.start : quote.end])
    for speaker, beginnings in SAID.items():
        assert len(said[speaker]) <= len(beginnings)
        assert all(any(map(text.startswith, beginnings)) for text in said[speaker])
        assert len(said[speaker]) >= (len(beginnings) if with_places else 2)
