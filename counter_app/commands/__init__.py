"""The sub-commands of `counter`: the same desk without a window. Formats of `--json` are in docs/command.md."""
