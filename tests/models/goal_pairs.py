"""Goals as a city publishes them, and what citizens write: which stands behind which.

Written for the tests, in the Persian that people type on a telephone: spoken forms, missing half-spaces, no full stops.
The hard ones share words with a goal that they are not about, or share none with the one that they are.
"""

from typing import NamedTuple


class SampleGoal(NamedTuple):
    """A goal: title, and the topics that the office gave it."""

    title: str
    topics: tuple[str, ...]


class Pair(NamedTuple):
    """What somebody wrote, the topic that its card showed, a goal's name, and whether it stands behind that goal."""

    words: str
    topic: str | None
    goal: str
    is_behind: bool


GOALS = {
    "green": SampleGoal("توسعهٔ فضاهای سبز، ورزشی و فراغتی: سرانهٔ فضای سبز به ۱۵ متر مربع برسد", ("green", "sports")),
    "water": SampleGoal("ساماندهی آب‌های روان و رودخانهٔ شهر و جلوگیری از ورود فاضلاب به آن", ("water", "drains")),
    "transport": SampleGoal("بهبود شبکه‌های ارتباطی و نظام حمل‌ونقل عمومی و همگانی", ("traffic", "bus")),
    "jobs": SampleGoal("شناخت زمینه‌های ایجاد مشاغل مولد با رویکرد اشتغال‌زایی و کارآفرینی جوانان", ("jobs",)),
    "heritage": SampleGoal("بازسازی ابنیه و میراث فرهنگی شهر و نگهداری از بافت تاریخی", ("heritage",)),
    "training": SampleGoal("بالابردن مهارت‌های شهروندی از طریق کلاس‌های آموزشی مداوم", ("civic_education",)),
    "waste": SampleGoal("تفکیک زباله از مبدأ در همهٔ محله‌ها و کاهش پسماند", ("recycling", "garbage")),
    "access": SampleGoal("مناسب‌سازی پیاده‌روها و گذرگاه‌ها برای معلولان و سالمندان", ("accessibility", "sidewalks")),
    "lighting": SampleGoal("نوسازی روشنایی معابر: نصب هزار چراغ کم‌مصرف تا پایان سال", ("lighting",)),
    "tourism": SampleGoal("رونق گردشگری ساحلی و خدمات به مسافران نوروزی", ("tourism",)),
    "asphalt": SampleGoal("بهسازی و آسفالت کوچه‌ها و خیابان‌های محله‌ها", ("asphalt",)),
    "culture": SampleGoal("ایجاد فضای نشاط و سرزندگی و شکوفایی استعدادهای کودکان و نوجوانان", ("culture", "youth")),
}

PAIRS = (
    Pair("تو محله ما یه درختم نیست بچه‌ها زیر آفتابن، چندتا درخت بکارید", "green", "green", True),
    Pair("زمین خاکی ته کوچه رو زمین فوتبال کنید واسه بچه ها", "sports", "green", True),
    Pair("پارک لاله کوچیکه بزرگترش کنین یکم چمن و گل و نیمکت بذارین", "parks", "green", True),
    Pair("خانوما جایی برا ورزش ندارن یه سالن ورزشی بسازید", "sports", "green", True),
    Pair("باغچه های بلوار همه خشک شدن کسی آب نمیده بهشون", "green", "green", True),
    Pair("فاضلاب چندتا خونه مستقیم میریزه تو رودخونه بوش همه جارو برداشته", "water", "water", True),
    Pair("آب رودخانه سیاه شده ماهیا مردن یکی رسیدگی کنه", "water", "water", True),
    Pair("جوب سر کوچه پر لجن شده لایروبی نمیکنن آب میزنه بیرون", "drains", "water", True),
    Pair("نهر پشت مدرسه رو ساماندهی کنید بچه می افته توش", None, "water", True),
    Pair("اتوبوس خط ۳ نیم ساعت نیم ساعت میاد، خط رو بیشتر کنید", "bus", "transport", True),
    Pair("ما اصلا اتوبوس نداریم باید دوتا تاکسی سوار شیم تا برسیم مرکز شهر", "bus", "transport", True),
    Pair("سر چهارراه صبحا ترافیک قفل میشه یه خیابون یکطرفه بشه بهتره", "traffic", "transport", True),
    Pair("ایستگاه سایبون نداره زیر بارون وایمیستیم منتظر اتوبوس", "bus", "transport", True),
    Pair("جوونای محله بیکارن یه کارگاه خیاطی راه بندازید وام بدید", "jobs", "jobs", True),
    Pair("پیشنهاد میکنم بازارچه صنایع دستی بزنید که زن‌ها هم شغل داشته باشن", "jobs", "jobs", True),
    Pair("پسرم لیسانس داره دو ساله دنبال کاره تو این شهر کار نیست استخدام کنید", "jobs", "jobs", True),
    Pair("خونه قدیمی حاج رضا داره میریزه حیفه مرمتش کنید موزه بشه", "heritage", "heritage", True),
    Pair("حمام قدیمی محله رو خراب نکنید اثر تاریخیه", "heritage", "heritage", True),
    Pair("سردر بازار قدیم ترک خورده میراث باید تعمیرش کنه", "heritage", "heritage", True),
    Pair("برا مامانا کلاس آموزش کمک های اولیه بذارین تو سرای محله", "civic_education", "training", True),
    Pair("به بچه‌ها تو مدرسه یاد بدید آشغال نریزن، کلاس شهروندی بذارید", "civic_education", "training", True),
    Pair("دوره آموزشی زلزله و آتش نشانی برای اهالی محل برگزار بشه", "civic_education", "training", True),
    Pair("سطل جدا واسه کاغذ و پلاستیک بذارید ما زباله‌هامونو جدا میکنیم ولی کجا ببریم", "recycling", "waste", True),
    Pair("غرفه بازیافت محله ما جمع شده دوباره راهش بندازید", "recycling", "waste", True),
    Pair("زباله تر رو میشه کمپوست کرد آموزش بدید خونه ها جدا کنن", "recycling", "waste", True),
    Pair("با ویلچر نمیشه از پیاده رو رد شد همش پله و جدوله رمپ بذارید", "accessibility", "access", True),
    Pair("مادرم پیره پیاده رو موزاییکاش شکسته خورد زمین", "sidewalks", "access", True),
    Pair("نابیناها تو خیابون اصلی گیر میکنن مسیر برجسته ندارید", "accessibility", "access", True),
    Pair("کوچمون خیلی تاریکه شبا میترسیم بیایم بیرون لامپ بزنید", "lighting", "lighting", True),
    Pair("تیر برق سر کوچه لاله لامپش سوخته یک ماهه", "lighting", "lighting", True),
    Pair("مسافرا عید جا ندارن چادر میزنن تو پیاده رو، کمپ ساحلی درست کنید", "tourism", "tourism", True),
    Pair("لب ساحل نه دستشویی هست نه دوش، توریست بیاد چیکار کنه", "tourism", "tourism", True),
    Pair("آسفالت کوچه ما پر چاله است ماشینا داغون شدن", "asphalt", "asphalt", True),
    Pair("کوچه ما هنوز خاکیه زمستونا گل میشه آسفالتش کنید", "asphalt", "asphalt", True),
    Pair("بچه ها تابستون بیکارن کلاس نقاشی و موسیقی بذارید", "culture", "culture", True),
    Pair("یه خانه نوجوان میخوایم که استعداد بچه‌ها پیدا بشه نه اینکه تو کوچه باشن", "youth", "culture", True),
    # Hard ones: a word or a topic is the same, the matter is another.
    Pair("پارک جلوی خونمون ماشین پارک میکنن نمیتونیم دربیایم", "parking", "green", False),
    Pair("تو پارک معتادا میشینن شبا جرأت نمیکنیم رد شیم", "social_harm", "green", False),
    Pair("شاخه درخت همسایه افتاده رو سیم برق خطرناکه", "pruning", "lighting", False),
    Pair("باشگاه ورزشی بغل خونه تا نصف شب سروصدا داره", "noise", "green", False),
    Pair("آب محله از صبح قطعه کسی جواب نمیده", "utilities", "water", False),
    Pair("فشار آب طبقه سوم خیلی کمه پمپ بذارید", "utilities", "water", False),
    Pair("اتوبوس دم خونه ما روشن میمونه دودش میاد تو", "air", "transport", False),
    Pair("راننده تاکسی سر کوچه بوق میزنه از خواب میپریم", "noise", "transport", False),
    Pair("تاکسی تلفنی محل کارش عالیه دستشون درد نکنه", None, "transport", False),
    Pair("کارگاه جوشکاری تو کوچه مسکونی مجوز نداره", "land_use", "jobs", False),
    Pair("شهرداری کارگرا رو استخدام کرده ولی کوچه رو جارو نمیکنن", "cleaning", "jobs", False),
    Pair("خانه قدیمی همسایه تخریب شده نخاله هاش وسط کوچه مونده", "rubble", "heritage", False),
    Pair("ساختمان قدیمیه ولی طبقه سوم رو بدون مجوز ساخته", "illegal_building", "heritage", False),
    Pair("کلاس قرآن مسجد رو ساعت ۵ بندازید", "culture", "training", False),
    Pair("مدرسه دخترم کلاسش سرده بخاری نداره", None, "training", False),
    Pair("ماشین آشغالی شبا نمیاد زباله ها میمونه بو میگیره", "garbage", "lighting", False),
    Pair("نخاله ساختمانی ریختن کنار سطل زباله", "rubble", "waste", False),
    Pair("گربه ها کیسه زباله رو پاره میکنن موش زیاد شده سم پاشی کنید", "pests", "waste", False),
    Pair("مغازه دار جنساشو چیده تو پیاده رو جا برا رد شدن نیست", "street_obstruction", "access", False),
    Pair("موتوریا از پیاده رو میرن تصادف میشه", "pedestrian_safety", "access", False),
    Pair("چراغ راهنمایی چهارراه خرابه همه قاطی میشن", "signals", "lighting", False),
    Pair("برق محله روزی دو ساعت قطع میشه", "utilities", "lighting", False),
    Pair("چراغ پارک سوخته بچه ها تو تاریکی بازی میکنن", "park_lighting", "culture", False),
    Pair("ساحل رو حصار کشیدن و زمین خواری کردن", "environment", "tourism", False),
    Pair("مسافر اتوبوس نمیتونه کارت بزنه دستگاه خرابه", "bus", "tourism", False),
    Pair("شرکت گاز کوچه رو کنده ول کرده رفته", "excavation", "asphalt", False),
    Pair("کوچه ما برف اومده یخ زده نمک بپاشید", "snow", "asphalt", False),
    Pair("سگای ولگرد دنبال بچه ها میکنن", "stray_dogs", "culture", False),
    Pair("عوارض نوسازی امسال چرا دو برابر شده", "revenue", "lighting", False),
    Pair("ممنون از پاکبان محله که هر روز کوچه رو تمیز میکنه", "cleaning", "asphalt", False),
    Pair("پل هوایی پله برقیش خرابه", "pedestrian_safety", "transport", False),
    Pair("دستفروشا جلو بازار تاریخی راه رو بستن", "street_obstruction", "heritage", False),
)
"""Each is one question: does this stand behind that goal?"""
