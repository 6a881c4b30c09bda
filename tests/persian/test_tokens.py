from articles.persian.tokens import tokenize


def texts(text: str) -> list[str]:
    return tokenize(text).texts


def test_marks_and_half_spaces_stay_inside_the_word() -> None:
    assert texts("کِتابِ می\u200cشود¬ها") == ["کِتابِ", "می\u200cشود¬ها"]


def test_punctuation_separates() -> None:
    assert texts("تهران،ایران؛«قم»؟") == ["تهران", "ایران", "قم"]


def test_a_number_keeps_its_separators() -> None:
    assert texts("۱۲٫۵ درصد در ۱۴۰۲/۰۷/۱۵ ساعت 14:30.") == [
        "۱۲٫۵",
        "درصد",
        "در",
        "۱۴۰۲/۰۷/۱۵",
        "ساعت",
        "14:30",
    ]


def test_latin_words_keep_accents_and_apostrophes() -> None:
    assert texts("Trump’s café F16") == ["Trump’s", "café", "F16"]


def test_offsets_are_into_the_raw_text() -> None:
    text = "  «می\u200cشود»\xa0۲۰۲۱"
    found = tokenize(text)
    cut = [text[start:end] for start, end in zip(found.starts, found.ends, strict=True)]
    assert cut == found.texts == ["می\u200cشود", "۲۰۲۱"]


def test_a_word_of_a_million_letters_is_one_token() -> None:
    assert len(texts("ب" * 1_000_000)) == 1


def test_lone_surrogates_are_passed_over() -> None:
    assert texts("کتاب\ud800خوب") == ["کتاب", "خوب"]
