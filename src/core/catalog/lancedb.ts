/** LanceDB: vector searches, whose number of rows stands in a method after them. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'lancedb',
  title: 'LanceDB',
  homepage: 'https://lancedb.github.io/lancedb/',
  checked: '2026-11-21',
  packages: { ecmascript: ['@lancedb/lancedb', 'vectordb'], python: ['lancedb'] },
  types: {
    Database: ['connect()', 'connect_async()'],
    Table: [
      'Database.open_table()',
      'Database.create_table()',
      'Database.openTable()',
      'Database.createTable()',
      'LanceTable()',
      'Table()',
    ],
    Query: [
      'Table.search()',
      'Table.vectorSearch()',
      'Table.vector_search()',
      'Query.where()',
      'Query.select()',
      'Query.metric()',
      'Query.distance_type()',
      'Query.distanceType()',
      'Query.rerank()',
      'Query.nprobes()',
    ],
  },
  calls: [
    { id: 'table.search', kind: 'session', on: 'Table', path: ['search', 'vectorSearch', 'vector_search'], slots: { input: 0 } },
    { id: 'query.limit', kind: 'retriever', on: 'Query', path: ['limit'], slots: { topK: 0 } },
    {
      id: 'query.to_list',
      kind: 'retriever',
      on: 'Query',
      path: ['to_list', 'to_pandas', 'to_arrow', 'to_pydantic', 'toArray', 'toArrow', 'execute'],
      defaults: { topK: 10 },
    },
  ],
});
