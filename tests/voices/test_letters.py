"""Which characters eSpeak reads: the table that ships against eSpeak itself, and texts of many languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator import expand, parse
from generator.build.session import BuildSession, Settings
from generator.core.cache import Cache
from generator.core.diagnostics import render
from generator.core.errors import Diagnostic, ScriptError
from generator.spoken.form import spoken_form
from generator.voices.espeak.espeak_engine import EspeakEngine, open_espeak
from generator.voices.espeak.letters import letters_of
from generator.voices.espeak.measure_letters import Listener
from generator.voices.espeak.pyttsx3_engine import Pyttsx3Engine

ORDINARY = {
    "af": "Lê op jou rug, môre sal ’n sagte stem jou lei.",
    "am": "በጀርባዎ ተኝተው ሁለቱንም እግሮች ዘርጉ።",
    "ar": "استلقِ على ظهرك، وتنفّس بهدوء. هل تشعر بالأرض؟ ٥ مرات.",
    "be": "Лягце на спіну і адпачніце; ўдых, выдых.",
    "bg": "Легнете по гръб и дишайте спокойно. Така ли е?",
    "bn": "পিঠের উপর শুয়ে পড়ুন এবং ধীরে শ্বাস নিন।",
    "ca": "Estira’t d’esquena; l’alè és tranquil·la, col·loca els peus.",
    "cmn": "请仰卧,双脚放松。感觉你的呼吸,“慢慢地”数到10……右手放在肚子上!",
    "cs": "Lehněte si na záda – příště zvedněte žluťoučký míč o 5 %.",
    "cy": "Gorweddwch ar eich cefn, a gadewch i’r llawr eich dal; tŷ, dŵr.",
    "da": "Læg dig på ryggen, og mærk gulvet: søde drømme, åndedræt.",
    "de": "Lege dich „auf den Rücken“ – 1½ Minuten, 30 °C, 5 € × 2 → fertig … Straße, 50 % größer; § 5.",
    "el": "Ξαπλώστε ανάσκελα. Αναπνεύστε ήρεμα· νιώθετε το πάτωμα; Ναΐ, «προσοχή».",
    "en-gb": "Lie on your back… it’s ½ an hour – 50 % of £5 × 2 → “naïve café”, Łódź, façade & α.",
    "eo": "Kuŝu sur via dorso, kaj ĝuu la ripozon; ĥoro, ĵaŭdo, ĉu?",
    "es": "¿Qué notas? Túmbate boca arriba: «así», 5 € más, 20 °C, el niño pingüino.",
    "et": "Heitke selili ja hingake rahulikult: õhk, öö, žest, šokk.",
    "fa": "به پشت دراز بکشید و آرام نفس بکشید؛ می‌خواهید؟ پاها را رها کنید.",
    "fi": "Käy selinmakuulle, hengitä syvään. Mitä tunnet lattiassa?",
    "fr": "Allongez-vous sur le dos ; l’été, ça va, cœur, œuvre, ½ heure à 20 °C, 5 € « où » 3 × 2.",
    "ga": "Luigh siar ar do dhroim, agus lig don urlár tú a iompar; Éire, sláinte.",
    "he": "שכבו על הגב ונשמו לאט. מה אתם מרגישים? 5 דקות, צה״ל.",
    "hi": "पीठ के बल लेट जाइए। धीरे-धीरे साँस लीजिए, ज़मीन को महसूस कीजिए; ५ बार, पढ़ना, क्‍या।",
    "hr": "Lezite na leđa, dišite mirno: čaša, ćup, žaba, šuma.",
    "hu": "Feküdjön hanyatt, lélegezzen nyugodtan: őszi tűz, árvíztűrő tükörfúrógép.",
    "hy": "Պառկեք մեջքի վրա և հանգիստ շնչեք։",
    "id": "Berbaringlah telentang, dan rasakan lantai di bawah punggung Anda.",
    "is": "Leggstu á bakið og andaðu rólega: þögn, æði, ör, Ísland.",
    "it": "Sdraiati sulla schiena: perché così è più facile, 5 € e 20 °C; l’università, 50 %.",
    "ja": "みぎてを あげて。すいます。「パーティー」フォーム、ヴァイオリン、10かい、50%、MRI",
    "ka": "დაწექით ზურგზე და მშვიდად ისუნთქეთ.",
    "kk": "Шалқаңыздан жатып, тыныш демалыңыз: ән, өзен, үй, ғалам, қол, һауа, іс.",
    "kn": "ಬೆನ್ನಿನ ಮೇಲೆ ಮಲಗಿ, ನಿಧಾನವಾಗಿ ಉಸಿರಾಡಿ.",
    "ko": "등을 대고 누우세요. 천천히 숨을 쉽니다. 바닥이 느껴지나요? 10번, 닭, 값, 까치.",
    "la": "Supinus cubā; aqua quieta est, quid sentis?",
    "lt": "Atsigulkite ant nugaros ir ramiai kvėpuokite: ąžuolas, ęėįšųūž.",
    "lv": "Apgulieties uz muguras un mierīgi elpojiet: ķēniņš, ģērbt, ļoti, ņemt, šūt.",
    "mk": "Легнете на грб и дишете мирно: ѓубре, ќе, љубов, њива, џеб, ѕвезда.",
    "ml": "പുറകിൽ കിടന്ന് സാവധാനം ശ്വസിക്കുക.",
    "mr": "पाठीवर झोपा आणि हळू श्वास घ्या; डोळे, ज्ञान.",
    "my": "ကျောပေါ်မှာ လှဲပါ။ ဖြည်းဖြည်း အသက်ရှူပါ။",
    "nb": "Legg deg på ryggen, og kjenn gulvet under deg: æ, ø, å.",
    "ne": "पिठको बलमा सुत्नुहोस् र बिस्तारै सास फेर्नुहोस्।",
    "nl": "Ga op je rug liggen, coördinatie, één ’s avonds: 20 °C, € 5, ½ uur.",
    "pa": "ਪਿੱਠ ਦੇ ਭਾਰ ਲੇਟ ਜਾਓ ਅਤੇ ਹੌਲੀ ਸਾਹ ਲਓ।",
    "pl": "Połóż się na plecach – zażółć gęślą jaźń, 50 % więcej.",
    "pt-br": "Deite-se de costas: não é à toa, coração, lingüiça, você; 5 €, 20 °C, 50 %.",
    "ro": "Întindeți-vă pe spate și respirați liniștit: țară, șes, câine, mâţă.",
    "ru": "Лягте на спину… «Вдох» — выдох; ёлка, объём, № 5, 50 %, а́ист. Yoga.",
    "si": "පිට මත වැතිරී සෙමින් හුස්ම ගන්න.",
    "sk": "Ľahnite si na chrbát – kôň, dĺžka, ŕba, päť, šťastie.",
    "sl": "Lezite na hrbet in mirno dihajte: češnja, žoga, šola.",
    "sq": "Shtrihuni në shpinë dhe merrni frymë qetë: ç’kemi, ëmbël.",
    "sr": "Лезите на леђа и дишите мирно: њива, ћуп, џак. Lezite na leđa.",
    "sv": "Lägg dig på rygg, känn golvet: blåbär och ö, 5 %, é.",
    "sw": "Lala chali, pumua polepole, ng’ombe.",
    "ta": "முதுகில் படுத்து மெதுவாக மூச்சு விடுங்கள்.",
    "te": "వెల్లకిలా పడుకుని నెమ్మదిగా ఊపిరి పీల్చండి.",
    "th": "นอนหงาย แล้วหายใจช้าๆ ผู้ใหญ่ น้ำ เก้าอี้",
    "tr": "Sırtüstü uzanın, nefesinizi dinleyin: ığdır, çağ, şöyle, İstanbul, 50 %.",
    "tt": "Аркагызга ятыгыз, әкрен сулагыз: җир, өй, үлән, һава, таң.",
    "uk": "Ляжте на спину й дихайте спокійно: їжак, ґанок, єдність, п’ять, 50 %.",
    "ur": "اپنی پیٹھ کے بل لیٹ جائیں، اور آہستہ سانس لیں۔ کیا آپ محسوس کرتے ہیں؟",
    "uz": "Chalqancha yoting va tinch nafas oling: oʻzbek, gʻoz, sh, ch.",
    "vi": "Nằm ngửa trên sàn, thả lỏng. Hít vào… thở ra: bạn có cảm thấy những điều ấy không? Đẹp quá, dễ.",
    "yue": "瞓低,慢慢呼吸。你嘅右手感覺點呀?",
}
"""Sentences as teachers write them, by language."""

MISREAD = [
    ("ja", "右手を上げてください。", ("右手", "上")),
    ("ja", "てを 5 × 3 かい", ("×",)),
    ("ja", "ヨガ・ポーズ", ("・",)),
    ("ja", "Yoga の じかん", ("Yoga",)),
    ("de", "Sage Привет und atme.", ("Привет",)),
    ("de", "Das Wort 右手 und かな.", ("右手", "かな")),
    ("de", "Ein ★ leuchtet.", ("★",)),
    ("en-gb", "Say Привет now.", ("Привет",)),
    ("en-gb", "It is called Ελλάδα.", ("Ελλάδα",)),
    ("en-gb", "Vṛkṣāsana, the tree.", ("Vṛkṣāsana",)),
    ("fr", "Dites שלום à tous.", ("שלום",)),
    ("ru", "Тепло, 20 °C.", ("°",)),
    ("he", "שָׁלוֹם", ("שָׁלוֹם",)),
    ("be", "шчырий", ("шчырий",)),
    ("cmn", "㐂", ("㐂",)),
    ("ko", "右 오른손", ("右",)),
    ("sv", "Gör så 5 × 3.", ("×",)),
    ("nl", "Een privéteken: \ue123.", ("\ue123",)),
]


@pytest.mark.parametrize("language", ORDINARY)
def test_no_ordinary_sentence_is_refused_and_no_process_is_started_for_it(language: str) -> None:
    engine = open_espeak(1)
    found = engine.unreadable(spoken_form(ORDINARY[language], language).text, engine.voice("", language))
    assert [wrong.told() for wrong in found] == []
    assert engine._pyttsx3._process._asked is None
    engine.close()


@pytest.mark.parametrize(("language", "text", "parts"), MISREAD)
def test_what_is_spelled_named_or_left_out_is_told(
    speaker: EspeakEngine, language: str, text: str, parts: tuple[str, ...]
) -> None:
    found = speaker.unreadable(spoken_form(text, language).text, speaker.voice("", language))
    assert tuple(part for wrong in found for part in wrong.parts) == parts


def test_each_voice_of_the_catalogue_has_its_letters(speaker: EspeakEngine) -> None:
    for voice in speaker.catalogue.voices:
        letters = letters_of(voice.engine_name)
        assert letters
        assert len(letters.read) > 500
        assert letters_of(f"{voice.engine_name}+Mike") == letters


@pytest.mark.parametrize("voice", ["jpx/ja", "gmw/de", "gmw/en-US", "sit/cmn", "zle/ru", "aav/vi", "grk/grc"])
def test_the_table_says_what_espeak_says(engine: Pyttsx3Engine, voice: str) -> None:
    """eSpeak is asked for each of these anew; whatever else stands in the table was asked likewise."""
    asked = "abcqzäßñłéΩαёпшאש右手㐂々まぃやティーヴ・ノ日가ạệ09%&+=$@#°€×½→№★😀٥पन्मक"
    letters = letters_of(voice)
    assert letters
    heard = Listener(lambda texts: engine.phonemes(voice, texts)).letters(asked)
    assert heard.read == letters.read & set(asked)
    assert heard.named == letters.named & set(asked)


Problems = Callable[[str], tuple[Diagnostic, ...]]


@pytest.fixture
def problems(tmp_path: Path) -> Problems:
    def find(text: str) -> tuple[Diagnostic, ...]:
        with BuildSession(Settings(tmp_path / "output"), Cache(tmp_path / "cache")) as session:
            try:
                return session.check_resources(expand(parse(text)))
            except ScriptError as error:
                return error.diagnostics

    return find


def places(found: tuple[Diagnostic, ...]) -> list[tuple[str, int, int, int]]:
    spans = [(each.code, each.span) for each in found]
    return [(code, span.line, span.column, span.width) for code, span in spans if span]


def test_the_message_names_characters_line_and_column_and_what_to_write(problems: Problems) -> None:
    text = "---\nlanguage: ja\n---\nゆっくり うごきます。\nいま 右手を上げて、\nそして 左手も。\n"
    found = problems(text)
    assert places(found) == [("E077", 5, 4, 2), ("E077", 6, 5, 2)]
    told = render(found[0])
    assert 'it would spell or name, not read, "右手", "上"' in told
    assert "in Hiragana or Katakana letters" in told
    assert "under say:" in told


def test_a_build_says_the_same_and_writes_nothing(tmp_path: Path) -> None:
    settings, cache = Settings(tmp_path / "output"), Cache(tmp_path / "cache")
    with BuildSession(settings, cache) as session, pytest.raises(ScriptError, match="右手"):
        session.build(expand(parse("---\nlanguage: ja\n---\n右手を上げて。\n")))
    assert not list(tmp_path.rglob("*.mp3"))


def test_a_reading_under_say_is_read_and_one_that_cannot_be_read_is_told_there(problems: Problems) -> None:
    script = "---\nlanguage: ja\nsay:\n  右手: {}\n---\nいま 右手を あげて。\n\nそして 右手を さげて。\n"
    assert problems(script.format("みぎて")) == ()
    assert places(problems(script.format("右の て"))) == [("E077", 4, 7, 4)]


def test_a_passage_in_another_voice_is_held_against_that_voice(problems: Problems) -> None:
    text = "---\nlanguage: de\n---\n# Eins\n[voice {}]\nПривет, мир.\n\n# Zwei\nAtme.\n"
    assert problems(text.format("ru")) == ()
    assert places(problems(text.format("de"))) == [("E077", 6, 1, 6)]


def test_a_mirrored_section_is_held_against_the_voice_that_speaks_it(problems: Problems) -> None:
    text = "---\nlanguage: ru\n---\n# Раз\nПривет, мир.\n\n# Два\n[voice de]\n[mirror: Раз]\n"
    assert places(problems(text)) == [("E077", 5, 1, 6)]
