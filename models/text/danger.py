"""Words of danger: does a message tell of something for which one calls an ambulance, the firemen or the police?

The emergency numbers are shown in front of the usual answer, so a warning too many costs a glance and one too few may
cost a life: in doubt it is danger, as «خطر ریزش دیوار» is. Plans, statistics and what is long over are not, and a word
alone seldom is: «گاز نداریم», «ایستگاه آتش‌نشانی نداریم», «تصادفات زیاد است».
"""

import re

from models.text.searching import sentence_keys

# Each is looked for in the search key of one sentence: spoken forms are written out, «آ» is «ا», no half-spaces.
HAPPENED = (
    "(?:شد|شده|شدهاست|کرد|کرده|کردن|کردند|کردهاند|افتاد|افتاده|رخ داده?)"  # «تصادف می‌شود» is a habit of the place
)
FEW_WORDS = "(?:\\w+ ){0,3}"
DANGERS = (
    # fire, explosion, gas
    "اتش ?سوزی",
    "(?:اتش|حریق) (?:گرفت|گرفته|میگیرد|گرفتهاست|گرفتهاند|افتاد|افتاده|زد|زده|زدند|زدهاند|میزنند)",
    "(?:شعله|شعلهور|شعلهها|حریق)",
    "(?:در|میان|توی) اتش",
    "اتش (?:است|به جان|از|خاموش نمی\\w*|دارد|زبانه)",
    "(?:دارد|دارند|داریم) (?:\\w+ ){0,3}(?:میسوزد|میسوزند|میسوزیم)",
    "(?:انفجار|منفجر|ترکیدن کپسول|کپسول\\w* (?:\\w+ )?ترکید\\w*)",
    "بوی (?:\\w+ )?گاز",
    "گاز (?:\\w+ ){0,3}(?:نشت|نشتی|درز)",
    "(?:نشت|نشتی) (?:\\w+ )?گاز",
    "(?:گازگرفتگی|گاز گرفتگی|مونوکسید\\w*|مسموم\\w*)",
    "جرقه (?:\\w+ )?(?:میزند|میزنند|زد|زده)",
    # electricity
    "برق ?گرفتگی",
    "برق (?:\\w+ ){0,2}(?:گرفت|گرفته|گرفتش|میگیرد|گرفتهاش)",
    f"(?:سیم|سیمهای|سیمها|کابل|کابلهای|دکل|تیر) {FEW_WORDS}(?:افتاده|افتاد|پاره|لخت|قطع شده روی)",
    # accidents and collapse
    f"تصادف ?(?:\\w+ )?{HAPPENED}",
    "(?:ماشین|موتور|موتوری|اتوبوس|کامیون) (?:\\w+ )?(?:زد|زده) به",
    "(?:زیر ماشین|زیر اتوبوس|زیر کامیون) (?:رفت|رفته|ماند\\w*)",
    "(?:اوار|زیر اوار|ریزش اوار)",
    "ریزش (?:دیوار|سقف|ساختمان|کوه|خانه|زمین)",
    f"(?:دیوار|سقف|ساختمان|پل|خانه|داربست) {FEW_WORDS}(?:ریخت|ریخته|فروریخت\\w*|فرو ریخت\\w*|خراب شده? روی|میریزد)",
    # water
    "غرق ?(?:شد|شده|میشود|میشوند|شدند|شدن)",
    "افتاد\\w* (?:\\w+ )?(?:در|توی|داخل|تو) (?:\\w+ )?(?:چاه|کانال|استخر|رودخانه|دریا|حوض|منهول)",
    "سیل (?:امد|امده|میاید|راه افتاد\\w*|برد\\w*)",
    # bodies
    "(?:سکته|ایست قلبی|حمله قلبی|تشنج|بیهوش|غش|خونریزی|مصدوم|مجروح|اوردوز)",
    "(?:از حال|از هوش) رفت\\w*",
    "(?:خفگی|خفه ?(?:شد|شده|میشود|میشوم|میشویم))",
    "نفس\\w* (?:نمیکشد|بالا نمیاید|بند امد\\w*)",
    "(?:دارد|دارند) (?:\\w+ ){0,2}(?:میمیرد|میمیرند|جان میدهد)",
    # violence
    "(?:خودکشی|خود ?سوزی)",
    "(?:خودم|خودش) را (?:\\w+ )?(?:میکشم|بکشم|میکشد|بکشد|کشت|کشته|دار زد\\w*|دار میزند)",
    "(?:چاقو|چاقوکشی|قمه|قمهکشی|اسلحه|کلت|تیراندازی|شلیک|گلوله)",
    "(?:زورگیری|گروگان\\w*|ادم ربایی|ادمربایی|تجاوز|قتل)",
    "کتک (?:میزند|میزنند|زد|میخورد|خورد)",
    "(?:دزد|دزدها) (?:امد\\w*|الان|همین|وارد|توی|در) ",
)
DANGER = re.compile(f"(?<!\\w)(?:{'|'.join(DANGERS)})(?!\\w)")
DENIED = re.compile(
    "(?<!\\w)(?:اتش نگرفته|بوی گاز نمیاید|تصادف نشده|کسی (?:زخمی|مجروح|مصدوم) نشد\\w*|نشتی ندارد|"
    "(?:چند تا|چندتا|چند|خیلی|بارها|کلی|چند بار) تصادف \\w+)(?!\\w)"
)
# Plans, statistics, what is long over, and «تصادف» as a habit of the place.
DISTANT = re.compile(
    "(?<!\\w)(?:امار|تعداد|سالانه|سالیانه|پارسال|سال گذشته|سال پیش|ماه پیش|ماه گذشته|چند (?:سال|ماه|وقت) پیش|قبلا|قدیم|"
    "پیشگیری|جلوگیری|اموزش|اموزشی|کلاس|دوره|کارگاه|مانور|رزمایش|بیمه|تجهیزات|کپسول اتشنشانی|ایستگاه اتشنشانی|"
    "همیشه|هر روز|هر هفته|هر ماه|هر سال|تا ?کنون|تا حالا|اگر|مبادا|فیلم|نمایش|چهارشنبه ?سوری)(?!\\w)"
)
NOW = re.compile(
    "(?<!\\w)(?:الان|هماکنون|همین حالا|همین الان|دارد|دارند|کمک|فوری|سریع|زود|به داد\\w*|همین لحظه)(?!\\w)"
)
ENGLISH = re.compile(
    r"\b(?:on fire|fire in|fire at|there is a fire|gas leak|smell(?:s|ing)? (?:of )?gas"
    r"|explosion|explod\w+|drown\w*|electrocut\w*"
    r"|collaps\w+|heart attack|stroke|unconscious|bleeding|not breathing|suicid\w*|kill (?:myself|himself|herself)"
    r"|stabb\w+|knife|gun|shooting|shots|car (?:crash|accident)|accident (?:just )?happened)\b",
    re.IGNORECASE,
)


def is_danger(text: str) -> bool:
    """Say whether a message may tell of a danger to somebody's life now; spoken and misspelt words count.

    It takes the search key of each sentence, so hazm is loaded when it was not.
    """
    return bool(ENGLISH.search(text)) or any(map(_tells_of_danger, sentence_keys(text)))


def _tells_of_danger(key: str) -> bool:
    if not DANGER.search(key):
        return False
    key = DENIED.sub(" ", key)
    if not DANGER.search(key):
        return False
    return bool(NOW.search(key)) or not DISTANT.search(key)
