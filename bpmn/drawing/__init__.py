"""A diagram as SVG, drawn from its interchange alone: bounds, waypoints and labels as they stand."""
