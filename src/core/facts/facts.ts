/**
 * The narrow waist between languages and everything else: what one file says, in no particular language.
 *
 * Facts depend on the text of their file only. Offsets are UTF-16 units into that text. Broken code is data: what cannot
 * be lowered becomes `unknown`, never an exception.
 */
import type { Range } from '../text/range.ts';

/** Index into one of the arrays of `FileFacts`; -1 where there is none. */
export type Index = number;

export interface FileFacts {
  readonly language: 'ecmascript' | 'python';
  /** `scopes[0]` is the module. */
  readonly scopes: readonly Scope[];
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  /** Every call and construction, in order of their end offset (inner before outer). */
  readonly calls: readonly Call[];
  readonly loops: readonly Loop[];
  readonly branches: readonly Branch[];
  /** Writes into members and elements: `a.b = v`, `a['b'] = v`, `self.client = v`. */
  readonly stores: readonly Store[];
  /** Names that other files can import. In Python every binding of the module is exported besides, so this stays empty. */
  readonly exports: ReadonlyMap<string, Value>;
  /** Interfaces and type aliases by name, lowered as annotations; several declarations of one name are joined by `&`. */
  readonly types: ReadonlyMap<string, Value>;
  /** Specifiers of `export * from`, `from x import *`. */
  readonly reexports: readonly string[];
  /** Static text of 200 characters and more, outermost expression each, with the name it is given to. */
  readonly texts: readonly LongText[];
  /** Comments that contain `costlint-`. */
  readonly directives: readonly Comment[];
  readonly problems: readonly Problem[];
}

export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'block';
  readonly parent: Index;
  /** The function or class that owns the scope; of a block, the function around it. -1 in the module. */
  readonly owner: Index;
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** A variable, parameter, function, class or import: everything ever written to one name of one scope, in source order. */
export interface Binding {
  readonly name: string;
  readonly writes: readonly Write[];
}

export interface Write extends Position {
  /**
   * `declare` is a declaration without a value (`let x`, `x: str`). `augment` is `x += v` (the operator says which).
   * `loop` is the variable of a for-each: its value is the collection. `nonlocal` writes appear on the outer binding.
   */
  readonly how: 'assign' | 'augment' | 'parameter' | 'import' | 'function' | 'class' | 'loop' | 'declare' | 'with' | 'catch';
  readonly value: Value;
  /** For `augment`: `+`, `|`, `||`, `??` … */
  readonly operator?: string;
  /**
   * The type annotation, lowered as a value: names, `index` for generics, `|` for unions, `text` for literal types, `record` for
   * object types, `unary` with `=>` for a function that returns the type and with `typeof` for the type of a value.
   */
  readonly annotation?: Value;
}

/** Where something happens: for order, branches and loops. */
export interface Position {
  /** Offset from which the effect holds: the end of the statement's expression; -1 for what the whole module sees, as imports. */
  readonly at: number;
  readonly scope: Index;
  /** Innermost function around it; -1 at module level. */
  readonly function: Index;
  /** Innermost loop inside the same function; -1 for none. */
  readonly loop: Index;
  /** Innermost branch inside the same function; -1 for none. */
  readonly branch: Index;
}

/** One arm of a statement that may run or not: `if`, `switch`/`match`, `try` handlers, and the body of a loop. */
export interface Branch {
  readonly kind: 'if' | 'switch' | 'catch' | 'loop';
  readonly parent: Index;
  /** Offset of the statement: arms of one statement share it. */
  readonly statement: number;
  readonly arm: number;
  /** One of the arms of this statement always runs (there is an `else` or `default`). */
  readonly exhaustive: boolean;
  /** The condition of this arm, where there is one. */
  readonly test?: Value;
  /** The arm ends in return, throw, break or continue. */
  readonly leaves: boolean;
}

export interface Loop extends Range {
  /** `each` walks over a collection (`for x of xs`, `for x in xs`, comprehensions, `xs.map(f)` is not one). `count` is `for (;;)`. */
  readonly kind: 'while' | 'do' | 'count' | 'each' | 'comprehension';
  readonly parent: Index;
  readonly function: Index;
  /** The condition of while, do and count loops; absent for `for (;;)`. */
  readonly test?: Value;
  /** What an `each` loop walks over. */
  readonly over?: Value;
  /** Names written by the loop header. */
  readonly variables: readonly string[];
  /** Ways out of the body that belong to this loop. */
  readonly exits: readonly Exit[];
}

export interface Exit extends Position {
  readonly kind: 'break' | 'return' | 'throw';
}

export interface FunctionFacts extends Range {
  /** Own name; the name of the variable or property that holds it; '' when it has none. */
  readonly name: string;
  /** Dotted path of the names around and of itself (`TriageAgent.run`); anonymous functions carry the symbol of what is around them. */
  readonly symbol: string;
  readonly params: readonly Param[];
  /** The scope of its parameters and body. */
  readonly scope: Index;
  /** The scope in which it is declared. */
  readonly parent: Index;
  /** The class whose method it is, or -1. */
  readonly class: Index;
  readonly method: 'none' | 'instance' | 'static' | 'class' | 'getter' | 'constructor';
  readonly returns: readonly Returned[];
  /** The annotation of what it returns, of a coroutine without the promise around it. */
  readonly returnType?: Value;
  /** What a generator yields; `yield from xs` an element of `xs`. */
  readonly yielded: readonly Returned[];
  readonly decorators: readonly Value[];
  /** The docstring or the doc comment directly above, without its markers; '' for none. */
  readonly doc: string;
}

export interface Returned extends Position {
  readonly value: Value;
}

export interface Param {
  /** '' for a destructured parameter. */
  readonly name: string;
  readonly default?: Value;
  readonly annotation?: Value;
  /** `...rest` / `*args` is `list`, `**kwargs` is `record`. */
  readonly rest?: 'list' | 'record';
}

export interface ClassFacts extends Range {
  readonly name: string;
  readonly symbol: string;
  readonly bases: readonly Value[];
  /** Scope whose bindings are class attributes, instance fields with initialiser, and methods. `self.x = v` is a store. */
  readonly scope: Index;
  readonly decorators: readonly Value[];
  readonly doc: string;
}

export interface Call extends Range, Position {
  readonly callee: Value;
  readonly construct: boolean;
  readonly args: readonly Arg[];
}

export interface Arg {
  /** The keyword of a keyword argument. */
  readonly name?: string;
  readonly value: Value;
  /** `...xs`, `*args`, `**kwargs` (`record`). */
  readonly spread?: 'list' | 'record';
}

export interface Store extends Position, Range {
  readonly target: Value;
  /** The member's name, or the key's expression. */
  readonly key: string | Value;
  readonly value: Value;
  readonly how: 'assign' | 'augment';
  readonly annotation?: Value;
}

export interface LongText {
  readonly value: Value;
  /** The variable, field, keyword or attribute that receives it, or ''. */
  readonly name: string;
}

export interface Comment extends Range {
  readonly text: string;
}

export interface Problem extends Range {
  readonly message: string;
}

export interface Field extends Range {
  /** A static key, or the expression of a computed one. */
  readonly key: string | Value;
  readonly value: Value;
}

/**
 * An expression. `await`, parentheses, casts, non-null marks, optional chaining and `yield` are transparent.
 *
 * - `template`: parts in order; `text` parts are static, all others are interpolated (f-strings, template literals,
 *   implicit concatenation). A format specification is ignored.
 * - `operation`: binary operators by their sign (`+ - * / % ** // | & < <= > >= == != in`); `===` is `==`, `!==` is `!=`,
 *   `is` is `==`, `is not` is `!=`, `not in` is a `unary` `!` over `in`.
 * - `unary`: `!` (also Python's `not`), `-`, `+`, `~`.
 * - `fallback`: `a ?? b`, `a || b`, `a or b` (`or`), `a && b`, `a and b` (`and`).
 * - `choice`: `test ? a : b`, `a if test else b`.
 * - `each`: a comprehension: `body` for every element of `over`; `loop` is its loop, so names inside resolve. Of a dictionary
 *   the body is the spread of a record with one field.
 * - `parameter`: what the caller passes for this parameter; stands as the write of the parameter's name.
 * - `element`: one element of a collection (the variable of a for-each, destructured list items with `position`).
 * - `imported`: `name` is `default`, `*` (the module itself) or an exported name; `require('x')` and `import('x')` are `*`.
 * - `self`: `this`, `self`, `cls`; `class` is the class around it.
 * - `await` of nothing known, `lambda` and arrow functions are `function`.
 */
export type Value = Range &
  (
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'literal'; readonly value: boolean | null }
    | { readonly kind: 'template'; readonly parts: readonly Value[] }
    | { readonly kind: 'list'; readonly items: readonly Value[] }
    | { readonly kind: 'record'; readonly fields: readonly (Field | Spread)[] }
    | Spread
    | { readonly kind: 'name'; readonly name: string; readonly scope: Index; readonly branch: Index; readonly loop: Index }
    | { readonly kind: 'member'; readonly of: Value; readonly name: string }
    | { readonly kind: 'index'; readonly of: Value; readonly key: Value }
    | { readonly kind: 'slice'; readonly of: Value; readonly from?: Value; readonly to?: Value }
    | { readonly kind: 'call'; readonly call: Index }
    | { readonly kind: 'operation'; readonly operator: string; readonly left: Value; readonly right: Value }
    | { readonly kind: 'unary'; readonly operator: string; readonly value: Value }
    | { readonly kind: 'choice'; readonly test: Value; readonly options: readonly [Value, Value] }
    | { readonly kind: 'fallback'; readonly operator: 'or' | 'nullish' | 'and'; readonly first: Value; readonly second: Value }
    | { readonly kind: 'each'; readonly body: Value; readonly over: Value; readonly loop: Index; readonly filtered: boolean }
    | { readonly kind: 'function'; readonly function: Index }
    | { readonly kind: 'class'; readonly class: Index }
    | { readonly kind: 'parameter'; readonly function: Index; readonly param: Index }
    | { readonly kind: 'element'; readonly of: Value; readonly position?: number }
    | { readonly kind: 'imported'; readonly specifier: string; readonly name: string }
    | { readonly kind: 'self'; readonly class: Index }
    | { readonly kind: 'unknown'; readonly why: 'runtime' | 'syntax' | 'too-deep' }
  );

export type Spread = Range & { readonly kind: 'spread'; readonly value: Value };
