/** The formats of a report, by the name that `--format` takes. The page is made apart: it wants more than a report. */
import type { Format } from './format.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { jsonEslint } from './json-eslint.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import type { FormatName } from './names.ts';
import { rdjson } from './rdjson.ts';
import { sarif } from './sarif.ts';
import { stylish } from './stylish.ts';

export const formats: Readonly<Record<Exclude<FormatName, 'html'>, Format>> = {
  stylish,
  json,
  'json-eslint': jsonEslint,
  markdown,
  sarif,
  github,
  gitlab,
  junit,
  rdjson,
};
