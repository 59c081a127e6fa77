"""Links that lead nowhere: noted from pages as they are saved, and found broken before readers find them so."""
