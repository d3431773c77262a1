/** Moments in words and as the host reads them. */
import type { AtDto, CameLateDto, MomentDto } from '../host/api';
import { countOf, dayWords, exactWords } from '../words';

/** A moment as the host reads it: `#212`, `2026-08-03`, `so:2026-08-03`, `now`. */
export function atText(at: AtDto): string {
  switch (at.mode) {
    case 'now':
      return 'now';
    case 'position':
      return `#${at.position}`;
    case 'known':
      return at.date;
    case 'so':
      return `so:${at.date}`;
  }
}

/** The moment a text means, where it says which; a freeze is asked of the host. */
export function readMoment(text: string): AtDto | undefined {
  const t = text.trim();
  if (t === '' || t === 'now') return { mode: 'now' };
  const place = /^#?(\d+)$/.exec(t)?.[1];
  if (place) return { mode: 'position', position: Number(place) };
  const so = /^so:(.+)$/.exec(t)?.[1];
  const date = so ?? t;
  if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(date)) return undefined;
  return so ? { mode: 'so', date } : { mode: 'known', date };
}

/** "change 212, 3 Aug 2026, 16:20", "3 Aug 2026", "the freeze of REL-1, change 212", "now". */
export function momentWords(moment: MomentDto, now: Date = new Date()): string {
  const { at } = moment;
  switch (at.mode) {
    case 'now':
      return 'now';
    case 'position': {
      const of = /^freeze:(.+)$/.exec(moment.text)?.[1];
      const when = moment.received ? `, ${exactWords(moment.received)}` : '';
      return `${of ? `the freeze of ${of}, ` : ''}change ${at.position}${when}`;
    }
    case 'known':
      return at.date.length > 10 ? exactWords(at.date) : `the end of ${dayWords(at.date, now)}`;
    case 'so':
      return `what was so on ${dayWords(at.date, now)}`;
  }
}

/** The same moment on the other axis of time; `received` is when the change of a position was received. */
export function onAxis(at: AtDto, axis: 'known' | 'so', received: string | undefined): AtDto {
  if (at.mode === 'now') return at;
  const date = at.mode === 'position' ? received : at.date;
  if (axis === 'known') return at.mode === 'so' ? { mode: 'known', date: at.date } : at;
  return date === undefined ? at : { mode: 'so', date };
}

/** "It says it was so on 3 Aug; it was recorded on 12 Aug." */
export function lateWords(late: CameLateDto, now: Date = new Date()): string {
  const first = `It says it was so on ${dayWords(late.so, now)}; it was received on ${dayWords(late.received, now)} (change ${late.position}).`;
  const one = late.made ? first : `One of its entries is back-dated. ${first}`;
  return late.entries > 1 ? `${countOf(late.entries, 'entry', 'entries')} came late. The first: ${one}` : one;
}
