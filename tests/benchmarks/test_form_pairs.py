from benchmarks.baselines import whitespace
from benchmarks.form_pairs import every_pair, merged, tally_index, tally_tokens, with_original
from benchmarks.forms import ORIGINAL

ITEM = {ORIGINAL: "خانه‌ها", "spaced": "خانه ها", "Arabic letters": "خانه‌ها"}


def test_the_real_index_is_asked_in_every_form():
    tally = tally_index([ITEM, {ORIGINAL: "زلزله", "other": "سیل"}])
    assert tally.share(lambda document, query: document == "spaced") == 1.0
    assert tally.share(lambda document, query: query == "other") == 0.0
    assert (("other", ORIGINAL), "سیل", "زلزله") in tally.failures


def test_a_baseline_finds_a_document_that_has_all_tokens_of_the_query():
    tally = tally_tokens([ITEM], whitespace)
    assert tally.share(lambda document, query: query == "spaced") == 0.0
    assert tally.share(lambda d, q: (d, q) == ("Arabic letters", ORIGINAL)) == 1.0
    assert tally.share(every_pair) == 2 / 6
    assert tally.share(with_original) == 2 / 4


def test_what_was_never_tried_has_no_share():
    assert tally_tokens([ITEM], whitespace).share(lambda document, query: False) is None


def test_tallies_add_up():
    one = tally_tokens([ITEM], whitespace)
    both = merged([one, tally_tokens([{ORIGINAL: "باد", "other": "باد"}], whitespace)])
    assert both.share(every_pair) == 4 / 8
    assert both.failures == one.failures
