"""The way in: the client library for back ends and the `shouwen` command.

Law 1: nothing here needs knowledge of Temporal from its user.
Law 2: every error is one clear sentence on standard error, with a non-zero exit.
Law 3: this room may import every other room except `worker`, which nobody imports.
"""
