"""Where editors meet the findings: beside the editors, before release, in a report; and the list of known words."""
