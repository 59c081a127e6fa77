"""What reports show, as files for spreadsheets."""
