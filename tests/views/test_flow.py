from articles.search.results import Segment
from articles.views.flow import flowing

WRAPPED = [
    "هواشناسی اعلام کرد که از فردا بارش برف و باران در بیشتر استان‌های غربی آغاز",
    "می‌شود و تا پایان هفته ادامه دارد. مردم باید از رفتن به کوهستان خودداری کنند و",
    "راهداران در گردنه‌ها آماده باشند.",
    "در همین حال شهرداری از شهروندان خواسته است که پیاده‌روهای پیش روی خانه‌ها را از",
    "برف پاک کنند و خودروهای خود را در کنار خیابان‌های اصلی نگذارند تا راه برای",
    "خودروهای برف‌روب باز بماند. مدرسه‌های ابتدایی نیز در شهرهای سردسیر فردا تعطیل",
    "هستند و درس‌ها از راه شبکهٔ آموزش دنبال می‌شود. خبرهای بعدی را همین سازمان در",
    "پایان روز خواهد داد.",
]


def lines(texts):
    return [[Segment(text)] for text in texts]


def shown(paragraphs):
    return ["".join(segment.text for segment in paragraph) for paragraph in paragraphs]


def test_wrapped_lines_become_the_paragraphs_they_were():
    paragraphs = shown(flowing(lines(WRAPPED)))
    assert len(paragraphs) == 2
    assert paragraphs[0].endswith("آماده باشند.")
    assert "\n".join(paragraphs) == "\n".join(WRAPPED)


def test_marks_survive_the_joining():
    marked = lines(WRAPPED)
    marked[0] = [Segment("هواشناسی", hit=True), Segment(WRAPPED[0][len("هواشناسی") :])]
    assert flowing(marked)[0][0].hit


def test_ordinary_paragraphs_and_lists_stay_as_they_are():
    paragraphs = ["بند کوتاه.", "بندی بسیار بلند " * 20 + "."] * 5
    items = [f"{n}. فیلم شماره {n}" for n in range(12)]
    for texts in (paragraphs, items, ["یک خط"]):
        assert shown(flowing(lines(texts))) == texts
