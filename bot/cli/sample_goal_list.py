"""The goals of the sample city: after what the city of Izadshahr published, with invented measures and reports."""

from dataclasses import dataclass
from typing import Final

from models.goal import GoalStatus

BILLION: Final = 10**9  # tomans


@dataclass(frozen=True)
class SampleReport:
    """A report of so many days ago; 0: of today, which is about to be told."""

    days_ago: int
    text: str
    value: float | None = None
    stated: int | None = None
    status_to: GoalStatus | None = None
    is_by_resolution: bool = False  # the resolution tied to the goal moved it
    is_by_resident: bool = False  # the first submission behind it did


@dataclass(frozen=True)
class SampleGoal:
    """A goal; without an `area` the city's. `due_in` is in days; what has one of the `words` stands behind it."""

    key: str
    number: int
    title: str
    topics: tuple[str, ...]
    reports: tuple[SampleReport, ...]
    area: str | None = None
    description: str = ""
    owner_body: str = ""
    first_status: GoalStatus = GoalStatus.ACTIVE
    begun_days_ago: int = 240
    unit: str | None = None
    baseline: float | None = None
    target: float | None = None
    due_in: int | None = None
    allotted: int | None = None
    spent: int | None = None
    budget_year: int = 1405
    words: tuple[str, ...] = ()
    resolution: str = ""  # words of the resolution that serves it


@dataclass(frozen=True)
class SampleCall:
    """A call for ideas for the goal of a key."""

    key: str
    question: str


GOALS: Final = (
    SampleGoal(
        "roads",
        5,
        "بهبود وضعیت شبکه‌های ارتباطی و حمل‌ونقل عمومی با توجه به زیرساخت‌ها",
        ("asphalt", "bus"),
        (
            SampleReport(205, "بهسازی از خیابان ساحلی آغاز شد.", 14.0),
            SampleReport(170, "خیابان شهید رجایی روکش شد.", 17.5),
            SampleReport(128, "کوچه‌های شمالی باغ شاه آسفالت شد.", 21.0),
            SampleReport(92, "بارندگی کار را دو هفته عقب انداخت.", 22.0),
            SampleReport(55, "خیابان اصلی شهرک فرهنگیان از چاله‌ها پاک شد.", 26.5, is_by_resident=True),
            SampleReport(18, "روکش خیابان معلم پایان یافت.", 31.0),
        ),
        description="بهسازی ۴۰ کیلومتر از خیابان‌ها و کوچه‌های شهر و سایه‌بان‌دار کردن ایستگاه‌های اتوبوس.",
        owner_body="معاونت فنی و عمرانی",
        unit="کیلومتر",
        baseline=12.0,
        target=40.0,
        due_in=150,
        allotted=85 * BILLION,
        spent=52 * BILLION,
        words=("آسفالت", "ایستگاه اتوبوس"),
    ),
    SampleGoal(
        "water",
        4,
        "ساماندهی آب‌های روان و کم‌کردن آب‌گرفتگی معابر",
        ("flooding", "drains"),
        (
            SampleReport(190, "کانال خیابان امام لایروبی شد.", 34.0),
            SampleReport(140, "جوی‌های گلسار غربی لایروبی شد.", 29.0, is_by_resident=True),
            SampleReport(85, "با باران شدید دو نقطهٔ تازه پیدا شد.", 31.0),
            SampleReport(48, "پمپ زیرگذر نصب شد.", 22.0),
            SampleReport(9, "سه دریچهٔ تازه در کوی معلم کار گذاشته شد.", 17.0),
        ),
        description="تا پایان کار، در هیچ خیابانی پس از باران بیش از پنج نقطهٔ آب‌گرفتگی نماند.",
        owner_body="معاونت خدمات شهری",
        unit="نقطهٔ آب‌گرفتگی",
        baseline=38.0,
        target=5.0,
        due_in=95,
        allotted=30 * BILLION,
        spent=21 * BILLION,
        words=("جوی آب", "آب جمع", "زیرگذر"),
    ),
    SampleGoal(
        "green",
        7,
        "توسعهٔ فضاهای سبز، ورزشی و فراغتی",
        ("green", "parks", "sports"),
        (
            SampleReport(160, "کاشت درخت در بلوار ساحلی پایان یافت.", 24.0),
            SampleReport(101, "بوستان کوی معلم بازسازی شد.", 27.5),
            SampleReport(33, "زمین پشت مدرسهٔ باغ شاه برای فضای بازی آماده شد.", 30.0, is_by_resident=True),
            SampleReport(0, "زمین بازی باغ شاه گشایش یافت؛ از امروز درش به روی بچه‌ها باز است.", 32.5),
        ),
        description="رساندن فضای سبز، ورزشی و بازی شهر از ۲۲ به ۴۰ هکتار.",
        owner_body="سازمان سیما، منظر و فضای سبز",
        unit="هکتار",
        baseline=22.0,
        target=40.0,
        due_in=300,
        allotted=18 * BILLION,
        spent=9 * BILLION,
        words=("زمین بازی", "بوستان"),
    ),
    SampleGoal(
        "heritage",
        13,
        "بازسازی ابنیه و میراث فرهنگی موجود در شهر و نگهداری درست از آن‌ها",
        ("heritage",),
        (
            SampleReport(210, "خانهٔ قدیمی یوسفی مرمت شد.", 3.0),
            SampleReport(120, "مرمت حمام قدیمی آغاز شد.", 3.0),
            SampleReport(70, "مرمت حمام قدیمی پایان یافت؛ بودجهٔ بقیه نرسیده است.", 4.0),
        ),
        owner_body="معاونت شهرسازی",
        unit="بنا",
        baseline=2.0,
        target=9.0,
        due_in=-40,  # overdue
        allotted=12 * BILLION,
        spent=12 * BILLION,
    ),
    SampleGoal(
        "courses",
        12,
        "بالابردن مهارت‌های شهروندی از راه کلاس‌های آموزشی",
        ("civic_education",),
        (
            SampleReport(180, "نخستین دوره‌ها در سرای محلهٔ گلسار برگزار شد.", 5.0),
            SampleReport(115, "دورهٔ کمک‌های نخستین به برنامه افزوده شد.", 11.0),
            SampleReport(60, "دوره‌های آخر هفته آغاز شد تا شاغلان هم برسند.", 18.0, is_by_resident=True),
            SampleReport(14, "بیست‌وپنجمین دوره پایان یافت: به هدف رسیدیم.", 25.0, status_to=GoalStatus.REACHED),
        ),
        owner_body="معاونت فرهنگی و اجتماعی",
        unit="دوره",
        baseline=0.0,
        target=24.0,
        due_in=60,
        words=("کلاس‌های آموزشی",),
    ),
    SampleGoal(
        "people",
        6,
        "جلب مشارکت‌های مردمی",
        ("culture",),
        (
            SampleReport(150, "دبیرخانهٔ شوراهای محله راه افتاد.", stated=10),
            SampleReport(75, "در چهار محله شورا انتخاب شد.", stated=30),
            SampleReport(21, "گروه‌های داوطلب محله سازمان یافتند.", stated=45),
        ),
        description="هر محله شورایی داشته باشد که جلسه‌هایش باز است و پیشنهاد اهالی در آن شنیده می‌شود.",
        owner_body="حوزهٔ شهردار",
        due_in=200,
        words=("دورهمی", "تفکیک زباله"),
    ),
    SampleGoal(
        "investors",
        10,
        "زمینه‌سازی حضور سرمایه‌گذاران در پروژه‌های مشارکتی شهر",
        (),
        (
            SampleReport(130, "فهرست پروژه‌های مشارکتی آماده شد.", status_to=GoalStatus.ACTIVE),
            SampleReport(80, "با سه سرمایه‌گذار گفت‌وگو شد."),
            SampleReport(38, "تا روشن‌شدن تکلیف زمین پارکینگ ساحل، کار متوقف شد.", status_to=GoalStatus.PAUSED),
        ),
        owner_body="سازمان سرمایه‌گذاری",
        first_status=GoalStatus.PLANNED,
    ),
    SampleGoal(
        "lights",
        1,
        "روشن‌بودن همهٔ کوچه‌های محلهٔ گلسار",
        ("lighting",),
        (
            SampleReport(110, "چراغ‌های خاموش محله شمرده شد.", 132.0),
            SampleReport(45, "چراغ‌های خیابان یاس عوض شد.", 150.0),
            SampleReport(10, "هر هشت چراغ خیابان لاله و کوچه‌های آن روشن شد.", 158.0, is_by_resolution=True),
        ),
        area="گلسار",
        owner_body="شرکت توزیع برق و شورای محله",
        begun_days_ago=130,
        unit="چراغ روشن",
        baseline=132.0,
        target=180.0,
        due_in=80,
        words=("چراغ برق", "تاریک"),
        resolution="چراغ‌های خاموش",
    ),
)
FOLLOWED: Final = {0: ("green", "lights", "courses"), 1: ("green", "roads")}  # a neighbour's place: goals they follow
CALL: Final = SampleCall(
    "people",
    "چه کاری در محلهٔ شما با کمک خود اهالی زودتر پیش می‌رود؟ ایده‌تان را بنویسید؛ همه را می‌خوانیم و می‌گوییم چه شد.",
)
CALL_DAYS: Final = 14  # that it runs
