"""Published lists of goals as municipalities write them: each with the numbers and lines that are to come of it."""

from dataclasses import dataclass, field
from pathlib import Path

IZADSHAHR = Path(__file__).parent / "izadshahr-goals.txt"
"""The goals of Izadshahr as the city published them."""


@dataclass(frozen=True)
class Published:
    """A text, and what is in it: numbers of its goals in order, and lines without a number."""

    name: str
    text: str
    numbers: list[int | None]
    strays: int = 0
    texts: dict[int, str] = field(default_factory=dict)  # of some goals, by number: what they say
    has_preamble: bool = False


PUBLISHED = [
    Published("latin digits", "1- الف سبز\n2- ب سبز\n3- ج سبز", [1, 2, 3], texts={2: "ب سبز"}),
    Published("persian digits", "۱. توسعه\n۲. عمران\n۱۰. پایان", [1, 2, 10]),
    Published("arabic digits", "١) توسعه\n٢) عمران\n٣) پایان", [1, 2, 3]),
    Published(
        "mixed digits and signs", "۱- توسعه\n2. عمران\n٣) ورزش\n(۴) گردشگری\n5/ آموزش\n-۶ کتابخانه", [1, 2, 3, 4, 5, 6]
    ),
    Published("tatweel as a sign", "۱ـ توسعه\n۲ـ عمران\n۳ـ ورزش", [1, 2, 3], texts={1: "توسعه"}),
    Published("brackets", "[۱] توسعه\n[۲] عمران\n{۳} ورزش\n«۴» آموزش", [1, 2, 3, 4]),
    Published("brackets from the right", ")۱( توسعه\n)۲( عمران", [1, 2]),
    Published("led", "-۱ توسعه\n-۲ عمران\n-۳ ورزش", [1, 2, 3], texts={3: "ورزش"}),
    Published("dot led", ".1 توسعه\n.2 عمران", [1, 2]),
    Published("dash all around", "-۱- توسعه\n-۲- عمران", [1, 2], texts={1: "توسعه"}),
    Published("no blank", "۱-توسعه\n۲-عمران\n۳-ورزش", [1, 2, 3], texts={1: "توسعه"}),
    Published("blank before sign", "۱ - توسعه\n۲ – عمران\n۳ — ورزش", [1, 2, 3], texts={2: "عمران"}),
    Published("tabs", "۱\tتوسعه\n۲\tعمران\n۳\tورزش", [1, 2, 3]),
    Published(
        "numbers alone", "۱\nتوسعهٔ فضای سبز\n۲\nعمران شهر\n۳\nورزش همگانی", [1, 2, 3], texts={1: "توسعهٔ فضای سبز"}
    ),
    Published("numbers and dots alone", "۱.\nتوسعه\n۲.\nعمران", [1, 2], texts={2: "عمران"}),
    Published("no sign at all", "۱ توسعهٔ فضای سبز\n۲ عمران شهر\n۳ ورزش همگانی", [1, 2, 3], texts={2: "عمران شهر"}),
    Published("ordinals", "هدف اول: توسعه\nهدف دوم: عمران\nهدف سوم: ورزش", [1, 2, 3], texts={1: "توسعه"}),
    Published("ordinals alone", "اول: توسعه\nدوم: عمران\nسوم: ورزش\nچهارم: آموزش", [1, 2, 3, 4]),
    Published(
        "spelled beyond twenty", "هدف نوزدهم: الف\nهدف بیستم: ب\nهدف بیست و یکم: ج\nهدف بیست‌ودوم: د", [19, 20, 21, 22]
    ),
    Published("keyed", "هدف ۱: توسعه\nهدف ۲- عمران\nهدف شمارهٔ ۳: ورزش", [1, 2, 3], texts={3: "ورزش"}),
    Published("keyed, title below", "هدف اول\nتوسعهٔ فضای سبز\nهدف دوم\nعمران شهر", [1, 2], texts={1: "توسعهٔ فضای سبز"}),
    Published("articles", "ماده ۱- توسعه\nماده ۲- عمران\nماده ۳- ورزش", [1, 2, 3]),
    Published("strategies", "راهبرد ۱: توسعه\nراهبرد ۲: عمران", [1, 2]),
    Published(
        "English", "Goals of the city\n1. More parks\n2. Cleaner air\n3. Safe streets", [1, 2, 3], has_preamble=True
    ),
    Published("key caps", "1️⃣ توسعه\n2️⃣ عمران\n🔟 پایان", [1, 2, 10]),
    Published("circled", "① توسعه\n② عمران\n③ ورزش", [1, 2, 3], texts={1: "توسعه"}),
    Published("pictures before", "🔹 ۱- توسعه\n🔹 ۲- عمران", [1, 2], texts={1: "توسعه"}),
    Published("bullets before", "• ۱. توسعه\n• ۲. عمران", [1, 2]),
    Published("markdown", "**1.** توسعه\n**2.** عمران\n3\\. ورزش", [1, 2, 3], texts={1: "توسعه", 3: "ورزش"}),
    Published("zeros", "01- توسعه\n02- عمران\n03- ورزش", [1, 2, 3]),
    Published("windows line ends and BOM", "\ufeff۱- توسعه\r\n۲- عمران\r\n", [1, 2], texts={1: "توسعه"}),
    Published("old line ends", "۱- توسعه\r۲- عمران", [1, 2]),
    Published("marks of direction", "\u200f۱\u200f- \u202bتوسعه\u202c\n\u200e۲- عمران", [1, 2], texts={1: "توسعه"}),
    Published("half-space by the number", "۱\u200c- توسعه\n۲\u200c- عمران", [1, 2], texts={1: "توسعه"}),
    Published("hard blanks", "۱-\u00a0توسعه\n\u00a0۲-\u00a0عمران", [1, 2]),
    Published(
        "arabic letters, tatweel",
        "١- توسعـــه و عمران شهري\n٢- بهبود كيفيت هوا",
        [1, 2],
        texts={1: "توسعه و عمران شهری", 2: "بهبود کیفیت هوا"},
    ),
    Published(
        "a wrapped line",
        "۱- توسعهٔ فضای سبز و\nایجاد بوستان در هر محله\n۲- عمران\n۳- ورزش\n۴- آموزش",
        [1, 2, 3, 4],
        texts={1: "توسعهٔ فضای سبز و ایجاد بوستان در هر محله"},
    ),
    Published(
        "all wrapped at a width",
        "۱- ارتقای ایمنی و استحکام محیط سکونت و استراحت، کار و\nفعالیت و گذران اوقات فراغت منطقه\n"
        "۲- بهبود وضعیت شبکه‌های ارتباطی و نظام حمل‌ونقل عمومی\nهمگانی با توجه به زیرساخت‌ها\n"
        "۳- زمینه‌سازی حضور مشتاقانهٔ سرمایه‌گذاران در پروژه‌های\nمشارکتی در سطح منطقه\n۴- جلب مشارکت مردمی",
        [1, 2, 3, 4],
    ),
    Published(
        "title and explanation",
        "۱. توسعهٔ فضای سبز\nبوستان‌های محله‌ای ساخته می‌شوند.\n۲. حمل‌ونقل عمومی\nاتوبوس‌ها نو می‌شوند.\n"
        "۳. آموزش\nکلاس‌ها بیشتر می‌شوند.",
        [1, 2, 3],
        texts={1: "توسعهٔ فضای سبز\nبوستان‌های محله‌ای ساخته می‌شوند."},
    ),
    Published(
        "bullets within goals",
        "۱. توسعهٔ فضای سبز\n• بوستان\n• درخت‌کاری\n۲. حمل‌ونقل\n- اتوبوس\n- مترو",
        [1, 2],
    ),
    Published(
        "a list within a goal",
        "1- توسعه\n2- حمل‌ونقل\n   1) اتوبوس\n   2) مترو\n   3) دوچرخه\n3- ورزش",
        [1, 2, 3],
    ),
    Published(
        "a list of another sign within", "۱- توسعه\n۲- حمل‌ونقل:\n۱) اتوبوس\n۲) مترو\n۳- ورزش\n۴- هنر", [1, 2, 3, 4]
    ),
    Published("parts by number", "۱- توسعه\n۱-۱- بوستان\n۱-۲- درخت\n۲- عمران\n۲-۱- خیابان\n۳- ورزش", [1, 2, 3]),
    Published("parts by number, apart", "۱. توسعه\n\n۱.۱. بوستان\n\n۱.۲. درخت\n\n۲. عمران", [1, 2]),
    Published("letters within", "۱- توسعه\nالف) بوستان\nب) درخت\n۲- عمران", [1, 2]),
    Published(
        "a quantity at the beginning of a line",
        "۱- ایجاد دست‌کم\n۲ پارک در هر ناحیه\n۲- ساخت\n۳ کتابخانه\n۳- ورزش",
        [1, 2, 3],
        texts={1: "ایجاد دست‌کم\n۲ پارک در هر ناحیه"},
    ),
    Published(
        "a quantity after the number",
        "۱- ۲ پارک بسازیم\n۲- ۳ کتابخانه بسازیم\n۳- ۱۰ درصد کمتر",
        [1, 2, 3],
        texts={1: "۲ پارک بسازیم"},
    ),
    Published("a decimal at the beginning", "۱- رشد سالانهٔ\n۲.۵ درصد در درآمد پایدار\n۲- عمران\n۳- ورزش", [1, 2, 3]),
    Published("a date at the beginning", "۱- تکمیل طرح تا\n۱۴۰۵/۱۲/۲۹ و بهره‌برداری\n۲- عمران", [1, 2]),
    Published("a year at the beginning", "۱- تکمیل طرح در\n۱۴۰۵- سال تولید\n۲- عمران", [1, 2]),
    Published("a far number at the beginning", "۱- ساخت\n۲۰۰- تخت‌خوابی بیمارستان و\n۲- عمران\n۳- ورزش", [1, 2, 3]),
    Published(
        "a line without a number, apart", "۱- توسعه\n\n۲- عمران\n\nساماندهی آب‌ها\n\n۳- ورزش", [1, 2, 3], strays=1
    ),
    Published(
        "a line without a number, dense",
        "۱- توسعه\n۲- عمران\nساماندهی آب‌ها\n۳- ورزش\n۴- هنر\n۵- آموزش\n۶- نشاط",
        [1, 2, 3, 4, 5, 6],
        strays=1,
    ),
    Published("words after the list", "۱- توسعه\n۲- عمران\n\nروابط عمومی شهرداری", [1, 2], strays=1),
    Published(
        "headings count anew",
        "الف) محور اجتماعی\n۱- توسعه\n۲- عمران\nب) محور کالبدی\n۱- خیابان\n۲- پل\n۳- میدان",
        [1, 2, 1, 2, 3],
        has_preamble=True,
    ),
    Published(
        "headings go on counting",
        "محور اول: اجتماعی\nهدف ۱: توسعه\nهدف ۲: عمران\nمحور دوم: کالبدی\nهدف ۳: خیابان\nهدف ۴: پل",
        [1, 2, 3, 4],
        strays=1,
        has_preamble=True,
    ),
    Published(
        "strategies with steps",
        "راهبرد ۱: توسعه\n۱- بوستان\n۲- درخت\nراهبرد ۲: عمران\n۱- خیابان\n۲- پل\nراهبرد ۳: ورزش\n۱- زمین",
        [1, 2, 3],
    ),
    Published("a number twice", "۱- توسعه\n۲- عمران\n۲- ورزش\n۳- هنر", [1, 2, 2, 3]),
    Published("two exchanged", "۱- توسعه\n۳- عمران\n۲- ورزش\n۴- هنر", [1, 3, 2, 4]),
    Published("a number missing", "۱- توسعه\n۲- عمران\n۴- هنر", [1, 2, 4]),
    Published("a number lost its sign", "۱- توسعه\n\n۲ عمران شهر\n\n۳- هنر", [1, 2, 3], texts={2: "عمران شهر"}),
    Published("an excerpt", "۲۱- توسعه\n۲۲- عمران\n۲۳- هنر", [21, 22, 23]),
    Published("the first lost its number", "اهداف:\nتوسعهٔ شهر\n۲- عمران\n۳- هنر", [2, 3], strays=1, has_preamble=True),
    Published(
        "one line for all",
        "اهداف شهر به شرح زیر است: 1- توسعه 2- عمران 3- هنر 4- ورزش",
        [1, 2, 3, 4],
        has_preamble=True,
    ),
    Published("two in one line", "۱- توسعه\n۲- عمران ۳- هنر\n۴- ورزش", [1, 2, 3, 4], texts={3: "هنر"}),
    Published("an enumeration in a sentence", "۱- توسعه\n۲- خدمات شامل: ۱- آب ۲- برق ۳- گاز\n۳- هنر", [1, 2, 3]),
    Published("a phase in a sentence", "۱- تکمیل فاز ۲- شمالی\n۲- هنر", [1, 2]),
    Published(
        "preamble with numbers",
        "در سال 1405، شهرداری ۲۰ هدف دارد.\n۳ هدف مهم‌تر است:\n\n۱- توسعه\n۲- عمران\n۳- هنر",
        [1, 2, 3],
        has_preamble=True,
    ),
    Published("rules of signs between", "۱- توسعه\n------\n۲- عمران\n======\n۳- هنر", [1, 2, 3]),
    Published("page numbers", "۱- توسعه\n۲- عمران\n\n1\n\n۳- هنر\n۴- ورزش", [1, 2, 3, 4], strays=1),
    Published("indented wraps", "۱- توسعهٔ شهر\n   برای همه\n۲- عمران\n۳- هنر\n۴- ورزش", [1, 2, 3, 4]),
    Published("one goal alone", "۱- توسعهٔ شهر", [1]),
    Published("no numbers, bullets", "اهداف شهر:\n• توسعه\n• عمران\n• هنر", [], strays=3, has_preamble=True),
    Published("no numbers, dashes", "- توسعه\n- عمران\n- هنر", [], strays=3),
    Published("no numbers, letters", "الف) توسعه\nب) عمران\nج) هنر", [], strays=3),
    Published("no numbers, lines", "توسعه\nعمران\nهنر", [], strays=3),
    Published("bullets with quantities", "- ۲ پارک بسازیم\n- ۳ کتابخانه بسازیم\n- ورزش", [], strays=3),
    Published("dash all around, blank", "- ۱ - توسعه\n- ۲ - عمران", [1, 2]),
    Published("numbers in words", "یک- توسعه\nدو- عمران\nسه- هنر", [1, 2, 3], texts={2: "عمران"}),
    Published("Urdu full stop", "۱۔ توسعه\n۲۔ عمران", [1, 2]),
    Published("a bullet behind", "۱• توسعه\n۲• عمران", [1, 2], texts={1: "توسعه"}),
    Published("full-width digits", "１．توسعه\n２．عمران".replace("．", "."), [1, 2]),
    Published("ordinal numbers", "۱ام: توسعه\n۲ام: عمران", [1, 2]),
    Published(
        "aims with steps of their own",
        "هدف کلان ۱: توسعه\nهدف عملیاتی ۱: بوستان\nهدف عملیاتی ۲: درخت\nهدف کلان ۲: عمران\nهدف عملیاتی ۱: پل",
        [1, 2],
    ),
    Published(
        "articles with remarks",
        "ماده ۱- توسعه\nتبصره ۱- بوستان\nماده ۲- عمران\nماده ۳- هنر\nماده ۴- ورزش",
        [1, 2, 3, 4],
    ),
    Published("blanks within blank lines", "۱- توسعه\n \t \n۲- عمران\n\u200c\n۳- هنر", [1, 2, 3]),
    Published("a table's rows", "ردیف\tعنوان\tمسئول\n۱\tتوسعه\tعمران\n۲\tهنر\tفرهنگ", [1, 2], has_preamble=True),
    Published("bars", "۱ | توسعه\n۲ | عمران", [1, 2], texts={1: "توسعه"}),
    Published(
        "a goal per paragraph with text",
        "۱- توسعه\n\nشهرداری بوستان می‌سازد.\n\n۲- عمران\n\nپل ساخته می‌شود.\n\n۳- هنر",
        [1, 2, 3],
        strays=2,
    ),
    Published(
        "a comma at the end, blank line after",
        "۱- توسعه\n۲- عمران\n۳- هنر\n۴- ورزش\nو امضای شهردار",
        [1, 2, 3, 4],
    ),
    Published("signed by the mayor", "۱- توسعه\n۲- عمران\n۳- هنر\n\nشهردار ایزدشهر\nعلی رضایی", [1, 2, 3], strays=2),
    Published("hundred", "\n".join(f"{n}- هدف شمارهٔ {n} شهر" for n in range(1, 101)), list(range(1, 101))),
    Published("hundred, blank lines", "\n\n".join(f"{n}. کار {n}" for n in range(1, 101)), list(range(1, 101))),
    Published(
        "long preamble with its own numbers",
        "۱. مقدمه\n۲. چشم‌انداز\n\nاهداف:\n\n۱- توسعه\n۲- عمران\n۳- هنر\n۴- ورزش",
        [1, 2, 1, 2, 3, 4],
        strays=1,
    ),
    Published("times at the beginning", "۱- برنامه از\n۸:۳۰ تا ۱۲ هر روز\n۲- عمران\n۳- هنر", [1, 2, 3]),
    Published("percent at the beginning", "۱- کاهش\n۵۰٪ پسماند شهر\n۲- عمران\n۳- هنر", [1, 2, 3]),
    Published("a range at the beginning", "۱- ساخت\n۱۰-۱۵ بوستان\n۲- عمران\n۳- هنر", [1, 2, 3]),
    Published("a telephone number at the end", "۱- توسعه\n۲- عمران\n\n۰۱۱-۴۴۵۵۶۶۷۷", [1, 2], strays=1),
    Published("numbers with commas", "۱، توسعه\n۲، عمران\n۳، هنر", [1, 2, 3]),
    Published("numbered and bold html signs", "# ۱- توسعه\n# ۲- عمران", [1, 2]),
    Published("check marks", "✅ توسعه\n✅ عمران\n✅ هنر", [], strays=3),
    Published("paragraphs", "شهر سبز می‌خواهیم.\n\nشهر پاک می‌خواهیم.", [], strays=2),
    Published("as many parts as goals", "۱- توسعه\n۱) بوستان\n۲) درخت\n۳) گل\n۲- عمران\n۳- هنر", [1, 2, 3]),
    Published("parts below the last goal", "۱- توسعه\n۲- عمران\n۳- هنر\n  ۱. نقاشی\n  ۲. موسیقی", [1, 2, 3]),
    Published(
        "a decision's date at the end",
        "۱ـ تحقق شهر ایمن و\nمقاوم\n۲ـ بهبود هوا، آب،\nخاک و صدا"
        "\n۳ ـ حمل‌ونقل عمومی؛\n۴ـ فضاهای عمومی\n  الف: بوستان\n۵ـ سرمایهٔ اجتماعی"
        "\nمصوب جلسهٔ ۱۲۰ شورای شهر",
        [1, 2, 3, 4, 5],
        strays=1,
    ),
    Published(
        "chapters around goals in words",
        "سند شهر\nفصل اول: کلیات\nاین سند ۱۲ بند دارد.\nفصل دوم: اهداف\nهدف یکم) زیارت آسان\nشرح: دسترسی به حرم\n"
        "هدف دوم) حمل‌ونقل پاک\nشرح: توسعهٔ مترو\nهدف سوم) اقتصاد مقاوم\nشرح: درآمد پایدار",
        [1, 2, 3],
        texts={2: "حمل‌ونقل پاک\nشرح: توسعهٔ مترو"},
        has_preamble=True,
    ),
    Published("a page's source", "<ul>\n<li>1- توسعه</li>\n<li>2- عمران</li>\n</ul>", [1, 2], texts={1: "توسعه"}),
    Published(
        "a table in bars",
        "| ردیف | هدف |\n|---|---|\n| ۱ | توسعه |\n| ۲ | عمران |",
        [1, 2],
        texts={1: "توسعه"},
        has_preamble=True,
    ),
    Published(
        "two lists",
        "اهداف کلان\n۱- توسعه\n۲- عمران\n\nاهداف خرد\n۱- بوستان\n۲- پل",
        [1, 2, 1, 2],
        strays=1,
        has_preamble=True,
    ),
    Published("semicolons", "1; توسعه\n2; عمران", [1, 2]),
    Published("rows of a spreadsheet", "ردیف,هدف\n1,توسعه\n2,عمران", [1, 2], has_preamble=True),
    Published("Roman numbers", "I. توسعه\nII. عمران\nIII. ورزش", [], strays=3),
    Published("a bracket in two lines", "۱. توسعه (فاز ۱)\n۲. عمران (فاز\n۲) شهر\n۳. ورزش\n۴. هنر", [1, 2, 3, 4]),
    Published("thousands at the beginning", "۱- اعتبار\n۱۰٬۰۰۰ میلیارد تومان\n۲- وام", [1, 2]),
    Published(
        "a day and pages between",
        "اهداف:\n 1 - افزایش کیفیت زندگی\n 2 - ارتقای گردشگری\n      2-1 - احیای باغ‌ها\n      2-2 - ساماندهی بافت\n"
        " 3 - حمل و نقل پاک\n تاریخ بازنگری: ۱۴۰۴/۰۲/۱۵\n صفحه ۱ از ۲\n 4 - اقتصاد پایدار",
        [1, 2, 3, 4],
        strays=2,
        has_preamble=True,
    ),
    Published(
        "quantities glued to numbers", "1-10 پارک\n2-5 کتابخانه\n3-100 کیلومتر", [1, 2, 3], texts={2: "5 کتابخانه"}
    ),
    Published("learned words", "اولاً: آبادانی\nثانیاً: پاکیزگی\nثالثاً: نشاط", [1, 2, 3], texts={3: "نشاط"}),
    Published("aligned at the right", " ۸- توسعه\n ۹- عمران\n۱۰- هنر\n۱۱- ورزش", [8, 9, 10, 11]),
    Published(
        "a channel's post",
        "#اهداف_شهر\n1⃣ شهر سبز 🌳\n2⃣ شهر پاک\n\n3⃣ شهر شاد\n\n@shahrdari",
        [1, 2, 3],
        strays=1,
        has_preamble=True,
    ),
    Published(
        "greetings around", "سلام\nاین‌ها را ثبت کنید\n1.آبادانی\n2.پاکیزگی\nممنون", [1, 2], strays=1, has_preamble=True
    ),
    Published(
        "two dense strays",
        "۱- آبادانی محله\nشادابی محله\n۲- پاکیزگی\n۳- نشاط\nورزش همگانی\n۴- هنر",
        [1, 2, 3, 4],
        strays=2,
    ),
    Published(
        "headings in quotes",
        "«اصلی»\n۱- شهر هوشمند؛\n۲- شهر ایمن.\n«فرعی»\n۳- مشارکت؛\n۴- شفافیت.",
        [1, 2, 3, 4],
        strays=1,
        has_preamble=True,
    ),
]
