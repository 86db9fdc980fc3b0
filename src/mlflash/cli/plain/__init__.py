"""The drill without a screen: prompts and lines of text."""
