/** How the page is lit: as the system says, or as the person chose. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'throughline.theme';

class ThemeChoice {
  /** What was chosen. */
  chosen = $state<Theme>(read());

  constructor() {
    apply(this.chosen);
  }

  /** Chooses, and remembers it on this machine. */
  choose(theme: Theme): void {
    this.chosen = theme;
    apply(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A page without storage keeps the choice until it is closed.
    }
  }

  /** System, light, dark, and round again. */
  next(): Theme {
    const order: Theme[] = ['system', 'light', 'dark'];
    const theme = order[(order.indexOf(this.chosen) + 1) % order.length] ?? 'system';
    this.choose(theme);
    return theme;
  }
}

function read(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Light, dark, or as the system says. */
export const theme = new ThemeChoice();
