import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.markup import resolve, resolve_line


@pytest.mark.parametrize(
    "text",
    [
        "۵ < ۷ و ۹ > ۸",
        "شرکت AT&T و R&D",
        "نشانی <http://example.org/a> در متن",
        "http://example.org/?a=1&copy=2&nbsp=3",
        "  فاصله‌ها\u00a0و\tسطرها \n\n می‌مانند ",
        "a<b and c>d",
        "&SILVA; ناشناس",
    ],
)
def test_text_without_markup_stays_byte_for_byte(text):
    assert resolve(text) is text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("می&zwnj;شود", "می‌شود"),
        ("می&zwnjشود", "می‌شود"),
        ("سال&nbsp;۱۴۰۰", "سال\u00a0۱۴۰۰"),
        ("&laquo;نقل&raquo;", "«نقل»"),
        ("&#1740;&#x200c;", "ی‌"),
        ("&amp;zwnj;", "‌"),
        ("سود &amp; زیان", "سود & زیان"),
    ],
)
def test_character_references_become_characters(text, plain):
    assert resolve(text) == plain


def test_paragraph_tags_become_lines():
    html = "<p>بند   یک</p>\n\n<P class='x'>بند <b>دو</b><br/>سطر</p><p>&nbsp;</p>"
    assert resolve(html) == "بند یک\nبند دو\nسطر"


def test_line_breaks_stay_where_only_inline_tags_are():
    assert resolve("بند یک\nبند <b>دو</b>") == "بند یک\nبند دو"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>متن",
        "<SCRIPT async src='x'>alert(1)</SCRIPT >متن",
        "&lt;script&gt;alert(1)&lt;/script&gt;متن",
        "متن<script>alert(1)",
        "متن<script alert(1)",
        "متن<!-- alert(1) -->",
        "<style>alert(1)</style>متن",
        "<p>متن<img src=x onerror=alert(1)></p>",
        "<iframe src='alert(1)'></iframe>متن",
    ],
)
def test_scripts_go_with_their_content(html):
    assert resolve(html) == "متن"


def test_title_with_a_break_stays_one_line():
    assert resolve_line("تیتر<br>دوم") == "تیتر دوم"


@pytest.mark.parametrize(
    "piece", ["<", "<p a=b ", "<script ", "<!--", "<!doctype ", "&", "<svg></sv"]
)
def test_hostile_repetition_is_read_in_linear_time(piece):
    assert len(resolve(piece * 100_000)) <= len(piece) * 100_000


@given(st.text(alphabet="ابپ ی\u200c\u00a0۱.،()", min_size=1))
def test_a_paragraph_is_its_text(text):
    words = " ".join(word for word in text.split(" ") if word)
    assert resolve(f"<p>{text}</p>") == (words if words.strip() else "")
