"""A small complete bank to start one's own from: `mlflash check --example`."""

EXAMPLE = """\
version: 1
title: My questions
sections:
  - id: databases
    title: Databases
    questions:
      - id: db-index
        question: What is a database index?
        answer:
          - A sorted structure beside the table that maps a column's values to the rows that hold them.
          - A B-tree finds a key in logarithmic time and reads ranges in order; a hash finds equal keys only.
          - Each index takes space and slows every write, since it is updated together with the table.
          - On a column of few values the planner ignores it, as reading the whole table is cheaper then.
"""
