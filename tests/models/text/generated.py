"""Texts that hypothesis makes up: random letters, and words in the ways people misspell them."""

from hypothesis import strategies as st

LETTERS = "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
ODD_LETTERS = "يكىةۀأإؤئءەێۆڵڕہھےٹﺳﻻﷲ﷽﷼ـًٌٍَُِّْٰٓٔ"
SIGNS = ".:!?،؛؟»«[](){}\"“”/\\…+-_@#%٪٫٬,*'"
INVISIBLE = "\u200c\u200c\u200c\u200d\u200e\u2066\u2069\u00a0\ufeff\x00\t\r\n\n"
DIGITS = "0123456789۰۱۲۳۴۵۶۷۸۹٤٥٦"

junk = st.text(alphabet=LETTERS * 3 + ODD_LETTERS + SIGNS + INVISIBLE + DIGITS + " " * 25 + "abcXYZ🙂", max_size=60)
stretched = st.tuples(st.sampled_from(LETTERS), st.integers(2, 5)).map(lambda pair: pair[0] * pair[1])
WORDS = """
    سلام کوچه خیابان محله شهردار می نمی میرود نمیشود میخواهند رفته بوده است ام اند ای ها های
    هایشان تر ترین تری گر گری ی زمین لرزه پیاده رو دست انداز کتاب کتابها برنامههای خانه خسته
    آسفالت مسئول مسؤول تأکید روشن بزرگ خیلی بسم الله هیأت امنا گلسار نیم فاصله راه اندازی سرمایه
    گذاری ۵ 12 3.5 ۱۷:۳۰ . ، ؛ : ! ؟ ?! ( ) « » [ ] " ... … - و
""".split()  # noqa: SIM905  # a list of a hundred quoted words would hide what is in it
words = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(WORDS), stretched, st.text(alphabet=LETTERS, min_size=1, max_size=6)),
        st.sampled_from([" ", " ", " ", " ", "\u200c", "", "\n", "  ", " \u200c", "\n\n\n", "\t"]),
    ),
    max_size=14,
).map(lambda pairs: "".join(word + gap for word, gap in pairs))
texts = st.one_of(junk, words, st.tuples(junk, words).map("".join))

# What people really send: words with one space between them, signs where signs belong.
clean_words = [word for word in WORDS if any(letter.isalpha() for letter in word)]
sentence = st.lists(st.sampled_from(clean_words), min_size=1, max_size=12).map(" ".join)
natural = st.lists(st.tuples(sentence, st.sampled_from([".", "؟", "!", "،", ":", "\n", " ", "..."])), max_size=4).map(
    lambda pairs: " ".join(part + end for part, end in pairs)
)
