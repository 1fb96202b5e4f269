/** LangGraph: state graphs, the prebuilt agent, and their runs. */
import { defineSdk } from './sdk.ts';

const buildSteps = [
  'add_node',
  'add_edge',
  'add_conditional_edges',
  'add_sequence',
  'set_entry_point',
  'set_conditional_entry_point',
  'set_finish_point',
  'addNode',
  'addEdge',
  'addConditionalEdges',
  'addSequence',
  'setEntryPoint',
  'setFinishPoint',
];

/** Supersteps, not model calls: one round of model and tools takes two. Python had 25 until January 2026. */
const steps = { ecmascript: { steps: 25 }, python: { steps: 10_007 } } as const;

export default defineSdk({
  id: 'langgraph',
  title: 'LangGraph',
  homepage: 'https://docs.langchain.com/oss/python/langgraph/overview',
  checked: '2026-11-21',
  packages: {
    ecmascript: ['@langchain/langgraph', '@langchain/langgraph-supervisor', '@langchain/langgraph-swarm'],
    python: ['langgraph', 'langgraph_supervisor', 'langgraph_swarm'],
  },
  types: {
    Builder: [
      'StateGraph()',
      'MessageGraph()',
      'create_supervisor()',
      'createSupervisor()',
      'create_swarm()',
      'createSwarm()',
      ...buildSteps.map((step) => `Builder.${step}()`),
    ],
    Graph: [
      'Builder.compile()',
      'create_react_agent()',
      'createReactAgent()',
      'CompiledGraph()',
      'CompiledStateGraph()',
      'Pregel()',
      'Graph.with_config()',
      'Graph.withConfig()',
    ],
  },
  calls: [
    {
      id: 'StateGraph.compile',
      kind: 'agent',
      on: 'Builder',
      path: ['compile'],
      defaults: steps,
      graph: {
        on: 'receiver',
        steps: ['add_node', 'addNode'],
        edges: ['add_edge', 'addEdge'],
        branches: ['add_conditional_edges', 'addConditionalEdges'],
        jumps: ['Command', 'Send'],
      },
    },
    {
      id: 'create_react_agent',
      kind: 'agent',
      path: ['create_react_agent', 'createReactAgent'],
      slots: {
        model: { ecmascript: 'llm', python: ['model', 0] },
        tools: { ecmascript: 'tools', python: ['tools', 1] },
        system: { ecmascript: ['prompt', 'stateModifier', 'messageModifier'], python: ['prompt', 'state_modifier', 'messages_modifier'] },
        schema: { ecmascript: 'responseFormat', python: 'response_format' },
      },
      defaults: steps,
    },
    {
      id: 'create_supervisor',
      kind: 'agent',
      path: ['create_supervisor', 'createSupervisor', 'create_swarm', 'createSwarm'],
      slots: { model: { ecmascript: 'llm', python: 'model' }, tools: 'tools', system: 'prompt' },
      defaults: steps,
    },
    {
      id: 'graph.with_config',
      kind: 'session',
      on: 'Graph',
      path: ['with_config', 'withConfig'],
      slots: { steps: { ecmascript: 'recursionLimit', python: ['recursion_limit', '0.recursion_limit', 'config.recursion_limit'] } },
    },
    {
      id: 'graph.invoke',
      kind: 'agent',
      role: 'run',
      on: 'Graph',
      path: ['invoke', 'ainvoke', 'stream', 'astream', 'astream_events', 'streamEvents', 'batch', 'abatch'],
      slots: {
        messages: '0.messages',
        steps: { ecmascript: '1.recursionLimit', python: ['config.recursion_limit', '1.recursion_limit'] },
      },
    },
  ],
});
