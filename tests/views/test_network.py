from itertools import combinations, pairwise

import pytest

from articles.models import Entity, Kind
from articles.search.portrait import Counted
from articles.views.network import LETTER, LINE, MOST_LINES, network

MIDDLE = Entity(pk=1, kind=Kind.PERSON, name="سرگئی لاوروف", slug="-")


def drawn(count, ties=None, name="سازمان جهانی بهداشت و درمان همگانی"):
    companions = [
        Counted(Entity(pk=n, kind=list(Kind)[n % 4], name=f"{name} {n}", slug="-"), 200 - n)
        for n in range(2, count + 2)
    ]
    return network(MIDDLE, companions, ties or {})


def test_a_name_alone_has_no_network():
    assert drawn(0) is None


@pytest.mark.parametrize("count", [1, 2, 3, 7, 12])
def test_labels_stay_inside_and_do_not_touch_each_other(count):
    picture = drawn(count)
    boxes = [(picture.x - 62, picture.label_y - LINE, picture.x + 62, picture.label_y)]
    for node in picture.nodes:
        assert len(node.lines) <= MOST_LINES
        for text, y in node.lines:
            width = len(text) * LETTER
            left = node.label_x if node.at_the_right else node.label_x - width
            assert left >= 0
            assert left + width <= picture.width
            assert 0 < y < picture.height
            boxes.append((left, y - LINE + 3, left + width, y + 3))
    for one, other in combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart, (one, other)


def test_the_same_numbers_give_the_same_picture():
    ties = {(2, 3): 10, (3, 4): 10, (2, 4): 5}
    assert drawn(6, ties) == drawn(6, ties)


def test_lines_are_the_thicker_the_more_articles_there_are():
    widths = [edge.width for edge in drawn(12).spokes]
    assert all(first >= second for first, second in pairwise(widths))
    assert widths[0] > widths[-1]


def test_one_article_in_common_is_no_tie():
    assert [edge.count for edge in drawn(4, {(2, 3): 1, (2, 4): 7}).ties] == [7]


def test_every_kind_that_is_shown_is_in_the_legend_with_a_shape_of_its_own():
    kinds = drawn(4).kinds
    assert {kind for kind, _ in kinds} == set(Kind)
    assert len({shape for _, shape in kinds}) == 4
