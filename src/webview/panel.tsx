/** What all panels share: a section with a title, terms explained on hover, and a table that says what a plot shows. */
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

interface PanelProps {
  readonly id: string;
  readonly title: string;
  readonly help?: string;
  /** Controls beside the title. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Panel({ id, title, help, aside, children }: PanelProps) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <header>
        <h2 id={`${id}-title`}>{help ? <Term says={help}>{title}</Term> : title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** A word that says what it means: on hover, on focus, and to a screen reader. */
export function Term({ says, children }: { readonly says: string; readonly children: ComponentChildren }) {
  return (
    <abbr title={says} tabIndex={0}>
      {children}
    </abbr>
  );
}

/** Characters of a text of the code that are shown: a message may quote a line of a megabyte. */
const MOST_TEXT = 400;

/** A text that somebody else wrote: apart from its neighbours, whatever direction it turns to, and never endless. */
export function Quoted({ children }: { readonly children: string }) {
  return <bdi>{clipped(children)}</bdi>;
}

export const clipped = (text: string, most = MOST_TEXT): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);

interface PlotProps {
  readonly class: string;
  readonly height: number;
  readonly label: string;
  /** Its marks can be focused. */
  readonly active?: boolean;
  readonly children: (width: number) => ComponentChildren;
}

/** A drawing as wide as its room: a unit is a pixel, so that its letters are as large as those around it. */
export function Plot({ class: name, height, label, active = false, children }: PlotProps) {
  const room = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const { current } = room;
    if (!current) return;
    const measure = () => setWidth(Math.round(current.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={room} class="room">
      {width > 0 && (
        <svg class={name} width={width} height={height} role={active ? 'group' : 'img'} aria-label={label}>
          {children(width)}
        </svg>
      )}
    </div>
  );
}

/** A column: its title, what that means, and whether it holds numbers. */
export type Head = readonly [title: string, says: string, number?: boolean];

/** Columns that several tables have. */
export const CALL: Head = ['Call', 'Where it stands in the code: file and line.'];
export const MONTH: Head = ['USD a month', 'US dollars that are expected in a month. ~ marks an estimate.', true];
export const CALL_USD: Head = ['USD a call', 'US dollars of one call, or of one run with all its steps. ~ marks an estimate.', true];
export const RANGE: Head = ['Range', 'In eight of ten months the bill would lie between these amounts (P10 to P90).', true];

interface TableProps {
  readonly caption?: string;
  readonly heads: readonly Head[];
  /** Texts are shown as those of somebody else. */
  readonly rows: readonly (readonly ComponentChildren[])[];
}

const shown = (cell: ComponentChildren): ComponentChildren => (typeof cell === 'string' ? <Quoted>{cell}</Quoted> : cell);

/** A table whose first cells name the rows, and whose titles explain themselves. */
export function Table({ caption, heads, rows }: TableProps) {
  return (
    <div class="wide">
      <table>
        {caption && <caption>{caption}</caption>}
        <thead>
          <tr>
            {heads.map(([title, says, number]) => (
              <th key={title} scope="col" class={number ? 'number' : undefined}>
                <Term says={says}>{title}</Term>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], at) => (
            <tr key={at}>
              <th scope="row">{shown(name)}</th>
              {cells.map((cell, column) => (
                <td key={column} class={heads[column + 1]?.[2] ? 'number' : undefined}>
                  {shown(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The plot's numbers as a table: for readers who cannot see it, and for those who want to copy. */
export function Twin(table: TableProps) {
  return (
    <details class="twin">
      <summary>As a table</summary>
      <Table {...table} />
    </details>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {options.map(([option, text]) => (
        <button key={option} type="button" aria-pressed={option === value} onClick={() => onChange(option)}>
          {text}
        </button>
      ))}
    </fieldset>
  );
}
