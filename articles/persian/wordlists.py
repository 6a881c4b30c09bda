"""Hand lists: what neither a rule nor hazm's word list decides.

All entries in canonical letters (see `characters.fold`), joined.
"""

from articles.persian.characters import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


FUNCTION_WORDS = _words(
    "و در به از که این را با است برای آن خود تا بر هم نیز هر یا اما اگر چه نه بی پس ما من او "
    "وی شما آنها ایشان شد شده بود می نمی ها های یک دو سه باید اینکه آنکه آنچه چنانچه همچنین "
    "همچنان بلکه"
)
"""Words whose absence from an article must not hide it from a query of several words."""

QUESTION_WORDS = _words(
    "چرا چگونه چطور چطوری چقدر چه چی چیه چیست کدام کدامیک کجا کجاست کی کیه کیست کیستند چیستند "
    "چند چندم چندتا آیا"
)
"""What a question asks with, and its answer does not hold."""

NEVER_JOINED = _words(
    "و در به از که این را با است برای آن خود تا نیز هر یا اما اگر چه من او وی شما آنها ایشان"
)
"""Words that are not joined to a neighbour unless the joined word is known."""

NEVER_PLURAL = _words("و در از به که را با")
NEVER_WITH_CLITIC = _words("به که نه چه")
"""Words ending in ه whose ه is no silent ending, or that no plural follows."""

DETACHABLE_FIRST = _words("به این آن هر هیچ چه از در با بر تا برای")
DETACHABLE_LAST = _words("که است را و بود بودند شد شدند باشد")
"""Function words that writers hang on a neighbour with a half-space: به‌نام، آن‌زمان، جایی‌که."""

_UNINFLECTED = _words(
    "برای دارای سرای جای پای رای روی سوی بوی موی خوی کوی جوی همین همان ایشان چنان میان بیان "
    "زمان جهان ایران تهران تنها بهتر بیشتر کمتر بهترین بیشترین کمترین دیگر مردم پیش دیگران "
    "علی علیه ملی حتی ولی کلی اصلی یعنی بلی خیلی همایش ورای بجای جدای نمای همای گرای وای نای "
    "منتها آبادان زاهدان املش فارسان کامیاران انگوران عمارت خامنهای مهاجرانی عطاران برجام "
    "الهی پایش کنجکاوی ناگهی داود استوارت"
)
UNINFLECTED = _UNINFLECTED | {word.replace("آ", "ا") for word in _UNINFLECTED}
"""Words that only look inflected, with and without their madda."""

PLURAL_PRONOUNS = _words("آنها اینها انها آنهایی اینهایی")
"""Headwords of the lexicon that are plurals all the same."""

NOT_COMPARATIVE = _words(
    "فیلتر پوستر تیتر کبوتر دفتر ارکستر توییتر پرینتر بستر دختر دکتر لیتر متر تئاتر کنتر "
    "هلیکوپتر موتر روتر سنتر شتر چتر استر پتر گیتر کاراکتر راکتر آداپتر ژنراتر مانیتر کلانتر "
    "آکتر پاتر اختر بابلستر خاکستر"
)

AN_PLURALS = _words(
    "زنان مردان جوانان کودکان پزشکان معلمان استادان پسران دختران مادران پدران برادران خواهران "
    "فرزندان دوستان دشمنان کارگران بیماران سربازان شهیدان رهبران وزیران مدیران معاونان مسئولان "
    "شهروندان بانوان نوجوانان سالمندان داوران بازیگران کاربران خبرنگاران هنرمندان مربیان معتادان "
    "مجروحان محققان مخاطبان مخالفان منتقدان ناظران سخنرانان مشتریان نظامیان ایرانیان زندانیان "
    "دانشگاهیان آمریکاییان روستاییان قربانیان حامیان بازاریان فلسطینیان متقاضیان والیبالیستان "
    "غیرنظامیان افغانیان عراقیان اروپاییان"
)
"""Plurals in ان whose singular is what stays when ان goes."""

AT_PLURALS = {
    fold(singular + "ات"): fold(singular)
    for singular in _words("پیشنهاد گزارش دستور تذکر سفارش نظر آزمایش فرمایش گرایش")
}

MADDA_PAIRS = _words(
    "آفت آفات آجر آجل آمر آش آلی آس آت آم آرم آماره آستر آبله آبرو آستان آستانی آرایه آمین آنی "
    "آدا آمن آخذ آلا آسم آز آلم آهل آوان آلو آماس آبا آوا آمور آمل آی آر آه آد آک آق"
)
"""Words that differ from another word by nothing but their madda: آفت plague and افت drop,
آبرو honour and ابرو eyebrow. Everywhere else آ and ا are the same letter."""

JOINED_SPELLINGS = {
    "گفتگو": "گفتوگو",
    "جستجو": "جستوجو",
    "شستشو": "شستوشو",
    "پرسجو": "پرسوجو",
    "رفتامد": "رفتوامد",
    "رفتآمد": "رفتوآمد",
}
"""Compounds of two verbs around a و that is often not written; inside any joined word."""

MISSING_NOUNS = _words(
    "تیم سیستم کمیسیون سایت وبسایت میلاد متر کیلومتر سانتیمتر تئاتر تکنولوژی تکنیک سرویس "
    "کنفرانس ترافیک پارک مدل تروریسم تروریست ترور تومان رکورد لیست بورس فرم پهپاد فینال "
    "پارلمان تست سریال استرس کمدی استراتژی دموکراسی دموکرات کمپانی انیمیشن تاکسی فراکسیون "
    "سیگنال اپلیکیشن آپارتمان کرونا ماسک فاکتور تیزر شارژ تئوری تورنمنت سمینار مکانیزم گالری "
    "پرسنل کپسول کنفدراسیون فدراسیون کامپیوتر موبایل اینترنت تلگرام اینستاگرام توییتر کانال "
    "ایمیل فایل وبلاگ آنلاین دیجیتال دیپلمات دلار یورو ویروس واکسن پروتکل پروژه سوژه بودجه "
    "لیگ گل پنالتی کاپیتان استادیوم بسکتبال والیبال متولی کاربری درآمد"
)
"""Everyday nouns, mostly borrowed, that hazm lists without a tag."""

MISSING_COMPOUNDS = _words(
    "بی‌بی‌سی سی‌ان‌ان ان‌بی‌سی بی‌ام‌و سی‌ان‌جی ال‌پی‌جی ان‌پی‌تی آی‌سی‌یو سی‌سی‌یو پی‌سی‌آر "
    "دی‌ان‌ای ام‌آرآی سی‌تی‌اسکن جی‌پی‌اس پی‌وی‌سی ام‌پی‌تری دی‌وی‌دی سی‌دی تی‌وی آی‌پی "
    "گرامی‌داشت ان‌شاء‌الله این‌جا آن‌جا هم‌چنین هم‌چنان چنان‌چه هم‌چون باز‌هم آن‌چه خون‌ریزی "
    "کف‌گیر روایت‌گر بازی‌گر برای‌شان برای‌مان برای‌تان تدوین‌گر سرمربی‌گری رنج‌بر پی‌گیری "
    "سی‌بی‌اس آی‌بی‌ام تماشا‌گر پرسش‌گر جنگل‌بان"
)
"""Initials read as letters, and words that many write in two, which hazm lacks as compounds."""

PREFIXED_VERBS = {
    "بر": _words("گشت گزید آورد آمد خورد خاست داشت چید شمرد انگیخت افراشت افروخت افتاد"),
    "در": _words("آمد آورد یافت گذشت گرفت افتاد"),
    "باز": _words("گشت داشت یافت آمد گفت ماند"),
    "فرا": _words("گرفت رسید خواند"),
    "فرو": _words("ریخت رفت پاشید نشست"),
    "وا": _words("داشت گذاشت"),
}
"""Preverb -> past stems; می and ن stand between the two: برمی‌گردد، برنگشت."""

LIVING_VERBS = _words(
    "گذاشت افزود انگیخت برانگیخت خاست برخاست خفت دوید سنجید کوشید نوشید پیوست ارزید انجامید "
    "پرهیزید گسیخت واگذاشت جنبید ستیزید بخشود پندارید درنگید فکند فزود آغازید سرفید چربید "
    "باراند گسارد رویاند خراشاند جنباند ستد فرسود آغشت آشفت نوردید تکاند"
)
"""Past stems of verbs in use whose infinitive hazm's word list does not have."""

IRREGULAR_VERB_FORMS = {
    form: past
    for past, forms in {
        "بود": "هست هستم هستی هستیم هستید هستند نیست نیستم نیستی نیستیم نیستید نیستند است "
        "میباشد میباشند باشد باشند نباشد نباشند",
        "توانست": "میتوان نمیتوان بتوان نتوان",
        "خواست": "خواهد خواهند خواهم خواهیم نخواهد نخواهند",
    }.items()
    for form in forms.split()
}
"""Joined form -> past stem, for forms that the conjugation does not reach."""
