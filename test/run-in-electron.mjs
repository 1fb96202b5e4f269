#!/usr/bin/env node
// Runs the suites in a downloaded VS Code for the desktop, at the oldest version that the extension supports and at the newest;
// suites that look at the window skip themselves there. `npm run test:electron`, where VS Code can be downloaded.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { SCENARIOS } from './host/scenarios.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
for (const version of ['1.101.0', 'stable']) {
  for (const { folder, workspace, suites, trust } of Object.values(SCENARIOS).filter(({ packaged, bench }) => !packaged && !bench)) {
    const copy = mkdtempSync(path.join(tmpdir(), 'costlint-electron-'));
    try {
      cpSync(path.join(root, folder), copy, { recursive: true });
      await runTests({
        version,
        extensionDevelopmentPath: root,
        extensionTestsPath: path.join(root, 'out/vscode/index.cjs'),
        extensionTestsEnv: { VSCODE_TEST_SUITES: suites },
        launchArgs: [
          workspace ? path.join(copy, workspace) : copy,
          '--disable-extensions',
          ...(trust ? [] : ['--disable-workspace-trust']),
        ],
      });
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }
}
