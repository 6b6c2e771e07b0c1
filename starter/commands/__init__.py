"""One module per family of `shouwen` commands, each with a click object named `command`."""
