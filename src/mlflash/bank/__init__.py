"""The question bank: its files, cards and sections. Knows no clock, no history, no screen."""
