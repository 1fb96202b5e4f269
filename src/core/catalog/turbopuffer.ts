/** turbopuffer: queries of a namespace. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'turbopuffer',
  title: 'turbopuffer',
  homepage: 'https://turbopuffer.com/docs',
  checked: '2026-11-21',
  packages: { ecmascript: ['@turbopuffer/turbopuffer'], python: ['turbopuffer'] },
  types: {
    Client: ['default()', 'Turbopuffer()', 'AsyncTurbopuffer()'],
    Namespace: ['Client.namespace()', 'Namespace()'],
  },
  calls: [
    {
      id: 'namespace.query',
      kind: 'retriever',
      on: 'Namespace',
      path: ['query', 'multiQuery', 'multi_query'],
      slots: { input: 'rank_by', topK: ['top_k', 'limit', 'topK'] },
      telling: ['rank_by', 'top_k'],
    },
  ],
});
