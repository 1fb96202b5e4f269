/** The report page as one file that works from disk: script and style stand in it, allowed by their hashes, the data as text. */
import type { PageData } from '../page.ts';

/** The built page, and the base64 SHA-256 of each of its texts. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  readonly scriptHash: string;
  readonly styleHash: string;
}

export function html(data: PageData, { script, style, scriptHash, styleHash }: PageAssets): string {
  const policy = `default-src 'none'; script-src 'sha256-${scriptHash}'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(data.title)}: prompt cost</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<div id="page"></div>',
    '<noscript>This report draws itself with a script that stands in this file. Nothing is loaded.</noscript>',
    `<script type="application/json" id="data">${inScript(JSON.stringify(data))}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Nothing in JSON can end the element or begin a comment: `<` is written as an escape, and so are line ends that scripts know. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
