"""Text with look-alikes made one, character by character, so that every offset stays."""

from __future__ import annotations

import re

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－─"), "-")
_WAVES = dict.fromkeys(map(ord, "～〜∼˜"), "~")
_SPACES = dict.fromkeys(map(ord, "\u00a0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff\t\r"), " ")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"', ord("￥"): "¥", ord("﹕"): ":", ord("∶"): ":"}
_TRADITIONAL = (
    "職責薪資歷經驗學碩專業團隊應屆優點遠設備險獎勵試動態發開術關證書類運營歡邊內聯絡電話郵機構總監師員實習萬門"
    "築灣臺羅幣點"
    "無於與為從這個們來時間選擇視頻語國際產測維護參領導協數據檔處熟練規劃項區東廣漢濟陽寧慶龍長馬島蘇補貼彈雙體"
    "檢餐節假統計圖軟網"
)
_SIMPLIFIED = (
    "职责薪资历经验学硕专业团队应届优点远设备险奖励试动态发开术关证书类运营欢边内联络电话邮机构总监师员实习万门"
    "筑湾台罗币点"
    "无于与为从这个们来时间选择视频语国际产测维护参领导协数据档处熟练规划项区东广汉济阳宁庆龙长马岛苏补贴弹双体"
    "检餐节假统计图软网"
)
_FOLD = str.maketrans(dict(zip(_TRADITIONAL, _SIMPLIFIED, strict=True)))
for _table in (_FULL_WIDTH, _DASHES, _WAVES, _SPACES, _QUOTES):
    _FOLD.update(_table)
_PLAIN = {chr(code): plain if isinstance(plain, str) else chr(plain) for code, plain in _FOLD.items()}
_FOLDED = re.compile(f"[{re.escape(''.join(_PLAIN))}]")


def fold(text: str) -> str:
    """`text` with look-alikes made one: same length, so offsets stay."""
    if text.isascii() and "\t" not in text and "\r" not in text:
        return text
    return _FOLDED.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    return _PLAIN[match.group()]


def small(flat: str) -> str:
    """`flat` in small letters with every offset kept: a few capitals would become two letters, they stay one."""
    lower = flat.lower()
    if len(lower) == len(flat):
        return lower
    return "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in flat)
