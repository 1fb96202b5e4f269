/** What all panels share: a section with a title, terms explained on hover, and a table that says what a plot shows. */
import type { ComponentChildren } from 'preact';

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

interface TwinProps {
  readonly caption: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The plot's numbers as a table: for readers who cannot see it, and for those who want to copy. */
export function Twin({ caption, heads, rows }: TwinProps) {
  return (
    <details class="twin">
      <summary>As a table</summary>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, at) => (
            <tr key={at}>
              {cells.map((cell, column) => (
                <td key={column} class={column > 0 ? 'number' : undefined}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
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
