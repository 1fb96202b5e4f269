import { OpenAIEmbeddings } from '@langchain/openai';
import { QdrantVectorStore } from '@langchain/qdrant';

const store = await QdrantVectorStore.fromExistingCollection(new OpenAIEmbeddings({ model: 'text-embedding-3-small' }), {
  url: process.env.QDRANT_URL,
  collectionName: 'help-centre',
});

export const helpCentre = store.asRetriever({ k: 6 });
