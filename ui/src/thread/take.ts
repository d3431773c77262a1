/** Taking something along from the page: the clipboard, or a file the browser saves. */
import { isTauri } from '@tauri-apps/api/core';

/** Puts text on the clipboard, also where the page may not ask for it the modern way. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.setAttribute('readonly', '');
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('the system did not let the page use the clipboard');
  }
}

/** Saves text as a file where the page is in a browser; answers false in the window, which has no downloads. */
export function download(name: string, media: string, text: string): boolean {
  if (isTauri()) return false;
  const url = URL.createObjectURL(new Blob([text], { type: media }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  return true;
}
