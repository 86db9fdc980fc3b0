"""The drill's screen."""
