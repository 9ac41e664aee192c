"""What readers can press below a notice."""

from handlers.callback_data import ButtonData
from handlers.keyboards import Button, Rows, Style, in_pairs
from locales import Translator
from models.notice_content import NoticeContent

READING = "reading"
CALL = "gcall"  # noun of the buttons of calls for ideas
_HALF_A_ROW = 16  # letters that fit half a row of an old phone


def reader_rows(content: NoticeContent, notice_id: int, tr: Translator) -> Rows:
    """«I have an idea» below a call for ideas, the answers of its question, «I have read it», and its link."""
    rows: list[list[Button]] = []
    if content.asks_ideas:
        idea = ButtonData(CALL, "idea", notice_id)
        rows.append([Button(tr.label("button", "I have an idea"), idea, style=Style.SUCCESS)])
    if content.question is not None:
        answers = [
            Button(answer, ButtonData(READING, "pick", notice_id, index))
            for index, answer in enumerate(content.question.answers)
        ]
        is_short = all(len(answer.label) <= _HALF_A_ROW for answer in answers)
        rows += in_pairs(answers) if is_short else [[answer] for answer in answers]
    if content.asks_read:
        rows.append([Button(tr.label("button", "I have read it"), ButtonData(READING, "read", notice_id))])
    if content.link is not None:
        rows.append([Button(content.link.label, url=content.link.url)])
    return rows
