/** Writes source files that call LLMs, 4 to 12 KB each, in TypeScript and Python over several SDKs; the same seed, the same files. */
import { random } from '../tokens/texts.ts';

export interface WrittenFile {
  readonly name: string;
  readonly text: string;
  /** LLM calls in it. */
  readonly calls: number;
}

type Random = (below: number) => number;

const TOPICS = [
  'invoice',
  'ticket',
  'review',
  'contract',
  'meeting',
  'lead',
  'incident',
  'article',
  'candidate',
  'shipment',
  'claim',
  'survey',
];
const ACTIONS = ['classify', 'summarise', 'extract', 'translate', 'rewrite', 'score', 'answer', 'compare', 'label', 'explain'];
const SENTENCES = [
  'Read the text between the marks and nothing else.',
  'Answer in the language of the customer.',
  'If a date is missing, write "unknown" and do not guess.',
  'Amounts keep their currency and two decimals.',
  'Name the three facts that matter most, the most important first.',
  'Never repeat personal data that is not needed for the answer.',
  'A sentence that cannot be checked against the text is left out.',
  'When two rules contradict each other, the stricter one holds.',
  'Keep the tone friendly and factual, without exclamation marks.',
  'Return the fields in the order in which they are listed.',
];

/** `count` files, about two thirds of them TypeScript. */
export function writeLlmCode(count: number, seed = 20_261_121): WrittenFile[] {
  const rnd = random(seed);
  return Array.from({ length: count }, (_, index) => (rnd(3) < 2 ? typescriptFile(index, rnd) : pythonFile(index, rnd)));
}

const pick = <T>(list: readonly T[], rnd: Random): T => list[rnd(list.length)] as T;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function prompt(topic: string, action: string, rnd: Random): string {
  const rules = Array.from({ length: 3 + rnd(8) }, (_, i) => `${i + 1}. ${pick(SENTENCES, rnd)}`);
  return `You ${action} a ${topic} for the back office of a trading company.\n\n${rules.join('\n')}`;
}

/** How one SDK is called in TypeScript: its import, its client, and the expression whose value is the answer's text. */
interface TypescriptSdk {
  readonly head: string;
  call(model: string, system: string, input: string, cap: string): string;
  readonly models: readonly string[];
}

const TYPESCRIPT: readonly TypescriptSdk[] = [
  {
    head: "import OpenAI from 'openai';\n\nconst client = new OpenAI();\n",
    models: ['gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-4.1'],
    call: (model, system, input, cap) =>
      `(await client.chat.completions.create({\n    model: ${model},${cap && `\n    max_completion_tokens: ${cap},`}\n    messages: [\n      { role: 'system', content: ${system} },\n      { role: 'user', content: ${input} },\n    ],\n  })).choices[0]?.message.content ?? ''`,
  },
  {
    head: "import Anthropic from '@anthropic-ai/sdk';\n\nconst client = new Anthropic();\n",
    models: ['claude-sonnet-4-6', 'claude-haiku-4-5'],
    call: (model, system, input, cap) =>
      `textOf(await client.messages.create({\n    model: ${model},\n    max_tokens: ${cap || '1024'},\n    system: ${system},\n    messages: [{ role: 'user', content: ${input} }],\n  }))`,
  },
  {
    head: "import { generateText } from 'ai';\nimport { openai } from '@ai-sdk/openai';\n",
    models: ['gpt-5.4-mini', 'gpt-4.1-mini'],
    call: (model, system, input, cap) =>
      `(await generateText({\n    model: openai(${model}),${cap && `\n    maxOutputTokens: ${cap},`}\n    system: ${system},\n    prompt: ${input},\n  })).text`,
  },
  {
    head: "import { ChatOpenAI } from '@langchain/openai';\nimport { HumanMessage, SystemMessage } from '@langchain/core/messages';\n",
    models: ['gpt-5.4-mini', 'gpt-5.4'],
    call: (model, system, input, cap) =>
      `String((await new ChatOpenAI({ model: ${model}${cap && `, maxTokens: ${cap}`} }).invoke([new SystemMessage(${system}), new HumanMessage(${input})])).content)`,
  },
];

function typescriptFile(index: number, rnd: Random): WrittenFile {
  const sdk = pick(TYPESCRIPT, rnd);
  const topic = pick(TOPICS, rnd);
  const size = 4000 + rnd(8000);
  const calls = 1 + rnd(3);
  let text = `${sdk.head}\nconst MODEL = '${pick(sdk.models, rnd)}';\n\nexport interface ${capital(topic)} {\n  id: string;\n  title: string;\n  body: string;\n  tags: string[];\n  createdAt: Date;\n}\n`;
  for (let call = 0; call < calls; call++) {
    const action = pick(ACTIONS, rnd);
    const name = `${action}${capital(topic)}${call || ''}`;
    const input = rnd(2) ? `\`<${topic}>\\n\${${topic}.title}\\n\\n\${${topic}.body}\\n</${topic}>\`` : `${topic}.body`;
    const constant = `${action.toUpperCase()}_${call}`;
    text += `\nconst ${constant} = \`${prompt(topic, action, rnd)}\`;\n\n/** Asks the model to ${action} one ${topic}. */\nexport async function ${name}(${topic}: ${capital(topic)}): Promise<string> {\n  if (${topic}.body.trim() === '') return '';\n  const answer = ${sdk.call(rnd(2) ? 'MODEL' : `'${pick(sdk.models, rnd)}'`, constant, input, rnd(3) ? String(100 * (1 + rnd(12))) : '')};\n  return answer.trim();\n}\n`;
  }
  for (let i = 0; text.length < size; i++) text += typescriptFiller(topic, i, rnd);
  if (sdk.head.includes('Anthropic'))
    text +=
      "\nfunction textOf(message: Anthropic.Message): string {\n  return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');\n}\n";
  return { name: `${pick(ACTIONS, rnd)}-${topic}-${index}.ts`, text, calls };
}

function typescriptFiller(topic: string, index: number, rnd: Random): string {
  const type = capital(topic);
  const limit = 10 + rnd(90);
  return pick(
    [
      `\n/** Groups by the first tag; entries without one stand under "other". */\nexport function groupBy${type}${index}(list: readonly ${type}[]): Map<string, ${type}[]> {\n  const groups = new Map<string, ${type}[]>();\n  for (const one of list) {\n    const key = one.tags[0] ?? 'other';\n    const group = groups.get(key) ?? [];\n    group.push(one);\n    groups.set(key, group);\n  }\n  return groups;\n}\n`,
      `\nexport class ${type}Page${index} {\n  #items: ${type}[] = [];\n  constructor(private readonly size = ${limit}) {}\n  add(item: ${type}): boolean {\n    if (this.#items.length >= this.size) return false;\n    this.#items.push(item);\n    return true;\n  }\n  get newest(): ${type} | undefined {\n    return [...this.#items].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())[0];\n  }\n}\n`,
      `\nexport async function load${type}${index}(id: string, retries = 3): Promise<${type} | undefined> {\n  for (let attempt = 0; attempt < retries; attempt++) {\n    const response = await fetch(\`/api/${topic}s/\${id}\`);\n    if (response.status === 404) return undefined;\n    if (response.ok) return (await response.json()) as ${type};\n    await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * ${limit}));\n  }\n  throw new Error(\`The ${topic} \${id} could not be loaded.\`);\n}\n`,
      `\nconst LIMITS_${index} = { titles: ${limit}, tags: ${1 + rnd(9)}, words: ${limit * 20} } as const;\n\nexport function problems${index}(${topic}: ${type}): string[] {\n  const found: string[] = [];\n  if (${topic}.title.length > LIMITS_${index}.titles) found.push('The title is too long.');\n  if (${topic}.tags.length > LIMITS_${index}.tags) found.push('There are too many tags.');\n  if (${topic}.body.split(/\\s+/).length > LIMITS_${index}.words) found.push('The text is too long.');\n  return found;\n}\n`,
    ],
    rnd,
  );
}

interface PythonSdk {
  readonly head: string;
  call(model: string, system: string, input: string, cap: string): string;
  readonly models: readonly string[];
}

const PYTHON: readonly PythonSdk[] = [
  {
    head: 'from openai import OpenAI\n\nclient = OpenAI()\n',
    models: ['gpt-5.4-mini', 'gpt-5.4-nano', 'gpt-4.1'],
    call: (model, system, input, cap) =>
      `client.chat.completions.create(\n        model=${model},${cap && `\n        max_completion_tokens=${cap},`}\n        messages=[\n            {"role": "system", "content": ${system}},\n            {"role": "user", "content": ${input}},\n        ],\n    ).choices[0].message.content`,
  },
  {
    head: 'from anthropic import Anthropic\n\nclient = Anthropic()\n',
    models: ['claude-sonnet-4-6', 'claude-haiku-4-5'],
    call: (model, system, input, cap) =>
      `client.messages.create(\n        model=${model},\n        max_tokens=${cap || '1024'},\n        system=${system},\n        messages=[{"role": "user", "content": ${input}}],\n    ).content[0].text`,
  },
  {
    head: 'import litellm\n',
    models: ['gpt-5.4-mini', 'claude-haiku-4-5'],
    call: (model, system, input, cap) =>
      `litellm.completion(\n        model=${model},${cap && `\n        max_tokens=${cap},`}\n        messages=[{"role": "system", "content": ${system}}, {"role": "user", "content": ${input}}],\n    ).choices[0].message.content`,
  },
];

function pythonFile(index: number, rnd: Random): WrittenFile {
  const sdk = pick(PYTHON, rnd);
  const topic = pick(TOPICS, rnd);
  const size = 4000 + rnd(8000);
  const calls = 1 + rnd(3);
  let text = `"""Work on ${topic}s that needs a language model."""\n\nfrom dataclasses import dataclass, field\n\n${sdk.head}\nMODEL = "${pick(sdk.models, rnd)}"\n\n\n@dataclass\nclass ${capital(topic)}:\n    id: str\n    title: str\n    body: str\n    tags: list[str] = field(default_factory=list)\n`;
  for (let call = 0; call < calls; call++) {
    const action = pick(ACTIONS, rnd);
    const constant = `${action.toUpperCase()}_${call}`;
    const input = rnd(2) ? `f"<${topic}>\\n{${topic}.title}\\n\\n{${topic}.body}\\n</${topic}>"` : `${topic}.body`;
    text += `\n\n${constant} = """${prompt(topic, action, rnd)}"""\n\n\ndef ${action}_${topic}_${call}(${topic}: ${capital(topic)}) -> str:\n    """Ask the model to ${action} one ${topic}."""\n    if not ${topic}.body.strip():\n        return ""\n    answer = ${sdk.call(rnd(2) ? 'MODEL' : `"${pick(sdk.models, rnd)}"`, constant, input, rnd(3) ? String(100 * (1 + rnd(12))) : '')}\n    return answer.strip()\n`;
  }
  for (let i = 0; text.length < size; i++) text += pythonFiller(topic, i, rnd);
  return { name: `${pick(ACTIONS, rnd)}_${topic}_${index}.py`, text, calls };
}

function pythonFiller(topic: string, index: number, rnd: Random): string {
  const type = capital(topic);
  const limit = 10 + rnd(90);
  return pick(
    [
      `\n\ndef group_${topic}s_${index}(items: list[${type}]) -> dict[str, list[${type}]]:\n    """Group by the first tag; entries without one stand under "other"."""\n    groups: dict[str, list[${type}]] = {}\n    for item in items:\n        key = item.tags[0] if item.tags else "other"\n        groups.setdefault(key, []).append(item)\n    return groups\n`,
      `\n\nclass ${type}Page${index}:\n    def __init__(self, size: int = ${limit}) -> None:\n        self.size = size\n        self.items: list[${type}] = []\n\n    def add(self, item: ${type}) -> bool:\n        if len(self.items) >= self.size:\n            return False\n        self.items.append(item)\n        return True\n\n    @property\n    def titles(self) -> list[str]:\n        return sorted(item.title for item in self.items)\n`,
      `\n\ndef problems_${index}(item: ${type}) -> list[str]:\n    found = []\n    if len(item.title) > ${limit}:\n        found.append("The title is too long.")\n    if len(item.tags) > ${1 + rnd(9)}:\n        found.append("There are too many tags.")\n    if len(item.body.split()) > ${limit * 20}:\n        found.append("The text is too long.")\n    return found\n`,
    ],
    rnd,
  );
}
