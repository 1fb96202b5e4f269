/** Supabase: database functions that match embeddings. */
import { defineSdk } from './sdk.ts';

export default defineSdk({
  id: 'supabase',
  title: 'Supabase',
  homepage: 'https://supabase.com/docs/guides/ai',
  checked: '2026-11-21',
  packages: { ecmascript: ['@supabase/supabase-js', '@supabase/ssr', '@supabase/auth-helpers-nextjs'], python: ['supabase'] },
  types: {
    Client: [
      'createClient()',
      'createServerClient()',
      'createBrowserClient()',
      'create_client()',
      'create_async_client()',
      'SupabaseClient()',
      'AsyncClient()',
      'Client()',
      'Client.schema()',
    ],
  },
  calls: [
    {
      // What a database function does is not in the code; the usual parameters of a similarity search tell.
      id: 'rpc',
      kind: 'retriever',
      on: 'Client',
      path: ['rpc'],
      options: 1,
      needs: [
        '1.query_embedding',
        '1.match_count',
        '1.match_threshold',
        '1.similarity_threshold',
        'params.query_embedding',
        'params.match_count',
      ],
      slots: {
        input: ['1.query_embedding', 'params.query_embedding'],
        topK: ['1.match_count', '1.match_limit', '1.limit', 'params.match_count'],
      },
      telling: [],
    },
  ],
});
