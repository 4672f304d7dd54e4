"""The report's own words in both languages. Knowledge and quotes are never worded here."""

from __future__ import annotations

from analyzers.knowledge.schema import Text


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


WORDS: dict[str, Text] = {
    # chapters
    "brief": _t("职位概览", "The posting in brief"),
    "analysis": _t("逐条职责与要求解析", "Duty by duty, requirement by requirement"),
    "domain": _t("行业场景的特殊挑战", "The domain's own challenges"),
    "blueprints": _t("典型方案与代码", "Typical solutions, with code"),
    "challenges": _t("核心难题与对策", "Challenges and solutions"),
    "growth": _t("成长路径", "Growth path"),
    "resources": _t("学习资源", "Learning resources"),
    "applicant": _t("给求职者", "For the applicant"),
    "evidence": _t("依据与缺口", "Evidence and gaps"),
    # minutes of a call
    "minutes": _t("通话纪要", "Minutes of the call"),
    "call_speakers": _t("谁在说话", "Who speaks"),
    "call_terms": _t("职位与条件", "The role and its terms"),
    "call_answered": _t("问与答", "Questions answered"),
    "call_open": _t("未答的问题", "Questions left open"),
    "call_steps": _t("后续步骤", "Next steps"),
    "step_due": _t("时间：{0}", "by: {0}"),
    "step_undated": _t("未说时间", "no date was said"),
    "recruiter": _t("招聘方", "recruiter"),
    "candidate": _t("候选人", "candidate"),
    "hiring_manager": _t("用人经理", "hiring manager"),
    "unknown": _t("身份不明", "part unknown"),
    # other files of the case
    "case_files": _t("同一案卷的其他文件", "The other files of this case"),
    "case_conflict": _t("说法不一", "In conflict"),
    "case_added": _t("只见于其他文件", "Only in the other files"),
    "case_same": _t("说法一致", "In agreement"),
    "case_said": _t("{0}（{1}）：{2}", "{0} ({1}): {2}"),
    "case_here": _t("这里：{0}；{1}", "here: {0}; {1}"),
    "requisition": _t("职位编号", "Requisition"),
    # facts
    "title": _t("职位", "Title"),
    "level": _t("级别", "Level"),
    "employer": _t("雇主", "Employer"),
    "department": _t("部门", "Department"),
    "places": _t("地点", "Place"),
    "pay": _t("薪资（原文）", "Pay as written"),
    "pay_range": _t("折算", "Converted"),
    "equity": _t("股权", "Equity"),
    "bonus": _t("奖金", "Bonus"),
    "experience": _t("经验", "Experience"),
    "education": _t("学历", "Education"),
    "employment": _t("工作性质", "Employment"),
    "headcount": _t("人数", "Headcount"),
    "posted": _t("发布日期", "Posted"),
    "apply_by": _t("截止日期", "Apply by"),
    "travel": _t("出差", "Travel"),
    "visa": _t("签证", "Visa"),
    "languages": _t("语言", "Languages"),
    "about_role": _t("这个岗位实际在做什么", "What the role is really about"),
    "not_stated": _t("未写明", "not stated"),
    # labels in the analysis
    "items": _t("原文", "In the posting"),
    "key_technologies": _t("关键技术", "Key technologies"),
    "stack": _t("当前技术栈", "Current stack"),
    "technical_challenges": _t("技术挑战", "Technical challenges"),
    "approaches": _t("思路", "Approaches"),
    "case": _t("实践案例", "Practice case"),
    "other_items": _t("其余条目", "Other items"),
    "systems": _t("参考系统", "Reference systems"),
    "combination": _t("推荐组合", "Recommended combination"),
    "shows": _t("说明", "What it shows"),
    "problem": _t("难点", "Problem"),
    "solution": _t("对策", "Solution"),
    "paper": _t("论文", "Papers"),
    "project": _t("开源项目", "Open-source projects"),
    "course": _t("课程", "Courses"),
    "book": _t("书", "Books"),
    "competition": _t("竞赛与基准", "Competitions and benchmarks"),
    "standard": _t("标准", "Standards"),
    "must_haves": _t("硬性要求", "Must-haves"),
    "nice_to_haves": _t("加分项", "Nice to have"),
    "skills_named": _t("点名的技能", "Skills named"),
    "interview": _t("可能的面试话题", "Likely interview topics"),
    "questions": _t("原文没说、值得问的", "What the posting leaves unsaid: ask"),
    "read_badly": _t("读得不够清楚的地方", "What was read badly"),
    "doubts": _t("存疑", "Doubts"),
    "outside_part": _t("知识库之外", "Outside the knowledge base"),
    "selection": _t("选材依据", "Why these entries"),
    "page": _t("第 {0} 页", "page {0}"),
    "entered": _t("收录于 {0}", "entered {0}"),
    "technology": _t("{0}：{1}用途：{2}", "{0}: {1} For: {2}"),
    "named": _t("{0}：{1}", "{0}: {1}"),
    # sentences
    "outside_chapter": _t(
        "这个岗位在知识库的范围之外，这一章不写，以免凑数。",
        "This role lies outside the knowledge base; this chapter is left out rather than filled up.",
    ),
    "no_domain": _t("原文没有指明行业场景。", "The posting does not tell its industry or scene."),
    "no_blueprint": _t("目前没有与该岗位对应的代码样例。", "There is no code sample for this role yet."),
    "no_items": _t("原文没有列出职责或要求。", "The posting lists neither duties nor requirements."),
    "item_outside": _t("知识库未覆盖此条。", "The knowledge base does not cover this item."),
    "item_general": _t("通用要求，无需技术解析。", "A general requirement that needs no technical analysis."),
    "about_subject": _t(
        "主要方向是{0}：{1} 条职责与要求中有 {2} 条属于此。",
        "Its subject is {0}: {2} of {1} duties and requirements belong there.",
    ),
    "about_two": _t(
        "主要方向是{0}，其次是{3}：{1} 条职责与要求中有 {2} 条属于前者。",
        "Its subject is {0}, then {3}: {2} of {1} duties and requirements belong to the first.",
    ),
    "about_core": _t("核心职责：{0}", "At its core: {0}"),
    "about_bar": _t("门槛：{0}", "The bar: {0}"),
    "about_hard": _t("最难的部分多半是{0}：{1}", "The hardest part is likely {0}: {1}"),
    "about_unclear": _t(
        "原文没有列出职责，难以判断日常工作。", "The posting lists no duties, so the daily work cannot be told."
    ),
    "asked_example": _t(
        "请准备一个与此条对应的亲身例子：情境、你的做法、结果。",
        "Have an example of your own for this item ready: the situation, what you did, what came of it.",
    ),
    "per_year": _t("年 {0}", "{0} a year"),
    "per_month": _t("月 {0}", "{0} a month"),
    "from": _t("{0} 起", "from {0}"),
    "up_to": _t("最高 {0}", "up to {0}"),
    "months_assumed": _t("按 12 个月计，原文未写明薪数", "12 salaries a year assumed; the posting does not say"),
    "months_stated": _t("按 {0} 薪计", "{0} salaries a year"),
    "hours_assumed": _t("按每周 40 小时、全年 52 周计", "40 hours a week, 52 weeks a year assumed"),
    "days_assumed": _t("按每月 21.75 个工作日计", "21.75 working days a month assumed"),
    "weeks_assumed": _t("按全年 52 周计", "52 weeks a year assumed"),
    "pay_estimated": _t(
        "这是招聘网站的估算，不是雇主的承诺", "estimated by the job board, not promised by the employer"
    ),
    "years_range": _t("{0}-{1} 年", "{0} to {1} years"),
    "years_from": _t("{0} 年以上", "{0} years or more"),
    "years_none": _t("不要求经验", "none needed"),
    "years_to": _t("{0} 年以内", "up to {0} years"),
    "none": _t("学历不限", "no degree needed"),
    "high_school": _t("高中", "high school"),
    "associate": _t("大专", "associate degree"),
    "bachelor": _t("本科", "bachelor's degree"),
    "master": _t("硕士", "master's degree"),
    "doctor": _t("博士", "doctorate"),
    "remote": _t("远程", "remote"),
    "hybrid": _t("混合办公", "hybrid"),
    "onsite": _t("现场", "on site"),
    "gap_low": _t("识别可信度 {0}：{1}", "Read with confidence {0}: {1}"),
    "gap_partial": _t("原件没有读全：{0}", "The source was not read in full: {0}"),
    "gap_unmatched": _t("知识库没有对应内容的条目：{0}", "Items that the knowledge base has nothing for: {0}"),
    "gap_unknown": _t("词表里没有的名称：{0}", "Names that the vocabulary does not have: {0}"),
    "gap_absent": _t("原文没有的信息：{0}", "Not in the posting: {0}"),
    "gap_none": _t("没有读得不清楚或存疑之处。", "Nothing was read badly or is in doubt."),
    "gap_knowledge": _t(
        "知识库版本 {0}；各条目日期见其出处。", "Knowledge base version {0}; each entry carries its own date."
    ),
    "why_direction": _t("{0}：命中术语 {1}；最高语义接近度 {2}", "{0}: shared terms {1}; highest closeness {2}"),
    "no_terms": _t("无", "none"),
    # questions to ask
    "ask_pay": _t(
        "薪资范围、薪数和调薪周期是怎样的？",
        "What is the pay range, how many salaries a year, how often is pay reviewed?",
    ),
    "ask_pay_parsed": _t("原文薪资写法（{0}）具体是什么意思？", "What exactly does the pay as written ({0}) mean?"),
    "ask_months": _t(
        "一年发几个月工资，奖金如何计算？", "How many salaries are paid a year and how is the bonus worked out?"
    ),
    "ask_employer": _t("用人单位是哪一家？合同与谁签？", "Who is the employer, and with whom is the contract?"),
    "ask_places": _t("工作地点在哪里，能否远程？", "Where is the work done, and can it be remote?"),
    "ask_experience": _t("期望的经验年限与级别是什么？", "What experience and level is expected?"),
    "ask_education": _t("对学历有要求吗？", "Is a degree required?"),
    "ask_team_size_manager_why": _t(
        "团队多大、向谁汇报、为什么招这个岗位？", "How large is the team, who is the manager, and why is the role open?"
    ),
    "ask_team_size_why": _t("团队多大、为什么招这个岗位？", "How large is the team, and why is the role open?"),
    "ask_manager_why": _t("向谁汇报、为什么招这个岗位？", "Who is the manager, and why is the role open?"),
    "ask_why": _t("为什么招这个岗位？", "Why is the role open?"),
    "ask_duties": _t("入职前三个月具体做什么？", "What exactly is to be done in the first three months?"),
    "ask_hours": _t("工作时间、加班和值班情况如何？", "What are the hours, overtime and on-call duties?"),
    "ask_employment": _t(
        "是正式员工、合同还是外包？试用期多长？",
        "Is it permanent, contract or through an agency, and how long is probation?",
    ),
    "ask_data": _t(
        "可用的数据、算力和现有系统是什么状况？", "What data, computing power and existing systems are there?"
    ),
}


def say(key: str, language: str, *values: object) -> str:
    """The wording of `key` with `values` filled in."""
    return WORDS[key].within(language).format(*values)
