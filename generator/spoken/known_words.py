"""Words of anatomy and movement that voices get wrong, and how they are spoken unless a script differs.

Checked by the phonemes of the voices: an entry stands here where one of them read it wrongly.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

KNOWN_WORDS: Final = MappingProxyType(
    {
        "en": (
            ("asana", "/ˈɑːsənə/"),
            ("calcaneus", "/kælˈkeɪniəs/"),
            ("coccygeal", "/kɑkˈsɪdʒiəl/"),
            ("coccyx", "/ˈkɑksɪks/"),
            ("fascia", "/ˈfæʃiə/"),
            ("fasciae", "/ˈfæʃii/"),
            ("Feldenkrais", "/ˈfɛldənkraɪs/"),
            ("Gindler", "/ˈɡɪndlɚ/"),
            ("iliacus", "/ɪˈlaɪəkəs/"),
            ("iliopsoas", "/ˌɪlioʊˈsoʊəs/"),
            ("inion", "/ˈɪniɑn/"),
            ("interoception", "/ˌɪntɚoʊˈsɛpʃən/"),
            ("kinesthetic", "/ˌkɪnəsˈθɛtɪk/"),
            ("labrum", "/ˈleɪbrəm/"),
            ("latissimus", "/ləˈtɪsɪməs/"),
            ("meniscus", "/mɪˈnɪskəs/"),
            ("Moshe", "/ˈmoʊʃɛ/"),
            ("Moshé", "/moʊˈʃeɪ/"),
            ("multifidus", "/mʌlˈtɪfɪdəs/"),
            ("occipital", "/ɑkˈsɪpɪtəl/"),
            ("patella", "/pəˈtɛlə/"),
            ("patellar", "/pəˈtɛlɚ/"),
            ("phalanges", "/fəˈlændʒiːz/"),
            ("Pilates", "/pɪˈlɑːtiːz/"),
            ("pranayama", "/ˌprɑːnəˈjɑːmə/"),
            ("pronate", "/ˈproʊneɪt/"),
            ("psoas", "/ˈsoʊəs/"),
            ("qigong", "/tʃiˈɡɑŋ/"),
            ("quadratus", "/kwɑˈdreɪtəs/"),
            ("sacroiliac", "/ˌsækroʊˈɪliæk/"),
            ("savasana", "/ʃəˈvɑːsənə/"),
            ("serratus", "/səˈreɪtəs/"),
            ("shavasana", "/ʃəˈvɑːsənə/"),
            ("sternocleidomastoid", "/ˌstɚnoʊˌklaɪdoʊˈmæstɔɪd/"),
            ("talus", "/ˈteɪləs/"),
            ("Trager", "/ˈtreɪɡɚ/"),
            ("vagus", "/ˈveɪɡəs/"),
            ("xiphoid", "/ˈzaɪfɔɪd/"),
        ),
        "de": (
            ("Achillessehne", "Achilles-Sehne"),
            ("Asana", "[['A:sana]]"),
            ("Bodyscan", "Boddi-Skänn"),
            ("Body-Scan", "Boddi-Skänn"),
            ("Faszie", "Faszje"),
            ("Femur", "[[f'e:mUr]]"),
            ("Gluteus", "Glutehus"),
            ("Iliopsoas", "[[i:liops'o:as]]"),
            ("Iliosakralgelenk", "Ilio-Sakral-Gelenk"),
            ("ISG", "I-Es-Ge"),
            ("Moshe", "Moscheh"),
            ("Moshé", "Moscheh"),
            ("Pranayama", "Pranajahma"),
            ("Psoas", "[[ps'o:as]]"),
            ("Psoasmuskel", "[[ps'o:asm,Usk@l]]"),
            ("Qigong", "Tschi-Gung"),
            ("Savasana", "[[Sav'A:sana]]"),
            ("Schulterblatt", "Schulter-Blatt"),
            ("Schulterblätter", "Schulter-Blätter"),
            ("Schulterblättern", "Schulter-Blättern"),
            ("Schulterblatts", "Schulter-Blatts"),
            ("Shavasana", "[[Sav'A:sana]]"),
            ("Tai-Chi", "Tai-Tschi"),
            ("Taichi", "Tai-Tschi"),
            ("Trapezius", "[[trap'e:tsiUs]]"),
            ("Zwerchfell", "Zwerchfäll"),
            ("Zwerchfells", "Zwerchfälls"),
        ),
    }
)
"""By language: written, and how it is spoken, as `say:` has it."""


def known_words(language: str) -> tuple[tuple[str, str], ...]:
    """Those of a language's tag; none where there are none."""
    return KNOWN_WORDS.get(language.partition("-")[0].lower(), ())
