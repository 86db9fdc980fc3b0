"""The list of all cards."""
