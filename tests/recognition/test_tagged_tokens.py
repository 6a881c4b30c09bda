"""Raw text becomes tokens that know their place; tagged files come in as they are written."""

from articles.recognition.tagged_tokens import Chunk, chunks, read_bio, sentences


def test_tokens_show_the_raw_text_and_sentences_end_at_full_stops():
    text = "به گزارش «نمونه»، رفت. خوب‌تر شد\nپایان ۱۲٫۵!"
    found = list(sentences(text))
    assert [[token.text for token in tokens] for tokens in found] == [
        ["به", "گزارش", "«", "نمونه", "»", "،", "رفت", "."],
        ["خوب‌تر", "شد"],
        ["پایان", "۱۲٫۵", "!"],
    ]
    assert all(text[t.start : t.end] == t.text for tokens in found for t in tokens)


def test_a_point_inside_a_number_or_an_address_ends_nothing():
    assert len(list(sentences("نشانی a.b.ir و ۱.۵ و ب.ب.ث است"))) == 1


def test_an_endless_sentence_is_cut():
    assert max(len(tokens) for tokens in sentences("واژه " * 1000)) == 200


def test_a_text_without_tokens_has_no_sentence():
    assert list(sentences(" \n\n ")) == []


def test_a_name_that_begins_with_an_inner_tag_is_a_name():
    assert chunks(["I-PER", "I-PER", "O", "I-LOC", "I-ORG"]) == [
        Chunk(0, 2, "PER"),
        Chunk(3, 4, "LOC"),
        Chunk(4, 5, "ORG"),
    ]


def test_neighbouring_names_stay_two():
    assert chunks(["B-PER", "B-PER"]) == [Chunk(0, 1, "PER"), Chunk(1, 2, "PER")]


def test_files_with_tabs_or_spaces_and_other_labels_are_read():
    lines = [
        "در\tO\n",
        "رامین شهر\tB-LOC\n",
        "\n",
        "\n",
        "ستاد X B_ORG\n",
        "۵ B-DAT\n",
        "حزب B-POG",
    ]
    assert list(read_bio(lines)) == [
        (["در", "رامین شهر"], ["O", "B-LOC"]),
        (["ستاد", "۵", "حزب"], ["B-ORG", "O", "B-ORG"]),
    ]
