"""The screens: thin, with no rule of their own."""
