from articles.search.request import SearchRequest
from articles.search.results import Facet, FacetValue
from articles.templatetags import rows
from articles.views.timeline import timeline

HOSTILE = '"><script>'


def test_bars_and_their_table_lead_where_the_chart_says():
    chart = timeline({140207: 1200, 140208: 3}, lambda period: f"q=a&from={period}")
    bars, table = (
        rows.timeline_bars(chart, "/search/"),
        rows.timeline_rows(chart, "/search/", "/a/"),
    )
    assert bars.count("<a ") == table.count("<tr>") == 2
    for html in (bars, table):
        assert 'href="/search/?q=a&amp;from=1402/07"' in html
        assert "۱٬۲۰۰" in html
    assert 'href="/a/1402/07/"' in table


def test_a_facet_says_which_value_is_on_and_escapes_what_rows_are_called():
    asked = SearchRequest(q=HOSTILE)
    values = [FacetValue("a", HOSTILE, 2, True, asked), FacetValue("b", "ب", 1, False, asked)]
    first, second = rows.facet_values(Facet("source", "منبع", values)).split("\n")
    assert 'aria-current="true"' in first
    assert "فعال است" in first
    assert "aria-current" not in second
    assert "<script>" not in first + second
    assert "&quot;&gt;&lt;script&gt;" in first
