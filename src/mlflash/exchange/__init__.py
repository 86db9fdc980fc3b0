"""Cards and progress to and from other programs: files out, files in."""
