/** The map as a stand-alone SVG file: shapes and text only, no scripts, no fonts inside. */
import type { ThreadDto, ThreadNode } from '../host/api';
import { curve } from './curve';
import { graph, isLoop } from './graph';
import { caption, titleLines } from './words';

/** Colours of the drawing, read from the page's tokens by the caller. */
export interface Ink {
  paper: string;
  panel: string;
  ink: string;
  ink2: string;
  line: string;
  /** By the name of the stage. */
  stages: Record<string, string>;
}

/** Who speaks on a card. */
export type Voice = (kind: string) => string;

/** Mean advance of a 12 px letter in the three faces (px), to break titles without measuring. */
const ADVANCE: Record<string, number> = { user: 5.6, team: 6.3, machine: 7.2 };
const FACE: Record<string, string> = {
  user: `'Source Serif 4 Variable','Source Serif 4',Georgia,serif`,
  team: `'Inter Variable',Inter,system-ui,sans-serif`,
  machine: `'JetBrains Mono Variable','JetBrains Mono',monospace`,
};

/** The drawing as text. */
export function toSvg(thread: ThreadDto, ink: Ink, voice: Voice, heading: string): string {
  const g = graph(thread);
  const w = Math.ceil(thread.width) + 32;
  const h = Math.ceil(thread.height) + 56;
  const stageOf = (node: ThreadNode | undefined): string =>
    (node && ink.stages[thread.lanes[node.lane]?.stage ?? '']) ?? ink.ink2;
  const lanes = thread.lanes.map(
    (lane, i) =>
      `<text x="${lane.x + 12}" y="24" font-size="12" font-weight="600" fill="${ink.stages[lane.stage] ?? ink.ink2}">${esc(lane.label)}</text>` +
      (i > 0
        ? `<path d="M${lane.x} 0V${Math.ceil(thread.height)}" stroke="${ink.line}" stroke-dasharray="3 3"/>`
        : ''),
  );
  const links = thread.links.map((link) => {
    const loop = isLoop(g, link);
    return `<path d="${curve(link.points)}" fill="none" stroke="${stageOf(g.nodes.get(link.up))}" stroke-width="1.6"${loop ? ' stroke-dasharray="5 4"' : ''}><title>${esc(link.label)}</title></path>`;
  });
  const cards = thread.nodes.map((node) => {
    const who = voice(node.card.kind);
    const lines = wrap(node.card.title, (node.w - 20) / (ADVANCE[who] ?? 6.3), titleLines(node.h));
    const text = lines
      .map(
        (line, i) =>
          `<text x="${node.x + 10}" y="${node.y + 34 + i * 16}" font-size="12" font-family="${FACE[who] ?? FACE['team']}"${who === 'user' ? ' font-style="italic"' : ''} fill="${ink.ink}">${esc(line)}</text>`,
      )
      .join('');
    return (
      `<rect x="${node.x}" y="${node.y}" width="${node.w}" height="${node.h}" rx="7" fill="${ink.panel}" stroke="${ink.line}"/>` +
      `<path d="M${node.x + 1.5} ${node.y + 6}V${node.y + node.h - 6}" stroke="${stageOf(node)}" stroke-width="3" stroke-linecap="round"/>` +
      `<text x="${node.x + 10}" y="${node.y + 17}" font-size="10.5" font-family="${FACE['machine']}" fill="${ink.ink2}">${esc(clip(caption(node.card), (node.w - 20) / 6.3))}</text>${text}`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}" viewBox="-16 -16 ${w} ${h}" font-family="${FACE['team']}">` +
    `<title>${esc(heading)}</title><rect x="-16" y="-16" width="${w}" height="${h}" fill="${ink.paper}"/>` +
    `${lanes.join('')}${links.join('')}${cards.join('')}` +
    `<text x="0" y="${h - 32}" font-size="11" fill="${ink.ink2}">${esc(heading)}</text></svg>\n`
  );
}

/** Breaks at spaces into at most `most` lines of `width` letters; what does not fit ends in "…". */
export function wrap(text: string, width: number, most: number): string[] {
  const fit = Math.max(4, Math.floor(width));
  const out: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((x) => x !== '')) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= fit) line += ` ${word}`;
    else {
      out.push(line);
      line = word;
    }
  }
  if (line !== '') out.push(line);
  const kept = out.slice(0, most).map((l) => clip(l, fit));
  if (out.length > most && kept.length > 0) kept[most - 1] = clip(`${kept[most - 1] ?? ''} …`, fit + 2);
  return kept;
}

function clip(text: string, width: number): string {
  const fit = Math.max(1, Math.floor(width));
  return text.length <= fit ? text : `${text.slice(0, fit - 1)}…`;
}

function esc(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
