"""Names of people: by words that introduce them, by titles behind them, by a phone or mail beside them.

A name that is found once is masked wherever it stands again. There is no list of all names: a name that nothing
introduces stays, and so do the names of products and employers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import yaml

from analyzers.knowledge.vocabulary import vocabulary
from analyzers.redact.hits import Hit

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟"
    "谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐"
    "易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|尉迟|皇甫|司徒|令狐|慕容|端木|夏侯"
_H = r"\u4e00-\u9fff"
_GIVEN = rf"(?:(?![的了是在和与或及等为有不])[{_H}])"
_NO_TITLE = "(?!先生|女士|小姐|老师|同学|经理|总监|主任|博士|教授)"
_ZH = rf"(?:(?:{_DOUBLE}){_GIVEN}{{1,2}}|[{_SURNAMES}]{_NO_TITLE}{_GIVEN}{{1,2}})"
_ZH_END = (
    rf"(?=先生|女士|小姐|老师|同学|经理|总监|[\s,，。;；:（(、!！?？/|)）」”\"\d]|$"
    rf"|[的吗嘛么呢吧啊哈呀是在和与或](?![{_H}]?(?:事|点)))"
)
_ZH_CUED = re.compile(
    rf"(?:联[系络]人|姓名|面试官|负责人|招聘专员|招聘经理|招聘顾问|猎头顾问|HR|hr|我叫|名叫|叫做|请找|请联系|联系|咨询|"
    rf"我是|这边是|我是[^,，。?？]{{1,14}}的|您是|你是|找一下|请问是|推荐人|内推人|导师|作者|签名|此致|本人|发给|发至|投给|"
    rf"(?:上级|主管|汇报对象|招聘者|招聘官|发布人|发布者|对接人|HRBP)(?=\s?[::]))\s?[::]?\s?"
    rf"(?P<name>{_ZH}){_ZH_END}"
)
_ZH_CALLED = re.compile(  # "我姓林", "叫我小林", "小王，"
    rf"(?:我|他|她|本人|免贵|免贵姓|她?他?您?贵姓)姓(?P<a>{_DOUBLE}|[{_SURNAMES}])(?=[\s,，。!！、;；]|$|名)"
    rf"|(?:叫|喊|称呼)我(?P<b>[小老阿]?[{_SURNAMES}](?:哥|姐)?|[{_H}]{{1,2}})(?=[\s,，。!！、;；]|$|就)"
    rf"|(?:顾问|猎头|HR|hr|人事|招聘|学姐|学长)(?P<d>[小老阿][{_SURNAMES}])(?![{_H}])"
    rf"|(?<![{_H}])(?P<c>[小老][{_SURNAMES}])(?=[,，。!！\s](?!序))"
)
_ZH_PLAIN_TITLE = "先生|女士|小姐|老师|经理|总监|总|主任|同学|工|博士|教授|律师|医生|哥|姐"
_ZH_TITLED = re.compile(
    rf"(?:(?<![{_H}\d])|(?<=[请找和跟与是叫问给由您系加]))(?P<name>{_DOUBLE}|(?!高工|向总|成总|万总(?:部|公)|安总部|江总部)[{_SURNAMES}])"
    rf"(?=(?:{_ZH_PLAIN_TITLE})(?![{_H}])|(?:{_ZH_PLAIN_TITLE})(?=[您你好吗呢的在是说亲直]))"
)
_ZH_FULL_TITLED = re.compile(
    rf"(?:(?<![{_H}\d])|(?<=[请找和跟与是叫问给由您]))(?P<name>{_ZH})(?=\s?(?:先生|女士|小姐|老师|博士|教授)(?![{_H}]|办|部)|"
    rf"\s?[（(](?:HR|hr|招聘|人事|先生|女士|联系人|内推))"
)
_REACH = r"1[3-9]\d{9}|1[3-9]\d[- ]\d{4}|[\w.+-]{2,40}@\w|微信|(?i:wechat|vx\b|wx\b|tel\b|phone|电话|手机)"
_ZH_BESIDE = re.compile(rf"(?<![{_H}\d])(?P<name>{_ZH})[\s:：,，、(（|/-]{{1,3}}(?={_REACH})")
_ZH_ROLE = re.compile(  # "王磊 | 招聘主管": a name and its part in the hiring; "a@b.com（王莉莉）"
    rf"(?<![{_H}\d])(?P<name>{_ZH})\s?[|·/,，（(-]\s?(?=(?:招聘|人事|人力|猎头|HR|hr|内推|创始人|联合创始人|CEO|CTO|面试官))"
    rf"|@[\w.-]{{3,60}}\s?[(（](?P<other>{_ZH})(?=[)）])"
)
_ZH_ASKED = re.compile(  # "是张伟吗", "直属领导是陈立国", "陈总，陈立国"
    rf"(?:(?<![{_H}])是(?P<a>{_ZH})(?=吗|么|吧)|"
    rf"(?:领导|老板|上级|主管|经理|总监|负责人|对接的)(?:是|叫)(?!.[总工哥姐])(?P<b>{_ZH}){_ZH_END}"
    rf"|(?P<s>[{_SURNAMES}])(?:总|经理|老师|主任)[,，]\s?(?P<c>(?P=s){_GIVEN}{{1,2}}){_ZH_END})"
)
_SPELLED = re.compile(  # "my last name is spelled B A K E R"
    r"(?i:spell(?:ed|s|ing)?|last name|first name|surname|that's|name is)[^\n.?!]{0,24}?"
    r"\b(?P<name>[A-Z](?:[ ,.-]{1,2}[A-Z]\b){2,})"
    r"|\b(?P<more>[A-Z](?:[ -][A-Z]\b){3,})"
)
WORD = 3.45  # Zipf frequency: of the names tried 李娜 has the most, 3.37; of words that look like one 高薪 the least

_FIRST = r"[A-Z][a-z]+(?:-[A-Z][a-z]+)?"
_LAST = r"(?:[A-Z][a-z]+(?:[-'][A-Z][a-z]+)?|[A-Z]'[A-Z][a-z]+|Mc[A-Z][a-z]+|[A-Z]\.)"
_EN = rf"{_FIRST}(?: {_LAST}){{0,2}}"
_EN_END = r"(?=[\s,.;:!?)\]|/]|'s|$)"
_EN_CUED = re.compile(
    r"(?:(?i:\bmy name is|\bmy name's|\bcontact(?: person| name)?\s?:|\brecruiter\s?:|\bhiring manager\s?:|\battn\.?:?|"
    r"\bspeak(?:ing)? (?:with|to)|\bask for|\breach out to|\breferred by|\byou can call me|\bcall me|\breports? to:?|"
    r"\bname\s?:|\bposted by:?|\brecruited by:?|\bjob poster:?|\bhiring team:?|\brecruiter -|"
    r"\b(?:manager|boss|supervisor|director|team lead) (?:is|was|would be|will be)|"
    r"\b(?:our|the) (?:ceo|cto|coo|cfo|founder|co-founder|vp [a-z]+|head of [a-z]+|team lead|"
    r"hiring manager|recruiter),)\s+|\b(?:Mr|Ms|Mrs|Dr|Prof|Miss)\.? "
    r"|\b(?:Hi|Hello|Hey|Dear|Thanks|Thank you),? )"
    rf"(?P<name>{_EN}){_EN_END}"
)
_EN_SELF = re.compile(  # "This is Grace from ...", "I'm Grace," - "I'm Based in" is none
    rf"\b(?:This is|this is|I'm|I am|It's|it's|here is|Is this|is this|speaking with)\s+(?P<name>{_EN})"
    r"(?=,? (?:from|with|at|calling|speaking|here|and I|your|the recruiter|the hiring)\b|[.,!?]|$)"
)
_PEOPLE = (
    r"(?:(?:Senior |Lead |Head of |Director of |VP of )?(?:Technical |Corporate |Talent )?"
    r"(?:Recruiter|Recruiting|Talent|HR\b|Human Resources|People Ops|Hiring Manager|Sourcer))"
)
_EN_BESIDE = re.compile(
    rf"(?<![\w@.])(?P<name>{_FIRST} {_LAST}(?: {_LAST})?)(?=\s?[,(|/:-]{{0,2}}\s?(?:{_PEOPLE}|(?:at |on |via )?"
    r"[\w.+-]{2,40}@\w|\+?1?[ .-]?\(?\d{3}\)?[ .-]\d{3}))"
)
_EN_REACH = re.compile(  # "Text Maria at 512-...", "contact Jane Smith on"
    r"(?i:\b(?:text|call|e-?mail|message|contact|ping|dm|whatsapp|contacting|calling|emailing|write to|reply to))\s+"
    rf"(?P<name>{_EN})"
    r"(?= (?:at|on|via|directly)\b|\s?[:(,-]? ?\(?\+?\d)"
)
_EN_SIGNED = re.compile(
    r"(?:(?i:best|kind|warm|many|thanks &|thanks and)? ?(?:[Rr]egards|[Ww]ishes)[,\s]{1,3}|"
    r"(?:Best|Thanks|Cheers|Sincerely|Yours truly),?\s*\n\s*)"
    rf"(?P<name>{_EN})(?=\s*(?:\n|$|[,|(]))"
)
_EN_IN_ZH = re.compile(  # "我是BaseBit的Angus"
    r"(?:我叫|叫我|联系人?[::]?|我是(?:[^,，。?？\n]{1,14}的)?)\s?"
    r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=[\s,，。.;；:(（、!！?？/]|$)"
)


# after these a first name alone is told by too little: "our CTO, Backend and ..."
_FULL_ONLY = ("our ", "the ", "hiring team", "recruiter -", "manager ", "boss ", "supervisor ", "director ", "team ")


@cache
def _no_names() -> frozenset[str]:
    """Capitalised words that are no names ("Dear Hiring Manager", "I'm Based")."""
    listed = yaml.safe_load((Path(__file__).parent / "no_names.yaml").read_text(encoding="utf-8"))
    return frozenset(str(listed["words"]).split())


def find(text: str, known: Iterable[str] = ()) -> Iterator[Hit]:
    """Names in folded text: those that something introduces, and `known` ones wherever they stand."""
    for match in _SPELLED.finditer(text):
        yield Hit(*match.span(match.lastgroup or 0), "person")
    for match in (*_ZH_ROLE.finditer(text), *_ZH_ASKED.finditer(text)):
        if _zipf(match[match.lastgroup or 0]) < WORD:
            yield Hit(*match.span(match.lastgroup or 0), "person")
    for pattern in (_ZH_CUED, _ZH_FULL_TITLED, _ZH_TITLED, _ZH_BESIDE):
        yield from (Hit(*match.span("name"), "person") for match in pattern.finditer(text) if _is_zh(match, pattern))
    yield from (Hit(*match.span(match.lastgroup or 0), "person") for match in _ZH_CALLED.finditer(text))
    for pattern in (_EN_CUED, _EN_SELF, _EN_BESIDE, _EN_REACH, _EN_SIGNED, _EN_IN_ZH):
        yield from (Hit(*match.span("name"), "person") for match in pattern.finditer(text) if _is_en(match, pattern))
    for name in known:
        edge = r"(?<![\w]){}(?!\w)" if name.isascii() else "{}"
        yield from (Hit(*match.span(), "person") for match in re.finditer(edge.format(re.escape(name)), text))


def again(text: str, *, spoken: bool, taken: frozenset[str]) -> tuple[str, ...]:
    """Names found in `text` that are masked wherever else they stand.

    A full name always; the first name alone only where people speak. taken: lower-cased words that are something else
    (skills of the posting): somebody called Ray does not mask the library Ray.
    """
    found: dict[str, None] = {}
    for hit in find(text):
        name = text[hit.start : hit.end]
        if name.isascii():
            names = [name] if " " in name or spoken else []
            names += [name.split()[0]] if spoken else []
            found |= dict.fromkeys(one for one in names if one.lower() not in taken and one not in _no_names())
        elif len(name) > 1 and not name.startswith(("小", "老")) and _zipf(name) < WORD:
            found[name] = None
    return tuple(sorted(found, key=len, reverse=True))


def _is_zh(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether the characters are a name and no word: a lone surname is told by its title."""
    name = match["name"]
    return pattern is _ZH_TITLED or _zipf(name) < WORD


def _is_en(match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether the capitalised words are a name. "This is Python at scale" is about a skill, "I'm Julia" is not."""
    words = match["name"].split()
    if words[0] in _no_names() or words[-1] in _no_names():
        return False
    if len(words) == 1 and match.group().lower().startswith(_FULL_ONLY):
        return False
    about = (
        pattern is _EN_IN_ZH or pattern is _EN_SELF and match.group().lower().startswith(("this", "it", "is", "here"))
    )
    said_by = match.string[match.end("name") :].lstrip(", ").startswith(("from", "calling", "speaking", "here"))
    return not about or said_by or match["name"].lower() not in vocabulary().spellings


@cache
def _frequencies() -> dict[str, float]:
    from wordfreq import get_frequency_dict

    found: dict[str, float] = get_frequency_dict("zh", "best")
    return found


def _zipf(word: str) -> float:
    share = _frequencies().get(word, 0.0)
    return math.log10(share) + 9 if share else 0.0
