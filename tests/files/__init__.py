"""The stores of files on their own."""
