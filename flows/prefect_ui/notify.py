"""Cases that need a person, told to the addresses of the setting `notify` that are not plain webhooks (apprise's).

A message names the file, what became of it and the key; it holds no words of the posting, since it leaves the house.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flows.outcome import Failed, Outcome, Review, kind_of
from flows.settings import Settings

log = logging.getLogger("rolescan.notify")


def targets(notify: str) -> list[str]:
    """The addresses that apprise serves (mailto://, slack://, wecombot:// ...), without webhooks."""
    return [address for address in notify.split() if not address.startswith(("http://", "https://"))]


def tell(settings: Settings, outcome: Outcome) -> bool:
    """Send the message where the case needs a person. Returns whether every target took it; none is well too."""
    addresses = targets(settings.notify)
    if not addresses or not isinstance(outcome, Failed | Review):
        return True
    title, body = message(outcome)
    sent = _send(addresses, title, body)
    if not sent:
        log.warning("Somebody could not be told that %s became %s", outcome.name, kind_of(outcome))
    return sent


def message(outcome: Failed | Review) -> tuple[str, str]:
    """Title and text."""
    became = "needs a look" if isinstance(outcome, Review) else "failed"
    return (f"Rolescan: {outcome.name} {became}",
            f"{outcome.category} at {outcome.stage}. {outcome.hint}\n"
            f"Key {outcome.key[:12]}; `rolescan show` tells more.")


def _send(addresses: Sequence[str], title: str, body: str) -> bool:
    import apprise

    post = apprise.Apprise()
    known = [post.add(address) for address in addresses]
    return all(known) and bool(post.notify(title=title, body=body))
