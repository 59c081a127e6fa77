"""From a draft to a release by more than one person: stages, who may do what, notes on texts, and reviews of whole pages."""
