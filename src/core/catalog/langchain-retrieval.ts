/** LangChain's embedding models, vector stores and retrievers. */
import type { SdkCall } from './sdk.ts';

export const embeddingModels = [
  'OpenAIEmbeddings', 'AzureOpenAIEmbeddings', 'GoogleGenerativeAIEmbeddings', 'VertexAIEmbeddings', 'BedrockEmbeddings',
  'CohereEmbeddings', 'MistralAIEmbeddings', 'VoyageAIEmbeddings', 'VoyageEmbeddings', 'OllamaEmbeddings', 'HuggingFaceEmbeddings',
  'init_embeddings', 'Embeddings',
];
export const vectorStores = [
  'Chroma', 'FAISS', 'FaissStore', 'HNSWLib', 'InMemoryVectorStore', 'MemoryVectorStore', 'Pinecone', 'PineconeVectorStore',
  'PineconeStore', 'Qdrant', 'QdrantVectorStore', 'Weaviate', 'WeaviateVectorStore', 'WeaviateStore', 'Milvus', 'Zilliz', 'PGVector',
  'PGVectorStore', 'LanceDB', 'SupabaseVectorStore', 'Redis', 'RedisVectorStore', 'ElasticsearchStore', 'ElasticVectorSearch',
  'OpenSearchVectorSearch', 'OpenSearchVectorStore', 'MongoDBAtlasVectorSearch', 'AzureSearch', 'AzureAISearchVectorStore',
  'UpstashVectorStore', 'SKLearnVectorStore', 'DocArrayInMemorySearch', 'DeepLake', 'Vectara', 'Neo4jVector', 'Neo4jVectorStore',
  'VectorStore',
];
/** Static methods that embed documents and give a store. */
export const indexers = ['from_documents', 'from_texts', 'afrom_documents', 'afrom_texts', 'fromDocuments', 'fromTexts'];
/** Static methods that give a store that exists. */
export const openers = [
  'from_existing_index', 'from_existing_collection', 'fromExistingIndex', 'fromExistingCollection', 'fromExistingGraph', 'load_local',
  'load', 'initialize', 'from_connection_string', 'from_embeddings',
];
export const retrievers = [
  'BM25Retriever', 'TFIDFRetriever', 'KNNRetriever', 'SVMRetriever', 'MultiQueryRetriever', 'EnsembleRetriever',
  'ContextualCompressionRetriever', 'ParentDocumentRetriever', 'MultiVectorRetriever', 'SelfQueryRetriever',
  'TimeWeightedVectorStoreRetriever', 'ScoreThresholdRetriever', 'TavilySearchAPIRetriever', 'AmazonKnowledgeBasesRetriever',
  'AmazonKnowledgeBaseRetriever', 'AzureAISearchRetriever', 'VectorStoreRetriever', 'PineconeHybridSearchRetriever', 'BaseRetriever',
  'BaseRetrieverInterface',
];
export const retrieverMakers = ['from_documents', 'from_texts', 'fromDocuments', 'from_llm', 'fromLLM', 'fromVectorStore'];

const model = ['model', 'modelName', 'model_name'];

export const embeddingCalls: readonly SdkCall[] = [
  {
    id: 'OpenAIEmbeddings',
    kind: 'client',
    provider: 'openai',
    path: ['OpenAIEmbeddings'],
    slots: { model, retries: { ecmascript: 'maxRetries', python: 'max_retries' } },
    defaults: { model: 'text-embedding-ada-002' },
  },
  {
    id: 'AzureOpenAIEmbeddings',
    kind: 'client',
    provider: 'azure',
    path: ['AzureOpenAIEmbeddings'],
    slots: { model: [...model, 'azure_deployment', 'azureOpenAIApiEmbeddingsDeploymentName'] },
  },
  {
    id: 'GoogleGenerativeAIEmbeddings',
    kind: 'client',
    provider: 'google',
    path: ['GoogleGenerativeAIEmbeddings', 'VertexAIEmbeddings'],
    slots: { model },
  },
  { id: 'BedrockEmbeddings', kind: 'client', provider: 'aws', path: ['BedrockEmbeddings'], slots: { model: ['model_id', 'model'] } },
  { id: 'CohereEmbeddings', kind: 'client', provider: 'cohere', path: ['CohereEmbeddings'], slots: { model } },
  { id: 'MistralAIEmbeddings', kind: 'client', provider: 'mistral', path: ['MistralAIEmbeddings'], slots: { model } },
  { id: 'VoyageAIEmbeddings', kind: 'client', provider: 'voyageai', path: ['VoyageAIEmbeddings', 'VoyageEmbeddings'], slots: { model } },
  { id: 'OllamaEmbeddings', kind: 'client', provider: 'local', path: ['OllamaEmbeddings', 'HuggingFaceEmbeddings'], slots: { model } },
  { id: 'init_embeddings', kind: 'client', languages: ['python'], path: ['init_embeddings'], slots: { model: ['model', 0] } },
  {
    id: 'embed_query',
    kind: 'embedding-call',
    on: 'Embeddings',
    path: ['embed_query', 'embed_documents', 'aembed_query', 'aembed_documents', 'embedQuery', 'embedDocuments'],
    slots: { input: { ecmascript: 0, python: [0, 'text', 'texts'] } },
  },
  {
    id: 'from_documents',
    kind: 'embedding-call',
    path: vectorStores.flatMap((name) => indexers.map((indexer) => `${name}.${indexer}`)),
    slots: {
      input: { ecmascript: 0, python: ['documents', 'texts', 0] },
      model: { ecmascript: [1, 2], python: ['embedding', 'embeddings', 1] },
    },
  },
  {
    id: 'add_documents',
    kind: 'embedding-call',
    on: 'VectorStore',
    path: ['add_documents', 'add_texts', 'aadd_documents', 'aadd_texts', 'addDocuments'],
    slots: { input: { ecmascript: 0, python: ['documents', 'texts', 0] } },
  },
];

export const retrieverCalls: readonly SdkCall[] = [
  {
    id: 'as_retriever',
    kind: 'retriever',
    on: 'VectorStore',
    path: ['as_retriever', 'asRetriever'],
    slots: { topK: { ecmascript: ['k', 0], python: 'search_kwargs.k' } },
    defaults: { topK: 4 },
    telling: [],
  },
  {
    id: 'similarity_search',
    kind: 'retriever',
    on: 'VectorStore',
    path: [
      'similarity_search', 'similarity_search_with_score', 'similarity_search_with_relevance_scores', 'similarity_search_by_vector',
      'asimilarity_search', 'asimilarity_search_with_score', 'asimilarity_search_with_relevance_scores', 'max_marginal_relevance_search',
      'amax_marginal_relevance_search', 'similaritySearch', 'similaritySearchWithScore', 'similaritySearchVectorWithScore',
      'maxMarginalRelevanceSearch',
    ],
    slots: { input: 0, topK: { ecmascript: [1, '1.k'], python: ['k', 1] } },
    defaults: { topK: 4 },
    telling: [],
  },
  {
    id: 'get_relevant_documents',
    kind: 'retriever',
    on: 'Retriever',
    path: ['get_relevant_documents', 'aget_relevant_documents', 'getRelevantDocuments'],
    slots: { input: 0 },
    defaults: { topK: 4 },
    telling: [],
  },
  {
    id: 'retriever.invoke',
    kind: 'retriever',
    on: 'Retriever',
    path: ['invoke', 'ainvoke', 'batch', 'abatch'],
    slots: { input: 0 },
    defaults: { topK: 4 },
  },
  {
    id: 'BM25Retriever',
    kind: 'retriever',
    path: [
      'BM25Retriever', 'BM25Retriever.from_documents', 'BM25Retriever.from_texts', 'BM25Retriever.fromDocuments',
      'TFIDFRetriever.from_documents', 'TFIDFRetriever.from_texts', 'KNNRetriever.from_documents', 'KNNRetriever.from_texts',
      'SVMRetriever.from_documents', 'SVMRetriever.from_texts',
    ],
    slots: { topK: { ecmascript: ['1.k', 'k'], python: 'k' } },
    defaults: { topK: 4 },
  },
  {
    // Asks a model for three further wordings and unites what they find.
    id: 'MultiQueryRetriever',
    kind: 'retriever',
    path: ['MultiQueryRetriever', 'MultiQueryRetriever.from_llm', 'MultiQueryRetriever.fromLLM'],
    slots: { model: 'llm', prompt: 'prompt' },
    defaults: { topK: 12 },
  },
  {
    id: 'VectorStoreRetriever',
    kind: 'retriever',
    path: [
      'VectorStoreRetriever', 'EnsembleRetriever', 'ContextualCompressionRetriever', 'ParentDocumentRetriever', 'MultiVectorRetriever',
      'SelfQueryRetriever', 'SelfQueryRetriever.from_llm', 'SelfQueryRetriever.fromLLM', 'TimeWeightedVectorStoreRetriever',
      'ScoreThresholdRetriever.fromVectorStore',
    ],
    slots: { topK: { ecmascript: ['k', 'maxK', '1.maxK', 'childK'], python: ['search_kwargs.k', 'k'] } },
    defaults: { topK: 4 },
  },
  {
    id: 'TavilySearchAPIRetriever',
    kind: 'retriever',
    path: ['TavilySearchAPIRetriever'],
    slots: { topK: 'k' },
    defaults: { topK: 10 },
  },
  {
    id: 'AmazonKnowledgeBasesRetriever',
    kind: 'retriever',
    path: ['AmazonKnowledgeBasesRetriever', 'AmazonKnowledgeBaseRetriever'],
    slots: { topK: { ecmascript: 'topK', python: 'retrieval_config.vectorSearchConfiguration.numberOfResults' } },
  },
  {
    id: 'AzureAISearchRetriever',
    kind: 'retriever',
    languages: ['python'],
    path: ['AzureAISearchRetriever', 'PineconeHybridSearchRetriever'],
    slots: { topK: 'top_k' },
  },
];
