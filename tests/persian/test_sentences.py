"""Lists and numbers in sentences of the interface."""

import pytest

from articles.persian.sentences import and_list, persian_message, quoted_list


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], ""),
        (["لاوروف"], "لاوروف"),
        (["لاوروف", "بلینکن"], "لاوروف و بلینکن"),
        (["لاوروف", "بلینکن", 2], "لاوروف، بلینکن و 2"),
    ],
)
def test_the_last_of_a_list_takes_an_and(items: list[object], said: str) -> None:
    assert and_list(items) == said


def test_a_list_in_quotes_is_cut_where_it_grows_too_long() -> None:
    names = ["لاوروف", "بلینکن", "پوتین"]
    assert quoted_list(names) == "«لاوروف»، «بلینکن» و «پوتین»"
    assert quoted_list(names, most=3) == "«لاوروف»، «بلینکن» و «پوتین»"
    assert quoted_list(names, most=2) == "«لاوروف»، «بلینکن» و …"


@pytest.mark.parametrize(
    ("built", "shown"),
    [
        ("حداکثر 200 نویسه", "حداکثر ۲۰۰ نویسه"),
        ("«1402/13» در 3 خبر", "«1402/13» در ۳ خبر"),
        ('<a href="/names/7/">نام 7</a>', '<a href="/names/7/">نام ۷</a>'),
        ("O&#x27;Neill &amp; 2", "O&#x27;Neill &amp; ۲"),
    ],
)
def test_what_code_counts_wears_persian_digits_and_what_was_typed_its_own(
    built: str, shown: str
) -> None:
    assert persian_message(built) == shown
