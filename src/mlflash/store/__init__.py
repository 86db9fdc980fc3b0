"""The files on disk: the journal, the derived snapshot, settings and backups."""
