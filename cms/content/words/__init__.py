"""What Welsh and English do with words: dates, mutations, the forms of terms."""
