/**
 * What one SDK is, as data: packages, the types its values have, and the calls that cost money. All languages of an SDK
 * stand in one file. An entry survives `JSON.parse(JSON.stringify(sdk))`, so users write their own in the same shape.
 *
 * **Access paths** say how a value comes about: `OpenAI()` is a call or construction of the export `OpenAI`; `default()`
 * of the default export; `Client.chats.create()` starts at the type `Client` of this SDK. Steps are `.name`, `()` and `[]`
 * (any element). `client('bedrock-runtime')` is a call whose first argument is that text. Submodules do not count: `from langchain_openai.chat_models import ChatOpenAI` and
 * `langchain_openai.ChatOpenAI` both give `ChatOpenAI`. A path may name another SDK's type: `openai:Client`. A parameter or
 * field annotated with an export is an instance of it (`llm: BaseChatModel` is `BaseChatModel()`), and so is an instance of
 * a class of the project that extends it.
 *
 * **Addresses** say where an argument stands: `model` is a keyword (Python) or a key of the options object
 * (JavaScript: argument `options`, by default the first); `0` is the first positional argument; `1.maxTurns` a key of the
 * second; `config.max_output_tokens` a key inside a keyword's value or constructor call; a number inside a path also an item
 * of a list (`0.0.$vectorSearch.limit`). Several addresses: the first present holds. What cannot fill the slot is not
 * present: the options object is no `topK`. Serialisation is transparent: `body.max_tokens` looks through `JSON.stringify(…)`,
 * `json.dumps(…)` and their encoding to bytes.
 */
import type { LanguageId } from '../languages/language.ts';
import type { Json } from '../languages/write.ts';

export interface Sdk {
  /** Kebab-case; stands in reports as `sdk`. */
  readonly id: string;
  readonly title: string;
  readonly homepage: string;
  /** The day on which this entry was last compared with the vendor's reference. */
  readonly checked: string;
  /** Import specifiers. `openai` covers `openai/x` and `openai.x` too; a trailing `*` is a wildcard (`@ai-sdk/*`). */
  readonly packages: PerLanguage<readonly string[]>;
  /** Whose price list holds, unless the base URL or the model's name says otherwise: an id of the price book. */
  readonly provider?: string;
  /** Type name → access paths that yield it. */
  readonly types?: Readonly<Record<string, readonly string[]>>;
  readonly calls: readonly SdkCall[];
  /** Calls and constructions that make a message: `SystemMessage(content=…)`. */
  readonly messages?: readonly MessageShape[];
  /** Calls and constructions that make a prompt template. */
  readonly templates?: readonly TemplateShape[];
  /** Calls whose result stands for one of their arguments: `wrapOpenAI(client)`, `MaxMessageTermination(10)`. */
  readonly passes?: readonly { readonly path: readonly string[]; readonly argument: Slot }[];
  /** Calls whose first argument names a field of an argument of the call that made the receiver: `customProvider({ languageModels }).languageModel('fast')`. */
  readonly lookups?: readonly {
    readonly path: readonly string[];
    readonly in: Slot;
    /** What separates the field's name from one that is looked up in the field: `registry.languageModel('own:fast')`. */
    readonly separator?: string;
  }[];
  /** What sets the model for calls that name none: an assignment (`Settings.llm = …`) or a call's argument (`configure(lm=…)`). */
  readonly ambient?: readonly { readonly path: string; readonly argument?: Slot }[];
  /** Ways to chain values into one that is run as a whole: `a | b` is written `|`; `pipe` a method; `RunnableSequence.from()` a call with a list. */
  readonly chains?: readonly string[];
  /** Constructions of agents that a person speaks for: `UserProxyAgent`. */
  readonly people?: readonly string[];
  /** Arguments that want an object of a class or the result of a function (`stopWhen`): no fix makes one up. */
  readonly typed?: PerLanguage<readonly string[]>;
  /** HTTP endpoints of the vendor, for calls without an SDK. */
  readonly endpoints?: readonly Endpoint[];
  /** Calls that send an HTTP request. They are sites when their URL is an endpoint of any SDK. */
  readonly http?: readonly HttpRequest[];
}

export type PerLanguage<T> = { readonly [L in LanguageId]?: T };
/** A positional index, a keyword, or a dotted path of these (see above). */
export type Address = number | string;

export type SlotName =
  | 'model'
  | 'system'
  | 'messages'
  | 'prompt'
  | 'tools'
  | 'schema'
  | 'outputCap'
  | 'stream'
  | 'cache'
  | 'steps'
  /** Money or tokens at which a run of an agent ends. */
  | 'budget'
  | 'documents'
  | 'topK'
  | 'retries'
  | 'tier'
  | 'samples'
  | 'effort'
  | 'input'
  | 'agent'
  | 'baseUrl'
  | 'attribution'
  | 'history'
  | 'chunkSize'
  | 'thinkingBudget'
  | 'name'
  | 'description';

export type Slot = Address | readonly Address[] | PerLanguage<Address | readonly Address[]>;

export type CallKind =
  | 'llm-call'
  | 'embedding-call'
  | 'model-constructor'
  | 'agent'
  | 'retriever'
  /** No site: a client, whose arguments (base URL, retries, deployment) hold for the calls on it. */
  | 'client'
  /** No site: a chat or session, whose arguments (model, system prompt, history) hold for the calls on it. */
  | 'session'
  /** No site: a tool, whose name, description and parameters are sent when it is among a call's tools. */
  | 'tool';

export interface SdkCall {
  /** Stands in reports as `api`: the vendor's name of the endpoint or function (`chat.completions`, `messages`, `generateText`). */
  readonly id: string;
  readonly kind: CallKind;
  /** The type on which `path` is called; absent or `''` for exports of the package. */
  readonly on?: string | readonly string[];
  /** Without parentheses: `messages.create`; `()` calls the object itself. On a package also constructions: `Agent`. */
  readonly path: readonly string[];
  /** Only in these languages; by default in all of `packages`. */
  readonly languages?: readonly LanguageId[];
  /** JavaScript: which argument is the options object. Default 0. */
  readonly options?: number;
  readonly slots?: { readonly [S in SlotName]?: Slot };
  readonly defaults?: Defaults | PerLanguage<Defaults>;
  /** Of an agent: `build` where it is made, `run` where it is set going (default `build`). A run names its agent in slot `agent` or is called on it. */
  readonly role?: 'build' | 'run';
  /**
   * Enough to know the call when the receiver's type cannot be known: all these arguments must be there. Only for distinctive
   * paths; an empty list means that the path alone tells.
   */
  readonly telling?: readonly string[] | PerLanguage<readonly string[]>;
  /** At least one of these must be there, whatever the receiver: `rpc` is a retriever only with `match_count`. */
  readonly needs?: readonly Address[];
  /** How the argument of slot `system` is written with a cache marker behind it, as JSON; `$text` stands for the prompt itself. */
  readonly cachedSystem?: Json;
  /** Billed at the vendor's batch price. */
  readonly batch?: boolean;
  /** An argument that is false where the call takes one step only: `execute_tools`. */
  readonly repeats?: Address;
  /** Slots that servers of others, which speak the same protocol at another base URL, know by another name. */
  readonly elsewhere?: { readonly [S in SlotName]?: Address };
  /** It makes a graph of steps that is built call by call: without a way back its default of steps says nothing. */
  readonly graph?: GraphShape;
  /** Whose price list holds for this call, or for the calls on this client or model, instead of the SDK's. */
  readonly provider?: string;
  /**
   * The constructed object is a request that one of these methods sends: the site is `client.send(new ConverseCommand(…))`,
   * and the construction itself where no such call is in view.
   */
  readonly sentBy?: readonly string[];
}

/** How a graph of steps is built. Positional arguments: from and to of an edge; from, a choice and its targets of a branch. */
export interface GraphShape {
  /** The edges are added to what this call is made on, or to what it returns. */
  readonly on: 'receiver' | 'result';
  readonly steps: readonly string[];
  readonly edges: readonly string[];
  readonly branches?: readonly string[];
  /** Exports that let a step name its successor. */
  readonly jumps?: readonly string[];
  /** What separates a step from its port in the names: `retriever.documents`. */
  readonly port?: string;
}

/** What holds when the slot is absent. */
export interface Defaults {
  readonly model?: string;
  readonly outputCap?: number;
  /** Model calls of one call. Where the call has a slot `tools`, it holds only if there are tools: without them nothing repeats. */
  readonly steps?: number | 'unbounded';
  readonly topK?: number;
  readonly retries?: number;
  readonly samples?: number;
  /** Tokens of a chunk. */
  readonly chunkSize?: number;
}

export type Role = 'system' | 'user' | 'assistant' | 'tool';

export interface MessageShape {
  readonly path: readonly string[];
  /** A fixed role, or where it stands. */
  readonly role: Role | { readonly at: Address | readonly Address[] };
  readonly content: Slot;
}

export interface TemplateShape {
  readonly path: readonly string[];
  /** Where the text stands … */
  readonly text?: Slot;
  /** … or the messages. */
  readonly messages?: Slot;
  /** … or the name of messages that are put in at run time. */
  readonly placeholder?: Slot;
  readonly role?: Role;
  /** `brace`: `{name}`; `double-brace`: `{{name}}`; `jinja`; `none`: text as it is. */
  readonly syntax: 'brace' | 'double-brace' | 'jinja' | 'none';
}

export interface Endpoint {
  readonly id: string;
  readonly kind: 'llm-call' | 'embedding-call';
  readonly provider?: string;
  /** Host and path; `{model}` captures a segment, `*` stands for any text: `api.openai.com/v1/chat/completions`. */
  readonly url: string;
  /** Addresses relative to the request body: keys and list items, no positional arguments. */
  readonly slots: { readonly [S in SlotName]?: Address | readonly Address[] };
  readonly batch?: boolean;
}

/** A function or method that sends an HTTP request: `fetch(url, { method, body })`, `requests.post(url, json=…)`. */
export interface HttpRequest {
  /** The type on which `path` is called; absent or `''` for exports of the package. */
  readonly on?: string | readonly string[];
  readonly path: readonly string[];
  /** The path is known without an import (`fetch`). */
  readonly global?: boolean;
  readonly languages?: readonly LanguageId[];
  /** JavaScript: which argument is the options object. Default 0. */
  readonly options?: number;
  /** A relative URL is joined to the slot `baseUrl` of the client it is called on. */
  readonly url: Slot;
  /** Where the method stands when the name does not say it. A known method other than POST is no site. */
  readonly method?: Slot;
  /** The body as an object, or serialised. */
  readonly body: Slot;
}

/** Gives a catalogue file its type. */
export const defineSdk = (sdk: Sdk): Sdk => sdk;
