"""Words that nobody may have said: loops, credits of subtitles, speech in silence. They are marked, never deleted."""

from __future__ import annotations

import re
import zlib
from difflib import SequenceMatcher

# What Whisper says where it hears nothing: credits and goodbyes of the videos it was taught on, zh and en.
_CREDITS = re.compile(
    r"字幕(由|志愿者|製作|制作|组|組|提供|by|:|：)|amara\.?\s?org|(请|請)不吝(点赞|點贊|點讚)|(点赞|點贊|點讚)[,，、\s]*(订阅|訂閱)"
    r"|(打赏|打賞)支持(明镜|明鏡)|明(镜|鏡)与点点|(谢谢|謝謝)(大家)?(观看|觀看|收看|收听|收聽)|(下期|下集)(再见|再見)|优优独播剧场"
    r"|中文字幕|subtitles? by|subtitled by|captions? by|thanks? (you )?(so much )?for watching|please subscribe"
    r"|like and subscribe|see you (in the )?next (video|time)|transcri(bed|ption) by|copyright ©|all rights reserved",
    re.IGNORECASE)
_THRICE = re.compile(r"(\D{2,12})\1\1")
# Five names or more of a list
_NAMES = re.compile(r"(?:[A-Za-z][\w+#./-]*(?: [\w+#./-]+)?\s*[、,，]\s*){4,}[A-Za-z][\w+#./-]*")
LOOP_RATIO = 2.4  # zlib's: openai-whisper's own threshold; read calls of the samples stay under 1.5
SHORTEST_LOOP = 24  # characters: shorter texts do not compress
SHORTEST_DOUBLE = 40  # characters: shorter ones are said twice by people ("好的好的")
SAME = 0.9  # likeness of the halves of what was written down twice: a letter or two may differ
SILENT = 0.6  # the recogniser's own no-speech probability, as in openai-whisper ...
UNSURE = -1.0  # ... together with an average log-probability under this
FASTEST = {"zh": 11.0, "en": 32.0}  # characters a second: quick speakers reach 8 and 22


def compression(text: str) -> float:
    """How many times smaller zlib makes it: speech stays under 2."""
    data = text.encode("utf-8")
    return len(data) / len(zlib.compress(data)) if data else 0.0


def suspicion(text: str, *, seconds: float, language: str, silence: float, average: float) -> str:
    """Why nobody may have said `text`, or "". silence: no-speech probability; average: log-probability per token."""
    if not text:
        return ""
    if _CREDITS.search(text):
        return "a credit or goodbye of videos, which recognisers say in silence"
    if len(text) >= SHORTEST_LOOP and compression(text) > LOOP_RATIO or _stutter(text):
        return "the same words again and again"
    if parrots(text):
        return "a list that names the same thing twice, as recognisers repeat what they were told to expect"
    if silence > SILENT and average < UNSURE:
        return "words where hardly any speech is heard"
    if seconds > 0 and len(text) > 12 and len(text) / seconds > FASTEST.get(language, 32.0):
        return "more words than fit in the time"
    return ""


def stammers(text: str) -> bool:
    """A few characters three times in a row, marks not counted: people do so ("好的好的好的"), recognisers more."""
    return _THRICE.search(re.sub(r"[\W_]+", "", text)) is not None


def said_once(text: str) -> str:
    """The first half of a text whose second half says the same again, else the text: in short windows beams do so."""
    if len(text) < SHORTEST_DOUBLE:
        return text
    middle = len(text) // 2
    ends = [at for at in range(1, len(text)) if not text[at - 1].isalnum()]
    cut = min(ends, key=lambda at: abs(at - middle), default=0)
    halves = [re.sub(r"[\W_]+", "", half).casefold() for half in (text[:cut], text[cut:])]
    return text[:cut].rstrip() if SequenceMatcher(None, *halves, autojunk=False).ratio() >= SAME else text


def parrots(text: str) -> bool:
    """A list of names, one of them twice: people who list things do not, recognisers that were shown names do."""
    for match in _NAMES.finditer(text):
        names = [name.strip().casefold() for name in re.split("[、,，]", match.group())]
        if len(set(names)) < len(names):
            return True
    return False


def _stutter(text: str) -> bool:
    """One unit of 4 to 40 characters four times in a row, spaces and marks not counted."""
    plain = re.sub(r"[\W_]+", "", text)
    return any(plain[at : at + size] * 4 == plain[at : at + 4 * size]
               for size in range(4, 41) for at in range(0, len(plain) - 4 * size + 1))
