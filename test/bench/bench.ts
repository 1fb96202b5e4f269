/** `npm run bench`: prints every ratio of the target table, each measured beside its physical limit in this one run. */

import { bench as diff } from './diff.bench.ts';
import { bench as editor } from './editor.bench.ts';
import { bench as languages } from './languages.bench.ts';
import { bench as page } from './page.bench.ts';
import { bench as rules } from './rules.bench.ts';
import { bench as scans } from './scan.bench.ts';
import { bench as tokens } from './tokens.bench.ts';
import { bench as window } from './window.bench.ts';

const print = (line: string) => console.log(line);
const only = process.argv[2];
for (const [name, bench] of Object.entries({ tokens, languages, editor, rules, scans, diff, page, window })) {
  if (only !== undefined && only !== name) continue;
  print(`\n${name}`);
  await bench(print);
}
