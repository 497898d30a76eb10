"""Is this English? Told by the share of function words, which no prose can do without."""

from __future__ import annotations

import re
from collections.abc import Mapping

# Enough to judge by; the rest of a long text adds nothing.
SAMPLE = 20_000
FEWEST_WORDS = 25
ENGLISH_SHARE = 0.12
FOREIGN_SHARE = 0.1
FOREIGN_SCRIPT_SHARE = 0.5

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_WORDS = (
    "the of and to a in that is was for on with as it he his she her they by at from are be this "
    "have has had not but which were said will would an or who their its been we you i if when "
    "there what about into more than after over can could"
)
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_FOREIGN: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "German": "der die das und ist nicht ein eine einen von zu mit den dem des sich auf für im "
        "auch es an als dass wird sind hat er sie nach bei aus",
        "French": "le la les des de et est une un du en que qui dans pour pas sur au par il elle "
        "ce plus se ne avec son sont aux été",
        "Spanish": "el la los las de y en que es un una del por con para se su no al lo como más "
        "pero ha fue este",
        "Italian": "il lo la gli le di e che è un una del della per con non si da in sono dei nel "
        "ha più alla",
        "Portuguese": "o a os as de e que em um uma do da dos das para com não se por no na ao foi "
        "mais é",
        "Dutch": "de het een en van is dat niet op te zijn voor met die in aan er om ook als bij "
        "door maar heeft",
        "Polish": "w i z na do się że nie to jest o od po za przez jak dla jego oraz są",
        "Turkish": "ve bir bu için ile da de olarak olan daha çok en ne gibi sonra kadar",
        "Indonesian": "yang dan di dengan untuk dari pada ini itu dalam tidak akan ke oleh juga",
        "Swedish": "och att det i en som är på för av med den till inte har de ett om var",
    }.items()
}


def language_share(text: str) -> float:
    """The share of English function words among the words of a text, 0.0 where it has none.

    >>> language_share("The minister of finance was in the capital.") > 0.5
    True
    """
    return _share(_words(text), _ENGLISH)


def foreign_language(text: str) -> str | None:
    """The language that a text is in when it is surely not English, else None.

    Too few words, tables and lists of names prove nothing and give None.
    """
    words = _words(text)
    if len(words) < FEWEST_WORDS:
        return "an unknown script" if _is_foreign_script(text[:SAMPLE]) else None
    english = _share(words, _ENGLISH)
    if english >= ENGLISH_SHARE:
        return None
    if _is_foreign_script(text[:SAMPLE]):
        return "an unknown script"
    share, name = max((_share(words, some), name) for name, some in _FOREIGN.items())
    return name if share >= FOREIGN_SHARE and share > english else None


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:SAMPLE].casefold())


def _share(words: list[str], of: frozenset[str]) -> float:
    return sum(word in of for word in words) / len(words) if words else 0.0


def _is_foreign_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    # Latin letters, with all their accents, end at U+024F; U+1E00 to U+1EFF hold the rest.
    strange = sum(ord(one) > 0x24F and not 0x1E00 <= ord(one) <= 0x1EFF for one in letters)
    return len(letters) >= FEWEST_WORDS and strange > FOREIGN_SCRIPT_SHARE * len(letters)
