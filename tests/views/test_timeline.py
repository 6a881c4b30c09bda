from articles.views.timeline import LONGEST_IN_MONTHS, timeline


def chart(months):
    return timeline(months, lambda period: f"from={period}")


def test_one_month_needs_no_chart():
    assert chart({140207: 5, 140208: 0}) is None


def test_bars_are_as_high_as_their_counts_and_time_runs_from_right_to_left():
    bars = chart({140208: 5, 140207: 10}).bars
    assert [bar.label for bar in bars] == ["مهر ۱۴۰۲", "آبان ۱۴۰۲"]
    assert [bar.height for bar in bars] == [100, 50]
    assert bars[0].x > bars[1].x


def test_empty_months_keep_their_place():
    near = chart({140212: 1, 140301: 1}).bars
    far = chart({140212: 1, 140303: 1}).bars
    assert far[0].x - far[1].x == 3 * (near[0].x - near[1].x)


def test_the_smallest_count_can_still_be_seen():
    assert min(bar.height for bar in chart({140207: 10_000, 140208: 1}).bars) > 0


def test_many_years_are_counted_by_year():
    months = {(1390 + n // 12) * 100 + n % 12 + 1: 1 for n in range(LONGEST_IN_MONTHS + 1)}
    years = chart(months)
    assert years.by_year
    assert (years.first.label, years.first.count) == ("۱۳۹۰", 12)
    assert years.first.query == "from=1390"


def test_a_bar_narrows_to_its_month():
    assert chart({140207: 1, 140208: 1}).first.query == "from=1402/07"


def test_bars_stay_inside_the_chart():
    for months in ({140207: 1, 140208: 2}, {140001: 1, 140511: 3}):
        drawn = chart(months)
        assert all(0 <= bar.x <= drawn.width - bar.width for bar in drawn.bars)
        assert all(bar.y + bar.height == drawn.height for bar in drawn.bars)


def test_one_month_that_dwarfs_the_others_leaves_them_to_be_seen():
    rooted = chart({140207: 10_000, 140208: 100, 140209: 400})
    assert rooted.rooted
    assert [bar.height for bar in rooted.bars] == [100, 10, 20]
    assert not chart({140207: 10, 140208: 5}).rooted
