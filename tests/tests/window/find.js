// arguments: role, part of the name, whether to scroll it into sight. Answers with the first visible element that has both, a whole
// match before a partial one. Names are what a screen reader would say, in short: aria-label,
// aria-labelledby, the label of a field, the words inside.
const [role, wanted, reveal] = arguments;
const selectors = {
  button: 'button, [role=button], summary, input[type=submit]',
  link: 'a[href], [role=link]',
  heading: 'h1, h2, h3, h4, [role=heading]',
  field: 'input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], [role=textbox], [role=searchbox], [contenteditable=true]',
  check: 'input[type=checkbox], input[type=radio], [role=checkbox], [role=radio], [role=switch]',
  option: '[role=option]',
  menuitem: '[role=menuitem], [role=menuitemradio], [role=menuitemcheckbox]',
  tab: '[role=tab]',
  dialog: '[role=dialog], [role=alertdialog], dialog[open]',
  treeitem: '[role=treeitem]',
  any: '*',
};
const words = (text) => (text || '').replace(/\s+/g, ' ').trim().toLowerCase();
const byId = (ids) => ids.split(/\s+/).map((id) => document.getElementById(id)?.innerText ?? '').join(' ');
const nameOf = (element) => {
  if (element.getAttribute('aria-label')) return element.getAttribute('aria-label');
  if (element.getAttribute('aria-labelledby')) return byId(element.getAttribute('aria-labelledby'));
  if (element.labels?.length) return [...element.labels].map((label) => label.innerText).join(' ');
  return element.innerText || element.getAttribute('title') || element.getAttribute('placeholder') || '';
};
const visible = (element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== 'hidden' && !element.closest('[inert]');
};
// What lies behind an open dialog cannot be reached by a person either.
const dialogs = [...document.querySelectorAll('[role=dialog][data-state=open], [role=alertdialog][data-state=open], dialog[open]')].filter(visible);
const popups = [...document.querySelectorAll('[role=listbox], [role=menu]')].filter(visible);
const scopes = dialogs.length ? [...popups, dialogs.at(-1)] : [document];
// `Benefit › low` is what is called “low” in the smallest part of the page that says “Benefit”.
const steps = wanted.split(' › ').map(words);
const needle = steps.pop();
const PARTS =
  '[role=group], [role=radiogroup], [role=region], [role=row], [role=listitem], nav, fieldset, section, article, aside, li, tr, dl';
const within = (all, part) => {
  const holding = all
    .flatMap((scope) => [...scope.querySelectorAll(PARTS)])
    .filter(visible)
    .map((element) => ({ element, called: words(element.getAttribute('aria-label')), says: words(element.innerText) }))
    .filter(({ called, says }) => called.includes(part) || says.includes(part))
    .sort((a, b) => Number(b.called === part) - Number(a.called === part) || a.says.length - b.says.length);
  return holding.map(({ element }) => element);
};
// Of several parts that say it, the first that holds what is looked for; a person does not stop at the smallest either.
let parts = scopes;
for (const step of steps) parts = within(parts, step);
const candidates = parts
  .flatMap((scope) => [...scope.querySelectorAll(selectors[role] ?? `[role=${role}]`)])
  .filter((element) => visible(element) && !element.disabled);
const found =
  candidates.find((element) => words(nameOf(element)) === needle) ??
  candidates.find((element) => words(nameOf(element)).startsWith(needle)) ??
  candidates.find((element) => words(nameOf(element)).includes(needle)) ??
  null;
// A person scrolls until it is well in sight; the driver is content when its edge shows.
if (reveal) found?.scrollIntoView({ block: 'center' });
return found;
