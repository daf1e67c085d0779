"""Words that are in nearly every sentence of a language: by them a text shows which one it is in."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import Final

from generator.spoken.text import words_in

FUNCTION_WORDS: Final = MappingProxyType(
    {
        "cs": "a v na se je do že po jak ze nebo ale pro jako když si tak už jsou kde který svou své",
        "da": "og i at det en den til er som på de med han af for ikke der var et dig din dit begge hvor",
        "de": "der die das und ist nicht ein eine auf mit den dem sich von zu im wie auch deine dein oder",
        "en": "the and of to is it your you are with that this from which let while as its where how they",
        "es": "el los las y que del se una con por su para lo como más tu sobre tus hacia cómo está",
        "fi": "ja on ei se että ovat hän mutta niin kuin sen tämä siitä kun anna nyt vain molemmat miten",
        "fr": "le les et des du est une que qui dans vous votre sur pas au vos avec ce sont comme sans vers",
        "hu": "a az és nem hogy egy is van meg de ezt úgy ha csak mint most már vagy el fel",
        "it": "il gli e che di è per con del della una sono nel si come tuo tua più le sul alla verso",
        "nl": "de het een en van is dat op te met zijn je niet aan ook naar voor bij uit jouw waar hoe",
        "no": "og i det en er på til som med ikke av for at den der du kan så mot dine hvor",
        "pl": "w i na się z do jest nie to że jak po ze ale czy dla od swoje oraz przez które gdy",
        "pt": "o os as e que do da em um uma para com não se na no seu sua mais ao pelo sobre como está",
        "ro": "și în de la cu pe este nu se din care mai că o un pentru sau ca tău ta când",
        "sv": "och i att det en som på är av för med den inte till om han du ditt din båda hur",
        "tr": "ve bir bu da de için ile çok ne gibi daha kadar olan sonra şimdi her ya en",
    }
)
"""By language, in Latin letters, small."""

LEAST_WORDS: Final = 6
LEAST_FOUND: Final = 3
"""So many words of another language say that it is that one."""
TIMES: Final = 3
"""So many times as often as those of the language that it should be."""

_LANGUAGES_OF: Final[dict[str, list[str]]] = {}
"""By word."""
for _language, _words in FUNCTION_WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


def plainly_other(text: str, language: str) -> str:
    """The language that a text is plainly in, where it is not the one that it should be in; else empty.

    Args:
        text: some sentences, or one.
        language: the tag of the language that it should be in; of one without words here nothing is said.
    """
    expected = language.partition("-")[0].lower().replace("nb", "no")
    words = [word.lower() for word in words_in(text)]
    if expected not in FUNCTION_WORDS or len(words) < LEAST_WORDS:
        return ""
    found = Counter(each for word in words for each in _LANGUAGES_OF.get(word, ()))
    most = max(FUNCTION_WORDS, key=lambda each: found[each])
    return most if found[most] >= max(LEAST_FOUND, TIMES * found[expected] + 1) else ""
