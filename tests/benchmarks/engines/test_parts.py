"""Where the articles of the comparison come from, and how its tables are written."""

from itertools import islice

import pytest

from benchmarks import corpora
from benchmarks.engines import news, report
from benchmarks.engines.analysed import Batches, ascii_word
from benchmarks.engines.measuring import WARM, Measured, Times


def test_without_the_shared_folder_articles_are_invented_and_it_is_said(monkeypatch, tmp_path):
    monkeypatch.setattr(corpora, "SHARED", tmp_path)
    articles, origin = news.articles(5)
    assert [article.pk for article in articles] == [1, 2, 3, 4, 5]
    assert "generated" in origin


def test_invented_articles_are_the_same_at_every_run():
    assert list(news.generated(3)) == list(islice(news.generated(3), 3))


def test_words_in_ascii_stay_apart_and_keep_their_prefixes():
    assert ascii_word("کتابخانه").startswith(ascii_word("کتاب"))
    assert len({ascii_word(word) for word in ("کتاب", "كتاب", "ktab", "北京", "v:رفت")}) == 5
    assert ascii_word("v:رفت").isascii()
    assert ascii_word("v:رفت").isalpha()


def measured(size, milliseconds):
    times = {WARM: {"common word": Times([milliseconds], [7])}}
    return Measured("archive", size, 2.0, 1, size * 10, 1, [0.5], times)


def test_tables_show_percentiles_rates_and_growth(tmp_path):
    both = [measured(10, 0.5), measured(40, 2.0)]
    batches = Batches(
        tmp_path, seconds={10: 8.0}, raw_bytes={10: 100, 40: 400}, tokens={10: 50, 40: 200}
    )
    assert ["common word", "0.50 / 0.50 / 0.50"] in report.latencies(both, 10)[2]
    other = Measured("other", 10, times={WARM: {"common word": Times([1.5], [7])}})
    assert ["common word", "3.0 / 3.0"] in report.ratios([both[0], other], 10)[2]
    assert ["index / raw text", "1.00"] in report.writing(both, batches, 10)[2]
    assert ["articles/s, analysed on one core", "1"] in report.writing(both, batches, 10)[2]
    (grown,) = report.growth(both, batches, [10, 40])
    assert ["common word", "4.0"] in grown[2]


def test_only_the_marked_block_of_a_page_is_replaced(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n", encoding="utf-8")
    for _ in range(2):
        report.write(page, "intro", [("title", ["", "a"], [["line", None]])])
    written = page.read_text(encoding="utf-8")
    assert written.startswith(f"before\n{report.BEGIN}\n\nintro\n\n### title\n\n|  | a |")
    assert "| line | – |" in written
    assert written.endswith(f"{report.END}\nafter\n")
    assert "old" not in written


def test_a_page_without_a_marked_block_is_refused(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("nothing", encoding="utf-8")
    with pytest.raises(ValueError, match="no block"):
        report.write(page, "", [])
