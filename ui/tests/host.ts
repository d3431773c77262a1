import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test as base, type Page } from '@playwright/test';
import type { Commands, JsonValue, NewLink, Saved } from '../src/host/api';

const ui = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = process.env.THROUGHLINE_UI_DIST ?? join(ui, 'dist');

/** A host with a fresh home, serving the built page. */
export class Host {
  url = '';
  readonly home = mkdtempSync(join(tmpdir(), 'throughline-ui-'));
  #process: ChildProcess | undefined;

  /** Starts the host and waits until it says where it listens. */
  async start(): Promise<void> {
    const binary = process.env.THROUGHLINE_UI_HOST ?? join(ui, '../target/debug/ui-host');
    if (!existsSync(binary))
      throw new Error(`${binary} is missing: cargo build -p throughline-tests --bin ui-host`);
    if (!existsSync(join(dist, 'index.html'))) throw new Error(`${dist} is missing: npm run build`);
    const child = spawn(binary, ['--dist', dist, '--home', join(this.home, 'home'), '--port', '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#process = child;
    this.url = await new Promise((resolve, reject) => {
      let text = '';
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const at = /listening (http:\/\/\S+)/.exec(text);
        if (at?.[1]) resolve(at[1]);
      });
      child.on('exit', (code) => reject(new Error(`the host ended with ${code}: ${text}`)));
    });
  }

  /** Ends the host at once, as a crash would. */
  kill(): void {
    this.#process?.removeAllListeners('exit');
    this.#process?.kill('SIGKILL');
  }

  /** Ends the host and forgets what it wrote. */
  stop(): void {
    this.kill();
    rmSync(this.home, { recursive: true, force: true });
  }

  /** Calls a command beside the page. */
  async call<K extends keyof Commands>(
    name: K,
    args: Partial<Commands[K]['args']> = {},
  ): Promise<Commands[K]['result']> {
    const response = await fetch(`${this.url}/call`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name, args }),
    });
    const answer = (await response.json()) as Commands[K]['result'];
    if (!response.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
    return answer;
  }

  /** A new workspace with a person and a product. */
  async workspace(name = 'work'): Promise<void> {
    await this.call('workspace.create', {
      path: join(this.home, `${name}.throughline`),
      person: 'Ines Duarte',
      product: 'Food delivery app',
    });
  }

  /** Records an artefact. */
  add(kind: string, fields: Record<string, JsonValue>, links: NewLink[] = []): Promise<Saved> {
    return this.call('artefact.add', { kind, fields, links });
  }

  /** Length of the log. */
  async position(): Promise<number> {
    return (await this.call('workspace.state')).position;
  }
}

/** A link for `Host.add`. */
export function link(type: string, other: string, out = true): NewLink {
  return { type, other, out, fields: {} };
}

/** Tests that share one host per file; a console error or an exception on the page fails the test. */
export const test = base.extend<{ faults: string[] }, { host: Host }>({
  host: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const host = new Host();
      await host.start();
      await use(host);
      host.stop();
    },
    { scope: 'worker' },
  ],
  faults: [
    async ({ page }, use) => {
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
      page.on('console', (message) => {
        // A refused call answers 422, which the browser reports although the page words it itself.
        if (message.type() === 'error' && !message.text().includes('422'))
          faults.push(`console: ${message.text()}`);
      });
      await use(faults);
      expect(faults).toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens a route and waits until its heading stands. */
export async function open(page: Page, host: Host, hash: string): Promise<void> {
  await page.goto(`${host.url}/${hash}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

export { expect };
