"""Every blueprint runs and does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from analyzers import blueprints
from analyzers.blueprints import (
    data_cleaning,
    decision,
    evaluation,
    feedback_logs,
    fusion,
    kv_cache,
    lora_adapter,
    product_rag,
    tool_agent,
    training_loop,
)
from analyzers.knowledge import knowledge


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny models are slower over several threads than on one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_every_blueprint_of_the_knowledge_base_exists_and_is_short() -> None:
    folder = Path(blueprints.__file__).parent
    for entry in knowledge().blueprint.values():
        lines = (folder / f"{entry.module}.py").read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 90, entry.module


def test_product_rag_cites_and_declines() -> None:
    index = product_rag.Index([
        product_rag.Passage("手册 3.2", "型号 X100 的电池可连续工作十二小时，充电需要两小时。"),
        product_rag.Passage("手册 5.1", "退货须在收货后七天内申请，商品保持完好。"),
        product_rag.Passage("manual 2", "The X200 headset supports noise cancelling and weighs 250 grams."),
    ])  # fmt: skip
    assert index.answer("X100 的电池能用多久？").source == "手册 3.2"
    assert index.answer("How heavy is the X200 headset?").source == "manual 2"
    assert index.answer("收到货几天内可以退？").source == "手册 5.1"
    assert index.answer("今天股市怎么样").source == ""


def test_tool_agent_is_bounded_checked_and_recorded() -> None:
    tools = {
        "calculate": tool_agent.Tool(tool_agent.calculate, {"expression": str}),
        "pay": tool_agent.Tool(lambda amount: "paid", {"amount": int}, writes=True),
    }
    decide = tool_agent.Decision

    def model(task: str, steps: list[tool_agent.Step]) -> tool_agent.Decision:
        plan = [
            decide("calculate", {"expr": "1"}),
            decide("calculate", {"expression": "__import__('os')"}),
            decide("calculate", {"expression": "(1200+300)*0.06"}),
            decide("pay", {"amount": 90}),
        ]
        return plan[len(steps)] if len(steps) < len(plan) else decide("", {}, answer=steps[2].result)

    answer, steps = tool_agent.solve("tax", model, tools)
    assert answer == "90"
    assert [step.result.startswith("error") for step in steps] == [True, True, False, True]
    endless = lambda task, steps: decide("calculate", {"expression": "1+1"})  # noqa: E731
    assert tool_agent.solve("x", endless, tools, most_steps=3)[0] == ""


def test_lora_learns_little_and_merges_exactly() -> None:
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(16, 32), torch.nn.ReLU(), torch.nn.Linear(32, 4))
    frozen = model[0].weight.detach().clone()
    adapted = lora_adapter.adapt(model, rank=2)
    x, y = torch.randn(64, 16), torch.randn(64, 4)
    losses = lora_adapter.train(adapted, x, y, steps=60)
    assert losses[-1] < 0.8 * losses[0]
    assert torch.equal(adapted[0].base.weight, frozen)
    assert lora_adapter.trainable_share(adapted) < 0.25
    torch.testing.assert_close(adapted[0].merged()(x), adapted[0](x), atol=1e-5, rtol=1e-5)


def test_training_resumes_to_the_same_losses(tmp_path: Path) -> None:
    def trainer() -> training_loop.Trainer:
        torch.manual_seed(1)
        model = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 3))
        return training_loop.Trainer(model, torch.randn(64, 8), torch.randint(3, (64,)))

    whole = trainer().run(8)
    first = trainer()
    begun = first.run(4)
    first.save(tmp_path / "step4.pt")
    second = trainer()
    second.load(tmp_path / "step4.pt")
    assert begun + second.run(8) == pytest.approx(whole)


def test_cache_changes_nothing_but_time() -> None:
    torch.manual_seed(2)
    model = kv_cache.TinyDecoder().eval()
    prompts = torch.randint(64, (3, 5))
    assert torch.equal(kv_cache.generate(model, prompts, 10), kv_cache.generate(model, prompts, 10, cached=False))
    assert kv_cache.cache_bytes(32, 32, 128, 1, 1) == 512 * 1024
    weight = torch.randn(8, 16)
    small, scale = kv_cache.quantise(weight)
    assert small.dtype == torch.int8
    assert (small * scale - weight).abs().max() < weight.abs().max() / 100


def test_metrics_by_hand() -> None:
    assert evaluation.rouge_l("the cat sat", "the cat ran") == pytest.approx(2 / 3)
    assert evaluation.rouge_l("今天下雨", "今天有雨") == pytest.approx(0.75)
    assert evaluation.ndcg([3, 2, 0]) == 1.0
    assert evaluation.ndcg([0, 1]) == pytest.approx(0.6309, abs=1e-3)
    assert evaluation.mrr([[False, True], [True], [False]]) == pytest.approx(0.5)
    rate, (low, high) = evaluation.win_rate([("a", "a")] * 30 + [("b", "b")] * 10)
    assert rate == 0.75 and low > 0.5 and high < 0.9
    assert evaluation.agreement(["x", "y"], ["x", "y"]) == 1.0


def test_fusion_survives_a_missing_input() -> None:
    torch.manual_seed(3)
    model = fusion.Fusion()
    inputs = {"image": torch.randn(2, 6, 48), "text": torch.randint(100, (2, 4)), "action": torch.randn(2, 3, 8)}
    assert model(inputs).shape == (2, 8)
    assert model({"text": inputs["text"]}).abs().max() <= 1
    random = torch.Generator().manual_seed(0)
    assert all(fusion.drop_modality(inputs, random, chance=0.9) for _ in range(20))
    aligned = fusion.align(torch.tensor([0.0, 1.0]), torch.tensor([[0.0], [10.0]]), torch.tensor([0.25]))
    assert aligned.item() == pytest.approx(2.5)


def test_policy_learns_and_stays_safe() -> None:
    torch.manual_seed(4)
    policy = decision.Policy()
    returns = decision.train(policy, rounds=15)
    assert sum(returns[-3:]) / 3 > returns[0] + 0.2
    world = decision.World(32, seed=9)
    for _ in range(decision.STEPS):
        action = policy.choices(world.state(), world.safe()).sample()
        world.step(action)
        assert world.place.norm(dim=1).min() > 0.25


def test_cleaning_accounts_for_every_row() -> None:
    text = "多模态大模型需要高质量的图文数据，清洗流程必须可以复现并且留有记录。"
    rows = [
        text,
        text + "！",
        "短",
        "＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝＝",
        "Write to someone@example.org or 13800000000 for the full dataset.",
    ]
    cleaned = data_cleaning.clean(rows)
    assert cleaned.ledger["in"] == len(rows) == sum(cleaned.ledger.values()) - cleaned.ledger["in"]
    assert cleaned.ledger["near duplicate"] == 1
    assert cleaned.rows[-1] == "Write to <mail> or <phone> for the full dataset."


def test_feedback_logs() -> None:
    def turns(bad: int, good: int) -> list[feedback_logs.Turn]:
        wrong = feedback_logs.Turn("开空调", "关空调", "ac_on", "ac_off", 0.5)
        return [wrong] * bad + [feedback_logs.Turn("关窗", "关窗", "window", "window", 0.4)] * good

    assert feedback_logs.failures(turns(3, 7)) == [("misheard", 3, 0.3)]
    assert feedback_logs.compared(turns(60, 140), turns(30, 170)).significant
    assert not feedback_logs.compared(turns(3, 7), turns(2, 8)).significant
    assert feedback_logs.percentile([1, 2, 3, 4], 0.95) == 4
