"""Builds models with interchange: one element of each kind, in a grid or alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
    ' xmlns:di="http://www.omg.org/spec/DD/20100524/DI"'
    ' xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions">'
)
MULTI = "<multiInstanceLoopCharacteristics/>"
SEQUENTIAL = '<multiInstanceLoopCharacteristics isSequential="true"/>'
LOOP = "<standardLoopCharacteristics/>"


@dataclass(frozen=True)
class Sample:
    """One element: its tag, its attributes, what is inside it, and those of its shape."""

    label: str
    tag: str
    attributes: str = ""
    inner: str = ""
    shape: str = ""

    @property
    def size(self) -> tuple[int, int]:
        """Usual width and height."""
        if self.tag.endswith("Event"):
            return 36, 36
        if self.tag.endswith("Gateway"):
            return 50, 50
        if self.tag.startswith("data"):
            return (50, 50) if "Store" in self.tag else (36, 50)
        return 100, 80


def _triggers(*kinds: str) -> str:
    return "".join(f"<{kind}EventDefinition/>" for kind in kinds)


def _events() -> list[Sample]:
    catching = [
        "",
        "message",
        "timer",
        "signal",
        "conditional",
        "error",
        "escalation",
        "compensate",
    ]
    throwing = [
        "",
        "message",
        "signal",
        "error",
        "escalation",
        "compensate",
        "terminate",
        "cancel",
    ]
    middle = ["", "message", "signal", "escalation", "compensate", "link"]
    made = [Sample(f"开始 {k}", "startEvent", inner=_triggers(*[k][: len(k)])) for k in catching]
    made += [
        Sample(f"不中断 {k}", "startEvent", 'isInterrupting="false"', _triggers(k))
        for k in ("message", "timer", "signal", "conditional", "escalation")
    ]
    made += [
        Sample(f"捕获 {k}", "intermediateCatchEvent", inner=_triggers(k))
        for k in ("message", "timer", "signal", "conditional", "link")
    ]
    made += [
        Sample(f"抛出 {k}", "intermediateThrowEvent", inner=_triggers(*[k][: len(k)]))
        for k in middle
    ]
    made += [Sample(f"结束 {k}", "endEvent", inner=_triggers(*[k][: len(k)])) for k in throwing]
    made += [
        Sample(f"边界 {k}", "boundaryEvent", 'attachedToRef="host"', _triggers(k))
        for k in [*catching[1:], "cancel"]
    ]
    made += [
        Sample(
            f"边界不中断 {k}",
            "boundaryEvent",
            'attachedToRef="host" cancelActivity="false"',
            _triggers(k),
        )
        for k in ("message", "timer", "signal", "conditional", "escalation")
    ]
    several = _triggers("message", "timer")
    return [
        *made,
        Sample("开始 多重", "startEvent", inner=several),
        Sample("开始 并行多重", "startEvent", 'parallelMultiple="true"', several),
        Sample("捕获 多重", "intermediateCatchEvent", inner=several),
        Sample("捕获 并行多重", "intermediateCatchEvent", 'parallelMultiple="true"', several),
        Sample("抛出 多重", "intermediateThrowEvent", inner=_triggers("message", "signal")),
        Sample("结束 多重", "endEvent", inner=_triggers("message", "signal")),
        Sample("边界 多重", "boundaryEvent", 'attachedToRef="host"', several),
    ]  # fmt: skip


def _activities() -> list[Sample]:
    tasks = ["task", "userTask", "serviceTask", "sendTask", "receiveTask", "scriptTask",
             "manualTask", "businessRuleTask"]  # fmt: skip
    return [
        *(Sample(f"办理事项 {kind}", kind) for kind in tasks),
        Sample("由消息开始的接收", "receiveTask", 'instantiate="true"'),
        Sample("并行多实例", "userTask", inner=MULTI),
        Sample("顺序多实例", "userTask", inner=SEQUENTIAL),
        Sample("循环", "userTask", inner=LOOP),
        Sample("补偿", "serviceTask", 'isForCompensation="true"'),
        Sample("补偿且并行", "serviceTask", 'isForCompensation="true"', MULTI),
        Sample("调用活动", "callActivity", 'calledElement="other"'),
        Sample("逐个调用", "callActivity", 'calledElement="other"', SEQUENTIAL),
        Sample("收起的子流程", "subProcess", shape='isExpanded="false"'),
        Sample("收起的多实例子流程", "subProcess", inner=MULTI, shape='isExpanded="false"'),
        Sample("展开的子流程", "subProcess", shape='isExpanded="true"'),
        Sample("展开的循环子流程", "subProcess", inner=LOOP, shape='isExpanded="true"'),
        Sample("事件子流程", "subProcess", 'triggeredByEvent="true"', shape='isExpanded="true"'),
        Sample("收起的事件子流程", "subProcess", 'triggeredByEvent="true"',
               '<startEvent id="inner"><timerEventDefinition/></startEvent>', 'isExpanded="false"'),
        Sample("事务", "transaction", shape='isExpanded="true"'),
        Sample("收起的事务", "transaction", shape='isExpanded="false"'),
        Sample("特别子流程", "adHocSubProcess", shape='isExpanded="true"'),
        Sample("收起的特别子流程", "adHocSubProcess", shape='isExpanded="false"'),
    ]  # fmt: skip


def samples() -> list[Sample]:
    """Return one element of each kind and variant."""
    return [
        *_events(),
        *_activities(),
        Sample("是否受理？", "exclusiveGateway", shape='isMarkerVisible="true"'),
        Sample("没有标记", "exclusiveGateway", shape='isMarkerVisible="false"'),
        Sample("并行", "parallelGateway"),
        Sample("包容", "inclusiveGateway"),
        Sample("复杂", "complexGateway"),
        Sample("基于事件", "eventBasedGateway"),
        Sample("由事件开始", "eventBasedGateway", 'instantiate="true"'),
        Sample("由全部事件开始", "eventBasedGateway", 'instantiate="true" eventGatewayType="Parallel"'),
        Sample("记录单", "dataObjectReference", inner='<dataState name="已签字"/>'),
        Sample("多份记录", "dataObjectReference", 'dataObjectRef="many"'),
        Sample("台账", "dataStoreReference"),
        Sample("", "textAnnotation", inner="<text>首问责任人须全程跟踪，直至办结。</text>"),
        Sample("", "group", 'categoryValueRef="value"'),
        Sample("没有图形的种类", "somethingElse"),
    ]  # fmt: skip


def model(elements: Sequence[Sample], columns: int = 9) -> str:
    """Return a model with *elements* in a grid; the n-th one's id is `e{n}`."""
    written, shapes = [], []
    for n, each in enumerate(elements):
        name = f" name={quoteattr(each.label)}" if each.label else ""
        written.append(f'<{each.tag} id="e{n}"{name} {each.attributes}>{each.inner}</{each.tag}>')
        width, height = each.size
        x, y = 90 + n % columns * 150 - width / 2, 80 + n // columns * 130 - height / 2
        shapes.append(shape(f"e{n}", x, y, width, height, each.shape))
    return (
        f'{HEAD}<category id="category"><categoryValue id="value" value="一组事项"/></category>'
        '<process id="p"><dataObject id="many" isCollection="true"/>'
        f"{''.join(written)}</process>{plane('p', *shapes)}</definitions>"
    )


def plane(subject: str, *drawn: str) -> str:
    """Return one diagram of *subject*."""
    inner = "".join(drawn)
    return (
        f'<bpmndi:BPMNDiagram><bpmndi:BPMNPlane bpmnElement="{subject}">{inner}</bpmndi:BPMNPlane>'
        "</bpmndi:BPMNDiagram>"
    )


def shape(
    key: str, x: float, y: float, width: float, height: float, more: str = "", label: str = ""
) -> str:
    """Return the shape of an element; *label* is what stands in its BPMNLabel."""
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}"/>'
    place = f"<bpmndi:BPMNLabel>{label}</bpmndi:BPMNLabel>" if label else ""
    return f'<bpmndi:BPMNShape bpmnElement="{key}" {more}>{bounds}{place}</bpmndi:BPMNShape>'


def edge(key: str, *points: tuple[float, float], more: str = "") -> str:
    """Return the edge of a flow through *points*."""
    way = "".join(f'<di:waypoint x="{x}" y="{y}"/>' for x, y in points)
    return f'<bpmndi:BPMNEdge bpmnElement="{key}" {more}>{way}</bpmndi:BPMNEdge>'


def neighbours() -> str:
    """Return two pools, a black box, lanes, every kind of line, data and a subprocess inside."""
    flows = (
        '<sequenceFlow id="f1" sourceRef="start" targetRef="task"/>'
        '<sequenceFlow id="f2" name="材料齐全" sourceRef="task" targetRef="split">'
        '<conditionExpression xsi:type="tFormalExpression">=a</conditionExpression></sequenceFlow>'
        '<sequenceFlow id="f3" name="否则退回补正材料" sourceRef="split" targetRef="end"/>'
        '<sequenceFlow id="f4" name="是" sourceRef="split" targetRef="sub"/>'
        '<sequenceFlow id="f5" sourceRef="late" targetRef="end"/>'
    )
    nodes = (
        '<startEvent id="start" name="群众来访"/><userTask id="task" name="首问责任人登记并答复">'
        '<dataOutputAssociation id="d1"><targetRef>paper</targetRef></dataOutputAssociation></userTask>'
        '<boundaryEvent id="late" name="超时" attachedToRef="task" cancelActivity="false">'
        "<timerEventDefinition/></boundaryEvent>"
        '<exclusiveGateway id="split" name="齐全？" default="f3"/><endEvent id="end" name="办结"/>'
        '<subProcess id="sub" name="会商办理"><startEvent id="s1"/><task id="s2" name="会商"/>'
        '<sequenceFlow id="f6" sourceRef="s1" targetRef="s2"/></subProcess>'
        '<dataObjectReference id="paper" name="记录单"/>'
        '<textAnnotation id="note"><text>一次性告知所需材料</text></textAnnotation>'
        '<association id="a1" sourceRef="note" targetRef="task"/>'
        '<association id="a2" sourceRef="note" targetRef="split" associationDirection="One"/>'
        '<association id="a3" sourceRef="note" targetRef="sub" associationDirection="Both"/>'
        '<group id="group" categoryValueRef="value"/>'
    )
    lanes = (
        '<laneSet id="lanes"><lane id="lane1" name="首问责任人"/>'
        '<lane id="lane2" name="承办部门（含会商部门及其负责人）"/></laneSet>'
    )
    return (
        f'{HEAD}<category id="category"><categoryValue id="value" value="当场办理"/></category>'
        '<collaboration id="c"><participant id="pool" name="首问负责制" processRef="p"/>'
        '<participant id="box" name="群众"><participantMultiplicity/></participant>'
        '<messageFlow id="m1" name="来访" sourceRef="box" targetRef="start"/>'
        '<messageFlow id="m2" sourceRef="end" targetRef="box"/></collaboration>'
        f'<process id="p">{lanes}{nodes}{flows}</process>{_places()}</definitions>'
    )


def _places() -> str:
    return plane(
        "c",
        shape("pool", 100, 150, 900, 430, 'isHorizontal="true"'),
        shape("lane1", 130, 150, 870, 200, 'isHorizontal="true"'),
        shape("lane2", 130, 350, 870, 230, 'isHorizontal="true"'),
        shape("box", 100, 20, 900, 70),
        shape("start", 170, 212, 36, 36),
        shape("task", 260, 190, 100, 80, 'bioc:stroke="#1e88e5" bioc:fill="#bbdefb"'),
        shape("split", 475, 205, 50, 50, 'isMarkerVisible="true"'),
        shape("end", 880, 212, 36, 36),
        shape("sub", 420, 390, 300, 160, 'isExpanded="true"'),
        shape("s1", 450, 452, 36, 36),
        shape("s2", 540, 430, 100, 80),
        shape("late", 292, 252, 36, 36),
        shape("paper", 192, 390, 36, 50),
        shape("note", 640, 270, 110, 40),
        shape("group", 240, 165, 310, 175),
        edge("f1", (206, 230), (260, 230)),
        edge("f2", (360, 230), (475, 230)),
        edge("f3", (525, 230), (880, 230)),
        edge("f4", (500, 255), (500, 390)),
        edge("f5", (310, 288), (310, 370), (898, 370), (898, 248)),
        edge("f6", (486, 470), (540, 470)),
        edge("d1", (270, 270), (215, 390)),
        edge("a1", (640, 275), (360, 250)),
        edge("a2", (640, 285), (518, 238)),
        edge("a3", (690, 310), (690, 390)),
        edge("m1", (188, 90), (188, 212), more='messageVisibleKind="initiating"'),
        edge("m2", (898, 212), (898, 90), more='messageVisibleKind="non_initiating"'),
    )
