/** The report page as one file: the report, the models that a question may name, and the built page. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Scenario } from '../core/economics/scenario.ts';
import { html, type PageAssets } from '../core/report/formats/html.ts';
import { pageData } from '../core/report/page-data.ts';
import { ASSETS } from '../node/host.ts';
import type { Run } from './run-scan.ts';

/** `scenario` is the question that the page begins with. */
export const pageText = ({ report, target }: Run, scenario: Scenario = {}): string =>
  html(pageData({ report, config: target.config, scenario, diff: null, title: path.basename(target.root) }), assets());

function assets(): PageAssets {
  const [script, style] = ['report.js', 'report-style.css'].map((name) => readFileSync(path.join(ASSETS, name), 'utf8')) as [
    string,
    string,
  ];
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');
