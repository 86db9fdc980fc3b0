"""The mock interview: its cards, its run and its scorecard."""
