"""Words that nobody said are told apart from words that somebody said."""

from __future__ import annotations

import pytest

from extractors.speech.words.hallucinations import parrots, said_once, suspicion

SAID = [("zh", "谢谢，我今天下午把岗位描述发到您邮箱。"), ("en", "Thanks for your time, I will email you the description."),
        ("zh", "好的好的好的，没问题。"), ("en", "No, no, no, that is fine."), ("zh", "请问字体和字号有什么要求？")]
NOT_SAID = [("zh", "字幕由 Amara.org 社群提供"), ("zh", "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目"), ("zh", "謝謝大家觀看"),
            ("en", "Thanks for watching!"), ("en", "Subtitles by the Amara.org community"), ("zh", "可以远程吗？" * 8),
            ("en", "What would I be working on? " * 6)]


@pytest.mark.parametrize(("language", "text"), SAID)
def test_speech_is_believed(language: str, text: str) -> None:
    assert suspicion(text, seconds=5.0, language=language, silence=0.05, average=-0.3) == ""


@pytest.mark.parametrize(("language", "text"), NOT_SAID)
def test_inventions_are_marked(language: str, text: str) -> None:
    assert suspicion(text, seconds=20.0, language=language, silence=0.05, average=-0.2)


def test_words_in_silence_are_marked() -> None:
    assert suspicion("你好。", seconds=3.0, language="zh", silence=0.9, average=-1.4)
    assert suspicion("Okay.", seconds=3.0, language="en", silence=0.9, average=-1.4)


def test_more_than_fits_is_marked() -> None:
    assert suspicion("我们主要负责大语言模型的预训练和指令微调", seconds=0.5, language="zh", silence=0.0, average=-0.2)


def test_long_text_is_judged_quickly() -> None:
    suspicion("".join(chr(0x4E00 + n % 4000) for n in range(3000)), seconds=600.0, language="zh", silence=0.0, average=-0.2)


def test_a_list_that_names_things_twice_is_marked() -> None:
    assert parrots("熟悉Hive、Linux、TensorFlow、Kafka、Linux") and parrots("Python, Kafka, Ray, Spark, Kafka")
    assert not parrots("熟悉Hive、Linux、TensorFlow、Kafka、NoSQL") and not parrots("Python, Kafka, Ray, Spark, Linux, Go")


def test_what_was_written_down_twice_was_said_once() -> None:
    assert said_once("Hold on, hold fast. Hold out. Patience wins. Hold on, hold fast. Hold out. Patents wins."
                     ) == "Hold on, hold fast. Hold out. Patience wins."
    zh = "主要负责大语言模型的预训练和指令微调，服务电商客服。"
    assert said_once(zh * 2) == zh and said_once(zh) == zh and said_once("好的好的好的好的。") == "好的好的好的好的。"
    both = "We need five years of Python for this job. We need three years of Java for that one."
    assert said_once(both) == both
