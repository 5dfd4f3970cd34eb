"""How good embeddings are: pure functions on arrays, and the reports made of them."""
