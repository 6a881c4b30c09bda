from itertools import pairwise

import pytest

from articles.views.linechart import LABEL_GAP, MARKED_IN_FULL, Slot, Value, line_chart


def chart(*series, whole=True):
    """Lines through these amounts, one list a line."""
    slots = [Slot(f"ماه {n}", str(n)) for n in range(len(series[0]))]
    values = [
        (f"نام {n}", [Value(amount, str(amount), "q") for amount in amounts])
        for n, amounts in enumerate(series)
    ]
    return line_chart(slots, values, str, whole=whole)


def test_time_runs_from_right_to_left_and_more_is_higher():
    first, second = chart([1, 5]).lines[0].points
    assert first.x > second.x
    assert first.y > second.y


@pytest.mark.parametrize("highest", [1, 2, 3, 7, 10, 99, 100, 12_345])
def test_levels_are_round_begin_with_zero_and_reach_above_the_highest(highest):
    levels = [float(level.label) for level in chart([0, highest]).levels]
    assert levels[0] == 0
    assert levels[-1] >= highest
    assert len(levels) <= 7
    assert all(level == int(level) for level in levels)


def test_shares_may_have_levels_below_one():
    assert [level.label for level in chart([0.0, 0.35], whole=False).levels][1] == "0.1"


def test_labels_of_lines_that_end_together_can_be_read():
    labels = sorted(line.label_y for line in chart([1, 9], [2, 9], [3, 9], [4, 9], [5, 9]).lines)
    assert all(b - a >= LABEL_GAP - 0.2 for a, b in pairwise(labels))
    assert labels[0] >= 0
    assert labels[-1] <= 100


def test_so_can_those_that_end_at_the_bottom():
    labels = sorted(line.label_y for line in chart([9, 0], [2, 0], [3, 0], [4, 0], [5, 0]).lines)
    assert all(b - a >= LABEL_GAP - 0.2 for a, b in pairwise(labels))
    assert labels[-1] <= 100


def test_a_line_breaks_where_nothing_can_be_said():
    line = chart([1, None, 2, 3]).lines[0]
    assert [len(run.split()) for run in line.runs] == [1, 2]
    assert len(line.points) == 3


def test_every_line_has_a_mark_of_its_own():
    assert len({line.mark for line in chart([1, 2], [1, 2], [1, 2], [1, 2], [1, 2]).lines}) == 5


def test_long_lines_are_marked_now_and_then_and_not_at_the_same_place():
    lines = chart(*[[1] * (MARKED_IN_FULL * 3)] * 5).lines
    places = [{p.x for p in line.points if p.marked} for line in lines]
    assert all(0 < len(marked) <= 10 for marked in places)
    assert not set.intersection(*places[:2])


def test_a_narrow_screen_has_three_labels_of_time():
    times = chart(list(range(60))).times
    assert len([time for time in times if not time.minor]) == 3


def test_one_month_of_nothing_is_a_chart_too():
    assert chart([0]).lines[0].points[0].y > 90
