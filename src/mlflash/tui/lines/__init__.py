"""The line drill."""
