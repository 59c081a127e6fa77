"""What a query may be and cost before anybody is asked."""
