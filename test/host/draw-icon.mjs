// Draws media/icon.png from media/icon.svg with the Chromium of the test host: `node test/host/draw-icon.mjs` after test/setup-vscode.mjs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openBrowser } from './browser.mjs';

const root = new URL('../..', import.meta.url);
const browser = await openBrowser(fileURLToPath(new URL('.vscode-test/host', root)));
const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
await page.setContent(`<body style="margin:0;background:transparent">${readFileSync(new URL('media/icon.svg', root), 'utf8')}</body>`);
writeFileSync(new URL('media/icon.png', root), await page.screenshot({ omitBackground: true }));
await browser.close();
