"""HTML in, plain text and UTF-16 entities out, and Telegram's words for what does not parse."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import read_text
from bot.sandbox.errors import BotApiError
from bot.sandbox.markup import utf16_length


def read(text):
    return read_text(text, "HTML", None)


def marked(text):
    """[(kind, the marked words)], cut out as a client does: by UTF-16 code units."""
    plain, entities = read(text)
    units = plain.encode("utf-16-le")
    return [
        (e["type"], units[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le"))
        for e in entities
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("😀 <b>bold</b>", [("bold", "bold")]),
        ("👨‍👩‍👧 <i>é</i> <u>😀</u>", [("italic", "é"), ("underline", "😀")]),
        ("<b>a<i>b</i></b>", [("bold", "ab"), ("italic", "b")]),
        (
            "<strong>a</strong><em>b</em><del>c</del><ins>d</ins>",
            [("bold", "a"), ("italic", "b"), ("strikethrough", "c"), ("underline", "d")],
        ),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", [("spoiler", "a"), ("spoiler", "b")]),
        (
            "<blockquote>q</blockquote><blockquote expandable>r</blockquote>",
            [("blockquote", "q"), ("expandable_blockquote", "r")],
        ),
        ('<pre><code class="language-py">x</code></pre>', [("pre", "x")]),
        ("<code>x</code>", [("code", "x")]),
        ("  <b> x </b>  ", [("bold", "x")]),
        ("<b></b>x", []),
        ("<a href='tel:112'>call</a>", []),
        ("go /help now", [("bot_command", "/help")]),
        ("see example.org or a@b.com", [("url", "example.org"), ("email", "a@b.com")]),
        ("<code>/help</code>", [("code", "/help")]),
    ],
)
def test_markup_becomes_entities(source, expected):
    assert marked(source) == expected


def test_a_link_keeps_its_address_and_a_pre_its_language():
    assert read('<a href="https://e.org/?a=1&amp;b=2">x</a>')[1][0]["url"] == "https://e.org/?a=1&b=2"
    assert read('<pre><code class="language-py">x</code></pre>')[1][0]["language"] == "py"


def test_character_references_are_decoded_and_unknown_ones_stay():
    assert read("&lt;3 &amp; &#128512; &nbsp; & x")[0] == "<3 & 😀 &nbsp; & x"


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("pain < 5", 'Unsupported start tag "" at byte offset 5'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>z</a>", "Unexpected end of name token at byte offset 8"),
    ],
)
def test_what_does_not_parse_is_refused_in_telegrams_words(source, why):
    with pytest.raises(BotApiError) as refused:
        read(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_escaped_text_always_comes_back_as_it_was(text):
    plain, entities = read(f"<b>{html.escape(text)}</b>")
    assert plain == text.strip()
    assert all(e["offset"] >= 0 and e["offset"] + e["length"] <= utf16_length(plain) for e in entities)
