"""A new card of the reader."""
