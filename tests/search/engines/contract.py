"""What every engine must do, on one small archive. Each engine's tests subclass this."""

import pickle
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from articles.errors import EngineError, StaleReadingError
from articles.search.engines.base import (
    Document,
    Engine,
    EngineQuery,
    Occurrence,
    Spans,
    fingerprint,
)
from articles.search.request import Sort
from articles.search.tree import (
    All,
    Any,
    Attribute,
    InField,
    KeyPrefix,
    Keys,
    Not,
    Period,
    Raised,
)
from tests.interleaving import every_order, point

Work = Callable[[Engine], None]

DAY = timedelta(days=1)
NEW_YEAR = datetime(2023, 3, 20, 20, 30, tzinfo=UTC)  # ۱ فروردین ۱۴۰۲ in Tehran


def positions(text: str) -> dict[str, list[int]]:
    keys: dict[str, list[int]] = {}
    for position, key in enumerate(text.split()):
        keys.setdefault(key, []).append(position)
    return keys


def spans(text: str) -> Spans:
    words = list(re.finditer(r"\S+", text))
    return Spans([word.start() for word in words], [word.end() for word in words])


def document(pk, title="", lead="", body="", **attributes) -> Document:
    raw = {"title": title, "lead": lead, "body": body}
    texts = {name: positions(text) for name, text in raw.items()}
    published = attributes.get("published", NEW_YEAR + pk * DAY)
    return Document(
        pk=pk,
        texts=texts,
        spans={name: spans(text) for name, text in raw.items()},
        source=attributes.get("source", 1),
        category=attributes.get("category", 1),
        names=attributes.get("names", ()),
        published=published,
        month=attributes.get("month", 140201 if published else 0),
        version=attributes.get("version", 1),
        revision=attributes.get("revision", 0),
        analysis=attributes.get("analysis", 0),
    )


def word(*keys: str) -> Keys:
    return Keys(((keys,),))


def phrase(*slots: str) -> Keys:
    return Keys((tuple((slot,) for slot in slots),))


ARCHIVE = [
    document(1, "quake in bam", body="the city of bam was hit by a strong quake", names=(7, 8)),
    document(2, "talks in vienna", "the talks went on", "nuclear talks", source=2, names=(7,)),
    document(3, "league", body="the city won the match in the last minute", category=2),
    document(4, "vienna again", body="talks resumed", source=2, month=140202, names=(7, 9)),
    document(5, "undated", body="an old text of the city", published=None, category=0),
]


def changing(*documents: Document, removed: Mapping[int, int] | None = None) -> Work:
    """A worker that prepares documents and commits them later."""

    def work(engine: Engine) -> None:
        prepared = engine.prepare(documents)
        point("prepared")
        engine.commit([prepared], removed or {})

    return work


class EngineContract:
    """Subclasses give ``engine``, a fixture with a fresh, not yet created engine."""

    @pytest.fixture
    def stops(self) -> None:
        """Makes workers stop inside the engine as well; for subclasses to say where."""

    @pytest.fixture
    def archive(self, engine: Engine) -> Engine:
        engine.create({"analyzer_version": 1})
        engine.update(ARCHIVE)
        return engine

    def found(self, engine: Engine, tree, **parts) -> list[int]:
        return [pk for pk, _ in engine.search(EngineQuery(tree=tree, **parts)).hits]

    # --- life ---------------------------------------------------------------------------------

    def test_an_engine_that_was_never_created_says_how_to_mend_it(self, engine):
        assert not engine.exists()
        with pytest.raises(EngineError, match="rebuild_index"):
            engine.search(EngineQuery())

    def test_a_created_engine_is_empty_and_remembers_its_settings(self, engine):
        engine.create({"analyzer_version": 3, "names": ["بم"]})
        assert engine.exists()
        assert engine.count() == 0
        assert engine.settings() == {"analyzer_version": 3, "names": ["بم"]}

    def test_creating_again_drops_what_was_there(self, archive):
        archive.create({})
        assert archive.count() == 0
        assert self.found(archive, word("city")) == []

    def test_other_settings_leave_the_articles_alone(self, archive):
        archive.configure(lambda settings: {**settings, "names": ["بم"]})
        assert archive.settings() == {"analyzer_version": 1, "names": ["بم"]}
        assert archive.count() == 5

    def test_an_update_replaces_the_older_version(self, archive):
        archive.update([document(3, "league", body="a new text")])
        assert self.found(archive, word("match")) == []
        assert self.found(archive, word("new")) == [3]
        assert archive.count() == 5

    def test_updating_twice_in_a_row_keeps_one_version(self, archive):
        for _ in range(3):
            archive.update([document(6, "again")])
        assert self.found(archive, word("again")) == [4, 6] or self.found(
            archive, word("again")
        ) == [6, 4]
        assert archive.count() == 6

    def test_removed_articles_are_not_found(self, archive):
        archive.update([], removed=[1, 99])
        assert self.found(archive, word("quake")) == []
        assert archive.count() == 4

    def test_many_small_updates_lose_nothing(self, archive):
        for pk in range(10, 40):
            archive.update([document(pk, f"number{pk}")], removed=[pk - 1] if pk > 30 else [])
        assert archive.count() == 5 + 30 - 9
        assert self.found(archive, word("number39")) == [39]
        assert self.found(archive, word("number35")) == []

    # --- revisions ----------------------------------------------------------------------------

    def test_an_older_revision_never_replaces_a_newer(self, archive):
        archive.update([document(3, "newer", revision=8)])
        archive.update([document(3, "older", revision=7)])
        assert self.found(archive, word("newer")) == [3]
        assert self.found(archive, word("older")) == []
        assert archive.count() == 5

    def test_an_equal_revision_replaces(self, archive):
        archive.update([document(3, "first", revision=8)])
        archive.update([document(3, "second", revision=8)])
        assert self.found(archive, word("second")) == [3]
        assert archive.count() == 5

    def test_what_is_refused_keeps_nothing_else_from_its_update(self, archive):
        archive.update([document(3, "newer", revision=8)])
        archive.update([document(3, "older", revision=7), document(6, "beside", revision=7)])
        assert self.found(archive, word("beside")) == [6]
        assert self.found(archive, word("newer")) == [3]

    def test_a_removed_article_does_not_come_back_with_an_older_document(self, archive):
        archive.update([], removed={3: 8, 77: 8})
        archive.update([document(3, "older", revision=7), document(77, "older", revision=7)])
        assert self.found(archive, word("older")) == []
        archive.update([document(3, "newer", revision=9)])
        assert self.found(archive, word("newer")) == [3]

    def test_a_removal_that_was_read_earlier_leaves_the_newer_entry(self, archive):
        archive.update([document(3, "newer", revision=8)])
        archive.update([], removed={3: 7})
        assert self.found(archive, word("newer")) == [3]
        archive.update([document(3, "newest", revision=8)])  # nor is it remembered
        assert self.found(archive, word("newest")) == [3]

    def test_a_removal_without_a_revision_is_as_of_the_newest(self, archive):
        archive.update([document(1, revision=8), document(3, revision=5)])
        archive.update([], removed=[3])
        archive.update([document(3, "older", revision=7)])
        assert self.found(archive, word("older")) == []

    def test_the_newest_of_several_that_were_prepared_is_kept(self, archive):
        readings = ((8, "newer"), (7, "older"))
        prepared = [archive.prepare([document(6, title, revision=n)]) for n, title in readings]
        archive.commit(prepared)
        assert self.found(archive, word("newer", "older")) == [6]
        assert self.found(archive, word("older")) == []

    def test_the_newest_of_one_update_is_kept(self, archive):
        archive.update([document(6, "newer", revision=8), document(6, "older", revision=7)])
        assert self.found(archive, word("newer", "older")) == [6]
        assert self.found(archive, word("older")) == []
        assert archive.count() == 6

    def test_what_was_prepared_anywhere_is_one_commit(self, archive):
        before = archive.generation()
        prepared = [archive.prepare([document(pk, "made ready")]) for pk in (10, 11)]
        assert archive.generation() == before
        assert self.found(archive, word("ready")) == []
        archive.commit(pickle.loads(pickle.dumps([*prepared, archive.prepare([])])), [1])  # noqa: S301
        assert sorted(self.found(archive, All())) == [2, 3, 4, 5, 10, 11]

    def test_the_newest_revision_outlives_removal_and_merges(self, engine):
        engine.create({})
        assert engine.newest_revision() == 0
        engine.update([document(1, revision=4)])
        assert engine.newest_revision() == 4
        engine.update([document(2, revision=3)], removed={1: 9})
        assert engine.newest_revision() == 9
        with engine.building({}, revision=12) as build:
            build.finish(lambda ids: [])
        assert engine.newest_revision() == 12

    def test_a_build_may_set_entries_back(self, archive):
        archive.update([document(3, "newer", revision=80)])
        with archive.building({}, revision=7) as build:
            archive.add_to_build([document(3, "older", revision=7)])
            build.finish(lambda ids: [])
        assert self.found(archive, word("older")) == [3]
        archive.update([document(3, "again", revision=8)])
        assert self.found(archive, word("again")) == [3]

    def test_what_was_read_before_a_new_index_was_begun_is_to_be_read_again(self, archive):
        late = archive.prepare([document(60, "late", revision=6)])
        with archive.building({}, revision=7) as build:
            build.finish(lambda ids: [])
        with pytest.raises(StaleReadingError):
            archive.commit([late])
        archive.create({}, revision=9)
        with pytest.raises(StaleReadingError):
            archive.update([document(60, "late", revision=8)])
        archive.update([document(60, "read again", revision=9)])
        assert self.found(archive, All()) == [60]

    def test_what_is_removed_during_a_build_does_not_come_back_after_it(self, archive):
        with archive.building({}, revision=7) as build:
            archive.add_to_build([document(pk, revision=7) for pk in (1, 2)])
            archive.update([], removed={2: 9})
            build.finish(lambda ids: [])
        archive.update([document(2, "older", revision=8)])
        assert self.found(archive, All()) == [1]

    def test_documents_of_another_analysis_are_to_be_made_again(self, archive):
        before = fingerprint(archive.settings())
        made = [document(6, "made with other words", analysis=before)]
        archive.configure(lambda settings: {**settings, "names": ["بم"]})
        with pytest.raises(StaleReadingError):
            archive.update(made)
        now = fingerprint(archive.settings())
        archive.update([replace(made[0], analysis=now)])
        assert self.found(archive, word("words")) == [6]

    # --- several at once ----------------------------------------------------------------------

    def begun(self, engine: Engine) -> Engine:
        """The archive in two segments, where an engine has such."""
        engine.create({})
        engine.update(ARCHIVE[:3])
        engine.update(ARCHIVE[3:])
        return engine

    def check(self, engine: Engine, word_of_1: str) -> None:
        """Articles 2 to 5 are as they were; the first holds this word, or is not there if ''."""
        others = [document.pk for document in ARCHIVE if document.pk != 1]
        assert sorted(self.found(engine, All())) == ([1, *others] if word_of_1 else others)
        assert self.found(engine, word("older", "newer", "bam")) == ([1] if word_of_1 else [])
        assert not word_of_1 or self.found(engine, word(word_of_1)) == [1]
        assert engine.damages() == []

    def in_every_order(self, engine: Engine, word_of_1: str, workers: Mapping[str, Work]) -> None:
        orders = every_order(
            lambda: self.begun(engine), workers, lambda engine: self.check(engine, word_of_1)
        )
        assert orders >= 6

    def test_the_later_reading_stays_whoever_commits_last(self, engine, stops):
        older = changing(document(1, "older", revision=7))
        newer = changing(document(1, "newer", revision=8))
        self.in_every_order(engine, "newer", {"older": older, "newer": newer})

    def test_what_was_removed_later_stays_away_whoever_commits_last(self, engine, stops):
        older = changing(document(1, "older", revision=7))
        self.in_every_order(engine, "", {"older": older, "removal": changing(removed={1: 8})})

    def test_what_came_later_than_a_removal_stays_whoever_commits_last(self, engine, stops):
        newer = changing(document(1, "newer", revision=8))
        self.in_every_order(engine, "newer", {"newer": newer, "removal": changing(removed={1: 7})})

    def test_a_build_has_what_changes_meanwhile(self, engine, stops):
        newest = document(1, "newer", revision=8)

        def begin() -> tuple[Engine, dict[int, Document]]:
            return self.begun(engine), {made.pk: made for made in ARCHIVE}

        def build(state: tuple[Engine, dict[int, Document]]) -> None:
            engine, database = state
            with engine.building({}, revision=7) as build:
                read = list(database.values())
                point("read")
                engine.add_to_build(read)
                build.finish(lambda ids: [database[pk] for pk in ids])

        def change(state: tuple[Engine, dict[int, Document]]) -> None:
            engine, database = state
            database[1] = newest
            try:
                changing(newest)(engine)
            except StaleReadingError:
                changing(newest)(engine)

        orders = every_order(
            begin, {"build": build, "change": change}, lambda state: self.check(engine, "newer")
        )
        assert orders >= 6

    # --- finding ------------------------------------------------------------------------------

    def test_every_article_is_found_by_an_empty_conjunction(self, archive):
        assert archive.search(EngineQuery(tree=All())).total == 5

    def test_no_article_is_found_by_an_empty_disjunction(self, archive):
        assert archive.search(EngineQuery(tree=Any())).total == 0

    def test_a_word_is_found_in_every_text_field(self, archive):
        assert sorted(self.found(archive, word("talks"))) == [2, 4]
        assert sorted(self.found(archive, word("went"))) == [2]

    def test_all_words_must_stand_in_the_article(self, archive):
        assert self.found(archive, All((word("city"), word("match")))) == [3]

    def test_any_word_may_stand_in_the_article(self, archive):
        assert sorted(self.found(archive, Any((word("match"), word("quake"))))) == [1, 3]

    def test_negated_words_exclude(self, archive):
        assert sorted(self.found(archive, All((word("city"), Not(word("quake")))))) == [3, 5]

    def test_alternatives_of_one_word_count_as_one(self, archive):
        assert sorted(self.found(archive, word("match", "quake"))) == [1, 3]

    def test_related_words_find_nothing(self, archive):
        assert self.found(archive, Keys(((("match",),),), related=("quake",))) == [3]

    def test_related_words_raise_what_is_found(self, archive):
        archive.update([document(6, body="dam dams"), document(7, body="dam a")])
        assert self.found(archive, Keys(((("dam",),),), related=("dams",))) == [6, 7]

    def test_related_words_raise_what_another_word_finds(self, archive):
        archive.update([document(6, body="dam dykes"), document(7, body="dam a")])
        dyke = Keys(((("dyke",),),), related=("dykes",))
        assert self.found(archive, Any((word("dam"), dyke))) == [6, 7]
        assert self.found(archive, All((word("dam"), dyke))) == []

    def test_a_related_word_counts_less_than_half_of_the_word_itself(self, archive):
        """A word is worth more than two of its relatives, in texts of the same length."""
        archive.update([document(6, body="dam one two"), document(7, body="dams dams two")])
        archive.update([document(8, body="dam dams two"), document(9, body="dam dam two")])
        dam = Keys(((("dam",),),), related=("dams",))
        scores = dict(archive.search(EngineQuery(tree=dam)).hits)
        assert scores[6] < scores[8] < scores[9]
        assert scores[8] - scores[6] < (scores[9] - scores[6]) / 2

    def test_a_long_body_dilutes_a_word_more_than_a_long_title_does(self, archive):
        filler = "of many other words " * 4
        for pk, title, body in (
            (6, "dyke", "short"),
            (7, f"dyke {filler}", "short"),
            (8, "short", "dam"),
            (9, "short", f"dam {filler}"),
        ):
            archive.update([document(pk, title, body=body)])
        in_title = dict(archive.search(EngineQuery(tree=word("dyke"))).hits)
        in_body = dict(archive.search(EngineQuery(tree=word("dam"))).hits)
        assert in_title[7] < in_title[6]
        assert in_body[9] < in_body[8]
        assert in_title[7] / in_title[6] > in_body[9] / in_body[8]

    def test_raising_words_find_nothing_and_lead_what_is_found(self, archive):
        plain = self.found(archive, word("city"))
        led = Raised(word("city"), ((word("match"), 5.0), (word("vienna"), 5.0)))
        assert self.found(archive, led)[0] == 3
        assert sorted(self.found(archive, led)) == sorted(plain)
        assert archive.search(EngineQuery(tree=led)).total == len(plain)

    def test_words_raise_as_much_as_is_said(self, archive):
        unled = archive.search(EngineQuery(tree=word("city"))).hits
        led = Raised(word("city"), ((word("match"), 0.0),))
        assert archive.search(EngineQuery(tree=led)).hits == unled

    def test_a_phrase_needs_its_words_in_order(self, archive):
        assert self.found(archive, phrase("strong", "quake")) == [1]
        assert self.found(archive, phrase("quake", "strong")) == []

    def test_a_phrase_never_reaches_from_one_article_into_the_next(self, archive):
        assert self.found(archive, phrase("quake", "nuclear")) == []

    def test_a_text_of_more_words_than_fit_breaks_no_search(self, archive):
        long = document(6, body="the " * 70_000 + "late end of the text")
        archive.update([long, document(7, body="after the end of it")])
        assert self.found(archive, phrase("the", "end")) == [7]
        assert sorted(self.found(archive, phrase("the", "the"))) == [6]
        assert self.found(archive, word("late")) == [6]
        assert {6, 7} < set(self.found(archive, word("the")))

    def test_a_slot_of_a_phrase_may_be_filled_in_several_ways(self, archive):
        tree = Keys(((("strong", "weak"), ("quake", "storm")),))
        assert self.found(archive, tree) == [1]

    def test_a_repeated_word_in_a_phrase_is_counted_right(self, archive):
        archive.update([document(6, body="very very good"), document(7, body="very good")])
        assert self.found(archive, phrase("very", "very")) == [6]

    def test_a_prefix_finds_every_word_that_begins_so(self, archive):
        assert sorted(self.found(archive, KeyPrefix("mat"))) == [3]
        assert sorted(self.found(archive, KeyPrefix("re"))) == [4]

    def test_a_field_limits_where_a_word_may_stand(self, archive):
        assert self.found(archive, InField("title", word("talks"))) == [2]

    def test_attributes_are_part_of_a_tree(self, archive):
        tree = All((word("talks"), Attribute("name", (9,))))
        assert self.found(archive, tree) == [4]

    def test_periods_are_half_open_and_leave_undated_articles_out(self, archive):
        tree = Period(NEW_YEAR + 2 * DAY, NEW_YEAR + 4 * DAY)
        assert sorted(self.found(archive, tree)) == [2, 3]
        assert 5 not in self.found(archive, Period(None, NEW_YEAR + 9 * DAY))

    # --- order --------------------------------------------------------------------------------

    def test_a_word_in_the_title_counts_more_than_one_in_the_body(self, archive):
        assert self.found(archive, word("vienna", "resumed"))[0] == 4
        archive.update([document(6, "bam"), document(7, "other", body="bam")])
        ranked = self.found(archive, word("bam"))
        assert ranked.index(6) < ranked.index(7)

    def test_a_rare_word_counts_more_than_a_common_one(self, archive):
        archive.update([document(6, body="city one two"), document(7, body="match one two")])
        assert self.found(archive, Any((word("city"), word("minute"))))[0] == 3

    def test_ties_go_to_the_newer_article(self, archive):
        archive.update([document(6, "same"), document(7, "same"), document(8, "same")])
        assert self.found(archive, word("same")) == [8, 7, 6]

    def test_newest_and_oldest_first_with_undated_articles_last(self, archive):
        assert self.found(archive, All(), sort=Sort.NEWEST) == [4, 3, 2, 1, 5]
        assert self.found(archive, All(), sort=Sort.OLDEST) == [1, 2, 3, 4, 5]

    def test_pages_follow_each_other_without_gap_or_repetition(self, archive):
        pages = [self.found(archive, All(), offset=at, limit=2) for at in (0, 2, 4, 6)]
        assert sorted(pk for page in pages for pk in page) == [1, 2, 3, 4, 5]
        assert [len(page) for page in pages] == [2, 2, 1, 0]

    def test_the_total_counts_beyond_the_page(self, archive):
        answer = archive.search(EngineQuery(tree=word("the"), limit=1))
        assert answer.total == 4
        assert len(answer.hits) == 1

    # --- counting -----------------------------------------------------------------------------

    def test_facets_count_what_was_found(self, archive):
        answer = archive.search(
            EngineQuery(tree=word("city"), facets=("source", "category", "name"))
        )
        assert answer.facets == {"source": {1: 3}, "category": {1: 1, 2: 1}, "name": {7: 1, 8: 1}}

    def test_a_chosen_source_still_shows_what_the_others_hold(self, archive):
        answer = archive.search(
            EngineQuery(filters=(Attribute("source", (2,)),), facets=("source", "category"))
        )
        assert answer.total == 2
        assert answer.facets == {"source": {1: 3, 2: 2}, "category": {1: 2}}

    def test_chosen_names_narrow_jointly(self, archive):
        filters = (Attribute("name", (7,)), Attribute("name", (9,)))
        answer = archive.search(EngineQuery(filters=filters, facets=("name",)))
        assert [pk for pk, _ in answer.hits] == [4]
        assert answer.facets == {"name": {7: 1, 9: 1}}

    def test_articles_are_narrowed_by_their_own_ids(self, archive):
        answer = archive.search(EngineQuery(filters=(Attribute("pk", (2, 4, 99)),)))
        assert sorted(pk for pk, _ in answer.hits) == [2, 4]

    def test_months_are_counted_and_undated_articles_are_not(self, archive):
        answer = archive.search(EngineQuery(months=True))
        assert answer.months == {140201: 3, 140202: 1}

    def test_a_period_beside_the_tree_narrows(self, archive):
        answer = archive.search(EngineQuery(period=Period(NEW_YEAR + 3 * DAY, None)))
        assert sorted(pk for pk, _ in answer.hits) == [3, 4]

    def test_deleted_articles_are_in_no_count(self, archive):
        archive.update([], removed=[2])
        answer = archive.search(EngineQuery(facets=("source", "name"), months=True))
        assert answer.total == 4
        assert answer.facets["source"] == {1: 3, 2: 1}
        assert answer.facets["name"] == {7: 2, 8: 1, 9: 1}
        assert answer.months == {140201: 2, 140202: 1}

    # --- asking for keys ----------------------------------------------------------------------

    def test_the_engine_tells_which_keys_it_holds(self, archive):
        assert archive.holds("nuclear")
        assert not archive.holds("unheard")

    def test_the_engine_tells_in_how_many_articles_keys_stand(self, archive):
        assert archive.frequency(["talks"]) == 2
        assert archive.frequency(["talks", "match"]) == 3

    def test_the_vocabulary_counts_the_articles_of_every_exact_key(self, archive):
        archive.update([document(6, body="~marked 12:30 city city")], removed=[5])
        vocabulary = dict(archive.vocabulary())
        assert vocabulary["city"] == 3
        assert vocabulary["league"] == 1
        assert not {"~marked", "12:30", "undated"} & vocabulary.keys()

    def test_the_vocabulary_has_no_word_of_a_removed_article(self, archive):
        archive.update([document(6, "gone", lead="city", body="gone city")])
        before = dict(archive.vocabulary())
        archive.update([], removed=[6])
        after = dict(archive.vocabulary())
        assert before.keys() - after.keys() == {"gone"}
        assert before["city"] - after["city"] == 1

    def test_every_change_is_another_generation(self, archive):
        before = archive.generation()
        assert archive.generation() == before
        archive.update([document(3, "league", body="a new text")])
        assert archive.generation() != before

    def test_the_engine_lists_every_id_of_a_tree(self, archive):
        assert sorted(archive.ids(word("the"))) == [1, 2, 3, 5]

    # --- building anew ------------------------------------------------------------------------

    def test_readers_keep_the_old_index_until_the_new_one_is_complete(self, archive):
        with archive.building({"analyzer_version": 2}) as build:
            archive.add_to_build([document(50, "fresh")])
            assert archive.count() == len(ARCHIVE)
            assert archive.settings() == {"analyzer_version": 1}
            build.finish(lambda ids: [])
        assert archive.settings() == {"analyzer_version": 2}
        assert self.found(archive, All()) == [50]

    def test_a_build_of_many_parts_is_one_index(self, archive):
        with archive.building({}) as build:
            for first in range(100, 160, 3):
                archive.add_to_build([document(pk, f"n{pk}") for pk in range(first, first + 3)])
            build.finish(lambda ids: [])
        assert archive.count() == 60
        assert self.found(archive, word("n131")) == [131]

    def test_what_changes_during_a_build_is_in_the_new_index(self, archive):
        with archive.building({}) as build:
            archive.add_to_build(ARCHIVE)
            archive.update([document(1, "changed"), document(60, "added")], removed=[2])
            newest = {1: document(1, "changed"), 60: document(60, "added")}
            build.finish(lambda ids: [newest[pk] for pk in ids if pk in newest])
        assert sorted(self.found(archive, All())) == [1, 3, 4, 5, 60]
        assert self.found(archive, word("changed")) == [1]
        assert self.found(archive, word("quake")) == []

    def test_a_build_that_fails_leaves_the_old_index(self, archive):
        with pytest.raises(ZeroDivisionError), archive.building({}):  # noqa: PT012
            archive.add_to_build([document(50, "fresh")])
            raise ZeroDivisionError
        assert sorted(self.found(archive, All())) == [1, 2, 3, 4, 5]
        with archive.building({}) as build:
            build.finish(lambda ids: [])
        assert archive.count() == 0

    def test_an_index_can_be_built_where_there_was_none(self, engine):
        with engine.building({"names": []}) as build:
            engine.add_to_build(ARCHIVE)
            build.finish(lambda ids: [])
        assert engine.count() == len(ARCHIVE)

    def test_only_one_build_runs_at_a_time(self, archive):
        with (
            archive.building({}),
            pytest.raises(EngineError, match="بازسازی"),
            archive.building({}),
        ):
            pass

    # --- health -------------------------------------------------------------------------------

    # --- where words stand in the raw text ------------------------------------------------------

    def test_occurrences_are_places_and_raw_offsets(self, archive):
        found = archive.occurrences([1, 3], ["city", "bam", "absent"])
        assert found[1].version == 1
        assert found[1].fields["title"]["bam"] == [Occurrence(2, 9, 12)]
        assert found[1].fields["body"]["bam"] == [Occurrence(3, 12, 15)]
        assert found[3].fields["body"]["city"] == [Occurrence(1, 4, 8)]
        assert not found[3].fields["body"].get("absent")

    def test_occurrences_of_a_prefix_are_those_of_all_its_keys(self, archive):
        in_body = archive.occurrences([3], [], ["m"])[3].fields["body"]
        assert [(start, end) for _, start, end in in_body["m"]] == [(17, 22), (35, 41)]

    def test_a_key_of_a_compound_reaches_to_the_compounds_end(self, archive):
        made = document(6, body="old fire fighter went")
        texts = dict(made.texts) | {"body": made.texts["body"] | {"~firefighter": [1]}}
        there = dict(made.spans) | {"body": made.spans["body"]._replace(compounds={1: 16})}
        archive.update([replace(made, texts=texts, spans=there)])
        in_body = archive.occurrences([6], ["fire", "~firefighter"])[6].fields["body"]
        assert in_body["fire"] == [Occurrence(1, 4, 8)]
        assert in_body["~firefighter"] == [Occurrence(1, 4, 16)]

    def test_occurrences_outlive_updates_removals_and_merges(self, archive):
        for pk in range(10, 40):
            archive.update([document(pk, body=f"{'x' * pk} marked here")], removed=[pk - 3])
        assert archive.occurrences([10], ["marked"]) == {}
        for pk in (37, 38, 39):
            found = archive.occurrences([pk], ["marked"])[pk].fields["body"]["marked"]
            assert [(start, end) for _, start, end in found] == [(pk + 1, pk + 7)]

    def test_a_text_whose_offsets_are_not_kept_is_left_out(self, archive):
        archive.update([document(6, title="marked", body=f"marked {'x' * 5000} marked")])
        fields = archive.occurrences([6], ["marked"])[6].fields
        assert fields["title"]["marked"] == [Occurrence(0, 0, 6)]
        assert "body" not in fields or len(fields["body"]["marked"]) == 2

    def test_the_engine_tells_the_version_of_every_article(self, archive):
        archive.update([document(2, "newer", version=7)], removed=[3])
        assert archive.versions() == {1: 1, 2: 7, 4: 1, 5: 1}

    def test_a_whole_index_has_no_damages(self, archive):
        assert archive.damages() == []
