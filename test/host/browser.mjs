// The headless Chromium of the test host.
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-dev-shm-usage'];
const SILENT = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Opens the Chromium that setup-vscode.mjs unpacked in `host`, unless $CHROMIUM_PATH names another. */
export async function openBrowser(host, temporary = tmpdir()) {
  const require = createRequire(path.join(host, 'package.json'));
  const { chromium } = (await import(require.resolve('playwright-core'))).default;
  return chromium.launch({ ...browserOf(host, temporary), headless: true, args: [...ARGS, ...SILENT] });
}

function browserOf(host, temporary) {
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH };
  const folder = path.join(host, 'chromium');
  const libraries = [path.join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return {
    executablePath: path.join(folder, 'chromium'),
    env: { ...process.env, TMPDIR: temporary, FONTCONFIG_PATH: path.join(folder, 'fonts'), LD_LIBRARY_PATH: libraries },
  };
}
