import pytest

from benchmarks.forms import ORIGINAL, forms


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("joined", "نامههای آمریکا"),
        ("spaced", "نامه های آمریکا"),
        ("NBSP", "نامه\xa0های آمریکا"),
        ("U+00AC", "نامه¬های آمریکا"),
        ("Arabic letters", "نامه‌هاي آمريكا"),
        ("no madda", "نامه‌های امریکا"),
        ("presentation", "ﻧﺎﻣﻪ‌ﻫﺎﯼ ﺁﻣﺮﯾﮑﺎ"),
        ("no madda, joined", "نامههای امریکا"),
    ],
)
def test_each_form_is_written_as_its_name_says(name, form):
    assert forms("نامه‌های آمریکا")[name] == form


def test_marks_and_tatweel_only_add_to_the_letters():
    made = forms("نامه‌های آمریکا")
    for name in ("harakat", "tatweel"):
        bare = "".join(
            letter for letter in made[name] if letter not in "ـ\u064e\u064f\u0650\u0651\u0652"
        )
        assert bare == made[ORIGINAL] != made[name]


def test_the_same_text_gets_the_same_forms_at_every_run():
    assert forms("می‌گوید") == forms("می‌گوید")


def test_a_form_that_changes_nothing_is_left_out():
    assert "joined" not in forms("دود")
    assert "no madda" not in forms("دود")
