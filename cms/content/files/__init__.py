"""Files and pictures: what is stored of them, captions, and the words read out of downloads."""
