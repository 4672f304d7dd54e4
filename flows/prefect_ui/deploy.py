"""What a Prefect server must have for Rolescan: deployments, automations and concurrency limits. Idempotent.

Prefect leaves a killed run "Running" for ever and its slots held: the automation and the leases here end that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from prefect.blocks.webhook import Webhook
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import EntrypointType, RunnerDeployment
from prefect.events.actions import CallWebhook, ChangeFlowRunState
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.runner import Runner

from extractors.document import Struct
from flows.prefect_ui import buttons
from flows.settings import Settings

HEARTBEAT_LOST = timedelta(seconds=90)  # three heartbeats of 30 s; a killed run was marked within 130 s
ENDS = ("Completed", "Failed", "Cancelled", "Crashed", "Done", "Review", "Duplicate")  # state names of ended runs
LIMITS = {"ocr": 2, "asr": 1, "llm": 1}  # at once on the whole server; a machine of 2 cores gains nothing by more
ZOMBIES, NOTIFY = "rolescan: end runs whose process died", "rolescan: tell about cases that need a person"
WEBHOOK = "rolescan-notify"
PAYLOAD = ('{"event": {{ event.event | tojson }}, "case": {{ event.resource.name | default("", true) | tojson }}, '
           '"key": {{ event.payload.key | tojson }}, "category": {{ event.payload.category | tojson }}, '
           '"reason": {{ event.payload.reason | tojson }}, "at": {{ event.occurred | string | tojson }}}')


class Made(Struct):
    """What the server has now."""

    deployments: tuple[str, ...]
    automations: tuple[str, ...]
    limits: dict[str, int]


async def deploy(settings: Settings, *, limits: dict[str, int] | None = None) -> Made:
    """Create or renew everything but the deployments' serving (see `serve`). Uses the server of the environment."""
    chosen = LIMITS | (limits or {})
    await _set_limits(chosen)
    automations = [zombies()]
    for address in webhooks(settings.notify):
        automations.append(await notifier(address))
    await _renew(automations)
    made = await deployments()
    for deployment in made:
        await deployment.aapply()
    return Made(deployments=tuple(f"{item.flow_name}/{item.name}" for item in made),
                automations=tuple(item.name for item in automations), limits=chosen)


async def serve(*, at_once: int = 2) -> None:
    """Serve the deployments from this process until it is stopped: each started run is a process of its own."""
    runner = Runner(name="rolescan", limit=at_once, pause_on_shutdown=False)
    for deployment in await deployments():
        await runner.aadd_deployment(deployment)
    await runner.start()


async def deployments() -> list[RunnerDeployment]:
    """One for each button."""
    flows = (buttons.ingest_path, buttons.retry_case, buttons.reprocess, buttons.today)
    return [await flow.ato_deployment("rolescan", entrypoint_type=EntrypointType.MODULE_PATH, tags=["rolescan"])
            for flow in flows]


def zombies() -> AutomationCore:
    """A run whose heartbeat stops without an end is marked Crashed."""
    return AutomationCore(
        name=ZOMBIES, description="A killed process cannot say that it ended; its heartbeat tells.",
        trigger=EventTrigger(after={"prefect.flow-run.heartbeat"},
                             expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{name}" for name in ENDS)},
                             match={"prefect.resource.id": ["prefect.flow-run.*"]},
                             for_each={"prefect.resource.id"}, posture=Posture.Proactive, threshold=1,
                             within=HEARTBEAT_LOST),
        actions=[ChangeFlowRunState(state=StateType.CRASHED, name="Crashed",
                                    message="No heartbeat: its process died. The file itself is safe in the store.")])


async def notifier(address: str) -> AutomationCore:
    """Cases in review and failed cases are posted to a webhook as JSON: event, case, key, category, reason, at."""
    block = Webhook(method="POST", url=address, headers={"Content-Type": "application/json"})
    saved = await block.save(WEBHOOK, overwrite=True)
    return AutomationCore(
        name=NOTIFY, description="Posts JSON to the webhook of the setting `notify`.",
        trigger=EventTrigger(expect={"posting.review", "posting.failed"}, posture=Posture.Reactive, threshold=1,
                             match={"prefect.resource.id": ["rolescan.case.*"]},
                             for_each={"prefect.resource.id"}, within=timedelta(0)),
        actions=[CallWebhook(block_document_id=saved, payload=PAYLOAD)])


def webhooks(notify: str) -> list[str]:
    """The setting's web addresses; others are for apprise (see flows/prefect_ui/notify.py)."""
    return [address for address in notify.split() if address.startswith(("http://", "https://"))][:1]


async def _set_limits(limits: dict[str, int]) -> None:
    async with get_client() as client:
        for name, limit in limits.items():
            await client.upsert_global_concurrency_limit_by_name(name, limit)


async def _renew(automations: Sequence[AutomationCore]) -> None:
    """Replace ours: what an older version or setting made goes."""
    async with get_client() as client:
        for name in (ZOMBIES, NOTIFY):
            for old in await client.read_automations_by_name(name):
                await client.delete_automation(old.id)
        for automation in automations:
            await client.create_automation(automation)
