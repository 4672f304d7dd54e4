"""Calls: who is who, the recruiter's words over the candidate's, minutes with times."""

from __future__ import annotations

import re
from html import unescape

import pytest

from analyzers.call import minutes
from analyzers.call_roles import CallRole, speaker_roles
from analyzers.posting import Absent, Fact
from analyzers.report import compose, to_html, to_markdown
from analyzers.structure import postings
from extractors.document import Document
from tests.analyzers.documents import call, document

ZH = call(
    ("speaker 1", "您好，我是星云科技的招聘顾问。我们在招一位大模型算法工程师。"),
    ("speaker 2", "主要是做什么方向的？我现在的工资是五万，在上海。"),
    ("speaker 1", "主要负责大语言模型的预训练和指令微调。要求硕士及以上学历，三年以上经验。"),
    ("speaker 2", "薪资范围大概是多少？有年终奖吗？"),
    ("speaker 1", "月薪四万到六万，一年十六薪，工作地点在北京海淀区。年终奖我回头帮您确认。"),
    ("speaker 2", "好的，麻烦您把岗位描述发到我邮箱。"),
    ("speaker 1", "没问题，我今天下午发给您，我们这周五之前安排一轮技术面试。"),
)
EN = call(
    ("speaker 1", "Hi Daniel, this is Grace from Northwind Robotics. We are hiring a senior data engineer."),
    ("speaker 2", "What would I be working on? My current salary is 150,000 dollars a year."),
    ("speaker 1", "You would build data pipelines. At least five years of experience is what we require."),
    ("speaker 2", "And the compensation?"),
    ("speaker 1", "The base salary is between $180,000 and $220,000."),
    ("speaker 2", "Is there a sign-on bonus?"),
    ("speaker 1", "I am not sure, I will check and get back to you. I will email you the job description today."),
    language="en",
)


def test_roles_are_told_by_words() -> None:
    for made in (ZH, EN):
        roles = speaker_roles(made)
        assert [one.role for one in roles] == [CallRole.RECRUITER, CallRole.CANDIDATE]
        assert all(one.confidence >= 0.7 for one in roles)
        for one in roles:
            assert not one.evidence or made.quote(one.evidence[0]) == one.quote


def test_the_recruiter_s_pay_counts_and_the_candidate_s_does_not() -> None:
    zh, en = postings(ZH)[0], postings(EN)[0]
    assert isinstance(zh.pay, Fact) and isinstance(en.pay, Fact)
    assert (zh.pay.value.minimum, zh.pay.value.maximum, zh.pay.value.months) == (40_000, 60_000, 16)
    assert (en.pay.value.minimum, en.pay.value.maximum) == (180_000, 220_000)
    assert isinstance(zh.places, Fact) and [place.city for place in zh.places.value] == ["北京"]


def test_minutes_have_terms_with_times() -> None:
    found = minutes(ZH, postings(ZH)[0])
    assert found is not None
    times = {line.topic: line.at for line in found.terms}
    assert 40 <= times["pay"] < 49 and times["title"] < 10
    assert all(line.speaker == "speaker 1" for line in found.terms)


def test_questions_answered_and_left_open() -> None:
    zh = minutes(ZH, postings(ZH)[0])
    en = minutes(EN, postings(EN)[0])
    assert zh is not None and en is not None
    assert [question.open for question in zh.questions] == [False, True]
    assert [question.open for question in en.questions] == [False, False, True]
    assert zh.questions[0].answer.startswith("主要负责")
    assert en.questions[1].answer == "The base salary is between $180,000 and $220,000."


def test_next_steps_have_owners_and_dates() -> None:
    found = minutes(ZH, postings(ZH)[0])
    assert found is not None
    steps = [(step.owner_role, step.due) for step in found.next_steps]
    assert (CallRole.RECRUITER, "今天下午") in steps and (CallRole.RECRUITER, "这周五之前") in steps
    english = minutes(EN, postings(EN)[0])
    assert english is not None
    assert any(step.due == "today" and "email you the job description" in step.words for step in english.next_steps)


def test_a_hiring_manager_is_a_third_part() -> None:
    made = call(
        *[(block.speaker, block.text) for block in ZH.blocks],
        ("speaker 3", "我是这个团队的技术负责人，我的团队主要做推理加速。"),
    )
    assert speaker_roles(made)[2].role is CallRole.HIRING_MANAGER


def test_an_unclear_call_is_a_doubt() -> None:
    made = call(("speaker 1", "喂，你好。"), ("speaker 2", "你好你好。"))
    found = postings(made)[0]
    assert any("speaker 1" in doubt for doubt in found.doubts)


def test_a_page_has_no_minutes() -> None:
    made = document("数据分析师\n岗位职责：\n1.做分析\n2.写报告")
    assert minutes(made, postings(made)[0]) is None


@pytest.mark.parametrize(("made", "wanted"), [
    (ZH, ("通话纪要", "招聘方 (", "月薪四万到六万", "未答的问题", "有年终奖吗", "这周五之前", "后续步骤")),
    (EN, ("Minutes of the call", "recruiter (", "$180,000", "Questions left open", "sign-on bonus", "by: today",
          "Next steps")),
])
def test_the_report_of_a_call_holds_its_minutes(made: Document, wanted: tuple[str, ...]) -> None:
    report = compose(postings(made)[0], made)
    assert [chapter.id for chapter in report.chapters][:2] == ["brief", "minutes"]
    times = [re.match(r"\d\d:\d\d ", line.label) for part in report.chapter("minutes").parts[1:] for line in part.lines]
    assert times and all(times)
    for text in (to_markdown(report).replace("\\", ""), unescape(to_html(report))):
        assert all(words in text for words in wanted)


def steps_of(said: str, language: str, *, by: str = "speaker 1") -> list[tuple[str, CallRole, str]]:
    """Words, owner and date of the steps that one sentence adds to a call."""
    base = ZH if language == "zh" else EN
    turns = [(block.speaker, block.text) for block in base.blocks[:5]]
    found = minutes(made := call(*turns, (by, said), language=language), postings(made)[0])
    assert found is not None
    for step in found.next_steps:
        assert made.quote(step.evidence) == step.words
    return [(step.words, step.owner_role, step.due) for step in found.next_steps]


@pytest.mark.parametrize(("language", "said"), [
    ("zh", "我们提供五险一金和期权。"), ("zh", "我们算法团队约二十个人。"), ("zh", "我们准备明年扩大团队。"),
    ("zh", "我们安排的面试一般是三轮。"), ("zh", "您能提供一下目前的薪资吗？"),
    ("en", "I can share that the team has twenty people."), ("en", "Could you share what you currently make?"),
    ("en", "We offer equity and a bonus."), ("en", "You would schedule jobs on Kubernetes."),
])
def test_offers_and_facts_are_no_steps(language: str, said: str) -> None:
    assert steps_of(said, language) == []


def test_other_interviews_of_the_candidate_are_no_steps() -> None:
    assert steps_of("我这周在面试别家公司。", "zh", by="speaker 2") == []
    assert steps_of("I have an interview with another company this week.", "en", by="speaker 2") == []


@pytest.mark.parametrize(("language", "by", "said", "words", "owner", "due"), [
    ("zh", "speaker 1", "周三下午三点面试，您方便吗？", "周三下午三点面试", CallRole.RECRUITER, "周三下午三点"),
    ("zh", "speaker 1", "我们三个工作日内给您答复。", "我们三个工作日内给您答复", CallRole.RECRUITER, "三个工作日内"),
    ("zh", "speaker 2", "我考虑一下，明天回复您。", "我考虑一下，明天回复您", CallRole.CANDIDATE, "明天"),
    ("zh", "speaker 1", "麻烦您把最新的简历发给我。", "麻烦您把最新的简历发给我", CallRole.CANDIDATE, ""),
    ("en", "speaker 1", "Someone will reach out to you next week.", "Someone will reach out to you next week",
     CallRole.RECRUITER, "next week"),
    ("en", "speaker 1", "The interview would be on Thursday at 3 pm, is that okay?",
     "The interview would be on Thursday at 3 pm", CallRole.RECRUITER, "on Thursday at 3 pm"),
    ("en", "speaker 2", "I'll send you my resume by Friday.", "I'll send you my resume by Friday", CallRole.CANDIDATE,
     "by Friday"),
    ("en", "speaker 1", "Could you send me your resume tonight?", "Could you send me your resume tonight",
     CallRole.CANDIDATE, "tonight"),
])
def test_steps_with_owner_and_date(language: str, by: str, said: str, words: str, owner: CallRole, due: str) -> None:
    assert steps_of(said, language, by=by) == [(words, owner, due)]


def test_a_promise_keeps_what_was_asked_for() -> None:
    found = minutes(ZH, postings(ZH)[0])
    assert found is not None
    step = next(step for step in found.next_steps if step.due == "今天下午")
    assert "岗位描述发到我邮箱" in step.asked and ZH.quote(step.asked_evidence[0]) == step.asked
    assert "麻烦您把岗位描述发到我邮箱" in to_markdown(compose(postings(ZH)[0], ZH))


@pytest.mark.parametrize(("said", "language", "words"), [
    ("每周可以远程两天。", "zh", "每周可以远程两天"), ("一周在家办公3天左右。", "zh", "一周在家办公3天"),
    ("It is hybrid, three days in the office.", "en", "hybrid"),
    ("It is hybrid, three days a week in the office.", "en", "hybrid, three days a week in the office"),
])
def test_the_way_of_work_counts_wherever_it_is_said(said: str, language: str, words: str) -> None:
    base = ZH if language == "zh" else EN
    turns = [(block.speaker, block.text) for block in base.blocks]
    fact = postings(call(*turns, ("speaker 1", said), language=language))[0].places
    assert isinstance(fact, Fact) and {place.mode for place in fact.value} == {"hybrid"} and fact.words.endswith(words)


@pytest.mark.parametrize(("language", "question", "answer"), [
    ("zh", "可以了解一下主要是做什么方向的。", "主要做推荐系统。"), ("zh", "团队现在有几个人。", "二十个人左右。"),
    ("en", "and the compensation.", "The base salary is $180,000."), ("en", "And the tech stack.", "Mostly Python."),
])
def test_a_question_needs_no_question_mark(language: str, question: str, answer: str) -> None:
    base = ZH if language == "zh" else EN
    turns = [(block.speaker, block.text) for block in base.blocks[:1]]
    made = call(*turns, ("speaker 2", question), ("speaker 1", answer), language=language)
    found = minutes(made, postings(made)[0])
    assert found is not None and [(one.words, one.answer, one.open) for one in found.questions] == [
        (question, answer, False)]


@pytest.mark.parametrize(("language", "said"), [
    ("zh", "我没什么问题了。"), ("zh", "做什么方向我都可以。"), ("en", "And the team is really great."),
    ("en", "So the role sounds interesting to me."),
])
def test_statements_are_no_questions(language: str, said: str) -> None:
    base = ZH if language == "zh" else EN
    turns = [(block.speaker, block.text) for block in base.blocks[:1]]
    made = call(*turns, ("speaker 2", said), ("speaker 1", base.blocks[2].text), language=language)
    found = minutes(made, postings(made)[0])
    assert found is not None and not found.questions


@pytest.mark.parametrize(("language", "turns", "wanted"), [
    ("zh", (("speaker 1", "第一轮电话面试安排在下周一上午十点可以吗？"), ("speaker 2", "周一不行，周二下午可以。"),
            ("speaker 1", "那就周二下午三点，我让同事给您发会议链接。")),
     [("那就周二下午三点", CallRole.RECRUITER, "周二下午三点", "第一轮电话面试安排在下周一上午十点"),
      ("我让同事给您发会议链接", CallRole.RECRUITER, "", "")]),
    ("en", (("speaker 1", "The interview would be on Monday at 10 am, is that okay?"), ("speaker 2", "Monday is bad."),
            ("speaker 1", "Okay, let's say Tuesday at 3 pm then. I'll send you the link.")),
     [("Okay, let's say Tuesday at 3 pm then", CallRole.RECRUITER, "Tuesday at 3 pm",
       "The interview would be on Monday at 10 am"), ("I'll send you the link", CallRole.RECRUITER, "", "")]),
    ("zh", (("speaker 2", "麻烦您把岗位描述发到我邮箱。"), ("speaker 1", "好的，今天下班前，三点左右。")),
     [("好的，今天下班前，三点左右", CallRole.RECRUITER, "今天", "麻烦您把岗位描述发到我邮箱")]),
    ("en", (("speaker 2", "Could you email me the job description?"), ("speaker 1", "Yes, I'll do that this afternoon.")),
     [("Yes, I'll do that this afternoon", CallRole.RECRUITER, "this afternoon",
       "Could you email me the job description")]),
    ("zh", (("speaker 2", "麻烦您把岗位描述发到我邮箱。"), ("speaker 1", "我明天要出差。")),
     [("麻烦您把岗位描述发到我邮箱", CallRole.RECRUITER, "", "")]),
    ("en", (("speaker 2", "Could you email me the job description?"), ("speaker 1", "I am away tomorrow.")),
     [("Could you email me the job description", CallRole.RECRUITER, "", "")]),
    ("zh", (("speaker 2", "那我考虑一下再答复您。"), ("speaker 1", "您12月3号之前告诉我就行。")),
     [("您12月3号之前告诉我就行", CallRole.CANDIDATE, "12月3号之前", "那我考虑一下再答复您")]),
    ("en", (("speaker 1", "Just let me know by December 3."),),
     [("Just let me know by December 3", CallRole.CANDIDATE, "by December 3", "")]),
    ("en", (("speaker 1", "Let me check with legal and get back to you in two days."),),
     [("Let me check with legal and get back to you in two days", CallRole.RECRUITER, "in two days", "")]),
    ("zh", (("speaker 2", "后的麻烦宁把岗位描述发到我邮箱。"), ("speaker 1", "没问题，我今天下午发给您。")),
     [("我今天下午发给您", CallRole.RECRUITER, "今天下午", "后的麻烦宁把岗位描述发到我邮箱")]),
    ("zh", (("speaker 2", "上一家的HR已经把资料发给我了。"),), []),
    ("en", (("speaker 2", "The other recruiter has sent me the papers."),), []),
    ("zh", (("speaker 1", "上次您告诉我的情况我记下了。"),), []),
    ("en", (("speaker 1", "Let me know if you have questions."),), []),
])
def test_steps_over_several_turns(language: str, turns: tuple[tuple[str, str], ...],
                                  wanted: list[tuple[str, CallRole, str, str]]) -> None:
    base = ZH if language == "zh" else EN
    made = call(*[(block.speaker, block.text) for block in base.blocks[:5]], *turns, language=language)
    found = minutes(made, postings(made)[0])
    assert found is not None
    assert [(step.words, step.owner_role, step.due, step.asked) for step in found.next_steps] == wanted
    for step in found.next_steps:
        assert made.quote(step.evidence) == step.words
        assert not step.asked or made.quote(step.asked_evidence[0]) == step.asked


@pytest.mark.parametrize(("language", "question", "answer"), [
    ("zh", "面试几轮？", "一共四轮，第一轮安排在下周一上午十点可以吗？"),
    ("en", "How many rounds are there?", "Four rounds, the first one on Monday, is that okay?"),
])
def test_an_answer_that_asks_leave_is_one(language: str, question: str, answer: str) -> None:
    base = ZH if language == "zh" else EN
    made = call((base.blocks[0].speaker, base.blocks[0].text), ("speaker 2", question), ("speaker 1", answer),
                language=language)
    found = minutes(made, postings(made)[0])
    assert found is not None and [(one.answer, one.open) for one in found.questions] == [(answer, False)]


@pytest.mark.parametrize(("language", "greeting"), [("zh", "喂？"), ("zh", "能听见吗？"), ("en", "Hello?"),
                                                    ("en", "Is now a good time?")])
def test_greetings_are_no_questions(language: str, greeting: str) -> None:
    base = ZH if language == "zh" else EN
    made = call(("speaker 2", greeting), (base.blocks[0].speaker, base.blocks[0].text), language=language)
    found = minutes(made, postings(made)[0])
    assert found is not None and not found.questions


@pytest.mark.parametrize(("language", "first", "second"), [
    ("zh", "您好，我这边是青云科技的HR，想跟您聊一下机会。", "嗯，您说。"),
    ("zh", "我们在招前端工程师。", "工资多少？我现在的工资是两万五。"),
    ("en", "Hi, this is Mark, I'm a recruiter with TalentBridge.", "Sure, go ahead."),
    ("en", "We're looking for a data analyst.", "What's the salary? I'm currently making 48 an hour."),
])
def test_two_who_tell_of_each_other_are_no_doubt(language: str, first: str, second: str) -> None:
    roles = speaker_roles(call(("speaker 1", first), ("speaker 2", second), language=language))
    assert [one.role for one in roles] == [CallRole.RECRUITER, CallRole.CANDIDATE]
    assert all(one.confidence >= 0.65 for one in roles)


def asked_in(report_of: Document) -> str:
    report = compose(postings(report_of)[0], report_of)
    return "\n".join(line.text for part in report.chapter("applicant").parts for line in part.lines if line.role == "ask")


@pytest.mark.parametrize(("language", "turns", "gone", "kept"), [
    ("zh", (("speaker 2", "团队有多少人？加班多吗？"), ("speaker 1", "算法团队20个人左右，向技术总监汇报。双休。")),
     ("团队多大", "汇报", "加班"), ("为什么招",)),
    ("en", (("speaker 2", "How big is the team?"), ("speaker 1", "Twelve. You would report to the VP of engineering.")),
     ("large is the team", "manager"), ("is the role open", "overtime")),
    ("zh", (("speaker 2", "团队有多少人？"), ("speaker 1", "这个我不太清楚，回头帮您确认。")), (), ("团队多大", "汇报", "加班")),
    ("en", (("speaker 2", "How big is the team?"), ("speaker 1", "I don't know, I will check.")), (),
     ("large is the team", "manager", "overtime")),
    ("zh", (("speaker 2", "我现在的团队有20个人，我向总监汇报。"), ("speaker 1", "好的。")), (), ("团队多大", "汇报")),
    ("en", (("speaker 2", "My current team of 20 reports to the director."), ("speaker 1", "Good.")), (),
     ("large is the team", "manager")),
    ("zh", (("speaker 1", "要定期向业务方汇报分析结果。"),), (), ("汇报",)),
    ("en", (("speaker 1", "You would write reports to our clients."),), (), ("manager",)),
])
def test_what_was_answered_need_not_be_asked(language: str, turns: tuple[tuple[str, str], ...], gone: tuple[str, ...],
                                             kept: tuple[str, ...]) -> None:
    base = ZH if language == "zh" else EN
    said = asked_in(call(*[(block.speaker, block.text) for block in base.blocks[:5]], *turns, language=language))
    assert all(words not in said for words in gone) and all(words in said for words in kept)


@pytest.mark.parametrize(("language", "stray", "much"), [
    ("zh", "那个", "我们这边的团队主要做推荐系统，现在一共有二十多个人，明年打算再扩大一倍，主要在北京。"),
    ("en", "and the", "Our team builds ranking systems, there are twenty of us, and we plan to double it all next year."),
])
def test_a_stray_word_of_nobody_is_no_doubt_and_much_of_it_is(language: str, stray: str, much: str) -> None:
    turns = [(block.speaker, block.text) for block in (ZH if language == "zh" else EN).blocks]
    assert not postings(call(*turns, ("unknown", stray), language=language))[0].doubts
    found = postings(call(*turns, ("unknown", much), language=language))[0].doubts
    assert len(found) == 1 and re.fullmatch(r"ambiguous: who says \d+% of the call", found[0])


@pytest.mark.parametrize(("language", "said", "pay"), [
    ("zh", "1.5万-2万一个月。", (15_000, 20_000, "MONTH")), ("zh", "大概4万-5万一个月吧。", (40_000, 50_000, "MONTH")),
    ("en", "$8,000 to $9,500 a month.", (8_000, 9_500, "MONTH")), ("zh", "每个月有500元的餐补。", None),
    ("zh", "我们一个月开2次例会。", None), ("en", "We meet 2 to 3 times a month.", None),
])
def test_pay_a_month_as_people_say_it(language: str, said: str, pay: tuple[int, int, str] | None) -> None:
    base = ZH if language == "zh" else EN
    asked = "薪资多少？" if language == "zh" else "What's the salary?"
    made = call((base.blocks[0].speaker, base.blocks[0].text), ("speaker 2", asked), ("speaker 1", said),
                language=language)
    found = postings(made)[0].pay
    assert (pay is None and not isinstance(found, Fact)) or (
        isinstance(found, Fact) and (found.value.minimum, found.value.maximum, found.value.period.value) == pay)


QUOTED = [
    ("zh", "我们在招测试工程师。你刚才说你现在拿两万五，期望三万，对吧？", {}),
    ("zh", "我们在招测试工程师，薪资范围是两万到三万。你现在是两万五，对吧？", {"pay": (20_000, 30_000)}),
    ("zh", "我们在招测试工程师，工作地点在杭州，你现在在北京对吧？", {"places": ["杭州"]}),
    ("zh", "我们在招测试工程师，要求三到五年经验。你有八年经验是吧？", {"experience": (3, 5)}),
    ("zh", "我们在招数据工程师，薪资三万到四万。算法工程师那个岗位是五万到七万，不过要求博士。", {"pay": (30_000, 40_000)}),
    ("zh", "我们在招数据工程师。像算法工程师那种岗位月薪五万到七万。", {}),
    ("zh", "您现在方便吗，我们在招数据工程师，薪资三万到四万，地点在深圳。", {"pay": (30_000, 40_000), "places": ["深圳"]}),
    ("zh", "我们在招测试工程师，薪资最高可以给到四万五。", {"pay": (None, 45_000)}),
    ("en", "We're hiring a data engineer. So you said you make one hundred fifty thousand dollars?", {}),
    ("en", "We're hiring a data engineer. The role is based in Denver. And you're in Seattle, right?", {"places": ["Denver"]}),
    ("en", "We're hiring a data engineer. We need five plus years of experience. You have eight years of experience, right?",
     {"experience": (5, None)}),
    ("en", "This is about a data analyst role. The machine learning engineer position pays two hundred thousand dollars, "
     "but that needs a PhD.", {}),
    ("en", "This data analyst role pays ninety to one hundred ten thousand dollars. Our senior data scientist role needs a PhD.",
     {"pay": (90_000, 110_000)}),
    ("en", "We're hiring a data engineer in Austin. You currently live in Boston, but we can relocate you. "
     "The salary is one hundred fifty thousand dollars.", {"pay": (150_000, 150_000), "places": ["Austin"]}),
]  # fmt: skip


@pytest.mark.parametrize(("language", "words", "stated"), QUOTED)
def test_what_is_said_of_the_candidate_or_of_another_role_is_no_fact(language: str, words: str, stated: dict[str, object]) -> None:
    answer = "好的。" if language == "zh" else "Okay."
    (found,) = postings(call(("speaker 1", words), ("speaker 2", answer), language=language))
    told: dict[str, object] = {}
    if isinstance(found.pay, Fact):
        told["pay"] = (found.pay.value.minimum, found.pay.value.maximum)
    if isinstance(found.places, Fact):
        told["places"] = [place.city for place in found.places.value]
    if isinstance(found.experience, Fact):
        told["experience"] = (found.experience.value.minimum, found.experience.value.maximum)
    if isinstance(found.education, Fact):
        told["education"] = found.education.value
    assert told == stated


def test_pay_said_without_its_money_is_a_doubt_and_no_guess() -> None:
    words = "We have a senior machine learning engineer role. The pay is one eighty to two ten base plus equity."
    (found,) = postings(call(("speaker 1", words), ("speaker 2", "Okay."), language="en"))
    assert isinstance(found.pay, Absent) and found.pay.reason.startswith("unparsed:")
