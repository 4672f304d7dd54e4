"""The words of section headings in Chinese and English, as patterns by section kind."""

from __future__ import annotations

_ZH_WHO = "(?:岗位|工作|职位|职能|主要|核心|职务|日常|具体|团队|实习)"
ZH: dict[str, str] = {
    "duties": (
        rf"{_ZH_WHO}{{0,2}}(?:职责|责任)(?:描述|说明|包括|范围|内容|及要求)?|{_ZH_WHO}(?:工作)?(?:内容|任务|"
        rf"职能)(?:描述|说明)?"
        r"|你(?:将|会|要|需要)(?:会)?(?:负责|做)(?:什么|的(?:事|工作))?|你的(?:工作|职责|责任)(?:内容|包括)?|要做什么"
        r"|(?:岗位|职位)需要做什么|主要工作|工作职能"
    ),
    "must": (
        r"(?:任职|应聘|申请|报名|招聘|入职|录用|人才)(?:要求|资格|条件|资质|需求|基本要求)(?:及要求)?"
        r"|(?:岗位|职位|工作|职务|专业|技能|技术|能力|素质|资格|基本|硬性|业务|其[他它](?:能力)?|综合|知识|"
        r"岗位基本|技能、工具|通用)"
        r"(?:能力)?(?:要求|需求|条件)|必(?:须)?(?:备|具备)(?:的|条件|技能|要求)?"
        r"|我们(?:希望你|需要你|欢迎|期待你|希望您|需要什么样的人|期望你)|希望你|我们需要|你需要(?:具备|有)?|"
        r"对你的(?:要求|期望)"
        r"|(?:你|您)(?:应该|应)?具备|综合(?:背景|能力|素质)|另需满足|该岗位关键需求点|要求|技能"
    ),
    "nice": (
        r"(?:以下经历是)?加分项?(?:包括|条件|技能)?|优先(?:考虑|条件|项|录用)?"
        r"|具备以下(?:条件|经验|能力|技能)者?(?:可|将)?(?:优先|加分)(?:考虑)?|有以下(?:经历|经验|条件)者?优先(?:考虑)?"
        r"|可以加分的|锦上添花"
    ),
    "benefits": (
        r"(?:薪资|薪酬|公司|员工|岗位|职位|工作|主要)?(?:福利|待遇)(?:和|与|及|&)?(?:待遇|福利|薪资|保障|"
        r"体系)?|薪资福利|薪酬待遇"
        r"|我们(?:能)?(?:为[你您])?提供(?:的)?(?:以下福利|什么)?|你(?:可以|能|将|会)(?:收获|得到|获得)(?:什么|的)?"
        r"|(?:(?:加入我们|成为我们的?一员),?\s?)?[你您](?:将|可以|可|能|会)(?:会)?(?:享受|享有|拥有|获得|收获|得到)(?:到|什么|的)?"
        r"|(?:职位|岗位|工作|硬核|公司|团队)(?:优势|诱惑|亮点|竞争力)|挑战与诱惑|在这里工作的体验|"
        r"为什么加入我们|加入我们的理由"
        r"|安利给你的福利|生活锦囊"
    ),
    "company": (
        r"(?:公司|团队|企业|部门|项目|集团|平台|业务|团队方向)(?:介绍|简介|概况|背景|涉及方向|信息)|"
        r"关于(?:我们|公司|团队)|我们是谁"
    ),
    "apply": (
        r"联系(?:方式|我们|邮箱|人)|(?:简历)?投递(?:方式|邮箱|地址|简历|方法)?|(?:如何|怎么|怎样)(?:申请|应聘|"
        r"投递|联系)"
        r"|(?:申请|应聘|内推|报名)(?:方式|方法|流程|邮箱|链接|连接)|(?:面试|筛选|招聘|录用)流程|"
        r"简历投递(?:邮箱|方式|地址)?"
    ),
    "about": r"(?:职位|岗位)(?:概述|简介|概要|背景|目的|定位|介绍)|(?:关于|關於)(?:职|岗)位|发展路径",
}
ZH_LOOSE = r"(?:职位|岗位|工作|jd\s?|JD\s?|招聘)(?:描述|详情|信息|说明)|简介|介绍"

_EN_WHICH = (
    r"(?:(?:Key|Core|Primary|Main|Your|Our|Essential|Major|Principal|Daily|Job|Role|Position|Day[- ]to[- ]Day|"
    r"General|Specific|"
    r"Minimum|Basic|Required|Technical|Mandatory|Other|Additional|Professional|Physical|Critical|The|Education(?:al)?|"
    r"Typical|Duty|Ideal|Candidate|Functional|Relevant|Necessary|Work|Suggested|Scope of|Summary of|Must[- ]Have|"
    r"Behaviou?r|"
    r"Business|Personal|Position|Soft|Leadership|Language|Academic|Applicant|Candidate)\s*)"
)
_EN_DEMAND = (
    r"(?:Qualifications?|Requirements?|Skill[- ]?[Ss]ets?|Skills?|Eligibility(?: Criteria)?|Competenc(?:ies|y)|"
    r"Credentials|Prerequisites|Knowledge|Abilities|"
    r"Experience|"
    r"Education|Certifications?|Licenses?|Background|Demands)"
)
_EN_MORE = (
    r"(?:\s*(?:,|and|And|&|/|,\s*and)\s*(?:Other |Work |Required |Related |Minimum |Professional |"
    r"Personal )?(?:Qualifications?|"
    r"Requirements?|Skills?|Experience|Education|Knowledge|Abilities|Training|Certifications?|Licenses?|"
    r"Characteristics|"
    r"Competencies|skills|experience|requirements))*"
)
_EN_CANDIDATES = r"Candidates? (?:[Ff]or [Tt]his (?:Position|Role|Job) )?(?:Will|Must|Should) (?:Possess|Have)"
EN: dict[str, str] = {
    "nice": (
        r"(?:Preferred|Desired|Desirable|Recommended|Bonus|Optional|Beneficial|Highly Desired|"
        r"Strongly Preferred)(?:\s+(?:but not required|Skill[- ]?[Ss]ets?|Additions|"
        r"Skills?(?:/Experience)?|Qualifications?|Requirements?|Experiences?|Education|Points?|Attributes|Characteristics|"
        r"Competencies|Knowledge|Abilities|and|or|"
        r"the|job|work|/|&))*|(?:Nice|Good)[- ]to[- ][Hh]aves?(?: Skills)?|Valued [Bb]ut [Nn]ot [Rr]equired|Pluses|Plus(?:es)? [Pp]oints|"
        r"Additional Qualifications|Extra Credit"
        r"|(?:It['’]s|Would be) a plus(?: if)?|Additional Desired Skills"
        rf"|(?:The )?(?:Highly Qualified|Preferred|Best|Exceptional|Outstanding) {_EN_CANDIDATES}"
    ),
    "duties": (
        rf"{_EN_WHICH}*(?:Duties(?:\s*(?:and|&|/)\s*(?:Key )?Responsibilities)?|"
        r"Responsibilities(?:\s*(?:and|&|/)\s*(?:Duties|Accountabilities|Tasks|Impact|Qualifications))?|"
        r"(?:Role|Roles) and Responsibilities|Accountabilities|Functions|Tasks|Deliverables|"
        r"Description/Responsibilities)"
        r"(?:\s+(?:Include|Will Include|May Include|are))?"
        r"|What\s+(?:You(?:['’]?(?:ll|re)|\s+Will)?|the Job)(?:\s+(?:Be|Get to|can expect to))?\s+(?:Do(?:ing)?|"
        r"Work(?:ing)? on|Own)"
        r"|What (?:[Ww]ill|[Ww]ould|[Aa]re) [Yy]ou(?: [Bb]e)? [Dd]o(?:ing)?\??|As a [Mm]ember of (?:our|"
        r"the) [Tt]eam,? [Yy]ou [Ww]ill"
        r"|What You Do|(?:In this (?:role|position),? )?You(?:['’]ll| will)(?: be)?(?: responsible for)?(?=:)"
        r"|(?:A )?Day [Ii]n [Tt]he [Ll]ife(?: of an? [^.\n:?!]{0,60}(?=:))?|How You(?:['’]ll|"
        r" Will) (?:Make an Impact|Contribute)|About the Work|"
        r"The Challenge Ahead"
        r"|What We(?:['’]d| Would)? (?:Need|Like) You [Tt]o Do|(?:The |Successful |Ideal )+Candidate Will(?! (?:Have|Possess))"
        r"|Your Impact|Your Mission|Job Functions?|Example Projects"
    ),
    "must": (
        r"What [Yy]ou(?:['’]ll| [Ww]ill)? [Nn]eed [Tt]o (?:[a-z]+(?: [a-z]+){0,5}|"
        r"[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})(?=[A-Z:\s]|$)"
        r"|Experience Base|What You['’]ll Bring To The (?:[A-Z]\w+ )?(?:Team|Role|Table)|"
        r"What [Aa]re [Ww]e [Ll]ooking [Ff]or\??|(?:Special(?:ized)? )?(?:Experience|Education|Skills?|Technical|"
        r"Physical) (?:Requirements?|Qualifications?)|"
        rf"{_EN_WHICH}*{_EN_DEMAND}{_EN_MORE}"
        r"(?:\s+(?:Required|Needed|Include|and Traits|Specialization|for (?:the )?(?:Role|Position|Job|Success)))?"
        r"|Who [Yy]ou [Aa]re|What\s+[Yy]ou(?:['’]?ll| [Ww]ill)?(?: [Nn]eed to)?\s+(?:[Bb]ring|[Nn]eed|"
        r"[Hh]ave)(?: to [Ss]ucceed)?"
        r"|What\s+[Ww]e(?:['’]?re| [Aa]re)?\s+[Ll]ook(?:ing)?\s+[Ff]or|About [Yy]ou|You [Hh]ave|Must[- ][Hh]aves?"
        r"|(?:What|Things) (?:[Yy]ou )?(?:[Ss]hould|[Mm]ust) [Hh]ave|What [Yy]ou [Bb]ring(?: [Tt]o the [a-z]+)?"
        r"|What (?:[Ww]ill )?(?:[Mm]akes?|[Mm]ake) [Yy]ou [a-z ]{4,24}|To [Bb]e [Ss]uccessful(?: [a-z]+){0,4}"
        r"|Who [Ww]e [Ww]ant|(?:Are [Ww]e [Aa] [Mm]atch|Is [Tt]his [Yy]ou|Sounds? [Ll]ike [Yy]ou)\?|"
        r"This [Dd]escribes [Yy]ou"
        r"|What(?:['’]s| [Ii]s) [Nn]eeded(?: to [a-z]+ in this (?:role|job|position))?|"
        r"Must[- ][Hh]ave [Ss]kill(?:s|set)"
        r"|What [Yy]ou(?:['’]ll| [Ww]ill) [Bb]ring(?: [Tt]o [Tt]he [\w ]{3,24}?)?(?=\s*:?\s*$)"
        r"|What We(?:['’]d| Would) [Ll]ike [Tt]o [Ss]ee|What You(?:['’]?ll)? Bring To [A-Z]\w+|(?:The )?Keys? [Tt]o Success"
        r"(?: (?:[Ii]n|[Ff]or) (?:[Tt]his|[Tt]he) (?:Position|Role|Job))?|Your [Mm]ust[- ][Hh]ave(?:['’]?s)?"
        r"|(?:The )?[Ii]deal [Cc]andidate|Min(?:imum|\.)? Req(?:uirement)?s|Your [Bb]ackground|Who We(?:['’]re| Are) Looking For|Mandatory Skills|Attributes"
        rf"|(?:The |Successful |Ideal |Qualified )*{_EN_CANDIDATES}"
    ),
    "benefits": (
        r"(?:(?:Our|Employee|Company|Additional|Insurance|Job|The|Full[- ]?Time|Some of (?:our|the)) )?(?:Benefits|"
        r"Perks)"
        r"(?:\s*(?:and|&|/|\+)\s*(?:Perks|Benefits|Compensation|Rewards))?(?: Include| Offered| Package| Summary)?"
        r"|What [Ww]e(?:['’]re)? (?:[Cc]an )?(?:[Oo]ffer|[Pp]rovide)(?:ing)?(?: [Yy]ou)?|"
        r"What['’]?s in [Ii]t [Ff]or [Yy]ou\??|"
        r"(?:Here(?:['’]s| is) )?[Ww]hat (?:[A-Za-z][\w&.]* ){1,3}(?:[Cc]an )?[Oo]ffers?(?: [Yy]ou)?"
        r"|What (?:[Dd]oes|[Dd]o) (?:[A-Za-z][\w&.]* ){1,3}(?:[Hh]ave [Tt]o )?[Oo]ffer(?: [Yy]ou)?\??"
        r"|How [Ww]e (?:[Tt]ake [Cc]are [Oo]f|[Ss]upport|[Ll]ook [Aa]fter) (?:[Yy]ou|[Oo]ur [Pp]eople)"
        r"|Why (?:Join|Work|You(?:['’]ll| Will) Love)[^.\n:?!]{0,30}|Why (?!Us|We)[A-Z]\w+(?: [A-Z]\w+)?\?|"
        r"What You['’]ll (?:Love|Enjoy)[^.\n:?!]{0,24}"
        r"|What (?:[Ww]ill )?[Yy]ou(?:['’]ll| [Ww]ill| [Cc]an)? [Gg]et(?: in [Rr]eturn| [Ff]rom [Uu]s)?(?=[\s:?]*$|"
        r"[\s:?]*[A-Z•-])"
        r"|(?:[Tt]he |Some )?[Bb]enefits (?:of (?:working|joining)|you)[^.\n:?!]{0,24}(?=:)"
        r"|(?:Employee|Staff|Our|Colleague) (?:Rewards|Discounts)|(?:Our )?Benefits [Ii]nclude|Benefits/Perks|"
        r"(?:Rewards|Remuneration)(?: (?:and|&) (?:Benefits|Recognition))?(?=:)"
        r"|Compensation(?:\s*(?:and|&)\s*Benefits)?|Pay and Benefits|We Offer|Our Offer|Salary(?: (?:and|"
        r"&) Benefits| Range)?"
        r"|Total Rewards|HOW WE SUPPORT YOU|The Benefits|You [Mm]ight [Ll]ike [Tt]o [Kk]now"
    ),
    "company": (
        r"About (?:Us|Our (?:Company|Team)|(?:the|The) (?:Company|Team|Organi[sz]ation|Business|Department|Employer)"
        r"|(?!You|The|the|Us|Our|This|Your)[A-Z][\w&.]*(?: [A-Z][\w&.]*){0,3})|Company (?:Description|Overview|"
        r"Profile|Background|Summary)"
        r"|Who We Are|Our (?:Mission|Company|Story|Team|Culture|Values|Vision)(?: (?:and|&) \w+)?|The (?:Team|"
        r"Company)|Wh(?:y|o is) (?:[Uu]s|[A-Z]\w+(?: [A-Z]\w+)?)\?"
    ),
    "apply": (
        r"How [Tt]o [Aa]pply|To [Aa]pply|Apply (?:Now|Today|Online)|(?:Application|Hiring|Interview|Selection|"
        r"Recruitment) "
        r"(?:Process|Instructions|Procedure)|The Process|Application(?=:)|Who Should Apply|Join Us"
        r"|Contact(?: Us| Information| Details)?|Next Steps"
    ),
    "boilerplate": (
        r"(?:Equal (?:Employment )?Opportunity|EEO|Diversity|Affirmative Action)(?: (?:Statement|Employer|"
        r"and Inclusion|& Inclusion))*"
        r"|Disclaimer|Privacy(?: (?:Notice|Policy|Statement))?|Legal"
    ),
    "about": (
        r"About (?:[Tt]he|[Tt]his) (?:Role|Job|Position|Opportunity|Internship)"
        r"|(?:Job|Position|Role|Executive|Opportunity)\s+(?:Summary|Overview|Purpose|Profile|Objective|Details)|"
        r"Overview|Summary"
        r"|The (?:Role|Opportunity|Position)|Introduction(?: to (?:the )?[Rr]ole)?|"
        r"Purpose(?: of (?:the )?(?:Role|Job|Position))?"
        r"|Your Role|Position Title|Additional Information|Other [Ii]nformation|Other [Dd]etails"
    ),
    "other": r"Primary Location|Other Locations|Job Posting|Unposting Date|Employee Status|Schedule(?=Full|Part)",
}
EN_LOOSE = r"(?:Job|Role|Position|Full Job|Opportunity)\s*Description|Description|Details"

# The first word of every English heading, lower-cased: only there the patterns are tried.
EN_FIRST = frozenset(
    [
        "preferred",
        "recommended",
        "good",
        "valued",
        "keys",
        "min",
        "example",
        "characteristics",
        "desired",
        "desirable",
        "bonus",
        "optional",
        "beneficial",
        "highly",
        "strongly",
        "nice",
        "pluses",
        "plus",
        "additional",
        "extra",
        "it",
        "would",
        "key",
        "core",
        "primary",
        "main",
        "your",
        "our",
        "essential",
        "major",
        "principal",
        "daily",
        "job",
        "role",
        "roles",
        "position",
        "day",
        "general",
        "specific",
        "minimum",
        "basic",
        "required",
        "technical",
        "mandatory",
        "other",
        "professional",
        "physical",
        "critical",
        "the",
        "education",
        "educational",
        "typical",
        "duty",
        "ideal",
        "candidate",
        "candidates",
        "functional",
        "relevant",
        "necessary",
        "work",
        "suggested",
        "scope",
        "summary",
        "must",
        "behaviour",
        "behavior",
        "business",
        "personal",
        "duties",
        "responsibilities",
        "accountabilities",
        "functions",
        "tasks",
        "deliverables",
        "description",
        "what",
        "in",
        "you",
        "a",
        "how",
        "about",
        "qualifications",
        "qualification",
        "requirements",
        "requirement",
        "skills",
        "skill",
        "skillset",
        "eligibility",
        "things",
        "soft",
        "leadership",
        "language",
        "academic",
        "applicant",
        "rewards",
        "remuneration",
        "staff",
        "colleague",
        "competencies",
        "competency",
        "credentials",
        "prerequisites",
        "knowledge",
        "abilities",
        "experience",
        "certifications",
        "certification",
        "licenses",
        "license",
        "background",
        "demands",
        "who",
        "here",
        "sounds",
        "sound",
        "attributes",
        "successful",
        "qualified",
        "special",
        "specialized",
        "best",
        "exceptional",
        "outstanding",
        "unposting",
        "schedule",
        "employee",
        "company",
        "insurance",
        "full",
        "some",
        "benefits",
        "perks",
        "why",
        "compensation",
        "pay",
        "we",
        "salary",
        "total",
        "to",
        "apply",
        "application",
        "hiring",
        "interview",
        "selection",
        "recruitment",
        "join",
        "contact",
        "next",
        "equal",
        "eeo",
        "diversity",
        "affirmative",
        "disclaimer",
        "privacy",
        "legal",
        "executive",
        "opportunity",
        "overview",
        "introduction",
        "purpose",
        "details",
    ]
)
