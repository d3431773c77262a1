/** Tables as text: for a report, a mail, a spreadsheet. */

/** RFC 4180: commas, quotes doubled, CRLF. A cell a spreadsheet would run as a formula is defused. */
export function asCsv(head: string[], rows: string[][]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

/** A Markdown table; bars are escaped, line breaks become spaces. */
export function asMarkdown(head: string[], rows: string[][]): string {
  const cell = (text: string) =>
    text
      .replaceAll('\\', '\\\\')
      .replaceAll('|', '\\|')
      .replace(/\s*\n\s*/g, ' ')
      .trim();
  const line = (row: string[]) => `| ${row.map(cell).join(' | ')} |`;
  return [line(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(line)].join('\n') + '\n';
}

/** Puts text on the clipboard, also where the page may not use the newer way. */
export async function toClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('readonly', '');
    area.className = 'hidden';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('the clipboard is not open to this page');
  }
}
