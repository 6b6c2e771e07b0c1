"""The one stylesheet of a drawing.

Everything is drawn in `currentColor`, so a rule such as `[data-element="answer"] { color: red }`
marks an element, its mark and its name at once.
"""

STYLES = """\
.bpmn { background: white; color: #22242a; font: 12px Arial, "PingFang SC", "Microsoft YaHei", \
"Noto Sans CJK SC", "Source Han Sans SC", sans-serif; }
.bpmn text { fill: currentColor; text-anchor: middle; }
.bpmn .left { text-anchor: start; }
.bpmn .label { paint-order: stroke; stroke: white; stroke-width: 3px; stroke-linejoin: round; }
.bpmn .body { fill: white; stroke: currentColor; stroke-width: 2; }
.bpmn .ring { fill: none; stroke: currentColor; stroke-width: 2; }
.bpmn .thin { stroke-width: 1.5; }
.bpmn .thick { stroke-width: 4; }
.bpmn .dashed { stroke-dasharray: 6 4; }
.bpmn .dotted { stroke-dasharray: 0.1 5; stroke-linecap: round; }
.bpmn .dashdotted { stroke-dasharray: 10 6 0.1 6; stroke-linecap: round; }
.bpmn .line { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linejoin: round; }
.bpmn .sequence { stroke-width: 2; }
.bpmn .hollow { fill: white; stroke: currentColor; stroke-width: 1.2; stroke-linejoin: round; }
.bpmn .ink { fill: currentColor; stroke: none; }
.bpmn .mark .ink { stroke: currentColor; stroke-width: 1.2; stroke-linejoin: round; }
.bpmn .head { stroke: currentColor; stroke-width: 1; stroke-linejoin: round; }
.bpmn .outline, .bpmn .mark .line { fill: none; stroke: currentColor; stroke-width: 1.2; \
stroke-linejoin: round; stroke-linecap: round; }
.bpmn .dial { fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linejoin: round; \
stroke-linecap: round; }
.bpmn .inverse { fill: none; stroke: white; stroke-width: 1.4; }
.bpmn .wheel { fill: white; fill-rule: evenodd; stroke: currentColor; stroke-linejoin: round; }
.bpmn .shade { fill: #aaa; stroke: currentColor; stroke-width: 1.2; }
.bpmn .hoop { fill: none; stroke: currentColor; stroke-width: 2.6; }
.bpmn .bold { fill: none; stroke: currentColor; stroke-width: 4.4; }
.bpmn .bar { fill: none; stroke: currentColor; stroke-width: 2.4; }"""
