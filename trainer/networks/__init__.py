"""The networks that turn faces into embeddings."""
