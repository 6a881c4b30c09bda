"""The archive's one way to be searched: a request in, results out."""
