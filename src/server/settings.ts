/** The editor's settings, as clients send them in several shapes, with their defaults. */
import type { Settings } from './protocol.ts';

export const DEFAULT_SETTINGS: Settings = {
  enable: true,
  rules: {},
  diagnostics: { minimumSaving: 5 },
  usage: { callsPerMonth: 10_000 },
  codeLens: { enable: true, showDelta: true },
  diff: { base: 'auto' },
  inlayHints: { show: 'large', minimumTokens: 50 },
  config: { path: '' },
};

/** Fills in what is missing or of the wrong type. Some clients send their settings inside a section `costlint`, others flat. */
export function settingsFrom(written: unknown): Settings {
  const section = isRecord(written) && isRecord(written.costlint) ? written.costlint : written;
  return filled(DEFAULT_SETTINGS, isRecord(section) ? section : {}) as unknown as Settings;
}

function filled(defaults: object, written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(defaults).map(([key, standard]) => {
      const value = written[key];
      if (isRecord(standard))
        return [
          key,
          Object.keys(standard).length === 0 ? (isRecord(value) ? value : standard) : filled(standard, isRecord(value) ? value : {}),
        ];
      if (key === 'callsPerMonth' && value === null) return [key, null];
      return [key, typeof value === typeof standard ? value : standard];
    }),
  );
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
