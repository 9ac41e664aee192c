import re
from html import escape, unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.errors import RefusedError
from bot.playground.html_markup import parse_html
from bot.playground.rendering import to_html

BAD_UNICODE = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


def entity(kind: str, offset: int, length: int, **more: str) -> dict[str, object]:
    """Returns an entity as the API writes it."""
    return {"offset": offset, "length": length, "type": kind, **more}


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("ساده", "ساده", []),
        ("<b>ثبت</b> شد", "ثبت شد", [entity("bold", 0, 3)]),
        ("🙂<i>🙂x</i>", "🙂🙂x", [entity("italic", 2, 3)]),
        ("<b>a<i>b</i></b>", "ab", [entity("bold", 0, 2), entity("italic", 1, 1)]),
        ("<u>a</u><s>b</s><tg-spoiler>c</tg-spoiler>", "abc",
         [entity("underline", 0, 1), entity("strikethrough", 1, 1), entity("spoiler", 2, 1)]),
        ("<STRONG>a</STRONG>", "a", [entity("bold", 0, 1)]),
        ("<code>x &lt; y</code>", "x < y", [entity("code", 0, 5)]),
        ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
        ("<blockquote expandable>نقل</blockquote>", "نقل", [entity("expandable_blockquote", 0, 3)]),
        ('<a href="Example.com">x</a>', "x", [entity("text_link", 0, 1, url="http://example.com/")]),
        ('<a href="https://a.ir/?x=1&amp;y=2">x</a>', "x",
         [entity("text_link", 0, 1, url="https://a.ir/?x=1&y=2")]),
        ('<span class="tg-spoiler">c</span>', "c", [entity("spoiler", 0, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;q&quot; &#1587;&#x1F642;", '<b> &amp; "q" س🙂', []),
        ("&nbsp;&apos; a & b &", "&nbsp;&apos; a & b &", []),
        ("<b></b>x", "x", []),
        ("<i>a</>", "a", [entity("italic", 0, 1)]),
    ],
)  # fmt: skip
def test_markup_becomes_entities(source: str, text: str, entities: list[dict[str, object]]) -> None:
    """Tags become entities with UTF-16 offsets, references become characters."""
    assert parse_html(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
        ("سلام<b>x</i>", 'Unmatched end tag at byte offset 12, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("🙂<div>x</div>", 'Unsupported start tag "div" at byte offset 4'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=a/b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji emoji-id='x'>y</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("&#xD800;", BAD_UNICODE),
    ],
)  # fmt: skip
def test_bad_markup_is_refused_as_tdlib_does(source: str, complaint: str) -> None:
    """Bad markup gets the real server's sentence, with byte offsets."""
    with pytest.raises(RefusedError) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {complaint}"


@pytest.mark.parametrize(
    ("text", "entities", "html"),
    [
        ("<&>", [], "&lt;&amp;&gt;"),
        ("🙂ab", [entity("bold", 2, 1), entity("italic", 3, 1)], "🙂<b>a</b><i>b</i>"),
        ("abcd", [entity("bold", 0, 3), entity("italic", 1, 3)], "<b>a<i>bc</i></b><i>d</i>"),
        ("ab", [entity("blockquote", 0, 2), entity("bold", 1, 1)], "<blockquote>a<b>b</b></blockquote>"),
        ("x", [entity("text_link", 0, 1, url='https://a.ir/?"')],
         '<a href="https://a.ir/?&quot;" target="_blank" rel="noopener noreferrer">x</a>'),
        ("x", [entity("text_link", 0, 1, url="javascript:alert(1)")], '<span class="text_link">x</span>'),
        ("a\n/x", [entity("bot_command", 2, 2)], 'a\n<span class="bot_command">/x</span>'),
    ],
)  # fmt: skip
def test_html_for_the_page_is_safe_and_nested(text: str, entities: list[dict[str, object]], html: str) -> None:
    """The page gets escaped, well nested HTML, whatever the entities are."""
    assert to_html(text, entities) == html


@given(st.text(st.characters(blacklist_categories=["Cs"])))
@settings(max_examples=200, deadline=None)
def test_escaped_text_comes_back(text: str) -> None:
    """Whatever a text holds, escaping it is enough to say it."""
    assert parse_html(escape(text)) == (text, [])


@given(st.text("<>/bia=\"' &;#x1🙂-", max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_markup_is_read_or_refused(source: str) -> None:
    """No source breaks the reader, and what it reads is shown whole and well nested."""
    try:
        text, entities = parse_html(source)
    except RefusedError:
        return
    html = to_html(text, entities)
    assert unescape(re.sub(r"<[^>]*>", "", html)) == text
    for tag in ("b", "i", "a"):
        assert len(re.findall(rf"<{tag}[ >]", html)) == html.count(f"</{tag}>")
