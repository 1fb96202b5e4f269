/** How dear a call is, by the thresholds of the settings, and what stands for it: an icon besides the colour. */
import * as vscode from 'vscode';

export type Level = 'unknown' | 'low' | 'medium' | 'high';

/** The colours are contributed by `package.json`, with values for each kind of theme. */
export const LEVEL_COLORS: Readonly<Record<Level, string>> = {
  unknown: 'costlint.costUnknown',
  low: 'costlint.costLow',
  medium: 'costlint.costMedium',
  high: 'costlint.costHigh',
};

export const LEVEL_ICONS: Readonly<Record<Level, string>> = {
  unknown: 'question',
  low: 'circle-outline',
  medium: 'circle-filled',
  high: 'flame',
};

/** `perCall` in USD. */
export function level(perCall: number | undefined): Level {
  if (perCall === undefined) return 'unknown';
  const [medium = 0.01, high = 0.1] = vscode.workspace.getConfiguration('costlint').get<readonly number[]>('codeLens.thresholds', []);
  return perCall >= high ? 'high' : perCall >= medium ? 'medium' : 'low';
}
