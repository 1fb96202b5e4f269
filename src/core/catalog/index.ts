/** All SDKs that Costlint knows, by name. */
import anthropic from './anthropic.ts';
import autogen from './autogen.ts';
import azureOpenai from './azure-openai.ts';
import azureSearch from './azure-search.ts';
import bedrock from './bedrock.ts';
import chroma from './chroma.ts';
import claudeAgentSdk from './claude-agent-sdk.ts';
import cohere from './cohere.ts';
import crewai from './crewai.ts';
import deepagents from './deepagents.ts';
import dspy from './dspy.ts';
import elasticsearch from './elasticsearch.ts';
import faiss from './faiss.ts';
import genkit from './genkit.ts';
import googleAdk from './google-adk.ts';
import googleGenai from './google-genai.ts';
import googleGenerativeAi from './google-generative-ai.ts';
import groq from './groq.ts';
import haystack from './haystack.ts';
import http from './http.ts';
import instructor from './instructor.ts';
import lancedb from './lancedb.ts';
import langchain from './langchain.ts';
import langgraph from './langgraph.ts';
import litellm from './litellm.ts';
import llamaindex from './llamaindex.ts';
import mastra from './mastra.ts';
import mem0 from './mem0.ts';
import milvus from './milvus.ts';
import mistral from './mistral.ts';
import mongodb from './mongodb.ts';
import ollama from './ollama.ts';
import openai from './openai.ts';
import openaiAgents from './openai-agents.ts';
import openrouter from './openrouter.ts';
import pinecone from './pinecone.ts';
import portkey from './portkey.ts';
import pydanticAi from './pydantic-ai.ts';
import qdrant from './qdrant.ts';
import redis from './redis.ts';
import type { Sdk } from './sdk.ts';
import semanticKernel from './semantic-kernel.ts';
import smolagents from './smolagents.ts';
import supabase from './supabase.ts';
import swarm from './swarm.ts';
import together from './together.ts';
import turbopuffer from './turbopuffer.ts';
import upstashVector from './upstash-vector.ts';
import vercelAiSdk from './vercel-ai-sdk.ts';
import vertex from './vertex.ts';
import voyage from './voyage.ts';
import weaviate from './weaviate.ts';

export const catalog: readonly Sdk[] = [
  anthropic,
  autogen,
  azureOpenai,
  azureSearch,
  bedrock,
  chroma,
  claudeAgentSdk,
  cohere,
  crewai,
  deepagents,
  dspy,
  elasticsearch,
  faiss,
  genkit,
  googleAdk,
  googleGenai,
  googleGenerativeAi,
  groq,
  haystack,
  http,
  instructor,
  lancedb,
  langchain,
  langgraph,
  litellm,
  llamaindex,
  mastra,
  mem0,
  milvus,
  mistral,
  mongodb,
  ollama,
  openai,
  openaiAgents,
  openrouter,
  pinecone,
  portkey,
  pydanticAi,
  qdrant,
  redis,
  semanticKernel,
  smolagents,
  supabase,
  swarm,
  together,
  turbopuffer,
  upstashVector,
  vercelAiSdk,
  vertex,
  voyage,
  weaviate,
];
