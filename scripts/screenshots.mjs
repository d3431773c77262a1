// Takes a picture of every screen of the sample workspace: `node screenshots.mjs UI-HOST`.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { chromium } = createRequire(join(root, 'ui/package.json'))('@playwright/test');
const folder = join(root, 'docs/screens');
const size = { width: 1360, height: 860 };

/** Starts the host on a home of its own and answers with its address. */
async function startHost(home) {
  const host = spawn(process.argv[2], ['--dist', join(root, 'ui/dist'), '--home', home, '--sample'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const chunk of host.stdout) {
    const address = /listening (\S+)/.exec(String(chunk))?.[1];
    if (address) return { host, address };
  }
  throw new Error('The host ended before it answered.');
}

const home = mkdtempSync(join(tmpdir(), 'throughline-screens-'));
const { host, address } = await startHost(home);

async function ask(name, args = {}) {
  const response = await fetch(`${address}/call`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, args }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${name}: ${answer.message}`);
  return answer;
}

/** The artefacts of a kind, those with the most to show first. */
async function fullest(kind) {
  const { rows } = await ask('artefact.list', { kinds: [kind], release: 'all', limit: 50 });
  const pages = await Promise.all(
    rows.map(async (card) => ({ card, links: (await ask('artefact.get', { id: card.id })).links.length })),
  );
  return pages.sort((a, b) => b.links - a.links).map((page) => page.card.id);
}

const [decision] = await fullest('decision');
const [problem] = await fullest('problem');
const [evidence] = await fullest('evidence');
const [model] = await fullest('model-version');

/** What to show: a file's name, the route, whether in the dark too, what to do first. */
const screens = [
  ['overview', '#/', true],
  ['thread', `#/thread/${model}`, true],
  ['decision', `#/decision/${decision}`, true],
  ['artefact', `#/artefact/${problem}`, true],
  ['evidence', `#/artefact/${evidence}`],
  ['empathise', '#/stage/empathise', true],
  ['define', '#/stage/define'],
  ['ideate', '#/stage/ideate', true],
  ['prototype', '#/stage/prototype'],
  ['test', '#/stage/test'],
  ['build', '#/stage/build'],
  ['live', '#/stage/live'],
  ['decisions', '#/decisions'],
  ['versions', '#/versions'],
  ['deployments', '#/deployments'],
  ['system', '#/system'],
  ['people', '#/people'],
  ['history', '#/history', true],
  ['record', '#/record'],
  ['search', '#/search?q=dinner'],
  ['palette', '#/', true, async (page) => {
    await page.keyboard.press('Control+k');
    await page.keyboard.type('rank', { delay: 20 });
  }],
  ['new', '#/stage/empathise', true, (page) => page.keyboard.press('n')],
  ['keys', '#/', false, (page) => page.keyboard.press('?')],
  ['start', '#/start', true],
];

const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find((p) => p && existsSync(p));
/** Waits until the page has shown the same words for a while. */
async function settled(page) {
  const words = () => page.evaluate(() => document.body.innerText);
  for (let [before, same, looks] = ['', 0, 0]; same < 5 && looks < 60; looks++) {
    await page.waitForTimeout(250);
    const now = await words();
    same = now === before ? same + 1 : 0;
    before = now;
  }
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--font-render-hinting=none'] });
const only = process.argv.slice(3);
try {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({ viewport: size, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' });
    const page = await context.newPage();
    page.on('pageerror', (error) => console.error(`error on ${page.url()}: ${error.message}`));
    for (const [name, route, dark, act] of screens) {
      if ((colorScheme === 'dark' && !dark) || (only.length > 0 && !only.includes(name))) continue;
      await page.goto(`${address}/${route}`);
      // A hash alone does not load the page anew; a dialog of the screen before must be gone.
      await page.reload();
      // The page asks for news twice a second, so its network is never idle: wait for what it shows.
      await page.locator('main').first().waitFor();
      await settled(page);
      await act?.(page);
      if (act) await settled(page);
      const file = colorScheme === 'dark' ? `${name}-dark.png` : `${name}.png`;
      await page.screenshot({ path: join(folder, file), animations: 'disabled', caret: 'hide' });
      console.log(file);
    }
    await context.close();
  }
} finally {
  await browser.close();
  host.kill();
  rmSync(home, { recursive: true, force: true });
}
