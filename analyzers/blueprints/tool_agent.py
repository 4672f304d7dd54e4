"""A tool-using agent: a bounded loop, arguments checked before a call, arithmetic done by a tool, every step kept."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

_OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class Tool(NamedTuple):
    run: Callable[..., str]
    arguments: dict[str, type]
    writes: bool = False  # needs a person's consent


class Step(NamedTuple):
    tool: str
    arguments: dict[str, Any]
    result: str


class Decision(NamedTuple):
    """What the model wants next: a tool with arguments, or a final answer (tool "")."""

    tool: str
    arguments: dict[str, Any]
    answer: str = ""


def calculate(expression: str) -> str:
    """The value of plain arithmetic; anything else is refused, so that no text can run code."""

    def value(node: ast.expr) -> float:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return node.value
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            return _OPERATORS[type(node.op)](value(node.left), value(node.right))
        raise ValueError(f"not plain arithmetic: {expression!r}")

    if len(expression) > 200:
        raise ValueError("expression too long")
    return f"{value(ast.parse(expression, mode='eval').body):g}"


def checked(tool: Tool, arguments: dict[str, Any]) -> str:
    """Why the arguments do not fit the tool, "" when they do."""
    if set(arguments) != set(tool.arguments):
        return f"expected arguments {sorted(tool.arguments)}, got {sorted(arguments)}"
    wrong = [name for name, kind in tool.arguments.items() if not isinstance(arguments[name], kind)]
    return f"wrong type: {wrong}" if wrong else ""


def solve(
    task: str,
    decide: Callable[[str, list[Step]], Decision],
    tools: dict[str, Tool],
    *,
    most_steps: int = 6,
    consent: Callable[[Step], bool] = lambda step: False,
) -> tuple[str, list[Step]]:
    """The answer ("" when the steps ran out) and the steps. `decide` is the model: it sees the task and the steps."""
    steps: list[Step] = []
    for _ in range(most_steps):
        decision = decide(task, steps)
        if not decision.tool:
            return decision.answer, steps
        tool = tools.get(decision.tool)
        problem = "no such tool" if tool is None else checked(tool, decision.arguments)
        step = Step(decision.tool, decision.arguments, f"error: {problem}")
        if tool is not None and not problem:
            if tool.writes and not consent(step):
                step = step._replace(result="error: not permitted")
            else:
                try:
                    step = step._replace(result=tool.run(**decision.arguments))
                except (ValueError, ZeroDivisionError, SyntaxError) as error:
                    step = step._replace(result=f"error: {error}")
        steps.append(step)
    return "", steps
