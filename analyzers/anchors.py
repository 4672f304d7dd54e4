"""One pass over a posting for all the words that facts hang on, so that patterns run only where something can be found.

An Aho-Corasick automaton over the folded, lower-cased text gives every cue's places at once; a finder then reads the
neighbourhood of its own cues. A posting without the cue costs its finder nothing.
"""

from __future__ import annotations

from functools import cache

import ahocorasick

from analyzers.automaton import automaton

# "the role is in", "our office at", "for our client in": what a place may follow in a sentence
_PLACED = (
    "is|role|position|job|be|team|us|office|offices|located|locations|opportunity|opening|based|onsite|on-site|hybrid"
)
_ANALYSED = "岗位|职位|需求|技术"
_WHOSE, _WORKPLACES = "my|our|their|a|the", "client|team|office|location"
ANCHORS: dict[str, str] = {
    "analysis": "|".join(f"{what}{act}" for what in _ANALYSED.split("|") for act in ("解析", "分析", "解读"))
    + "|以下是对|以下是针对|以下对|以下针对|您提供的|analysis|you provided",
    "pay": "薪|工资|待遇|面议|面谈|元|万|$|£|€|¥|₹|/天|/月|/年|/日|usd|gbp|eur|rmb|cny|hkd|sgd|aud|cad|inr|chf|salary|"
    "compensation|"
    "dollars|thousand|negotiable|wage|doe|"
    + "|".join(f"{figure}{unit}" for figure in "0123456789" for unit in ("k", " k", "w", "千")),
    "money": "$|£|€|₹|¥|usd|gbp|eur|cad|aud|sgd|hkd|inr|chf|nzd|cny|rmb",
    "pay word": "salary|compensation| pay|pay |dollars",
    "negotiable": "面议|面谈|negotiable|tbd|to be discussed|to be determined|commensurate with|doe|"
    "depends on experience|"
    "depending on experience|based on experience",
    "visa": "签证|落户|户口|visa|sponsor|authoriz|authoris|right to work|clearance|citizen|work permit",
    "travel": "出差|travel",
    "equity": "期权|股票|股权|rsu|esop|equity|stock",
    "bonus": "奖|提成|双薪|签字费|bonus|commission",
    "employment": "实习|兼职|全职|外包|派遣|合同制|临时工|短期|志愿者|intern|part-time|part time|full-time|full time|"
    "fulltime|"
    "contract|freelance|temporary|seasonal|maternity cover|volunteer",
    "headcount": "人数|名额|缺口|hc|招|聘|opening|vacanc|positions|headcount",
    "requisition": "编号|代码|岗位id|职位id|职位号|job id|req|position id|position number|posting|"
    "vacancy|reference|job ref|"
    "job no|job #|"
    "job number|job code|jobid",
    "language": "英语|英文|日语|韩语|法语|德语|西班牙语|俄语|葡萄牙语|阿拉伯语|泰语|越南语|粤语|普通话|"
    "意大利语|cet|tem-|"
    "tem4|tem8|雅思|托福|toefl|"
    "ielts|english|mandarin|cantonese|chinese|japanese|korean|french|german|spanish|russian|portuguese|arabic|"
    "italian|dutch|hindi|"
    "thai|vietnamese|polish",
    "department": "部门|所属bu|department|team:|team :|division",
    "grade": "职级|级别|层级|p4|p5|p6|p7|p8|p9",
    "date": "发布|更新|刷新|截止|截至|请于|请在|posted|deadline|closing date|close date|applications close|"
    "applications are due|"
    "apply by|apply before|valid through|date of posting|posting date",
    "education": "学历|本科|大专|硕士|博士|专科|研究生|学士|中专|高中|bachelor|master|ph.d|phd|ph d|"
    "degree|diploma|doctor|"
    "ged|b.s|bs |"
    "bs/|bsc|b.a|ba |ba/|m.s|ms |ms/|ms,|msc|mba|b.tech|m.tech|gcse|baccalaureate|postgraduate|"
    "secondary education|high school",
    "years": "年|year|yr",
    "novice": "经验|应届|在校生|校招|届|no experience|no prior|no previous|no work experience|graduate|grad",
    "place": "地点|地址|城市|地区|位置|坐标|工作地|办公地|上班地|常驻|所在地|base|location|"
    "work site|worksite|workplace|"
    "based|located|out of|"
    + "|".join(f"{noun} {word} " for noun in _PLACED.split("|") for word in ("in", "at"))
    + "|"
    + "|".join(f"for {whose} {noun}" for whose in _WHOSE.split("|") for noun in _WORKPLACES.split("|"))
    + "|in our ",
    "mode": "远程|居家|在家|混合|remote|hybrid|on-site|onsite|work from|in-person|"
    "in the office|in our office|in-office",
    "company": "公司名称|企业名称|招聘单位|用人单位|雇主|公司:|企业:|公司】|公司*|company|employer|organization|"
    "organisation",
    "registered": "公司|事务所",
    "caller": "我是|我们是|这边是|this is|i am|i'm",
    "hires": " is currently| is now| is actively| is looking| is seeking| is hiring| is recruiting| is searching|"
    " is an equal| is proud| is a leading| is the leading| is one of| is committed|seeks|has an ",
    "wanted": "招|聘",
    "sought": "looking|seek|hiring|recruit|search|need|lookout|opening|opportunity|role |position |join |bring on|"
    "interested in|this is a",
    "addressed": "as a|as the |as our |the ",
    "title": "职位|岗位|職位|title|position|role|job",
    "mail": "@|[at]|(at)|#at#| at ",
    "wechat": "微信|wechat|weixin|wx|vx",
    "qq": "qq|扣扣",
    "url": "http",
    "person": "联系人|contact|recruiter|hiring manager",
}


@cache
def _automaton() -> ahocorasick.Automaton:
    owners: dict[str, list[str]] = {}
    for name, words in ANCHORS.items():
        for word in words.split("|"):
            owners.setdefault(word, []).append(name)
    return automaton({word: (len(word), tuple(names)) for word, names in owners.items()}, common=40)


def scan(lower: str) -> dict[str, list[tuple[int, int]]]:
    """Start and end of every cue in a folded text in small letters, by name, in order."""
    found: dict[str, list[tuple[int, int]]] = {}
    for end, (length, names) in _automaton().iter(lower):
        span = (end - length + 1, end + 1)
        for name in names:
            found.setdefault(name, []).append(span)
    return found


def windows(spans: list[tuple[int, int]], before: int, after: int, size: int) -> list[tuple[int, int]]:
    """The neighbourhoods of cues, `before` and `after` characters around each, joined where they touch."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        left, right = max(0, start - before), min(size, end + after)
        if joined and left <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined
