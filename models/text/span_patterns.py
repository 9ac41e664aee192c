"""The patterns of protected spans, one combined expression.

Every alternative starts at a Latin letter, a digit or one of `@ # / + (`, and never looks far back.
Repetitions that could be tried from many starts are possessive or bounded.
"""

import re
from functools import cache

D = "[0-9۰-۹٠-٩]"
ZERO, NINE, EIGHT = "[0۰٠]", "[9۹٩]", "[8۸٨]"
GAP = "[ \u00a0.\u200c/–-]?"  # what people put between the groups of a telephone number

# Closing signs at the end of an address belong to the sentence; Persian punctuation never belongs to it.
CLEAN = r"""[^\s<>"«»،؛؟\u200c\u2066-\u2069]"""
IN_PARENTHESES = rf"{CLEAN[:-1]}()]*\({CLEAN[:-1]}()]*\)"
ADDRESS = rf"(?:(?:{IN_PARENTHESES})++(?:{CLEAN}*[\w/=&#%+~$-])?|{CLEAN}*[\w/=&#%+~$-])"
LABEL = "[A-Za-z0-9][A-Za-z0-9_-]*+"
URL = (
    rf"(?:(?i:https?|ftp|tg)://|(?i:www)\.){ADDRESS}"
    rf"|(?<![\w@.-])(?:{LABEL}\.)+[A-Za-z]{{2,24}}(?![A-Za-z0-9_@])(?::[0-9]{{1,5}})?(?:[/?#](?:{ADDRESS})?)?"
)
EMAIL = r"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]++\.)+[A-Za-z]{2,24}(?![A-Za-z0-9_])"
MENTION = r"(?<!\w)@\w+"
TAG = r"\#\w(?:[\w\u200c\u064b-\u0652]*\w)?"
COMMAND = r"(?<![\w/.:])/[A-Za-z][A-Za-z0-9_]*+(?:@[A-Za-z0-9_]+)?(?![\w/])"

IBAN = rf"(?<!\w)(?i:IR)[ -]?{D}{{2}}(?:[ -]?{D}{{4}}){{5}}[ -]?{D}{{2}}(?!{D})"
CARD = rf"{D}{{4}}(?:[ \u00a0\u200c–-]?{D}{{4}}){{3}}(?![{D[1:-1]}])"
SERIES = "(?:الف|[بپتثجچحخدذرزژسشصضطظعغفقکكگلمنوهیي])"
DASH = " ?[-–|/]? ?"
PLATE = (
    rf"{D}{{2}} ?{SERIES} ?{D}{{3}}{DASH}(?:(?:ایران|ايران) ?)?[-–|]? ?{D}{{2}}(?!{D})"
    rf"|{D}{{2}}{DASH}{D}{{2}} ?{SERIES} ?{D}{{3}}(?!{D})"
    rf"|{D}{{2}}{SERIES}{D}{{3}}(?!{D})"
)
IRAN = rf"(?:(?:\+|{ZERO}{{2}}){NINE}{EIGHT}{GAP}\(?{ZERO}?\)?{GAP}|\(?{ZERO})"
PHONE = (
    rf"{IRAN}{NINE}(?:{GAP}{D}){{9}}(?!{D})"  # mobile
    rf"|{IRAN}[1-8۱-۸١-٨]{D}\)?(?:{GAP}{D}){{8}}(?!{D})"  # fixed line with its area code
    rf"|\+{D}(?:[ ()-]?{D}){{7,14}}(?!{D})"  # abroad
)
JOINT = "[.,٫٬/:_×*\\\\–-]"
NUMBER = (
    rf"[+]?{D}{{1,3}}(?:،{D}{{3}})+(?!{D})"
    rf"|[+]?{D}++(?:{JOINT}{D}++)+"
    rf"|{D}{{10}}(?!{D})"  # national code, postal code
)
CODE = (
    r"(?<![A-Za-z0-9_])(?=[A-Za-z_-]{0,40}[0-9]|[0-9]{1,40}[A-Za-z])(?=[0-9_-]{0,40}[A-Za-z])"
    r"[A-Za-z0-9]++(?:[._-][A-Za-z0-9]++)*+"
)

ALTERNATIVES = (  # the first that matches names the span
    ("email", EMAIL),
    ("url", URL),
    ("mention", MENTION),
    ("tag", TAG),
    ("command", COMMAND),
    ("iban", IBAN),
    ("card", CARD),
    ("plate", PLATE),
    ("phone", PHONE),
    ("number", NUMBER),
    ("code", CODE),
)
TRIGGERS = re.compile("[0-9۰-۹٠-٩A-Za-z@#]|/[A-Za-z]")
# A sign, or a whole run of letters and digits: no span starts within one.
FIRST_LETTER = re.compile("[0-9۰-۹٠-٩A-Za-z@#/+(](?:(?<=[^@#/+(])[0-9۰-۹٠-٩A-Za-z]*+|)")


@cache
def span_pattern() -> re.Pattern[str]:
    """Compile the combined expression, at its first use: that takes longer than importing the room."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in ALTERNATIVES))
