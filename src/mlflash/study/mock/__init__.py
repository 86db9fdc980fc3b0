"""The mock interview: its questions, its run and its scorecard."""
