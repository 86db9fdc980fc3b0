"""Import and export as dialogs."""
