"""The redress command. Commands translate between a shell and the rooms below; they hold no rules."""
