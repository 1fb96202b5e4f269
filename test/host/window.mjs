// One run of suites inside a real VS Code: the server and workbench of the npm package code-server in front of a headless Chromium.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openBrowser } from './browser.mjs';
import { answer } from './look.mjs';

/** Before the first paint, so that the window is quiet. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'typescript.disableAutomaticTypeAcquisition': true,
  'typescript.validate.enable': false,
  'window.newWindowDimensions': 'maximized',
  'editor.accessibilitySupport': 'off',
  'editor.minimap.enabled': false,
};

/**
 * Runs `tests` (a CommonJS file that exports `run`) in a window on a copy of `folder`.
 * Gives { stats, failures }; throws when the host did not start, timed out, or ran no test.
 */
export async function runInWindow({
  host,
  extension,
  vsix,
  tests,
  suites,
  afterReload = '',
  folder,
  workspace,
  settings = {},
  trust,
  shots,
  seconds,
  verbose,
  keep,
  say,
}) {
  const require = createRequire(path.join(host, 'package.json'));
  const vscode = path.join(path.dirname(require.resolve('code-server/package.json')), 'lib/vscode');
  const serverNode = process.env.VSCODE_SERVER_NODE ?? ownNode(require);
  const main = path.join(vscode, 'out/server-main.js');

  const temporary = mkdtempSync(path.join(tmpdir(), 'vscode-test-'));
  const dirs = Object.fromEntries(['server', 'user', 'ext', 'work', 'tmp', 'home'].map((name) => [name, path.join(temporary, name)]));
  for (const dir of Object.values(dirs)) mkdirSync(dir, { recursive: true });
  mkdirSync(shots, { recursive: true });
  cpSync(folder, dirs.work, { recursive: true }); // Tests may edit it freely.
  const results = path.join(temporary, 'results.json');
  const progress = path.join(temporary, 'progress.log');
  const env = {
    ...process.env,
    HOME: dirs.home,
    TMPDIR: dirs.tmp,
    VSCODE_TEST_RESULTS: results,
    VSCODE_TEST_PROGRESS: progress,
    VSCODE_TEST_SUITES: suites,
    VSCODE_TEST_AFTER_RELOAD: afterReload,
    VSCODE_TEST_SHOTS: shots,
  };
  const userSettings = { ...QUIET, 'security.workspace.trust.enabled': Boolean(trust), ...settings };
  mkdirSync(path.join(dirs.user, 'User'), { recursive: true });
  writeFileSync(path.join(dirs.user, 'User/settings.json'), JSON.stringify(userSettings, null, 2));

  let server;
  let browser;
  let eyes;
  let ending = false;
  const cleanUp = async () => {
    ending = true;
    await browser?.close().catch(() => undefined);
    eyes?.close();
    eyes?.closeAllConnections?.();
    if (server?.pid) {
      signal(server.pid, 'SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 200));
      signal(server.pid, 'SIGKILL');
    }
    if (keep) say(`kept ${temporary}`);
    else rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  };

  try {
    const common = ['--server-data-dir', dirs.server, '--user-data-dir', dirs.user, '--extensions-dir', dirs.ext];
    let underTest = extension;
    if (vsix) {
      execFileSync(serverNode, [main, ...common, '--install-extension', vsix, '--force'], { env, stdio: verbose ? 'inherit' : 'ignore' });
      const installed = readdirSync(dirs.ext).find((name) => existsSync(path.join(dirs.ext, name, 'package.json')));
      if (!installed) throw new Error(`${vsix} was not installed`);
      // Tests start only in a window with an extension under development. An empty one makes it such a window, so that the
      // installed extension runs as it would for a user.
      underTest = path.join(temporary, 'stub');
      mkdirSync(underTest);
      writeFileSync(
        path.join(underTest, 'package.json'),
        JSON.stringify({ name: 'stub', publisher: 'test', version: '0.0.0', engines: { vscode: '*' } }),
      );
    }

    let page;
    eyes = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      try {
        response.end(JSON.stringify({ ok: true, value: (await answer(page, JSON.parse(body || '{}'), shots)) ?? null }));
      } catch (error) {
        response.end(JSON.stringify({ ok: false, error: String(error) }));
      }
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => eyes.once('listening', resolve));
    env.VSCODE_TEST_UI = `http://127.0.0.1:${eyes.address().port}/`;

    const args = [
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--without-connection-token',
      '--accept-server-license-terms',
      '--telemetry-level',
      'off',
    ];
    if (!trust) args.push('--disable-workspace-trust');
    server = spawn(serverNode, [main, ...args, ...common], { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const port = await portOf(server, createWriteStream(path.join(temporary, 'server.log')));
    say(`server on port ${port}`);

    browser = await openBrowser(host, dirs.tmp);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    // Nothing outside this machine is reached; failing at once beats a name look-up for each request.
    await context.route(
      (url) => !/^(127\.0\.0\.1|localhost)$/.test(url.hostname),
      (route) => route.abort(),
    );
    page = await context.newPage();
    const said = [];
    await page.exposeFunction('codeAutomationLog', (_type, words) => {
      const line = words.map((word) => (typeof word === 'string' ? word : JSON.stringify(word))).join(' ');
      said.push(line);
      if (verbose) console.log(line.slice(0, 400));
    });
    const exited = new Promise((resolve) => page.exposeFunction('codeAutomationExit', (code) => resolve(code)));
    const broken = new Promise((_, reject) => {
      page.on('crash', () => reject(new Error('the page crashed')));
      server.once('exit', (code) => ending || reject(new Error(`the VS Code server ended with ${code}`)));
      setTimeout(async () => {
        await page.screenshot({ path: path.join(shots, 'timeout.png') }).catch(() => undefined);
        reject(new Error(`timed out after ${seconds} s\n${existsSync(progress) ? readFileSync(progress, 'utf8') : ''}`));
      }, seconds * 1000).unref();
    });

    // A built VS Code takes extension and tests from its page's configuration only. They are put there once the page is parsed
    // ('interactive' comes before the workbench's script); a rewritten page would be refused its connection to this machine.
    await page.addInitScript(
      ({ extension, tests }) => {
        if (window.top !== window) return;
        document.addEventListener(
          'readystatechange',
          () => {
            const meta = document.getElementById('vscode-workbench-web-configuration');
            if (!meta) return;
            const config = JSON.parse(meta.getAttribute('data-settings'));
            const uri = (path) => ({ scheme: 'vscode-remote', authority: location.host, path });
            config.developmentOptions = { ...config.developmentOptions, extensions: [uri(extension)], extensionTestsPath: uri(tests) };
            meta.setAttribute('data-settings', JSON.stringify(config));
          },
          { once: true },
        );
      },
      { extension: underTest, tests },
    );
    const payload = encodeURIComponent(
      JSON.stringify([
        ['skipWelcome', 'true'],
        ['skipReleaseNotes', 'true'],
      ]),
    );
    const opened = workspace
      ? `workspace=${encodeURIComponent(path.join(dirs.work, workspace))}`
      : `folder=${encodeURIComponent(dirs.work)}`;
    await page.goto(`http://127.0.0.1:${port}/?${opened}&payload=${payload}`, { waitUntil: 'domcontentloaded' });

    const code = await Promise.race([exited, broken]);
    if (existsSync(progress)) process.stdout.write(readFileSync(progress, 'utf8'));
    if (!existsSync(results)) {
      const hints = said.filter((line) => /error|cannot|fail/i.test(line)).slice(-15);
      throw new Error(`the host ended with ${code}, but the suites did not run\n${hints.join('\n')}`);
    }
    const { stats, failures } = JSON.parse(readFileSync(results, 'utf8'));
    if (stats.passes + stats.failures === 0) throw new Error('no test ran');
    if (code !== 0 && stats.failures === 0) throw new Error(`the host ended with ${code} although all tests passed`);
    return { stats, failures };
  } finally {
    await cleanUp();
  }
}

/** The server wants the major version of Node that it was built for; the npm package is just that binary. */
function ownNode(require) {
  const name = `node-${process.platform}-${process.arch}/package.json`;
  return path.join(path.dirname(require.resolve(name)), 'bin/node');
}

function portOf(server, log) {
  return new Promise((resolve, reject) => {
    let all = '';
    const read = (data) => {
      log.write(data);
      all += data;
      const port = /agent listening on (\d+)/.exec(all)?.[1];
      if (port) resolve(Number(port));
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('exit', (code) => reject(new Error(`the VS Code server ended with ${code}:\n${all.slice(-3000)}`)));
  });
}

function signal(pid, name) {
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended already.
  }
}
