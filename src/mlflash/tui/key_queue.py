"""Handle keys one after another, each on the screen that the key before it has opened.

Textual handles a key while the key before it still travels through the widgets, or before the screen or field that
it opens is there. If "/svm" arrives at once, as over a slow line, "svm" would be taken for commands.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from textual import events
from textual.actions import ActionParseResult
from textual.app import App
from textual.await_complete import AwaitComplete
from textual.dom import DOMNode
from textual.message import Message
from textual.message_pump import MessagePump
from textual.screen import Screen

LAPS = 2
"""Trips through the widgets to wait for: of the key, and of a message that a widget sends because of it."""
LONGEST = 3.0
"""Seconds after which the next key is handled in any case."""
PAUSE = 0.02
"""Seconds after which a message follows a key if no other key comes: by then its effect is mostly on screen."""

WIDE, WIDTH = ("\uff10", "\uff5a"), 0xFEE0
"""The first and last of the wide digits and letters, and their distance from the ordinary ones."""


class KeyHandled(Message):
    """Follows a key through the widgets up to the app, and arrives after it."""


class Turn:
    """A key that is being handled."""

    def __init__(self, target: MessagePump, screen: Screen[Any]) -> None:
        self.target = target
        """The receiver of the key: the focused widget, else the screen."""
        self.screen = screen
        """The active screen, later the screen that the key has opened."""
        self.laps = LAPS
        """Trips still to wait for."""
        self.follower: KeyHandled | None = None
        """The message on its way; any other is out of date. None before the first is sent."""
        self.timer: asyncio.TimerHandle | None = None
        """Sends the first message after `PAUSE`, later ends the turn after `LONGEST`."""


class KeyQueue(App[None]):
    """An app that holds a key or a paste back until the effect of the one before it is complete."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Event] = deque()
        self._turn: Turn | None = None
        self._dropping = False

    async def on_event(self, event: events.Event) -> None:
        """Handle an event now, or a key in its turn."""
        if not isinstance(event, (events.Key, events.Paste)) or event.is_forwarded or not self.screen_stack:
            await super().on_event(event)
        elif self._turn is not None:
            self._waiting.append(event)
            if self._turn.follower is None:
                self._follow(self._turn)
        elif not self._dropping:
            await self._handle(event)

    def key_comes(self) -> None:
        """Called before each key is handled."""

    async def _handle(self, event: events.Event) -> None:
        self.key_comes()
        if isinstance(event, events.Key):
            event = self._narrow(event)
        turn = self._turn = Turn(self.focused or self.screen, self.screen)
        await super().on_event(event)
        if self._waiting:
            self._follow(turn)
        else:  # later, so that the key's own frame does not wait for it
            turn.timer = asyncio.get_running_loop().call_later(PAUSE, self._follow, turn)

    def _narrow(self, event: events.Key) -> events.Key:
        """A wide letter or digit of an input method as the ordinary one, but not where text is typed."""
        char, focused = event.character or "", self.focused
        if not WIDE[0] <= char <= WIDE[1] or (focused and focused.check_consume_key(event.key, char)):
            return event
        narrow = chr(ord(char) - WIDTH)
        return events.Key(narrow, narrow) if narrow.isalnum() else event

    def _follow(self, turn: Turn) -> None:
        """Send a message after the key."""
        if turn.follower is None:
            if turn.timer is not None:
                turn.timer.cancel()
            turn.timer = asyncio.get_running_loop().call_later(LONGEST, self.call_later, self._end, turn)
        turn.laps -= 1
        turn.follower = KeyHandled()
        if not turn.target.post_message(turn.follower):
            self.call_later(self._settle, turn.follower)

    def on_key_handled(self, message: KeyHandled) -> None:
        """Send the message of the next lap; after the last, wait for a change of focus in the app's queue."""
        turn = self._turn
        if turn is None or turn.follower is not message:
            return
        if turn.laps > 0:
            self._follow(turn)
        else:
            self.call_later(self._settle, message)

    async def _settle(self, follower: KeyHandled) -> None:
        """End the turn; a screen that the key has opened must first be drawn and have its focus."""
        turn = self._turn
        if turn is None or turn.follower is not follower:
            return
        if self.screen is not turn.screen:
            turn.screen = self.screen
            if turn.screen.call_after_refresh(self.call_later, self._settle, follower):
                return
        await self._end(turn)

    async def _end(self, turn: Turn) -> None:
        """End the turn and handle the next key."""
        if turn is not self._turn:
            return
        if turn.timer is not None:
            turn.timer.cancel()
        self._turn = None
        if self._waiting:
            await self._handle(self._waiting.popleft())

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """Perform an action, but drop it once its screen is closed or the app is leaving: its widgets are gone."""
        node = default_namespace or self
        widget = self.screen if node is self else node
        if not widget.is_attached or widget.screen not in self.screen_stack:
            return True
        return await super().run_action(action, default_namespace, namespaces)

    def pop_screen(self) -> AwaitComplete:
        """Close the active screen, and send the message that follows the key to the screen below."""
        closing = super().pop_screen()
        turn = self._turn
        if turn is not None:
            turn.target = self.screen
            if turn.follower is not None:
                self._follow(turn)
        return closing

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Give the terminal to another program; keys typed together with the key that did so are dropped."""
        with super().suspend():
            yield
        self._waiting.clear()
        self._dropping = True  # the keys that are in the app's queue now
        self.call_later(self._stop_dropping)

    def _stop_dropping(self) -> None:
        self._dropping = False
