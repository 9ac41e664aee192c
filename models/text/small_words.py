"""Small words that tell languages of the Arabic script apart; Persian letters, no half-spaces.

A word that two of the languages share (من، ما) stands in neither list. Arabic words are there as an Arabic
keyboard writes them too.
"""


def words_of(lines: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(lines.split())


PERSIAN_WORDS = words_of("""
    را که از در به این است برای می نمی هم هست نیست شد شده شود کرد کرده کند کنید کنیم کنم کنند های ها
    ای تا اگر ولی یا چه هر خیلی دارد دارند داره نداره ندارد بود باشد باید چرا کجا شما خود آن اون یک
    یه همه هیچ روی پیش پس بعد توی تو رو اینجا لطفا سلام ممنون کوچه خیابان محله میشه میشود نمیشه
    نمیشود بشه کنه دیگر دیگه با بر درست هستم هستیم
""")
ARABIC_WORDS = words_of("""
    في إلى الى على عن أن إن هذا هذه ذلك تلك التي الذي الذین لا لم لن قد كان كانت کان کانت هو هي نحن
    أنا انا قبل مع كل بین أو او ثم حتى ليس لیس عند یکون شکرا جدا
""")
AZERI_WORDS = words_of("""
    بیر بو اوچون ایله ایلن کیمی اولان وار یوخ دئییل بیز سیز هئچ چوخ گؤزل اولدو اولور ائتدی ائدیر
    گؤره اؤز اوزو سنین منیم بیزیم سیزین دیر دی سنی منی اوندا بوردا قارداش گلدی گئتدی یاخشی نئجه
    هانسی اولسون
""")
# Persian words that begin as if with the Arabic article.
NO_ARTICLE = tuple(
    words_of("""
    البته البرز الهام الهی الهه الگو الماس الکتر الکل الکی الیاف الیاس الفبا التماس الزام التزام
    الحاق التهاب التیام القا بالا
""")
)
