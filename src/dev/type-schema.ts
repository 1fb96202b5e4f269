/** Makes a JSON schema of a TypeScript type, so that the types of the report are its only description. Reads what such types are made of; all else throws. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { startParser } from '../core/languages/grammar.ts';

type Schema = Record<string, unknown>;

const require = createRequire(import.meta.url);

/** The schema of the exported type `name` of a file, with the doc comments as descriptions; named types stand under `definitions`. */
export async function schemaOfType(file: string, name: string): Promise<Schema> {
  // As the core starts it: whoever comes first starts it for all in this process.
  const wasm = path.join(path.dirname(require.resolve('web-tree-sitter')), 'web-tree-sitter.wasm');
  await startParser(readFileSync(wasm), () => performance.now());
  const parser = new Parser();
  parser.setLanguage(await Language.load(require.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-typescript.wasm')));
  const reader = new TypeReader(parser);
  const { $ref } = reader.named(path.resolve(file), name);
  return { $schema: 'http://json-schema.org/draft-07/schema#', $ref, definitions: reader.definitions };
}

interface Module {
  readonly declarations: ReadonlyMap<string, Node>;
  /** Name here → file and name there. */
  readonly imports: ReadonlyMap<string, readonly [file: string, name: string]>;
}

class TypeReader {
  readonly definitions: Record<string, Schema> = {};
  readonly #parser: Parser;
  readonly #modules = new Map<string, Module>();

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  named(file: string, name: string): Schema {
    const module = this.#module(file);
    const declaration = module.declarations.get(name);
    if (!declaration) {
      const [from, there] = module.imports.get(name) ?? [];
      if (from === undefined || there === undefined) throw new Error(`${file}: no type ${name}`);
      return this.named(from, there);
    }
    if (!(name in this.definitions)) {
      this.definitions[name] = {};
      this.definitions[name] = { ...described(declaration.parent ?? declaration), ...this.#declared(file, declaration) };
    }
    return { $ref: `#/definitions/${name}` };
  }

  #declared(file: string, declaration: Node): Schema {
    if (declaration.type === 'type_alias_declaration') return this.#type(file, field(declaration, 'value'));
    const bases = declaration.descendantsOfType('extends_type_clause').flatMap((clause) => clause.namedChildren);
    const own = this.#object(file, field(declaration, 'body'));
    return bases.length === 0 ? own : joined([...bases.map((base) => this.#structure(file, base as Node)), own]);
  }

  #type(file: string, node: Node): Schema {
    const of = (child: Node) => this.#type(file, child);
    switch (node.type) {
      case 'predefined_type':
        return (
          { unknown: {}, string: { type: 'string' }, number: { type: 'number' }, boolean: { type: 'boolean' } }[node.text] ??
          unreadable(file, node)
        );
      case 'literal_type':
        return node.text === 'null' ? { type: 'null' } : { const: JSON.parse(node.text.replaceAll("'", '"')) };
      case 'parenthesized_type':
      case 'readonly_type':
        return of(only(node));
      case 'array_type':
        return { type: 'array', items: of(only(node)) };
      case 'union_type':
        return union(flattened(node, 'union_type').map(of));
      case 'intersection_type':
        return joined(flattened(node, 'intersection_type').map((part) => this.#structure(file, part)));
      case 'object_type':
        return this.#object(file, node);
      case 'type_identifier':
        return this.named(file, node.text);
      case 'generic_type':
        return this.#generic(file, node);
      default:
        return unreadable(file, node);
    }
  }

  #generic(file: string, node: Node): Schema {
    const args = field(node, 'type_arguments').namedChildren as Node[];
    const [first, second] = args;
    if (!first) return unreadable(file, node);
    switch (field(node, 'name').text) {
      case 'Readonly':
        return this.#type(file, first);
      case 'Partial':
        return { ...this.#structure(file, first), required: [] };
      case 'Record':
        return { type: 'object', additionalProperties: second ? this.#type(file, second) : {} };
      case 'Omit': {
        const { properties, required, ...rest } = this.#structure(file, first) as { properties: Schema; required: string[] };
        const names = second ? flattened(second, 'union_type').map((name) => name.text.slice(1, -1)) : [];
        const kept = Object.entries(properties).filter(([key]) => !names.includes(key));
        return { ...rest, properties: Object.fromEntries(kept), required: required.filter((key) => !names.includes(key)) };
      }
      default:
        return unreadable(file, node);
    }
  }

  /** A type with its own properties in place of a reference. */
  #structure(file: string, node: Node): Schema {
    const schema = this.#type(file, node);
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
    return name === undefined ? schema : (this.definitions[name] as Schema);
  }

  #object(file: string, body: Node): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const member of body.namedChildren as Node[]) {
      if (member.type === 'comment') continue;
      if (member.type !== 'property_signature') return unreadable(file, member);
      const name = field(member, 'name').text;
      const schema = this.#type(file, only(field(member, 'type')));
      const description = described(member);
      properties[name] = schema.$ref && description.description ? { ...description, allOf: [schema] } : { ...description, ...schema };
      if (!member.children.some((child) => child?.type === '?')) required.push(name);
    }
    return { type: 'object', properties, required };
  }

  #module(file: string): Module {
    let module = this.#modules.get(file);
    if (!module) {
      module = this.#read(file);
      this.#modules.set(file, module);
    }
    return module;
  }

  #read(file: string): Module {
    const tree = this.#parser.parse(readFileSync(file, 'utf8'));
    if (!tree) throw new Error(`${file}: cannot be parsed`);
    const declarations = new Map<string, Node>();
    for (const node of tree.rootNode.descendantsOfType(['interface_declaration', 'type_alias_declaration']) as Node[])
      declarations.set(field(node, 'name').text, node);
    const imports = new Map<string, readonly [string, string]>();
    for (const statement of tree.rootNode.descendantsOfType(['import_statement', 'export_statement']) as Node[]) {
      const source = statement.childForFieldName('source')?.text.slice(1, -1);
      if (source === undefined) continue;
      for (const specifier of statement.descendantsOfType(['import_specifier', 'export_specifier']) as Node[]) {
        const name = field(specifier, 'name').text;
        imports.set(specifier.childForFieldName('alias')?.text ?? name, [path.resolve(path.dirname(file), source), name]);
      }
    }
    return { declarations, imports };
  }
}

function unreadable(file: string, node: Node): never {
  throw new Error(`${file}:${node.startPosition.row + 1}: a schema cannot be made of "${node.text.slice(0, 60)}" (${node.type})`);
}

function field(node: Node, name: string): Node {
  const child = node.childForFieldName(name);
  if (!child) throw new Error(`${node.type} has no ${name}`);
  return child;
}

const only = (node: Node): Node => node.namedChildren.find((child) => child?.type !== 'comment') as Node;

/** The members of `a | b | c`, which the grammar nests. */
const flattened = (node: Node, type: string): Node[] =>
  node.type === type ? (node.namedChildren as Node[]).flatMap((child) => flattened(child, type)) : node.type === 'comment' ? [] : [node];

function union(options: readonly Schema[]): Schema {
  if (options.every((option) => 'const' in option)) return { enum: options.map((option) => option.const) };
  return { anyOf: options };
}

/** One object with the properties of all. */
function joined(parts: readonly Schema[]): Schema {
  const objects = parts as readonly { properties?: Schema; required?: string[] }[];
  return {
    type: 'object',
    properties: Object.assign({}, ...objects.map(({ properties }) => properties)),
    required: [...new Set(objects.flatMap(({ required }) => required ?? []))],
  };
}

/** The doc comment directly above. */
function described(node: Node): { description?: string } {
  const before = node.previousNamedSibling;
  if (before?.type !== 'comment' || !before.text.startsWith('/**') || before.endPosition.row < node.startPosition.row - 1) return {};
  const text = before.text.replace(/^\/\*\*|\*\/$/g, '').replace(/\n\s*\*? ?/g, ' ');
  return { description: text.trim() };
}
