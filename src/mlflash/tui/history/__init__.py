"""The history of a card."""
