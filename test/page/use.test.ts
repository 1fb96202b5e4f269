/** The page in use: by keyboard, with a screen reader's rules, in three themes, with hostile texts, and with ten thousand calls. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import { finding, report, site } from '../report/samples.ts';
import { cellsOf, type Page, Pages, SAMPLE, type Theme } from './opened.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)><!--';
const BACKWARDS = '\u202eetag esrever';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('the page in use', () => {
  let pages: Pages;
  before(async () => {
    pages = await Pages.open();
  });
  after(() => pages.close());

  it('is walked with the keyboard alone: every control is reached, seen when it is, and works', () =>
    pages.look(pages.ofProject(SAMPLE), async (page) => {
      await page.locator('#what-if-traffic').press('ArrowRight');
      await page.locator('#what-if summary').press('Enter');
      await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
      const { wanted, reached, unseen } = await walk(page);
      assert.deepEqual(
        wanted.filter((one) => !reached.includes(one)),
        [],
      );
      assert.deepEqual(unseen, []);

      await page.locator('#what-if button:text-is("Reset")').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('#what-if .command').count(), 0);

      const call = page.locator('#spend-map g.call').first();
      await call.focus();
      await page.keyboard.press('Space');
      assert.equal(await page.locator('#spend-map g.call.selected').count(), 1);
      assert.equal(await page.locator('#calls tr.selected').count(), 1, 'the same call is selected in the table');

      const before = await cellsOf(page, '#calls');
      await page.locator('#calls th button').first().focus();
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      const after = await cellsOf(page, '#calls');
      assert.notDeepEqual(after, before);
      assert.deepEqual(
        after.map((row) => row[0]),
        before.map((row) => row[0]).sort(),
      );

      await page.locator('#anatomy summary').focus();
      await page.keyboard.press('Enter');
      assert.equal(await page.locator('#anatomy details').getAttribute('open'), null);
    }));

  it('shows what is asked in its controls, also in lists that are filled after the first screen', () =>
    pages.look(pages.ofProject(SAMPLE, '--what-if', 'feature=answer', '--what-if', 'route=0.7:claude-haiku-4-5'), async (page) => {
      const chosen = await page
        .locator('#what-if .control select')
        .evaluateAll((all) => all.flatMap((one) => ((one as { value?: string }).value ? [(one as { value?: string }).value] : [])));
      assert.deepEqual(chosen, ['answer', 'claude-haiku-4-5']);
    }));

  it('explains every title of a section and of a column, and every part of a call', () =>
    pages.look(pages.ofProject(SAMPLE, '--what-if', 'host=self', '--what-if', 'model=gemini-3.8-flash'), async (page) => {
      const silent = await page
        .locator('h2, th[scope="col"], .control label, .legend li')
        .evaluateAll((all) => all.filter((one) => !one.querySelector('abbr[title], button[title]')).map((one) => one.textContent));
      assert.deepEqual(silent, []);
      assert.deepEqual(await page.locator('main > section').evaluateAll((all) => all.map(({ id }) => id)), [
        ...['what-if', 'anatomy', 'spend-map', 'users', 'features', 'tasks', 'loops', 'fix-first', 'calls', 'sensitivity', 'price-risk'],
        ...['decisions', 'assumptions'],
      ]);
    }));

  it('is small enough to stand in each file', () => {
    const bytes = ['report.js', 'report-style.css'].map((name) => statSync(path.join('dist/assets', name)).size);
    assert.ok(bytes[0] !== undefined && bytes[1] !== undefined && bytes[0] + bytes[1] <= 100 * 1024, `${bytes.join(' + ')} bytes`);
  });

  for (const theme of ['light', 'dark', 'forced'] as const satisfies readonly Theme[]) {
    it(`has no serious violation of accessibility: ${theme}`, () =>
      pages.look(
        pages.ofProject(SAMPLE, '--what-if', 'host=self', '--what-if', 'model=gemini-3.8-flash'),
        async (page) => {
          await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
          assert.deepEqual(await violations(page), []);
        },
        theme,
      ));
  }

  it('texts of the code change nothing: no markup, no order, no width', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'costlint-hostile-'));
    try {
      mkdirSync(path.join(folder, 'src'));
      const prompt = JSON.stringify(`${HOSTILE}${BACKWARDS}${'x'.repeat(1_000_000)}`).replaceAll('\u202e', '\\u202e');
      writeFileSync(
        path.join(folder, 'src', '<img src=x onerror=alert(1)>.ts'),
        `import OpenAI from 'openai';\nexport const ask = (q: string) => new OpenAI().chat.completions.create({ model: 'gpt-5.4-mini', messages: [{ role: 'system', content: ${prompt} }, { role: 'user', content: q }] });\n`,
      );
      writeFileSync(
        path.join(folder, 'costlint.config.json'),
        JSON.stringify({
          root: true,
          usage: { features: { [HOSTILE + BACKWARDS]: { match: ['**'], callsPerMonth: 1000, owner: HOSTILE } } },
        }),
      );
      await pages.look(pages.ofProject(folder), unharmed);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('the same in every text that a report can hold', () => {
    const text = `${HOSTILE}${BACKWARDS}`;
    const long = `${text}${'long '.repeat(200_000)}`;
    const hostile = site({
      path: `src/${text}.ts`,
      symbol: text,
      feature: text,
      model: { id: text, via: 'literal' },
      parts: [{ role: 'system', tokens: { low: 1, expected: 2, high: 3 }, exact: false, hole: text, from: text }],
      notes: [{ code: 'x', message: long }],
    });
    const message = finding({ message: long, fixes: [{ title: text, safety: 'safe', edits: [] }] });
    return pages.look(pages.ofReport(report({ sites: [hostile, site({ id: 'b2' })], findings: [message] })), async (page) => {
      await unharmed(page);
      const item = (await page.locator('#fix-first li').innerText()).length;
      assert.ok(item < 2000, `${item} characters of a message are shown`);
    });
  });

  it('groups all calls: each group above its calls, with what they cost together', () =>
    pages.look(pages.ofProject(SAMPLE), async (page) => {
      const before = await cellsOf(page, '#calls');
      await page.locator('#calls button:text-is("feature")').click();
      const rows = await cellsOf(page, '#calls');
      const groups = rows.filter((row) => row.length === 3);
      const map = (await cellsOf(page, '#spend-map')).map(([name, calls, month]) => [
        `${name} · ${calls} call${calls === '1' ? '' : 's'}`,
        month?.replace('~', ''),
        '',
      ]);
      assert.deepEqual(groups, map);
      assert.deepEqual(rows.filter((row) => row.length > 3).toSorted(), before.toSorted());
    }));

  it('says what is missing: nothing found, nothing priced', async () => {
    await pages.look(pages.ofReport(report({ sites: [], findings: [] })), async (page) => {
      assert.equal(await page.locator('h1').innerText(), 'No LLM calls found');
      assert.match(await page.locator('main').innerText(), /812 files/);
      assert.deepEqual(await violations(page), []);
    });
    const unpriced = site({ cost: null, terms: null, model: { id: 'in-house', via: 'literal' } });
    await pages.look(pages.ofReport(report({ sites: [unpriced], findings: [] })), async (page) => {
      assert.doesNotMatch(await page.locator('h1').innerText(), /\$0/);
      assert.match(await page.locator('.headline').innerText(), /1 unknown/);
      assert.match(await page.locator('#calls').innerText(), /unpriced/);
      assert.deepEqual(await violations(page), []);
    });
  });

  it('ten thousand calls: few elements, and the last row is found by scrolling and by search', () => {
    const sites = Array.from({ length: 10_000 }, (_, at) => site({ id: `s${at}`, path: `src/part-${at % 400}/call-${at}.ts` }));
    return pages.look(pages.ofReport(report({ sites })), async (page) => {
      const elements = () => page.evaluate(() => document.querySelectorAll('*').length);
      assert.ok((await elements()) < 6000, `${await elements()} elements`);
      assert.ok((await page.locator('#calls tbody tr').count()) < 60);
      await page.locator('#calls th button').first().click();
      await page.evaluate(() => {
        const table = document.querySelector('#calls .scroll') as HTMLElement;
        table.scrollTop = table.scrollHeight;
      });
      await page.waitForSelector('#calls tr[aria-rowindex="10001"]');
      assert.ok((await elements()) < 6000);
      await page.locator('#calls input').fill('call-9876.ts');
      await page.waitForSelector('#calls tbody tr:only-child');
      assert.deepEqual(
        (await cellsOf(page, '#calls')).map((row) => row[0]),
        ['src/part-276/call-9876.ts:42'],
      );
    });
  });
});

/** Presses Tab through the whole page; `unseen` are controls whose focus nothing shows. */
async function walk(page: Page) {
  const wanted = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement | SVGElement>('button, input, select, summary, [tabindex="0"]')]
      .filter((one) => !(one as HTMLButtonElement).disabled && one.checkVisibility())
      .map((one, at) => {
        one.setAttribute('data-walk', String(at));
        return String(at);
      }),
  );
  const reached: string[] = [];
  const unseen: string[] = [];
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  for (let step = 0; step <= wanted.length + 5; step++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return undefined;
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return { name: one.getAttribute('data-walk') ?? one.outerHTML.slice(0, 80), seen: outlineStyle !== 'none' && outlineWidth !== '0px' };
    });
    if (!at) continue;
    reached.push(at.name);
    if (!at.seen) unseen.push(at.name);
  }
  return { wanted, reached, unseen };
}

/** Serious and critical violations by axe-core, as sentences. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const results = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** No element came out of a text, no text turned its neighbours around, and the page is as wide as the window. */
async function unharmed(page: Page): Promise<void> {
  const seen = await page.evaluate(() => ({
    images: document.querySelectorAll('img, iframe, object').length,
    scripts: document.querySelectorAll('script').length,
    wide: document.documentElement.scrollWidth > innerWidth,
    loose: [...document.querySelectorAll('#page *')]
      .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.includes('\u202e')))
      .filter((one) => !/isolate/.test(getComputedStyle(one).unicodeBidi) && one.tagName !== 'title')
      .map((one) => one.outerHTML.slice(0, 120)),
  }));
  assert.deepEqual(seen, { images: 0, scripts: 2, wide: false, loose: [] });
}
