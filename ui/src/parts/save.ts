import { attachmentUrl, call } from '../host/host';
import { toasts } from '../state/toasts.svelte';
import { workspace } from '../state/workspace.svelte';

/** Saves an attachment where the person says; in a browser, as browsers do. Faults are told. */
export async function saveAttached(digest: string, name: string): Promise<void> {
  if (!workspace.can('dialogs')) {
    const link = document.createElement('a');
    link.href = attachmentUrl(digest, name, '');
    link.download = name;
    link.click();
    return;
  }
  try {
    const { path } = await call('dialog.save', {
      title: `Save ${name}`,
      folder: false,
      name,
      endings: [],
    });
    if (!path) return;
    await call('attachment.save', { digest, path });
    toasts.show({ tone: 'good', text: `Saved to ${path}, checked against its digest.` });
  } catch (error) {
    toasts.complain(error);
  }
}
