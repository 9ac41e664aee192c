"""Words of spoken Persian that only their neighbours decide: «رو» را or روی, «تو» در or you, «گفتن» گفتند or to say."""

import re
from collections.abc import Callable
from typing import NamedTuple

from models.text.informal_words import Lexicon, Reading
from models.text.small_words import words_of

CONJUNCTIONS = words_of("و که ولی اما چون تا یا اگر اگه وگرنه پس بعد باید نباید دیگه دیگر")
PREPOSITIONS = words_of("از به با برای واسه برا در بدون جز مثل مث بر توی تو درباره بابت مال پیش")
# In front of an infinitive: «صدای کندن», «موقع رفتن».
INFINITIVE_HEADS = PREPOSITIONS | words_of(
    """
    صدای موقع وقت زمان هنگام حق اجازه مشغول حال قصد فکر جای امکان بعد قبل پس پیش ضمن جهت نحوه طرز قابل عدم حین محض
    تاریخ مهلت روز ساعت هزینه کار حاضر قرار این
    """
)
JUDGEMENTS = ("ممنوع", "خطرناک", "سخت", "آسون", "آسان", "راحت", "لازم", "کار", "برای", "واسه", "فایده", "مشکل")
SURFACES = ("زمین", "سر", "دیوار", "اعصاب", "میز", "سقف", "پله", "پشت", "پل", "صندلی", "نیمکت")
PLACES = words_of(
    """
    کوچه خیابان خیابون پارک خانه خونه محله محل شهر جوب جوی رودخانه رودخونه حیاط پارکینگ پیاده‌رو مسجد مدرسه باغچه چاله
    زیرزمین آشپزخانه اتوبوس تاکسی ماشین سطل آب خاک گل سرما گرما صف زمین ایستگاه کتابخانه جلسه بازار میدان میدون ساختمان
    ساختمون راه پله کانال سایت گروه کانون شورا شهرداری اداره بوستان بلوار فلکه ترافیک تاریکی برف باران بارون این اون آن
    """
)
STAYS_YOU = words_of("را رو هم که و چه باید نباید خودت بگو هستی نیستی")
STAYS_FACE = words_of("به آورد آوردن آورده کرد کرده کردن می‌آورد می‌آورند")
FIXED_RO = words_of("را پیش پیاده رو به سواره تند خوش گشاده میانه سخت زیر دنباله")
VERY = words_of("خیلی چقدر چقد واقعا واقعاً برام براش برامون براشون برای‌مان بسیار")


class Sentence(NamedTuple):
    """The words of a text with their readings; `stops[i]` says that a sign stands behind word i."""

    words: list[str]
    readings: list[Reading | None]
    stops: list[bool]

    def before(self, at: int) -> str:
        """Return the word before, "" at the beginning or behind a sign."""
        return "" if at == 0 or self.stops[at - 1] else self.words[at - 1]

    def after(self, at: int) -> str:
        """Return the next word, "" at the end or before a sign."""
        return "" if self.stops[at] else self.words[at + 1]

    def ends_clause(self, at: int) -> bool:
        """Say whether a sign or a conjunction follows."""
        return self.stops[at] or self.words[at + 1] in CONJUNCTIONS

    def is_spoken(self) -> bool:
        """Say whether enough of its words are certainly spoken: one of forty."""
        certain = sum(reading is not None and reading.is_certain for reading in self.readings)
        return certain * 40 >= len(self.words) and certain > 0


COPULA = " است"


def with_particles(sentence: Sentence, lexicon: Lexicon) -> None:
    """Give the words that hang on their neighbours a reading, where they need one."""
    for at, word in enumerate(sentence.words):
        rule = RULES.get(word)
        if rule is not None:
            sentence.readings[at] = rule(sentence, at, lexicon)


def choose(sentence: Sentence, at: int) -> str:
    """Return what to write for one word of a text that is spoken Persian."""
    word, reading = sentence.words[at], sentence.readings[at]
    if reading is None or (reading.ends_clause and not sentence.ends_clause(at)):
        return word
    if reading.infinitive is not None and _is_infinitive(sentence, at):
        return reading.infinitive
    return reading.formal.removesuffix(COPULA) if _points_out(sentence, at) else reading.formal


def _points_out(sentence: Sentence, at: int) -> bool:
    """Say whether a ه is no copula but shows which one is meant: «اون زمینه رو», «این پارکه شبا شلوغه»."""
    if sentence.after(at) == "رو":
        return True
    return sentence.before(at) in {"این", "اون", "آن"} and not sentence.ends_clause(at)


def _is_infinitive(sentence: Sentence, at: int) -> bool:
    return sentence.before(at) in INFINITIVE_HEADS or sentence.after(at).startswith(JUDGEMENTS)


def _sure(formal: str) -> Reading:
    return Reading(formal, is_certain=True)


def _perhaps(formal: str) -> Reading:
    return Reading(formal, is_certain=False)


def _ro(sentence: Sentence, at: int, lexicon: Lexicon) -> Reading | None:
    """«رو» is را behind a noun, روی behind a verb or at the beginning, and stays in «رو به», «پیش رو»."""
    before, after = sentence.before(at), sentence.after(at)
    if after in STAYS_FACE or before in FIXED_RO:
        return None
    if before == "از":
        return _perhaps("روی")
    if before in {"این", "آن"} and sentence.before(at - 1) in {"از", "بر"}:
        return None
    if not before or before in CONJUNCTIONS or lexicon.is_verb(before) or after.startswith(SURFACES):
        return _perhaps("روی") if after else None
    return _sure("را")


def _to(sentence: Sentence, at: int, lexicon: Lexicon) -> Reading | None:
    """«تو» is در before a place, and you elsewhere."""
    before, after = sentence.before(at), sentence.after(at)
    if after == "رو" and sentence.after(at + 1).startswith("خدا"):
        return None
    if not after or after in STAYS_YOU or lexicon.is_verb(after):
        return None
    if before in PREPOSITIONS:
        return _perhaps("توی") if before == "از" else None
    reading = sentence.readings[at + 1]
    place = re.split("[ \u200c]", reading.formal if reading else after)[0]
    return Reading("در", is_certain=after in PLACES or place in PLACES)


def _toye(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    return None if sentence.before(at) in PREPOSITIONS or not sentence.after(at) else _sure("در")


def _bade(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    if sentence.before(at) in VERY:
        return _sure("بد است")
    return _perhaps("بدهد")


def _badan(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    return _perhaps("بدهند") if sentence.before(at) not in PREPOSITIONS else None


def _miyan(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    is_between = sentence.before(at) in {"در", "از", "این", "آن", "به"} or sentence.after(at) in {
        "ما",
        "این",
        "آن",
        "دو",
    }
    return None if is_between else _perhaps("می\u200cآیند")


def _bayan(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    is_statement = (
        sentence.after(at).startswith(("کرد", "شد", "کن", "می", "نمی", "داشت")) or sentence.before(at) == "به"
    )
    return None if is_statement else _perhaps("بیایند")


def _jaru(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    return _sure("جا را") if sentence.before(at) in {"همه", "همه‌ی", "این", "اون", "آن", "هر", "یه"} else None


def _shan(sentence: Sentence, at: int, lexicon: Lexicon) -> Reading | None:
    before = sentence.before(at)
    return None if not before or before in CONJUNCTIONS or lexicon.is_verb(before) else _perhaps("شوند")


def _kone(sentence: Sentence, at: int, _lexicon: Lexicon) -> Reading | None:
    return _sure("کند") if sentence.before(at) not in {"", *PREPOSITIONS} else None  # کنه: a tick


def _budan(sentence: Sentence, at: int, lexicon: Lexicon) -> Reading | None:
    if lexicon.is_participle(sentence.before(at)):
        return _sure("بودند")
    return sentence.readings[at]


RULES: dict[str, Callable[[Sentence, int, Lexicon], Reading | None]] = {
    "رو": _ro,
    "تو": _to,
    "توی": _toye,
    "بده": _bade,
    "بدن": _badan,
    "میان": _miyan,
    "بیان": _bayan,
    "جارو": _jaru,
    "شن": _shan,
    "کنه": _kone,
    "بودن": _budan,
}
