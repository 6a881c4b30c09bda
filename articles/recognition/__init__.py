"""Names in text: found in raw text, told apart by their context, kept as mentions."""
