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

CONJUNCTIONS: Final = MappingProxyType(
    {
        "cs": "a i ale nebo protože když aby než kde zatímco",
        "da": "og eller men så mens når fordi hvor",
        "de": "und oder aber denn sondern während wenn weil damit sodass bis bevor",
        "en": "and or but so if while when until because before after",
        "es": "y e o u pero mientras cuando porque hasta",
        "fi": "ja tai mutta kun kunnes koska",
        "fr": "et ou mais pendant quand lorsque jusque puis",
        "hu": "és vagy de amíg amikor mert",
        "it": "e ed o ma mentre quando finché perché",
        "nl": "en of maar terwijl wanneer totdat omdat zodat",
        "no": "og eller men så mens når fordi",
        "pl": "i oraz lub albo ale kiedy gdy aż ponieważ",
        "pt": "e ou mas enquanto quando até porque",
        "ro": "și sau dar când până pentru",
        "sv": "och eller men så medan när tills eftersom",
        "tr": "ve veya ama",
    }
)
"""Words before which a long sentence may be parted, and a voice may rest."""

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


def is_function_word(word: str, language: str) -> bool:
    """Whether it is one of the words of a language (a tag) that carry no stress.

    Where nothing is known of the language, none is.
    """
    return _primary(language) in _LANGUAGES_OF.get(word.lower(), ())


def is_conjunction(word: str, language: str) -> bool:
    """Whether a clause may begin with it in a language (a tag)."""
    return word.lower() in CONJUNCTIONS.get(_primary(language), "").split()


def plainly_other(text: str, language: str) -> str:
    """The language that a text is plainly in, where it is not the one that it should be in; else empty.

    Args:
        text: some sentences, or one.
        language: the tag of the language that it should be in; of one without words here nothing is said.
    """
    expected = _primary(language)
    words = [word.lower() for word in words_in(text)]
    if expected not in FUNCTION_WORDS or len(words) < LEAST_WORDS:
        return ""
    found = Counter(each for word in words for each in _LANGUAGES_OF.get(word, ()))
    most = max(FUNCTION_WORDS, key=lambda each: found[each])
    return most if found[most] >= max(LEAST_FOUND, TIMES * found[expected] + 1) else ""


def _primary(language: str) -> str:
    return language.partition("-")[0].lower().replace("nb", "no")
