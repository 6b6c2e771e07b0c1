"""Which element is drawn how: one table."""

from collections.abc import Callable
from dataclasses import dataclass

from bpmn.drawing.activities import paint_activity
from bpmn.drawing.artifacts import (
    paint_annotation,
    paint_data,
    paint_group,
    paint_store,
    paint_unknown,
)
from bpmn.drawing.events import paint_event
from bpmn.drawing.gateways import paint_gateway
from bpmn.drawing.scene import Item
from bpmn.drawing.swimlanes import paint_lane, paint_pool
from bpmn.drawing.tags import Tag


@dataclass(frozen=True, slots=True)
class Kind:
    """How a family of elements is drawn.

    Attributes:
        family: class of the element's group, and its word in the description.
        paint: draws the symbol, with the name where it stands inside.
        beside: whether the name stands beside the symbol.
    """

    family: str
    paint: Callable[[Item], list[Tag]]
    beside: bool = False


POOL = Kind("pool", paint_pool)
LANE = Kind("lane", paint_lane)
TASK = Kind("task", paint_activity)
CALL = Kind("call", paint_activity)
SUBPROCESS = Kind("subprocess", paint_activity)
EVENT = Kind("event", paint_event, beside=True)
GATEWAY = Kind("gateway", paint_gateway, beside=True)
DATA = Kind("data", paint_data, beside=True)
STORE = Kind("data", paint_store, beside=True)
ANNOTATION = Kind("annotation", paint_annotation)
GROUP = Kind("group", paint_group, beside=True)
UNKNOWN = Kind("unknown", paint_unknown)

KINDS: dict[str, Kind] = {
    "participant": POOL,
    "lane": LANE,
    "task": TASK,
    "userTask": TASK,
    "serviceTask": TASK,
    "sendTask": TASK,
    "receiveTask": TASK,
    "scriptTask": TASK,
    "manualTask": TASK,
    "businessRuleTask": TASK,
    "callActivity": CALL,
    "subProcess": SUBPROCESS,
    "transaction": SUBPROCESS,
    "adHocSubProcess": SUBPROCESS,
    "startEvent": EVENT,
    "intermediateCatchEvent": EVENT,
    "intermediateThrowEvent": EVENT,
    "boundaryEvent": EVENT,
    "endEvent": EVENT,
    "exclusiveGateway": GATEWAY,
    "parallelGateway": GATEWAY,
    "inclusiveGateway": GATEWAY,
    "eventBasedGateway": GATEWAY,
    "complexGateway": GATEWAY,
    "dataObject": DATA,
    "dataObjectReference": DATA,
    "dataInput": DATA,
    "dataOutput": DATA,
    "dataStoreReference": STORE,
    "textAnnotation": ANNOTATION,
    "group": GROUP,
}

WORDS = {
    "pool": "泳池",
    "lane": "泳道",
    "subprocess": "子流程",
    "call": "调用活动",
    "task": "任务",
    "event": "事件",
    "gateway": "网关",
    "data": "数据",
    "annotation": "注释",
    "group": "分组",
    "unknown": "其他",
}
"""The families in the description, in this order."""


def kind_of(item: Item) -> Kind:
    """Return how the element is drawn; what is not in the table is a plain box."""
    return KINDS.get(item.kind, UNKNOWN)
