import pytest

from articles import curation
from articles.admin.mentions import surroundings
from articles.models import Entity, Mention
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/mention/"


@pytest.fixture
def suggestion(db):
    article = ArticleFactory(body="جملهٔ نخست. وزیر در <b>تهران</b> سخن گفت؟ جملهٔ دیگر.")
    entity = EntityFactory(name="تهران", kind="place")
    return MentionFactory(article=article, entity=entity, status=Mention.Status.SUGGESTED)


def test_the_queue_holds_suggestions_only_until_more_is_asked_for(desk, suggestion):
    other = ArticleFactory(body="تهران")
    MentionFactory(article=other, entity=suggestion.entity)
    assert list(desk.get(LIST).context["cl"].result_list) == [suggestion]
    assert len(desk.get(LIST, {"status": "all"}).context["cl"].result_list) == 2


def test_a_suggestion_is_shown_in_its_sentence_with_the_text_escaped(desk, suggestion):
    page = desk.get(LIST).content.decode()
    assert 'وزیر در &lt;b&gt;<mark class="name-place">تهران</mark>&lt;/b&gt; سخن گفت؟<span' in page
    assert "جملهٔ نخست" not in page.partition("context-source")[0].rpartition("context")[2]


def test_a_long_sentence_is_cut_at_words():
    words = "واژه " * 60
    article = ArticleFactory(body=f"{words}تهران {words}")
    mention = MentionFactory(article=article, entity=EntityFactory(name="تهران", kind="place"))
    before, after = surroundings(mention)
    assert before.startswith("…واژه")
    assert after.endswith("واژه…")


def test_a_mention_whose_article_was_edited_is_shown_without_a_wrong_sentence(suggestion):
    suggestion.article.body = "متن به‌کلی دیگر شد."
    assert surroundings(suggestion) == ("", "")


def test_confirm_takes_the_named_and_says_which_had_no_name(run_action, suggestion):
    nameless = Mention.objects.create(
        article=ArticleFactory(body="کسی آمد"), field="body", start=0, end=3, text="کسی",
        kind="person", origin="rule", status="suggested",
    )  # fmt: skip
    page = run_action("mention", "confirm", [suggestion, nameless]).content.decode()
    suggestion.refresh_from_db()
    nameless.refresh_from_db()
    assert (suggestion.status, suggestion.origin) == ("confirmed", "curator")
    assert (nameless.status, nameless.origin) == ("suggested", "rule")
    assert "۱ اشاره تأیید شد" in page
    assert "۱ اشاره نام ندارد" in page


def test_reject_marks_it_as_a_persons_word(run_action, suggestion):
    run_action("mention", "reject", [suggestion])
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.origin) == ("rejected", "curator")


def test_link_asks_for_the_name_then_links_and_learns_the_spelling(run_action, suggestion):
    entity = EntityFactory(name="شهرداری پایتخت", kind="organisation")
    page = run_action("mention", "link", [suggestion]).content.decode()
    assert 'name="entity"' in page
    assert "سخن گفت" in page
    run_action("mention", "link", [suggestion], apply="yes", entity=entity.pk, learn="on")
    suggestion.refresh_from_db()
    assert (suggestion.entity, suggestion.status) == (entity, "confirmed")
    assert suggestion.kind == "organisation"
    assert entity.aliases.filter(text="تهران").exists()


def test_link_without_a_name_asks_again(run_action, suggestion):
    page = run_action("mention", "link", [suggestion], apply="yes").content.decode()
    assert "یک نام انتخاب کنید" in page
    suggestion.refresh_from_db()
    assert suggestion.status == "suggested"


def test_a_decision_in_the_form_is_a_curators_decision(desk, suggestion):
    url = f"{LIST}{suggestion.pk}/change/"
    desk.post(url, {"status": "rejected", "entity": suggestion.entity_id})
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.origin) == ("rejected", "curator")


def test_a_mention_is_rejected_whatever_name_the_form_has_beside_that(desk, suggestion):
    other = EntityFactory(name="استان تهران", kind="place")
    for entity in ("", other.pk):
        desk.post(f"{LIST}{suggestion.pk}/change/", {"status": "rejected", "entity": entity})
        suggestion.refresh_from_db()
        assert suggestion.status == "rejected"
        suggestion.status = "suggested"
        suggestion.save()


def test_a_name_that_is_merged_while_it_is_chosen_is_told_in_the_form(
    run_action, suggestion, monkeypatch
):
    other = EntityFactory(name="استان تهران", kind="place")
    real = curation.link

    def link(rows, entity, *args, **options):
        Entity.objects.filter(pk=entity.pk).delete()
        return real(rows, entity, *args, **options)

    monkeypatch.setattr(curation, "link", link)
    page = run_action("mention", "link", [suggestion], apply="1", entity=other.pk)
    assert "دیگر وجود ندارد" in page.text


def test_opening_and_saving_a_suggestion_decides_nothing(desk, suggestion):
    url = f"{LIST}{suggestion.pk}/change/"
    desk.post(url, {"status": "suggested", "entity": suggestion.entity_id})
    suggestion.refresh_from_db()
    assert (suggestion.status, suggestion.origin) == ("suggested", "gazetteer")


def test_choosing_another_name_in_the_form_confirms_it(desk, suggestion):
    other = EntityFactory(name="استان تهران", kind="place")
    data = {"status": "suggested", "entity": other.pk}
    desk.post(f"{LIST}{suggestion.pk}/change/", data)
    suggestion.refresh_from_db()
    assert (suggestion.entity, suggestion.status) == (other, "confirmed")


def test_a_mention_is_not_confirmed_without_a_name(desk, suggestion):
    data = {"status": "confirmed", "entity": ""}
    page = desk.post(f"{LIST}{suggestion.pk}/change/", data).content.decode()
    assert "یک نام انتخاب کنید یا اشاره را رد کنید" in page
    suggestion.refresh_from_db()
    assert suggestion.status == "suggested"


def test_the_history_of_a_mention_says_who_decided(desk, run_action, suggestion, admin_user):
    run_action("mention", "reject", [suggestion])
    page = desk.get(f"{LIST}{suggestion.pk}/history/").content.decode()
    assert "رد شد" in page
    assert admin_user.username in page


def test_the_list_is_sorted_by_spelling_however_it_is_written(desk):
    article = ArticleFactory()
    for place, text in enumerate(("گفت‌وگو", "كنگره", "گفتگو", "کنگره")):
        Mention.objects.create(
            article=article, field="body", start=place, end=place + 1, text=text,
            kind="event", origin="rule", status="suggested",
        )  # fmt: skip
    rows = desk.get(LIST, {"o": "1"}).context["cl"].result_list
    assert [row.text for row in rows] == ["كنگره", "کنگره", "گفت‌وگو", "گفتگو"]


def test_only_the_order_that_has_an_index_is_offered(desk, suggestion):
    page = desk.get(LIST).content.decode()
    assert page.count('class="sortable') == 1
