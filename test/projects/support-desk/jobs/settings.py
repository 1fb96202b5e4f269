"""Models and limits of the nightly jobs."""

EMBEDDING_MODEL = "text-embedding-3-small"
TRANSLATION_MODEL = "claude-haiku-4-5"

QDRANT_URL = "http://localhost:6333"
COLLECTION = "help-centre"
