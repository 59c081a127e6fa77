"""Files and pictures at the desk: paired over both languages, described in both, and replaced or deleted with open eyes."""
