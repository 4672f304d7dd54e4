"""Pay in every spelling that boards and people use, and numbers that are no pay."""

from __future__ import annotations

import pytest

from analyzers.facts.pay import find_pay
from analyzers.posting import Absent, Fact
from analyzers.structure import postings
from tests.analyzers.documents import posting, reading, with_data

STATED = [
    ("算法工程师\n25-45K·15薪\n上海", (25_000, 45_000, "CNY", "MONTH", 15)),
    ("薪资 1.5-2万/月", (15_000, 20_000, "CNY", "MONTH", 12)),
    ("80-120万/年，另有期权", (800_000, 1_200_000, "CNY", "YEAR", 12)),
    ("招聘全栈实习生（300/天）", (300, 300, "CNY", "DAY", 12)),
    ("月薪四万到六万，一年十六薪，另外有期权。", (40_000, 60_000, "CNY", "MONTH", 16)),
    ("月薪4万-6万，16薪", (40_000, 60_000, "CNY", "MONTH", 16)),
    ("薪资範圍：16-25K", (16_000, 25_000, "CNY", "MONTH", 12)),
    ("薪资范围\n25000-30000\n上海", (25_000, 30_000, "CNY", "MONTH", 12)),
    ("数据专员\n8千-1.2万\n北京 1-3年 大专", (8_000, 12_000, "CNY", "MONTH", 12)),
    ("数据专员\n15k以上\n北京", (15_000, None, "CNY", "MONTH", 12)),
    ("薪资: 20~35K *14, 双休", (20_000, 35_000, "CNY", "MONTH", 14)),
    ("前端工程师(25-35K*13.5薪)\n工作职责：\n1、开发2、测试", (25_000, 35_000, "CNY", "MONTH", 13.5)),
    ("招聘 月 20k-40k*13-15 薪 年 20-70 万", (20_000, 40_000, "CNY", "MONTH", 13)),
    ("实习生（300/天）\n你可以收获\n- 表现优异者可转正（10-15k）", (300, 300, "CNY", "DAY", 12)),
    ("年薪30-60万", (300_000, 600_000, "CNY", "YEAR", 12)),
    ("日薪200-300元", (200, 300, "CNY", "DAY", 12)),
    ("Data Engineer\n$180,000-$220,000\nSeattle, WA", (180_000, 220_000, "USD", "YEAR", 12)),
    ("Salary: GBP 130k-160k", (130_000, 160_000, "GBP", "YEAR", 12)),
    ("The pay is $21-$25 per hour for this role.", (21, 25, "USD", "HOUR", 12)),
    ("$18.35/hr - $22.93/hr", (18.35, 22.93, "USD", "HOUR", 12)),
    ("Pay: From $15.00 per hour", (15, None, "USD", "HOUR", 12)),
    (
        "The base salary is between one hundred eighty thousand and two hundred twenty thousand dollars.",
        (180_000, 220_000, "USD", "YEAR", 12),
    ),
    ("Salary: £45,000 - £55,000 per annum", (45_000, 55_000, "GBP", "YEAR", 12)),
    ("Compensation: €95,000 - €115,000 + bonus up to 15%.", (95_000, 115_000, "EUR", "YEAR", 12)),
    ("Annual salary range 120-150K USD", (120_000, 150_000, "USD", "YEAR", 12)),
    ("薪资待遇：15000/月起", (15_000, None, "CNY", "MONTH", 12)),
    ("薪资：8k-12k+补贴", (8_000, 12_000, "CNY", "MONTH", 12)),
    ("The base salary is one sixty to one ninety thousand dollars.", (160_000, 190_000, "USD", "YEAR", 12)),
    ("我们这边的预算是月薪三万五到四万五，十五薪", (35_000, 45_000, "CNY", "MONTH", 15)),
    # a currency glued to Chinese, a unit that only one end has, yuan in a head
    ("薪资SGD 8000-12000/月，新加坡", (8_000, 12_000, "SGD", "MONTH", 12)),
    ("运维\n薪资：8000-1.2万/月", (8_000, 12_000, "CNY", "MONTH", 12)),
    ("会计主管 北京 朝阳区 8000-10000元 双休\n要求：\n中级职称", (8_000, 10_000, "CNY", "MONTH", 12)),
    ("产品 月薪 2-3万 年底双薪", (20_000, 30_000, "CNY", "MONTH", 12)),
    ("base广州，大概25k左右，14薪，薪资可谈", (25_000, 25_000, "CNY", "MONTH", 14)),
    ("招聘主播，薪资：150元/小时，提成另算", (150, 150, "CNY", "HOUR", 12)),
    # thousands as the Continent and India write them, the currency behind the amount
    ("Developer\nSalary: 48.000 € - 55.000 € per year", (48_000, 55_000, "EUR", "YEAR", 12)),
    ("Developer\n60.000 – 75.000 € brutto/Jahr", (60_000, 75_000, "EUR", "YEAR", 12)),
    ("Developer\nSalary: 60.000 EUR 30 days vacation, Berlin", (60_000, 60_000, "EUR", "YEAR", 12)),
    ("Developer\nSalary CHF 120'000 - 140'000", (120_000, 140_000, "CHF", "YEAR", 12)),
    ("Developer\nSalary: € 50 000 - 60 000, Paris", (50_000, 60_000, "EUR", "YEAR", 12)),
    ("Developer\nSalary: €4,500 gross per month", (4_500, 4_500, "EUR", "MONTH", 12)),
    ("Developer\nCTC: 18-25 LPA", (1_800_000, 2_500_000, "INR", "YEAR", 12)),
    # years of experience behind the amount are no period; the currency's code behind it counts in Chinese text too
    ("前端外包 base 杭州 15-20k 一年以上经验 简历发我", (15_000, 20_000, "CNY", "MONTH", 12)),
    ("后端开发 25-40k 一年半经验即可", (25_000, 40_000, "CNY", "MONTH", 12)),
    ("远程岗位，月薪 3000-5000 USD", (3_000, 5_000, "USD", "MONTH", 12)),
    ("月薪 5000-8000 新币，工作地点：新加坡", (5_000, 8_000, "SGD", "MONTH", 12)),
    ("月薪 8000-12000元港币", (8_000, 12_000, "HKD", "MONTH", 12)),
    ("月薪 8000-12000 澳元", (8_000, 12_000, "AUD", "MONTH", 12)),
    # a title with its pay in brackets
    ("1. Controls Engineer ($110,000 - $135,000)\nRequirements: MATLAB.", (110_000, 135_000, "USD", "YEAR", 12)),
    ("Data Scientist (£65k - £80k)\nYou will build models.", (65_000, 80_000, "GBP", "YEAR", 12)),
    ("Developer\nSalary: ₹18,00,000 - ₹25,00,000 per annum", (1_800_000, 2_500_000, "INR", "YEAR", 12)),
    ("Analyst. Compensation: up to 22 LPA", (None, 2_200_000, "INR", "YEAR", 12)),
    ("Acme | ML Engineer | Berlin | EUR 75.000 - 95.000\nWe build.", (75_000, 95_000, "EUR", "YEAR", 12)),
    # days and hours in short, the least that is paid
    ("DevOps Engineer\nRate: £200 p/d outside IR35", (200, 200, "GBP", "DAY", 12)),
    ("DevOps Engineer\nDay rate €400-€500", (400, 500, "EUR", "DAY", 12)),
    ("Warehouse Associate\n£12.21ph", (12.21, 12.21, "GBP", "HOUR", 12)),
    ("Accountant\nUp to £48k + car allowance of £5k", (None, 48_000, "GBP", "YEAR", 12)),
    ("The minimum salary according to the agreement is €65,000 gross p.a.", (65_000, None, "EUR", "YEAR", 12)),
    ("Engineer\nCompensation: $150K USD + $50K equity", (150_000, 150_000, "USD", "YEAR", 12)),
    ("Engineer\nSalary: $120,000 - $150,000 CAD", (120_000, 150_000, "CAD", "YEAR", 12)),
]

NOT_PAY = [
    "公司融资3000-5000万，用户20-30万，成立于2010-2015年",
    "每月1.5k的租房补贴，每年6000元/人的旅游基金",
    "规模50-100人，联系电话 13800138000",
    "我现在的工资是五万",
    "试用期10k起/月，上不封顶",
    "Earn below the gross annual wage cap of £34,194.",
    "补充医疗保额 2 万，意外险保额 20 万",
    "The company raised more than $38 million and serves 5,000-10,000 customers.",
    "A sign-on bonus of $5,000 and tuition reimbursement up to $5,250 a year",
    "项目预算是三万五到四万五，工资另谈",
    "401(k) with 4% match; over 33 years of experience in 5 1/2 states",
    "英语老师 200元/课时，上海",
    "讲师\n薪资：1000元/课时",
    "Tutor\nPay: $150 per visit",
    "Your current CTC is 12 LPA? We offer more.",
    "The candidate currently makes $120,000 a year",
    "Relocation up to $10k",
]


@pytest.mark.parametrize(("text", "wanted"), STATED)
def test_pay_as_stated(text: str, wanted: tuple[float | None, ...]) -> None:
    fact = find_pay(reading(text))
    assert isinstance(fact, Fact), fact
    pay = fact.value
    assert (pay.minimum, pay.maximum, pay.currency, pay.period.value, pay.months) == wanted


@pytest.mark.parametrize("text", NOT_PAY)
def test_numbers_that_are_no_pay(text: str) -> None:
    assert isinstance(find_pay(reading(text)), Absent)


@pytest.mark.parametrize("text", ["薪资面议，地点上海", "Compensation: TBD based on experience", "Salary negotiable"])
def test_negotiable_is_said(text: str) -> None:
    assert find_pay(reading(text)) == Absent(reason="negotiable")


@pytest.mark.parametrize("text", [
    "要求：\n月薪6k-8k，转正月薪7k-12k",
    "本科8-15w/年，硕士10-35w/年",
    "要求：\n月薪：30-40K，月薪：50-60K",
    "AI Safety Researcher, London or Berkeley. £90k-£130k / $140k-$200k depending on location.",
])
def test_contradicting_pay_is_a_doubt_and_no_guess(text: str) -> None:
    found = find_pay(reading(text))
    assert isinstance(found, Absent) and found.reason.startswith("ambiguous:")


@pytest.mark.parametrize("text", ["月薪：20k/25k/30k 按级别", "薪资：1.5万、2万、3万三档"])
def test_one_amount_of_several_is_no_pay(text: str) -> None:
    found = find_pay(reading(text))
    assert isinstance(found, Absent) and found.reason.startswith("unparsed:")


def test_the_head_of_a_page_wins_over_its_text() -> None:
    fact = find_pay(reading("数据分析师\n15k-30k\n北京 3-5年 本科\n岗位职责：\n1、做分析\n薪资福利：\n底薪10k起/月"))
    assert isinstance(fact, Fact) and (fact.value.minimum, fact.value.maximum) == (15_000, 30_000)


def test_an_estimate_is_marked() -> None:
    fact = find_pay(reading("Data Scientist\n$86K-$137K (Glassdoor est.)\nTampa, FL"))
    assert isinstance(fact, Fact) and fact.value.estimated


def test_machine_readable_pay_wins() -> None:
    page = with_data(
        "Senior DevOps Engineer\nSalary: $1 - $2 per hour",
        {
            "title": "Senior DevOps Engineer",
            "baseSalary.currency": "AUD",
            "baseSalary.value.minValue": "130000",
            "baseSalary.value.maxValue": "160000",
            "baseSalary.value.unitText": "YEAR",
        },
    )
    fact = postings(page)[0].pay
    assert isinstance(fact, Fact)
    assert (fact.value.minimum, fact.value.maximum, fact.value.currency) == (130_000, 160_000, "AUD")
    assert fact.words == "130000 160000" and len(fact.evidence) == 2


def test_words_are_what_the_document_says() -> None:
    text = "职位：后端工程师\n薪资：25-45K·15薪，六险一金"
    from tests.analyzers.documents import document

    made = document(text)
    fact = postings(made)[0].pay
    assert isinstance(fact, Fact)
    assert " ".join(made.quote(piece) for piece in fact.evidence) == fact.words == "25-45K·15薪"


@pytest.mark.parametrize(("text", "currency"), [
    ("Data Engineer\nToronto, ON\n$120,000 - $150,000 a year", "CAD"),
    ("Data Engineer\nSydney\nSalary: $140,000 + super", "AUD"),
    ("Data Engineer\nToronto, ON\nSalary: USD $140,000", "USD"),
    ("Data Engineer\nAustin, TX\nSalary: $140,000", "USD"),
    ("Data Engineer\nNew York, NY | Toronto, ON\nSalary: $140,000", "USD"),
    ("软件工程师\n东京\n薪资：¥400,000/月", "JPY"),
    ("软件工程师\n上海\n薪资：¥40,000/月", "CNY"),
    ("職位名稱：後端工程師\n工作地點：台北市信義區\n待遇：月薪 60,000~90,000元", "TWD"),
    ("职位名称：后端工程师\n工作地点：香港\n月薪 30000-40000元", "HKD"),
    ("职位名称：后端工程师\n工作地点：香港\n月薪 30000-40000元人民币", "CNY"),
    ("职位名称：后端工程师\n工作地点：台北、上海\n月薪 30000-40000元", "CNY"),
])  # fmt: skip
def test_a_bare_sign_is_the_money_of_the_place(text: str, currency: str) -> None:
    fact = posting(text).pay
    assert isinstance(fact, Fact) and fact.value.currency == currency
