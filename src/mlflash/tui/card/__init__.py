"""A card on screen: its content, its layout, its widget."""
