"""The report of what either language lacks against the other, with its figures over time."""
