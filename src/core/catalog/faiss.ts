/** FAISS: searches of an index in memory. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'faiss',
  title: 'FAISS',
  homepage: 'https://faiss.ai',
  checked: '2026-11-21',
  packages: { ecmascript: ['faiss-node'], python: ['faiss'] },
  types: {
    VectorIndex: [
      'IndexFlatL2()',
      'IndexFlatIP()',
      'IndexFlat()',
      'IndexHNSWFlat()',
      'IndexIVFFlat()',
      'IndexIVFPQ()',
      'IndexIDMap()',
      'IndexIDMap2()',
      'IndexLSH()',
      'IndexPQ()',
      'index_factory()',
      'read_index()',
      'index_cpu_to_gpu()',
      'Index()',
      'IndexFlatL2.read()',
      'IndexFlatIP.read()',
      'Index.read()',
      'Index.fromFactory()',
    ],
  },
  calls: [
    {
      id: 'index.search',
      kind: 'retriever',
      on: 'VectorIndex',
      path: ['search'],
      slots: { input: 0, topK: { ecmascript: 1, python: ['k', 1] } },
    },
  ],
});
