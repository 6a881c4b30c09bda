"""Words of reported speech in Persian news, as squashed keys.

The verbs are those that style books of Persian news agencies list for quoting; what they
take (که, a colon, an object with را or بر) is their valency in any Persian grammar.
"""

from __future__ import annotations

from articles.persian.characters import squash


def _keys(words: str) -> frozenset[str]:
    return frozenset(squash(word) for word in words.split())


def _compounds(lines: str) -> dict[str, frozenset[str]]:
    """``noun: light verbs`` a line -> squashed noun -> past stems."""
    rows = (line.split(":") for line in lines.strip().splitlines())
    return {squash(noun): frozenset(verbs.split()) for noun, verbs in rows}


# --- verbs: past stem -> present stems ---------------------------------------------------------

SIMPLE = {
    "گفت": ("گو", "گوی"),
    "افزود": ("افزا", "افزای"),
    "نوشت": ("نویس",),
    "فرمود": ("فرما", "فرمای"),
    "پرسید": ("پرس",),
}
CALLING = {"خواند": ("خوان",), "دانست": (), "نامید": ("نام",)}
LIGHT = {
    "کرد": ("کن",),
    "نمود": ("نما", "نمای"),
    "داشت": ("دار",),
    "داد": ("ده",),
    "شد": ("شو",),
    "ساخت": ("ساز",),
    "گردید": (),
}

# --- the nouns of compound verbs ----------------------------------------------------------------

SAYING = _compounds("""
تأکید: کرد داشت نمود
تصریح: کرد نمود
اظهار: کرد داشت نمود
بیان: کرد داشت نمود
خاطرنشان: کرد ساخت نمود
خاطر نشان: کرد ساخت نمود
یادآور: شد گردید
یادآوری: کرد
اعلام: کرد داشت نمود
عنوان: کرد داشت نمود
ابراز: کرد داشت نمود
ابراز امیدواری: کرد
ابراز نگرانی: کرد
ابراز تأسف: کرد
ابراز خرسندی: کرد
ابراز عقیده: کرد
اظهار امیدواری: کرد
اظهار نگرانی: کرد
اظهار تأسف: کرد
اظهار عقیده: کرد
اظهار نظر: کرد
اذعان: کرد داشت
اعتراف: کرد
ادعا: کرد
مدعی: شد
متذکر: شد گردید
اضافه: کرد نمود
هشدار: داد
""")
"""What they report may follow at once, as behind گفت."""

MARKED_SAYING = _compounds("""
ادامه: داد
پاسخ: داد
جواب: داد
توضیح: داد
خبر: داد
پیشنهاد: کرد داد
توصیه: کرد
مطرح: کرد
تشریح: کرد
گوشزد: کرد
تأیید: کرد
امیدوار: شد
""")
"""What they report follows only behind که, a colon or in quotation marks: «به کارش ادامه داد»."""

CALLING_NOUNS = _compounds("""
توصیف: کرد نمود
ارزیابی: کرد نمود
قلمداد: کرد
""")
"""The verdict stands before them: «تحریم‌ها را بی‌اثر توصیف کرد»."""

DEMANDING = _keys("خواستار خواهان")

OBJECT_MARKERS = {
    squash(noun): _keys(markers)
    for noun, markers in (
        ("تأکید", "بر"),
        ("هشدار", "نسبت درباره درمورد"),
        ("خبر", "از"),
        ("اعلام", "را"),
    )
}
"""The word that opens (or, را, closes) what these report when it stands before them."""

# --- what makes a verb no report ------------------------------------------------------------------

FUTURE = _keys("خواهد خواهند نخواهد نخواهند")
IMPERSONAL = _keys("باید نباید می‌توان نمی‌توان می‌شود بتوان توان شاید چه")
PASSIVE = _keys("شد شده می‌شود می‌شد شود نشد نشده نمی‌شود بشود خواهد")
PERFECT = _keys("است‌ اند بود بودند نیست")
NOUN_BEFORE = _keys("به این آن از طبق بنابر بر همین هر با")
"""Before گفته they make a noun of it."""

ACCORDING = _keys("گفته گفته‌ی اعتقاد باور عقیده ادعای اظهار")
ACCORDING_BEFORE = _keys("به طبق بنابر بنا")
QUOTING = squash("نقل")

# --- around a speaker ---------------------------------------------------------------------------

PRONOUNS = _keys("وی او ایشان نامبرده")
RUNNING_PRONOUNS = _keys("وی ایشان نامبرده")
"""Pronouns by which news means whoever is speaking, even behind other names."""

DEMONSTRATIVES = _keys("این همین")
OFFICE_HOLDERS = _keys("""
مقام مقام‌مسئول مسئول نماینده دیپلمات سخنگو کارشناس استاد مدیر عضو وزیر فرمانده تحلیلگر اقتصاددان
پژوهشگر نویسنده کارگردان بازیگر مربی سرمربی بازیکن سناتور سیاستمدار حقوقدان پزشک جامعه‌شناس هنرمند
""")
"""Behind این they mean whoever is speaking: «این مقام», «این نماینده مجلس»."""

CONJUNCTIONS = _keys(
    "و اما ولی همچنین نیز هم سپس البته ضمنا بنابراین همزمان پیشتر پیش‌تر اخیرا بعدا آنگاه"
)
TIMES = _keys("""
روز عصر صبح شب شامگاه ظهر بامداد امروز دیروز دیشب امشب گذشته جاری شنبه یکشنبه دوشنبه سه‌شنبه
چهارشنبه پنجشنبه جمعه سه چهار پنج پنج‌شنبه یک دو
""")
PREPOSITIONS = _keys("""
در با به از برای طی پس پیش بر ضمن درباره دربارهٔ در‌خصوص طبق براساس بنابر بنا به‌گزارش علاوه درپی
درحاشیه درجریان علیه میان بین هنگام زمان پیرامون بدون باتوجه توسط همراه
""")
SETTING = _keys("ادامه پایان ابتدا آغاز نهایت واکنش حاشیه")
"""«در ادامه», «در پایان»: two words that leave the sentence as it was."""
POINTING = _keys("این همین همان آن عین")

OBJECT = squash("را")
AND = squash("و")
OR = squash("یا")
THAT = squash("که")
UNTIL = squash("تا")
SUBORDINATORS = _keys(
    "که اینکه آنکه این‌که آن‌که آنچه چنانچه اگر وقتی هنگامیکه هنگامی‌که زمانیکه تا چون زیرا"
)

CONCESSIONS = _keys("حالی درحالی وقتی هنگامی زمانی")
"""Before «که» they open a clause that says when or though what, not what somebody says."""

SELF_CONTAINED = _keys("رئیس‌جمهور رئیس‌جمهوری نخست‌وزیر صدراعظم پادشاه ولیعهد سناتور سرمربی")
"""Roles that may stand before the very name of who has them: «رئیس‌جمهور پوتین»."""

FORMAL = _keys("امور محترم")
"""Left out when roles are compared: «وزیر امور خارجه» is «وزیر خارجه»."""

NARRATION = _keys("گفتنی شایان لازم یادآور به‌گزارش انتهای گزارش بنابراین‌گزارش")
"""With these a sentence is the writer's own again: «گفتنی است …», «به گزارش …»."""

MEDIA_HEADS = _keys("خبرگزاری روزنامه شبکه سایت پایگاه هفته‌نامه مجله نشریه")
MEDIA = _keys("""
ایرنا ایسنا ایلنا ایکنا مهر فارس تسنیم رویترز آسوشیتدپرس فرانس‌پرس تاس اینترفاکس اسپوتنیک شینهوا
آناتولی بی‌بی‌سی سی‌ان‌ان الجزیره العربیه المیادین نیویورک‌تایمز واشنگتن‌پست گاردین بلومبرگ اکسیوس ان‌بی‌سی
صداوسیما پولیتیکو وال‌استریت‌ژورنال فاکس‌نیوز سی‌بی‌اس ای‌بی‌سی اشپیگل یورونیوز کیهان همشهری
""")
"""News media are where something stands, not who said it."""
