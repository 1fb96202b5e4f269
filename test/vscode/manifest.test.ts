/** The extension's manifest agrees with the code, with the core, and with what editors and the Marketplace want. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { loadLanguages } from '../../src/core/languages/index.ts';
import { COMMANDS } from '../../src/vscode/commands.ts';
import { CODE_LANGUAGES } from '../../src/vscode/documents.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const { contributes } = manifest;

describe("the extension's manifest", () => {
  it('contributes exactly the commands that the code runs', () => {
    assert.deepEqual(contributes.commands.map(({ command }: { command: string }) => command).sort(), [...COMMANDS].sort());
    for (const { category, title } of contributes.commands) {
      assert.equal(category, 'Costlint');
      assert.ok(title);
    }
  });

  it('puts only its own commands into menus, links and steps', () => {
    const known = new Set<string>(COMMANDS);
    const inMenus = Object.values<{ command: string }[]>(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const linked = [...JSON.stringify(contributes).matchAll(/command:(costlint\.\w+)|onCommand:(costlint\.\w+)/g)].map(
      (hit) => hit[1] ?? hit[2] ?? '',
    );
    assert.deepEqual(
      [...inMenus, ...linked].filter((command) => !known.has(command)),
      [],
    );
  });

  it('hides from the palette what needs arguments', () => {
    const hidden = contributes.menus.commandPalette.filter(({ when }: { when: string }) => when === 'false');
    assert.deepEqual(hidden.map(({ command }: { command: string }) => command).sort(), [
      'costlint.openChanges',
      'costlint.openRule',
      'costlint.showFixes',
      'costlint.suppress',
    ]);
  });

  it('knows the editor languages of the core', async () => {
    const asset = async (name: string) => readFileSync(`dist/assets/${name}`);
    const languages = await loadLanguages(asset, () => performance.now());
    assert.deepEqual([...CODE_LANGUAGES].sort(), languages.flatMap(({ editorIds }) => editorIds).sort());
  });

  it('is woken by documents and configurations, never by the mere start of the editor', () => {
    assert.ok(!manifest.activationEvents.includes('onLanguage:plaintext'), 'some box of every window holds plain text');
    for (const event of manifest.activationEvents) assert.match(event, /^(?:onLanguage|onNotebook|onWebviewPanel|workspaceContains):/);
  });

  it('runs in the editors that build on older versions of VS Code', () => {
    const [, minor] = /^\^1\.(\d+)\.0$/.exec(manifest.engines.vscode) ?? [];
    assert.ok(Number(minor) <= 105, manifest.engines.vscode);
  });

  it('describes every setting: order, scope, sentence, default; at most twenty', () => {
    const settings = Object.entries<Record<string, unknown>>(contributes.configuration.properties);
    assert.ok(settings.length <= 20);
    for (const [key, setting] of settings) {
      assert.match(key, /^costlint\./);
      assert.equal(typeof setting.order, 'number', key);
      assert.match(String(setting.scope), /^(?:resource|window|machine)$/, key);
      assert.match(String(setting.markdownDescription), /\.$/, key);
      assert.notEqual(setting.default, undefined, key);
      for (const [, linked] of String(setting.markdownDescription).matchAll(/`#([\w.]+)#`/g)) {
        assert.ok(linked && linked in contributes.configuration.properties, `${key} links to ${linked}`);
      }
    }
    for (const key of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      assert.ok(key in contributes.configuration.properties);
  });

  it('names colours with exactly one dot, for all four kinds of themes', () => {
    for (const { id, defaults } of contributes.colors) {
      assert.match(id, /^costlint\.[A-Za-z]+$/);
      assert.deepEqual(Object.keys(defaults).sort(), ['dark', 'highContrast', 'highContrastLight', 'light']);
    }
  });

  it('points to files that are there', () => {
    const files = [
      manifest.main,
      manifest.browser,
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }: { icon: string }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }: { steps: { media: { svg: string } }[] }) => steps.map(({ media }) => media.svg)),
      ...contributes.jsonValidation.map(({ url }: { url: string }) => url),
    ];
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
    );
    const icon = readFileSync(manifest.icon);
    assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [256, 256]);
    assert.ok(manifest.keywords.length <= 5);
  });

  it('keeps what activation loads small', () => {
    const size = (file: string) => readFileSync(file).length;
    assert.ok(size('dist/vscode/extension.cjs') <= 40 * 1024, `${size('dist/vscode/extension.cjs')}`);
    assert.ok(size('dist/vscode/client.cjs') <= 450 * 1024, `${size('dist/vscode/client.cjs')}`);
    assert.doesNotMatch(readFileSync('dist/vscode/extension.cjs', 'utf8'), /vscode-languageserver|LanguageClient/);
  });
});
