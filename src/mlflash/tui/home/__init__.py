"""The Home screen and the welcome."""
