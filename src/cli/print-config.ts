/** `--print-config FILE`: the configuration that holds for a file, and where each of its values comes from. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { explainConfig, explainedText } from '../core/config/origins.ts';
import { rules } from '../core/rules/index.ts';
import { configuredBelow, loadCascade } from '../node/config-file.ts';
import { isWithin } from '../node/host.ts';
import type { Flags } from './args.ts';
import { textOrJson, write } from './print-report.ts';
import { targetOf, usable } from './target.ts';

/** As a scan of the operands would have it; a file outside of what they cover is taken for itself. */
export function printConfig(file: string, operands: readonly string[], flags: Flags): void {
  const own = targetOf([file], flags);
  const absolute = path.join(own.root, own.paths[0] ?? '');
  const scanned = targetOf(operands, flags);
  const { root, place } = isWithin(scanned.root, absolute) ? scanned : own;
  const inside = pathBelow(root, absolute);
  const below = place && place.only === undefined ? configuredBelow(root, [inside]) : [];
  const layers = place ? usable(loadCascade({ ...place, below })).layers(below.at(-1) ?? '') : [];
  const explained = explainConfig(layers, inside, rules);
  const { json, file: output } = textOrJson('--print-config', flags);
  write(json ? `${JSON.stringify(explained, null, 2)}\n` : explainedText(explained), output);
}

/** Of a folder what holds for the files in it. */
function pathBelow(root: string, absolute: string): string {
  const relative = path.relative(root, absolute).split(path.sep).join('/');
  return relative !== '' && statSync(absolute).isDirectory() ? `${relative}/` : relative;
}
