from articles.models import Article
from articles.search import highlight, snippets

MANY = 30_000


def shown(segments) -> str:
    return "".join(segment.text for segment in segments)


def test_the_window_with_the_most_hits_is_shown():
    body = "تک یک. " + "پر " * 200 + "تک تک تک. " + "پر " * 200
    hits = [(at, at + 2) for at in range(len(body)) if body.startswith("تک", at)]
    assert "تک تک تک" in shown(snippets.snippet(Article(body=body), [], {"body": hits}))


def test_of_equal_windows_the_first_is_shown():
    body = "آغاز تک " + "پر " * 400 + "تک پایان"
    hits = [(at, at + 2) for at in range(len(body)) if body.startswith("تک", at)]
    assert "آغاز" in shown(snippets.snippet(Article(body=body), [], {"body": hits}))


def test_the_window_opens_at_a_word_where_spaces_stand_in_a_row():
    body = "\u00a0" * 5 + "پر " * 19 + "تک پایان"
    at = body.index("تک")
    assert 0 < at - snippets.LEAD_IN < 5
    assert shown(snippets.snippet(Article(body=body), [], {"body": [(at, at + 2)]})) == body.strip()


def test_a_text_full_of_hits_costs_no_more_than_its_length():
    """Each hit held against each other would be a thousand million comparisons."""
    body = "تک " * MANY
    hits = [(3 * at, 3 * at + 2) for at in range(MANY)]
    segments = snippets.snippet(Article(body=body), [], {"body": hits})
    assert sum(segment.hit for segment in segments) > 50
    whole = highlight.segments(body, (), hits)
    assert sum(segment.hit for segment in whole) == MANY
