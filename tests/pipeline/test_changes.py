"""What is noted, and what follows: each spelling, word and kind that changes."""

import pytest

from articles.models import (
    Alias,
    Article,
    Entity,
    Mention,
    PendingArticle,
    PendingName,
    PendingWord,
    Proposal,
    WordRule,
)
from articles.pipeline import catch_up, deferred, waiting
from articles.recognition import proposals
from articles.search import archive, indexing
from articles.search.request import SearchRequest
from tests.factories import ArticleFactory, EntityFactory

pytestmark = pytest.mark.django_db


def total(q: str) -> int:
    return archive.search(SearchRequest(q=q)).total


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestNames:
    @pytest.fixture
    def lavrov(self, committed):
        with committed():
            ArticleFactory(title="خبر", body="در پست انگلیسی آمده بود: Sergey Lavrov met him.")
            return EntityFactory(name="سرگئی لاوروف")

    def test_a_latin_name_that_is_added_is_looked_for(self, lavrov, committed):
        with committed():
            lavrov.latin_name = "Sergey Lavrov"
            lavrov.save()
        assert Mention.objects.get().text == "Sergey Lavrov"

    def test_one_that_is_taken_away_takes_its_mentions_along(self, lavrov, committed):
        with committed():
            lavrov.latin_name = "Sergey Lavrov"
            lavrov.save()
        with committed():
            lavrov.latin_name = ""
            lavrov.save()
        assert not Mention.objects.exists()

    def test_what_does_not_touch_a_spelling_reads_nothing_again(self, lavrov, committed):
        lavrov.description = "وزیر خارجهٔ روسیه"
        lavrov.save()
        assert not PendingName.objects.exists()

    def test_a_name_without_aliases_that_is_deleted_leaves_the_index(self, committed):
        with committed():
            entity = Entity.objects.create(name="سرگئی لاوروف", kind="person")
            ArticleFactory(title="خبر", body="سرگئی لاوروف سخن گفت.")
        assert total("نام:«سرگئی لاوروف»") == 1
        with committed():
            entity.delete()
        results = archive.search(SearchRequest(q="سخن"))
        assert all(not facet.values for facet in results.facets if facet.field == "name")
        assert indexing.compare().all_ids() == []

    def test_a_spelling_noted_before_an_article_is_indexed_finds_it(self, committed, data_dir):
        article = ArticleFactory(title="خبر", body="لاوروف سخن گفت.")
        PendingArticle.objects.update(recognise=False)  # as after a lost index
        entity = EntityFactory(name="سرگئی ویکتوروویچ")
        Alias.objects.create(entity=entity, text="لاوروف")
        catch_up()
        assert article.mentions.get().entity == entity


class TestDeferredNames:
    """They are not looked for in the archive; what is proposed for them follows all the same."""

    def test_they_may_be_doubles(self):
        with deferred():
            EntityFactory(name="بلینکن")
            EntityFactory(name="بلینکین")
        catch_up()
        assert Proposal.objects.waiting().get().reason == "double"
        assert proposals.audit() == []

    def test_a_surname_that_another_bears_now_is_no_longer_proposed(self, committed):
        with committed():
            EntityFactory(name="زبیگنیو رائوفسکی")
            other = EntityFactory(name="هنرپیشه")
            ArticleFactory(title="خبر", body="زبیگنیو رائوفسکی آمد. رائوفسکی رفت.")
        assert Proposal.objects.waiting().get().reason == "surname"
        with deferred():
            alias = Alias.objects.create(entity=other, text="رائوفسکی")
        catch_up()
        assert not Proposal.objects.exists()
        with deferred():
            alias.delete()
        catch_up()
        assert Proposal.objects.waiting().get().reason == "surname"
        assert proposals.audit() == []

    def test_their_articles_are_not_read_again(self, committed):
        with committed():
            ArticleFactory(title="خبر", body="لاوروف سخن گفت.")
        with deferred():
            EntityFactory(name="لاوروف")
        catch_up()
        assert not Mention.objects.exists()


class TestProtectedWords:
    """A search finds the same, whenever a word was protected and the index was built."""

    @pytest.fixture(autouse=True)
    def writer(self, committed):
        with committed():
            ArticleFactory(title="خبر", body="کتابی آمد و سخن گفت")
        assert total("کتاب") == 1

    def test_a_persons_name_keeps_its_word_whole_at_once(self, committed):
        with committed():
            EntityFactory(name="علی کتابی")
        assert total("کتاب") == 0
        indexing.rebuild()
        assert total("کتاب") == 0

    def test_a_place_of_two_words_does_not(self, committed):
        with committed():
            EntityFactory(name="کوچهٔ کتابی", kind="place")
        assert total("کتاب") == 1

    def test_a_kind_that_becomes_a_persons_does(self, committed):
        with committed():
            entity = EntityFactory(name="کوچهٔ کتابی", kind="place")
        with committed():
            entity.kind = "person"
            entity.save()
        assert total("کتاب") == 0

    @pytest.mark.parametrize("gone", ["alias", "entity"])
    def test_a_word_is_released_with_the_last_name_that_has_it(self, committed, gone):
        with committed():
            entity = EntityFactory(name="علی کتابی")
        with committed():
            (entity.aliases.get() if gone == "alias" else entity).delete()
        assert total("کتاب") == 1

    def test_a_rule_made_while_the_index_is_damaged_is_followed_later(self, committed, data_dir):
        files = {path: path.read_bytes() for path in (data_dir / "index").iterdir()}
        for path in files:
            path.unlink()
            path.write_bytes(b"rubbish")
        with committed():
            WordRule.objects.create(kind="protected", word="کتابی")
        assert waiting()
        for path, content in files.items():
            path.unlink()
            path.write_bytes(content)
        (data_dir / "index").touch()
        catch_up()
        assert total("کتاب") == 0
        assert waiting() == 0

    def test_a_word_that_is_protected_already_asks_for_nothing(self, committed):
        with committed():
            EntityFactory(name="علی کتابی")
        with deferred():
            EntityFactory(name="رضا کتابی")
        PendingWord.objects.exclude(word="کتابی").delete()
        PendingName.objects.all().delete()
        article = Article.objects.get()
        catch_up()
        assert not PendingArticle.objects.filter(article_id=article.pk).exists()
