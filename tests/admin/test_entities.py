import pytest

from articles.models import Alias, Entity, Mention, PendingArticle
from tests.factories import ArticleFactory, EntityFactory, MentionFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/entity/"


def found(desk, text):
    return [entity.name for entity in desk.get(LIST, {"q": text}).context["cl"].result_list]


@pytest.mark.parametrize("typed", ["لاوروف", "لاوروف ", "Lavrov", "سرگئي", "سرگئی‌لاوروف"])
def test_a_name_is_found_by_alias_latin_name_and_any_spelling(desk, typed):
    EntityFactory(name="سرگئی لاوروف", latin_name="Sergey Lavrov", aliases=["لاوروف"])
    EntityFactory(name="تهران")
    assert found(desk, typed) == ["سرگئی لاوروف"]


def test_counts_of_mentions_link_to_them(desk):
    entity = EntityFactory(name="تهران", kind="place")
    for status in (Mention.Status.CONFIRMED, Mention.Status.SUGGESTED, Mention.Status.SUGGESTED):
        MentionFactory(article=ArticleFactory(body="تهران"), entity=entity, status=status)
    page = desk.get(LIST).content.decode()
    link = f"/admin/articles/mention/?entity__id__exact={entity.pk}&amp;status=suggested"
    assert f'<a href="{link}">۲</a>' in page
    assert len(desk.get(link.replace("&amp;", "&")).context["cl"].result_list) == 2


def test_aliases_are_added_in_the_form_with_their_history(desk, admin_user):
    entity = EntityFactory(name="تهران", kind="place")
    alias = entity.aliases.get()
    data = {
        "name": "تهران",
        "kind": "place",
        "slug": entity.slug,
        "aliases-TOTAL_FORMS": "2",
        "aliases-INITIAL_FORMS": "1",
        "aliases-0-id": alias.pk,
        "aliases-0-entity": entity.pk,
        "aliases-0-text": "تهران",
        "aliases-1-entity": entity.pk,
        "aliases-1-text": "طهران",
    }
    assert desk.post(f"{LIST}{entity.pk}/change/", data).status_code == 302
    added = entity.aliases.get(text="طهران")
    assert added.history.get().history_user == admin_user


@pytest.mark.parametrize("shown", [True, False], ids=["in the form", "added meanwhile"])
def test_a_second_spelling_of_the_same_alias_is_refused_with_a_sentence(desk, shown):
    entity = EntityFactory(name="تهران", kind="place")
    new = int(shown)
    data = {
        "name": "تهران",
        "kind": "place",
        "slug": entity.slug,
        "aliases-TOTAL_FORMS": new + 1,
        "aliases-INITIAL_FORMS": new,
        "aliases-0-id": entity.aliases.get().pk,
        "aliases-0-entity": entity.pk,
        "aliases-0-text": "تهران",
        f"aliases-{new}-id": "",
        f"aliases-{new}-entity": entity.pk,
        f"aliases-{new}-text": "تهـــران",
    }
    response = desk.post(f"{LIST}{entity.pk}/change/", data)
    assert "قبلاً برای همین نام ثبت شده" in response.content.decode()
    assert entity.aliases.count() == 1


def test_merge_asks_which_name_stays_and_shows_what_moves(run_action):
    big = EntityFactory(name="بلینکن", aliases=["آنتونی بلینکن"])
    small = EntityFactory(name="بلینکین")
    MentionFactory(article=ArticleFactory(body="بلینکن"), entity=big)
    page = run_action("entity", "merge", [small, big]).content.decode()
    assert "آنتونی بلینکن" in page
    assert page.index(f'value="{big.pk}" id=') < page.index(f'value="{small.pk}" id=')
    assert Entity.objects.count() == 2


def test_merge_shows_first_what_will_change(run_action):
    stays = EntityFactory(name="بلینکن", latin_name="Blinken", aliases=["آنتونی"])
    goes = EntityFactory(
        name="بلینکین", latin_name="Blinkin", kind="place", aliases=["آنتونی", "وزیر"]
    )
    EntityFactory(name="وزیر")
    MentionFactory(article=ArticleFactory(body="بلینکین"), entity=goes)
    page = run_action("entity", "merge", [stays, goes], survivor=stays.pk, apply="yes").text
    assert "۱ اشاره در ۱ خبر" in page
    assert "شکل‌هایی که منتقل می‌شود: بلینکین، وزیر" in page
    assert "شکل‌های تکراری که حذف می‌شود: آنتونی" in page
    assert "خودش دارد: نام لاتین" in page
    assert "فرق دارد" in page
    assert "شکل مشترک با نامی بیرون از این ادغام: وزیر" in page
    assert Entity.objects.count() == 3


def test_merge_makes_the_chosen_name_the_only_one(run_action):
    stays, goes = EntityFactory(name="بلینکن"), EntityFactory(name="بلینکین")
    response = run_action("entity", "merge", [stays, goes], survivor=stays.pk, confirmed="yes")
    assert list(Entity.objects.all()) == [stays]
    assert set(stays.aliases.values_list("text", flat=True)) == {"بلینکن", "بلینکین"}
    assert "ادغام شد" in response.content.decode()


def test_a_name_is_split_in_its_form(as_role):
    curator = as_role("curator")
    entity = EntityFactory(name="کاظمی", aliases=["محمد کاظمی"])
    MentionFactory(article=ArticleFactory(body="محمد کاظمی"), text="محمد کاظمی", entity=entity)
    url = f"{LIST}{entity.pk}/split/"
    assert url in curator.get(f"{LIST}{entity.pk}/change/").text
    assert "«محمد کاظمی»" in curator.get(url).text
    chosen = {"aliases": [entity.aliases.get(text="محمد کاظمی").pk], "kind": "person"}
    assert "نام جدیدی بنویسید" in curator.post(url, chosen).text
    page = curator.post(url, {**chosen, "name": "محمد کاظمی"}, follow=True).text
    assert "جداسازی «محمد کاظمی» از «کاظمی»" in page
    assert Entity.objects.get(name="محمد کاظمی").mentions.count() == 1
    everything = {"aliases": [alias.pk for alias in entity.aliases.all()], "name": "همه"}
    assert "باید برای «کاظمی» بماند" in curator.post(url, everything).text


def test_who_may_not_change_names_may_not_split_them(as_role):
    assert as_role("editor").get(f"{LIST}{EntityFactory().pk}/split/").status_code == 403


def test_one_name_alone_is_not_merged(run_action):
    response = run_action("entity", "merge", [EntityFactory()])
    assert "۲ تا ۵۰ نام انتخاب کنید" in response.content.decode()


def test_deleting_a_name_shows_how_much_goes_and_renews_its_articles(as_role):
    curator = as_role("curator")
    entity = EntityFactory(name="تهران", kind="place")
    article = ArticleFactory(body="تهران")
    MentionFactory(article=article, entity=entity)
    PendingArticle.objects.all().delete()
    url = f"{LIST}{entity.pk}/delete/"
    assert "اشاره‌ها: ۱" in curator.get(url).content.decode()
    curator.post(url, {"post": "yes"})
    assert not Entity.objects.exists()
    assert not Alias.objects.exists()
    assert article.pk in PendingArticle.objects.values_list("article_id", flat=True)
