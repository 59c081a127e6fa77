"""What all content shares: languages, audiences, snippets, files, blocks and the abstract page. Imports nothing of ours."""
