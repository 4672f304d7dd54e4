"""Place of work: cities and districts, normalised; remote, hybrid or on site.

A city counts where a posting says where the work is: behind a place label, in the title's brackets, on a line of the
head that holds places, or in a phrase such as "based in". A city in the text about the company does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers.boardlines import pieces
from analyzers.facts import cities
from analyzers.posting import Absent, Fact, Location, SectionKind
from analyzers.reading import Reading
from analyzers.view import data_fact

_ZH_LABEL = re.compile(
    r"(?:(?:工作|办公|上班|公司|招聘|实习|岗位|面试)(?:地点|地址|城市|地区|区域|位置|地)|(?<![一-鿿])(?:地点|"
    r"地址|城市|坐标|位置|所在地|地区)|"
    r"(?:(?<![A-Za-z])|(?<=\d[kK]))(?:[Bb]ase|BASE)(?![A-Za-z])(?:地点?)?|常驻(?:地点?)?)"
    r"[\s】\]*)]*(?:[::]|在|是|为)?[\s*]*"
)
_EN_LABEL = re.compile(
    r"(?:(?<![A-Z])(?=[JLOPWjlopw])(?i:(?:job |work(?:ing)? |office |primary |position )?locations?|\bwork ?site|"
    r"\bworkplace)[\s\]】*]*(?:[:|]|[-\n](?=\s?[A-Z])|(?<=[a-z])(?=[A-Z][a-z]))"
    r"\s*(?:(?:[A-Z]{2}|US|USA|Remote|Hybrid|Onsite)[,/ ]+)?"
    r"|(?i:\b(?:is |role |position |job |be |team |us |office |offices |located |locations |opportunity |"
    r"opening |based |onsite |on-site |hybrid )"
    r"(?:based |located |onsite |on-site )?(?:out of|in|at)\s+(?:our |the |downtown )?)|(?i:\bin our\s+)|"
    r"(?i:\b(?:for|at|join) our\s+)(?=(?:[A-Z]\w+ ){1,3}(?:office|hub|team|studio|HQ|headquarters)\b)|"
    r"(?i:\bfor (?:my|our|their|a|the) (?:client|team|office|location)s?(?: \w+)? (?:in|at)\s+(?:our |the )?))"
)
_SOUGHT_IN = re.compile(
    r"(?i:hiring|looking for|seeking|recruiting)\s+(?:an? |our )?[^.,;\n]{2,60}? (?:based )?in\s+(?=[A-Z])"
)
_LABEL_WORD = re.compile(r"(?i:\b(?:locations?|work ?site|workplace))\W*$|(?<=[a-z])Locations?$")
_DISTRICT = re.compile(r"市?[\s·\-/,、|(]{0,3}([一-鿿]{1,7}?(?:新区|开发区|高新区|区(?!域|块)|县))")
_BEFORE_DISTRICT = re.compile(r"市?[·\-/,(]?")
_EDGE_BEFORE = " !】省\n【[(（·/、,|-:—'\"在驻*#>｜&+地base"
_EDGE_AFTER = " \n】])）(（·/、,|-:.。;—*'\"市区站｜&+,等"
# what a header says behind its city, down to the line's end; pictures of it lose the spaces: "上海经验1-3年本科及以上"
_HEADER_REST = re.compile(
    r"(?=.)\s?(?:经验)?\s?(?:\d{1,2}\s?[-~至]\s?\d{1,2}\s?年|\d{1,2}\s?年以[上下]|不限|应届(?:毕业)?生)?\s?"
    r"(?:学历)?(?:不限|高中|中专|大专|本科|硕士|博士|研究生)?(?:及以上)?(?:学历)?\s?(?=\n|$)"
)
_REMOTE = re.compile(
    r"(?P<no>(?:不|无法)(?:支持|可|能|接受|提供)?(?:远程|居家)|(?i:\b(?:not|no|non)[- ](?:a )?remote|"
    r"on-?site only|in-office only|remote(?: job| work| option)?s?\s?[:?]\s?no\b))"
    r"|(?P<hybrid>混合办公|混合(?:工作)?模式|(?:每周.{0,6}|一周.{0,4})(?:远程|居家|在家)(?:办公|工作)?(?:\s?[一两二三四五\d]\s?天)?|"
    r"可(?:以)?部分远程|(?i:\bhybrid\b(?! (?:cloud|"
    r"model(?:s|ing)|app|mobile|architect|infra|environment|data|search|vehicle|electric|solution|it\b))"
    r"(?:[,:; (]{1,2}\w+ days (?:a|per) week(?: in (?:the|our) office)?)?|(?:some|"
    r"partial(?:ly)?)\s+remote|days (?:a|per) week in (?:the|our) office))"
    r"|(?P<remote>(?:全职|完全|纯|长期|支持|可|可以|接受)?远程(?:办公|工作|岗位|职位|全职|兼职|实习)(?!吗|么|嘛)|(?:支持|可以?|"
    r"接受)远程(?!监控|控制|调试|操作|面试|笔试|沟通|入职|吗|么|嘛|不)|居家办公|在家办公|"
    r"\b(?i:fully remote|100% remote|remote (?:role|position|job|work|opportunity|first|eligible|only|within|"
    r"in the)|work from (?:home|anywhere)|work remotely|(?:is|are|:|-|be) remote\b|(?<=:)remote\b|"
    r"remote\s?\)|\(\s?remote|"
    r"remote$|or remote(?= ?[|()/,]| only)|remote(?= ?\())|\bREMOTE\b|(?i:(?:^\W{0,3}|(?<=[|/]) ?)remote\b(?! (?:sens|"
    r"monitor|control|patient|support|diagnos|access|desktop|infra|hands|site|team|work(?:er|force)|learn))))"
    r"|(?P<onsite>(?i:\b(?:100% )?on-?site (?:role|position|job|work|only|full|five|5)|(?:is|be) on-?site\b|"
    r"in-person role))",
    re.MULTILINE,
)
_ABOUT = frozenset({SectionKind.COMPANY, SectionKind.BOILERPLATE})
_SURE, _HEAD, _PHRASE, _WEAK = 0.96, 0.93, 0.85, 0.7
_Hit = tuple[Location, int, int]


def find_places(reading: Reading) -> Fact[tuple[Location, ...]] | Absent:
    """Every place of work that the posting names."""
    stated = _from_data(reading)
    if stated:
        return stated
    mode, mode_span = _mode(reading)
    hits, confidence = _hits(reading)
    if not hits:
        if mode in ("remote", "hybrid") and mode_span:
            return reading.view.fact((Location(mode=mode),), *mode_span, _PHRASE)
        return Absent()
    places: dict[tuple[str, str], Location] = {}
    for place, _, _ in hits:
        whole = Location(
            city=place.city, district=place.district, region=place.region, country=place.country, mode=mode
        )
        if not (not place.district and any(city == place.city for city, _ in places)):
            places.setdefault((place.city, place.district), whole)
    spans = [(start, end) for _, start, end in hits] + ([mode_span] if mode_span else [])
    return reading.view.fact_of(tuple(places.values()), spans, confidence)


LONGEST_FIELD = 90  # characters of a head's line that names places: an estimate
_SEAT = re.compile(r"(?i)\b(?:hq|headquarters|company|firm)\b[^.;\n]{0,12}$")
_VISITED = re.compile(r"(?i)\b(?:travel|trips?|visits?|client|offices?)\b[^.;\n]{0,16}$")
# "头部私募，在上海，总包..."
_STANDS_IN = re.compile(
    r"[位人在坐](?<![^,。;\s].)(?:(?<=位)于|(?<=人)在|(?<=在)|(?<=坐)标)(?=[\u4e00-\u9fff]{2,6}[,。;!\s])"
)
# "总部在北京，": where the company is seated, and no place of work
_SEATED = re.compile(
    r"(?:总部|分部|[总分]公司|公司|集团|工厂|实验室|研究院|成立|注册|起家|分布)(?:地?点?|都)?(?:位于|设?[在于])?\Z"
)
# "在南京、广州均设有分部": offices of the company, and none of them said to be where the work is
_BRANCHES = re.compile(
    r"[^。;\n]{0,40}?(?:均?设[有立]|均有|等地(?:均|都)?有)[^。;\n]{0,6}(?:分部|分公司|子公司|办事处|研发中心|办公室|机构|基地)"
)
_WORKS = re.compile(r"\s?(?:市区?)?(?:的?(?:办公|上班|工作|坐班|办公室))(?!室?经验)")
_FIELD_NAME = re.compile(r"(?:Job |Work |Office )?(?:Locations?|City|Address|Office|Site)\s+(?=[A-Z])")
_COLON = re.compile(r"[:\n]\s*[*]*\s*$")


def _hits(reading: Reading) -> tuple[list[_Hit], float]:
    """The cities of the first kind of statement that names any, and how sure that kind is."""
    plain, said, weak = _labelled(reading)
    if plain:
        return plain, _SURE
    head = [hit for start, end in reading.head for hit in _in_head_line(reading, start, end)]
    if head:
        return _unique(head), _HEAD
    if said:
        return said, _PHRASE
    if len({hit[0].city for hit in weak}) == 1:
        return weak, _WEAK
    return _stands_in(reading), _WEAK + 0.05


def _stands_in(reading: Reading) -> list[_Hit]:
    """The city that a clause of Chinese gives and nothing else: "，在上海，"."""
    if reading.language != "zh":
        return []
    for match in _STANDS_IN.finditer(reading.flat):
        hit = next(iter(_cities(reading, match.end(), match.end() + 8, near=True)), None)
        if hit and hit[1] == match.end() and reading.kind_at(max(0, match.start() - 1)) not in _ABOUT:
            return [hit]
    return []


def _labelled(reading: Reading) -> tuple[list[_Hit], list[_Hit], list[_Hit]]:
    """Cities behind a label with a colon, behind a phrase, and in the text about the company."""
    plain: list[_Hit] = []
    said: list[_Hit] = []
    weak: list[_Hit] = []
    for label in _labels(reading):
        start = label.end()
        limit = min(reading.line_of(start)[1], start + 90)
        hits = _cities(reading, start, limit, near=True)
        if not hits and _LABEL_WORD.search(label.group()):
            hits = _of_many(reading, start, limit)
        if not hits:
            continue
        colon = (
            _COLON.search(label.group()) is not None or label.group()[0] in "工办上地坐" and reading.language == "zh"
        )
        about = not colon and (
            reading.kind_at(label.start()) in _ABOUT
            and not re.search(r"role|position|job|(?:for|at|join) our", label.group())
            or _SEAT.search(reading.flat, max(0, label.start() - 24), label.start()) is not None
        )
        if about or label.group().startswith(("公司", "面试")):
            weak.extend(hits if "offices" not in label.group() and "headq" not in label.group() else [])
        elif colon:
            plain.extend(hits)
        else:
            said.extend(hits)
    return _unique(plain), _unique(said or _sought_in(reading)), _unique(weak)


def _labels(reading: Reading) -> Iterator[re.Match[str]]:
    """The words behind which a place of work may stand."""
    if not reading.flat.isascii():
        yield from reading.near(_ZH_LABEL, "place", before=28, after=32)
    if reading.language == "en":
        yield from reading.near(_EN_LABEL, "place in English", before=28, after=32)


def _sought_in(reading: Reading) -> list[_Hit]:
    """Cities of "we are hiring a platform engineer in Berlin", which stands in the text about the company too."""
    found = (_cities(reading, match.end(), reading.line_of(match.end())[1], near=True)
             for match in reading.at(_SOUGHT_IN, "sought"))
    return [hit for hits in found for hit in hits]


def _of_many(reading: Reading, start: int, end: int) -> list[_Hit]:
    """The one of the many smaller cities whose name begins at `start`: behind the word "Location" alone."""
    name = cities.smaller_city(reading.flat[start:end])
    return [(Location(city=name), start, start + len(name))] if name else []


def _unique(hits: list[_Hit]) -> list[_Hit]:
    kept: list[_Hit] = []
    for hit in hits:
        if not any(hit[1] < end and start < hit[2] for _, start, end in kept):
            kept.append(hit)
    return kept


def _cities(reading: Reading, start: int, end: int, *, near: bool = False) -> list[_Hit]:
    """The cities between start and end; with `near`, only those that begin there or follow one another."""
    flat = reading.flat
    found: list[_Hit] = []
    at = start
    for match in cities.chinese_pattern().finditer(flat, start, end):
        gap = flat[at : match.start()]
        if near and (len(gap) > (10 if not found else 14) or re.search(r"[。;!?]|客户|总部|分部|出差", gap)):
            break
        found.append(_chinese_hit(flat, match, end))
        at = found[-1][2]
    if not found:
        found = _english_cities(reading, start, end, near=near)
    return found


def _chinese_hit(flat: str, match: re.Match[str], limit: int) -> _Hit:
    city = cities.known()[match.group()]
    district = _DISTRICT.match(flat, match.end(), limit)
    name = district.group(1) if district and not cities.chinese_pattern().match(district.group(1)) else ""
    stop = district.end() if district and name else match.end()
    if not name:
        gap = _BEFORE_DISTRICT.match(flat, match.end(), limit)
        name, end = cities.district_at(city.name, flat, gap.end() if gap else match.end(), limit)
        stop = end if name else stop
    return Location(city=city.name, district=name, region=city.region, country=city.country), match.start(), stop


def _english_cities(reading: Reading, start: int, end: int, *, near: bool) -> list[_Hit]:
    flat = reading.flat
    found: list[_Hit] = []
    at = start
    for match in cities.state_pattern().finditer(flat, start, end):
        if near and match.start() - at > (2 if not found else 12):
            break
        cell = reading.view.text.rfind("\t", match.start("city"), match.end("city")) + 1  # a cell's border
        label = _FIELD_NAME.match(flat, cell or match.start("city"), match.end("city"))  # "Location Austin, TX"
        cell = label.end() if label else max(cell, match.start("city"))
        found.append((_stated(match, flat[cell : match.end("city")]), max(cell, match.start()), match.end()))
        at = match.end()
    if found:
        return found
    for match in cities.english_pattern().finditer(flat, start, end):
        if near and match.start() - at > (2 if not found else 12):
            break
        city = cities.known()[match.group().lower()]
        found.append((Location(city=city.name, region=city.region, country=city.country), match.start(), match.end()))
        at = match.end()
    return found


def _stated(match: re.Match[str], stated: str) -> Location:
    """The place of a city with its state or country behind it. stated: the city's words."""
    if stated in ("Remote", "Hybrid", "Anywhere"):  # a way of working, told by `mode`
        return Location(country=cities.countries().get(match["country2"] or match["country"] or "", "US"))
    if stated in cities.regions() or stated in cities.countries():
        return Location(
            region=stated if stated in cities.regions() else "",
            country=cities.countries().get(match["country2"] or match["country"] or "", "US"),
        )
    city = cities.known().get(stated.lower())
    name = city.name if city else stated
    if match["state"]:
        return Location(city=name, region=match["state"], country=cities.provinces().get(match["state"], "US"))
    return Location(
        city=name, region=city.region if city else "", country=cities.countries()[match["country2"] or match["country"]]
    )


def _in_head_line(reading: Reading, start: int, end: int) -> list[_Hit]:
    """Cities on a line of the head, each bounded: "广州易方公司" is a name, "广州·天河区" and "【广州】" are places."""
    flat = reading.flat
    if flat.find("|", start, end) >= 0:
        return [hit for piece in pieces(flat, start, end) for hit in _in_field(reading, *piece)]
    return _in_field(reading, start, end)


def _in_field(reading: Reading, start: int, end: int) -> list[_Hit]:
    """Cities of a head's line or of one of its fields between bars."""
    flat = reading.flat
    if end - start > LONGEST_FIELD:
        return []
    found = []
    for match in cities.chinese_pattern().finditer(flat, start, end):
        before = flat[match.start() - 1] if match.start() > start else "\n"
        hit = _chinese_hit(flat, match, end)
        after = flat[hit[2]] if hit[2] < end else "\n"
        if (
            (before in _EDGE_BEFORE or before >= "\U0001f000")
            and not (before in "在、,和" and _BRANCHES.match(flat, hit[2], end))
            and not (before in "在于设" and _SEATED.search(flat, max(start, match.start() - 8), match.start()))
            and (
                after in _EDGE_AFTER
                or hit[0].district
                or _HEADER_REST.match(flat, hit[2], end)
                or (before == "在" and _WORKS.match(flat, hit[2], end))
            )
            and not re.match(r"[^\n ]{0,16}公司", flat[match.end() : end])
        ):
            found.append(hit)
    if not found:
        found = [
            hit
            for hit in _english_cities(reading, start, end, near=False)
            if (hit[1] == start or flat[hit[1] - 1] in " (|-·[,•/" or flat[hit[1] - 1] >= "\U0001f000")
            and (hit[2] == end or flat[hit[2]] in " )|-·],•(/" or flat[hit[2] : hit[2] + 2].rstrip() == ".")
            and not _VISITED.search(flat, max(start, hit[1] - 24), hit[1])
            and (hit[0].region or end - start < 60 or hit[1] == start)
        ]
    return found


def _mode(reading: Reading) -> tuple[str, tuple[int, int] | None]:
    about_others = () if reading.spoken else (SectionKind.COMPANY, SectionKind.BOILERPLATE)  # a turn has no section
    for match in reading.near(_REMOTE, "mode", before=24, after=40):
        if reading.kind_at(match.start()) in about_others:
            continue
        kind = match.lastgroup or ""
        start, end = match.span()
        while not reading.flat[start].isalnum():
            start += 1
        return ("onsite" if kind == "no" else kind), (start, end)
    return "", None


def _from_data(reading: Reading) -> Fact[tuple[Location, ...]] | None:
    city = reading.leaf("jobLocation.address.addressLocality", "address.addressLocality")
    remote = reading.leaf("jobLocationType")
    mode = "remote" if remote and remote.text.strip().upper() == "TELECOMMUTE" else ""
    if city:
        region = reading.leaf("jobLocation.address.addressRegion", "address.addressRegion")
        country = reading.leaf(
            "jobLocation.address.addressCountry", "address.addressCountry", "address.addressCountry.name"
        )
        known = cities.known().get(city.text.strip().lower()) or cities.known().get(
            city.text.strip().removesuffix("市")
        )
        code = country.text.strip() if country else ""
        place = Location(
            city=known.name if known else city.text.strip(),
            region=region.text.strip() if region else known.region if known else "",
            country=code if len(code) == 2 else cities.countries().get(code, known.country if known else ""),
            mode=mode,
        )
        return data_fact(city, (place,))
    return data_fact(remote, (Location(mode=mode),)) if remote and mode else None
