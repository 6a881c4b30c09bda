"""The tagger learns from tagged text, the same way every time, and explains what is missing."""

from itertools import product
from pathlib import Path

import pytest

from articles.errors import RecognitionError
from articles.recognition import crf, rules
from articles.recognition.features import Features, Knowledge
from articles.recognition.hints import Phrases
from articles.recognition.lexical import word
from articles.recognition.linear_chain import best_paths
from articles.recognition.tagged_tokens import chunks
from tests.recognition.conftest import lessons, sentence


def read(*sentences: str) -> list[list]:
    return [[word(token) for token in text.split()] for text in sentences]


def test_it_finds_again_what_it_learnt(tagger):
    tokens, tags = sentence(("سارا دلشادفر", "PER"), "رئیس", ("وزارت راه", "ORG"), "گفت")
    assert tagger.tags([[word(token) for token in tokens]]) == [tags]


def test_it_finds_names_that_it_never_saw(tagger):
    (tags,) = tagger.tags(read("به گزارش سازمان آبیاری ، بهمن خاکزادفر به مرند رفت"))
    assert tags[5:7] == ["B-PER", "I-PER"]


def test_a_name_in_one_sentence_is_a_hint_for_the_others(tmp_path):
    texts = []
    words = [f"خا{''.join(letters)}وید" for letters in product("بتدرزسف", "شلمقپ", "کگن")]
    for surname, thing in zip(words[::2], words[1::2], strict=False):
        full = sentence("دکتر", (f"سارا {surname}", "PER"), "به ما گفت")
        texts.append([full, sentence("ما", (surname, "PER"), "را دیدیم"), full])
        texts.append([sentence("ما", thing, "را دیدیم")])
    crf.train(texts, tmp_path / "model", Knowledge())
    tagger = crf.NameTagger(tmp_path / "model")
    full, bare = read("دکتر سارا خاعطوید به ما گفت", "ما خاعطوید را دیدیم")
    assert tagger.tags([bare]) == [["O", "O", "O", "O"]]
    assert tagger.tags([full, bare])[1] == ["O", "B-PER", "O", "O"]


def test_an_empty_sentence_has_no_tags(tagger):
    assert tagger.tags([[], []]) == [[], []]


def test_the_same_lessons_make_the_same_model(model, tmp_path):
    figures = crf.train([lessons()], tmp_path / "again", Knowledge())
    assert (tmp_path / "again").read_bytes() == model.read_bytes()
    assert figures.sentences == len(lessons())
    assert figures.names["PER"] == 128


def test_tags_of_last_and_single_tokens_do_not_come_out(tagger):
    texts = [[word(token) for token in tokens] for tokens, _ in lessons()]
    found = {tag for tags in tagger.tags(texts) for tag in tags}
    assert found == {"O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC"}


def test_nothing_to_learn_from_is_said(tmp_path):
    with pytest.raises(RecognitionError, match="برچسب‌دار"):
        crf.train([[]], tmp_path / "model", Knowledge())


@pytest.mark.parametrize("content", [None, b"no model"])
def test_a_missing_or_broken_model_is_said_with_the_remedy(tmp_path, content):
    path = tmp_path / "model"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecognitionError, match="train_names"):
        crf.NameTagger(path)


def test_the_shipped_model_is_small_and_finds_unknown_names():
    assert crf.DEFAULT_MODEL.stat().st_size <= 3_000_000
    (tags,) = crf.default_tagger().tags(read("دکتر مهران زرتاشپور رئیس دانشگاه شیراز در تهران گفت"))
    assert {(chunk.tag, chunk.first, chunk.last) for chunk in chunks(tags)} >= {("PER", 1, 3)}


def test_the_answers_are_those_of_crfsuite(tmp_path, monkeypatch):
    """Scores are added up otherwise than in the library; the best paths must be its own."""
    library = crf._library()
    kept = tmp_path / "kept.crfsuite"
    trainer = library.Trainer

    class Keeping(trainer):
        def train(self, path):
            super().train(path)
            kept.write_bytes(Path(path).read_bytes())

    monkeypatch.setattr(library, "Trainer", Keeping)
    classes = {"رئیس": (1, 2, 3), "معاون": (1, 2, 3), "گفت": (4, 5, 6)}
    roles = {"آبیاری": ("ORG0", "E-ORG"), "مرند": ("LOC1",)}
    known = Knowledge(classes, roles, {"سازمان آبیاری": "ORG2", "در مرند": "LOC0"})
    crf.train([lessons()], tmp_path / "model", known)
    ours = crf.NameTagger(tmp_path / "model")
    theirs = library.Tagger()
    theirs.open(str(kept))
    features, phrases = Features(known), Phrases(known.phrases)
    unseen = "معاون سازمان آبیاری در مرند ، بهمن خاکزادفر ، 12 بار به ما گفت : نه"
    text = read(unseen, "رئیس", *(" ".join(tokens[::-1]) for tokens, _ in lessons()[:40]))
    marks = [crf.own_hints(words, rules.found(words), phrases) for words in text]
    expected = [theirs.tag(features.attributes(w, m)) for w, m in zip(text, marks, strict=True)]
    scores = ours._scorer.words(text) + ours._scorer.marks(marks)
    numbers = best_paths(scores, [len(words) for words in text], ours._model.transitions)
    assert [[ours._model.labels[n] for n in path] for path in numbers] == expected
