"""How much one command may bring: a case carries it through jobs, facts and its next run.

A workflow server ends a workflow whose input or job is over two million bytes.
"""

import json
from collections.abc import Mapping
from typing import Any

from cases.refusal import Refused

MOST = 100_000
"""Bytes of JSON in one command; about thirty thousand characters of Chinese."""


def check_size(name: str, data: Mapping[str, Any]) -> None:
    """Let *data* through.

    Raises:
        Refused: it is longer than `MOST`, or holds what JSON cannot: NaN, or half a character.
    """
    try:
        size = len(json.dumps(data, ensure_ascii=False, allow_nan=False).encode())
    except ValueError:
        raise Refused(
            "unreadable_value", f"{name} 中有不能识别的值：应为完整的文字和有限的数字"
        ) from None
    if size > MOST:
        raise Refused("too_large", f"{name} 至多 {MOST} 字节，收到 {size} 字节；请另附材料")
