"""Embeds the articles of the help centre that changed since yesterday."""

from collections.abc import Iterable
from dataclasses import dataclass

from openai import OpenAI
from qdrant_client import QdrantClient
from qdrant_client.models import PointStruct

from .settings import COLLECTION, EMBEDDING_MODEL, QDRANT_URL

client = OpenAI()
store = QdrantClient(url=QDRANT_URL)


@dataclass
class Section:
    id: int
    title: str
    passage: str


def embed(section: Section) -> list[float]:
    content = f"{section.title}\n\n{section.passage}"
    response = client.embeddings.create(model=EMBEDDING_MODEL, input=content)
    return response.data[0].embedding


def run(sections: Iterable[Section]) -> None:
    for section in sections:
        point = PointStruct(id=section.id, vector=embed(section), payload={"title": section.title, "passage": section.passage})
        store.upsert(collection_name=COLLECTION, points=[point])
