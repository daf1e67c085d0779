from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.errors import ScriptError
from generator.script.format import format_script
from generator.script.importers import Imported, import_text

Hear = Callable[[Imported], list[str | tuple[str, int]]]
Tell = Callable[[Imported], list[tuple[int, str]]]

GAP = ("gap", 1200)
NONE = ("pause", 0)


def speak(inside: str) -> Imported:
    return import_text(f"<speak>{inside}</speak>", "a.ssml")


def test_a_whole_document_is_carried_over(heard: Hear) -> None:
    imported = import_text(
        """<?xml version="1.0" encoding="UTF-8"?>
<speak version="1.1" xmlns="http://www.w3.org/2001/10/synthesis" xml:lang="en-GB">
  <p><s>Lie on your <emphasis level="strong">back</emphasis>.</s> <s>Wait a little.</s></p>
  <break time="12500ms"/>
  <p>Which <mark name="heel"/>heel is heavier?</p> <break time="1.5s"/>
  <p>Tom &amp; Ann, 1 &lt; 2<break/>and rest.</p>
</speak>
""",
        "a.ssml",
    )
    assert imported.format == "ssml"
    assert heard(imported) == [
        "Lie on your back. Wait a little.", ("pause", 12_500), "Which heel is heavier?", ("pause", 1500),
        "Tom & Ann, 1 < 2", ("pause", 750), "and rest.",
    ]  # fmt: skip
    assert "language: en-GB\n" in imported.script


def test_a_rate_inside_a_sentence_opens_no_gap_and_ends_with_its_tag(heard: Hear) -> None:
    imported = speak('Now <prosody rate="slow">very slowly</prosody>, go <prosody rate="50%">on</prosody>.')
    assert heard(imported) == ["Now", NONE, "very slowly,", NONE, "go", NONE, "on."]
    assert [line for line in imported.script.splitlines() if line.startswith("[rate")] == [
        "[rate 101]", "[rate 118]", "[rate 101]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("x-slow", 101),
        ("fast", 148),
        ("90%", 106),
        ("-10%", 106),
        ("+50%", 177),
        ("0.9", 106),
        (" SLOW ", 101),
    ],
)
def test_rates_are_words_a_minute(written: str, rate: int) -> None:
    assert f"[rate {rate}]" in speak(f'<prosody rate="{written}">Slowly.</prosody><break time="1s"/>').script


def test_nested_rates_come_back_to_the_one_around_them() -> None:
    imported = speak(
        '<prosody rate="slow"><p>One.</p><prosody rate="fast"><p>Two.</p></prosody>'
        "<p>Three.</p></prosody><p>Four.</p>"
    )
    assert [line for line in imported.script.splitlines() if line.startswith("[rate")] == [
        "[rate 101]", "[rate 148]", "[rate 101]", "[rate 118]",
    ]  # fmt: skip


def test_a_rate_that_is_none_or_too_far_is_told(told: Tell) -> None:
    imported = speak(
        '<prosody rate="lively">A.</prosody> <prosody rate="900%">B.</prosody><break time="1s"/>'
    )
    assert len(told(imported)) == 2
    assert "[rate 400]" in imported.script


def test_sub_is_written_as_it_is_spoken(heard: Hear, told: Tell) -> None:
    """Where it stands only: a movement script's `say:` would change the word everywhere."""
    imported = speak('The <sub alias="so az">psoas</sub>. A psoas. <sub>left</sub><break time="1s"/>')
    assert heard(imported)[0] == "The so az. A psoas. left"
    assert told(imported)[0] == (1, "“psoas” is written as it is spoken, by its alias")


def test_sentences_without_a_full_stop_do_not_run_together(heard: Hear) -> None:
    assert heard(speak("<s>Lie down</s><s>Rest.</s><s>Wait.</s>")) == ["Lie down", GAP, "Rest. Wait."]


def test_tags_inside_a_word_do_not_part_it_and_those_that_do_part_it(heard: Hear) -> None:
    assert heard(speak("un<emphasis>be</emphasis>liev<mark name='m'/>able<p>one</p>two<w>three</w>four")) == [
        "unbelievable", GAP, "one", GAP, "two three four",
    ]  # fmt: skip


def test_strengths_have_lengths_and_none_keeps_the_words_together(heard: Hear, told: Tell) -> None:
    imported = speak(
        'One <break strength="x-strong"/> two <break strength="none"/> three <break strength="odd"/> four'
    )
    assert heard(imported) == ["One", ("pause", 1250), "two three four"]
    assert len(told(imported)) == 3


def test_whatever_else_is_named_with_its_line_and_its_words_are_kept(heard: Hear, told: Tell) -> None:
    imported = import_text(
        "<speak>One\n<say-as interpret-as='date'>two</say-as>\n<voice name='x'>three</voice>\n"
        "<amazon:effect name='whispered'>four</amazon:effect>\n<audio src='http://127.0.0.1:9/x'>five</audio>\n"
        "<prosody pitch='low' volume='loud'>six</prosody>\n<lexicon uri='file:///etc/passwd'/>\n"
        "<metadata>seven</metadata><?target data?><break time='1s'/></speak>",
        "a.ssml",
    )
    assert heard(imported) == ["One two three four five six", ("pause", 1000)]
    assert [(line, message.split(":")[0].split(" is ")[0]) for line, message in told(imported)] == [
        (2, "<say-as>"), (3, "<voice>"), (4, "<amazon"), (5, "<audio>"), (6, "prosody pitch="),
        (6, "prosody volume="), (7, "<lexicon>"), (8, "<metadata>"), (8, "<?target …?>"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "inside",
    [
        '<!DOCTYPE speak [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>\n<speak>&b;</speak>',
        '<!DOCTYPE speak SYSTEM "http://127.0.0.1:9/x.dtd"><speak>a</speak>',
        '<!DOCTYPE s [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]><speak>a</speak>',
    ],
)
def test_a_document_type_is_refused_before_anything_of_it_is_read(inside: str) -> None:
    with pytest.raises(ScriptError, match="document type declaration") as caught:
        import_text(f'<?xml version="1.0"?>\n{inside}', "a.ssml")
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == (2, 1)


def test_an_entity_that_points_to_a_file_never_brings_it_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("sesame")
    with pytest.raises(ScriptError) as caught:
        import_text(f'<!DOCTYPE speak [<!ENTITY x SYSTEM "{secret.as_uri()}">]><speak>&x;</speak>', "a.ssml")
    assert "sesame" not in str(caught.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<speak>one\n  two &nbsp; three</speak>", (2, 7)),
        ("<speak>one <p>two</speak>", (1, 20)),
        ("<speak>Tom & Ann</speak>", (1, 13)),
        ("<speak>é ü & x</speak>", (1, 13)),
    ],
)
def test_what_is_no_xml_is_refused_where_it_breaks(text: str, place: tuple[int, int]) -> None:
    with pytest.raises(ScriptError, match="not valid SSML") as caught:
        import_text(text, "a.ssml")
    (problem,) = caught.value.diagnostics
    assert problem.span is not None
    assert (problem.span.line, problem.span.column) == place


def test_fragments_and_several_documents_in_one_file_are_read(heard: Hear) -> None:
    assert heard(import_text('One <break time="1s"/> two', "a.txt")) == ["One", ("pause", 1000), "two"]
    assert heard(import_text("<speak>One</speak>\n<speak>two</speak>", "a.txt")) == ["One", GAP, "two"]


def test_comments_stay_comments(heard: Hear) -> None:
    imported = speak("One <!-- slow\n  here --> two.")
    assert heard(imported) == ["One two."]
    assert "// slow\n// here\n" in imported.script


def test_ten_thousand_nested_tags_are_read(heard: Hear) -> None:
    assert heard(speak("<emphasis>" * 10_000 + "deep" + "</emphasis>" * 10_000)) == ["deep"]


TEXTS = st.text(alphabet=st.sampled_from("ab1. ,!?'\"()#/\\[]{}*-–\n\u00a0\u200b…"), max_size=12).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
OPEN = st.sampled_from(
    [
        "p", "s", "emphasis", "prosody rate='slow'", "prosody rate='100%'", "prosody pitch='low'", "w",
        "voice",
        "sub alias='so az'", "sub alias=''", "sub", "desc", "audio", "say-as", "speak",
    ]
)  # fmt: skip
EMPTY = st.sampled_from(
    ["<break/>", "<break time='0s'/>", "<break strength='none'/>", "<mark name='m'/>", "<!-- c -->", "---"]
)


def tree(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(OPEN, st.lists(inside, max_size=4)).map(
        lambda found: f"<{found[0]}>{''.join(found[1])}</{found[0].split()[0]}>"
    )


@given(parts=st.lists(st.recursive(TEXTS | EMPTY, tree, max_leaves=12), max_size=5))
def test_any_tags_import_word_for_word(heard: Hear, parts: list[str]) -> None:
    """However tags are nested, and wherever they stand in a word: the parser reads the words that went in."""
    imported = import_text(f"<speak>One. {''.join(parts)}</speak>", "a.ssml")
    assert heard(imported)
    assert format_script(imported.script) == imported.script
