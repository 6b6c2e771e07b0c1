"""What a case waits for beside its handlers: timers and jobs, each a task that nobody awaits."""

import asyncio
from collections.abc import Coroutine
from typing import Any


class Beside:
    """Tasks by key. A fault in one is kept, since asyncio would let it pass in silence."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._fault: BaseException | None = None

    def __bool__(self) -> bool:
        """Whether something is still waited for."""
        return bool(self._tasks)

    def start(self, key: str, work: Coroutine[Any, Any, None]) -> None:
        """Let *work* go on under *key*."""
        task = self._tasks[key] = asyncio.create_task(work)
        task.add_done_callback(self._keep_fault)

    def stop(self, key: str) -> None:
        """Cancel what goes on under *key*, if anything does."""
        task = self._tasks.pop(key, None)
        if task is not None:
            task.cancel()

    def forget(self, key: str) -> None:
        """Note that what went on under *key* has come to its end."""
        self._tasks.pop(key, None)

    def raise_fault(self) -> None:
        """Raise what went wrong, if anything did.

        Raises:
            RuntimeError: so that the step fails and is tried again, not the case.
        """
        if self._fault is not None:
            kind = type(self._fault).__name__
            raise RuntimeError(f"a timer or job ended in {kind}") from self._fault

    def _keep_fault(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled():
            self._fault = self._fault or task.exception()
