/** A tab is an address: it can be linked, kept and gone back to. */
export interface Tab {
  label: string;
  href: string;
  current: boolean;
  /** Name of the menu that holds it; without one it stands in the row. */
  under?: string;
}

/** A menu of tabs, at the end of the row. */
export interface TabMenu {
  name: string;
  tabs: Tab[];
  /** The one that is looked at, if it is one of these. */
  current?: Tab;
}

/** The tabs of the row and the menus after them, each in the order given. */
export function inRow(tabs: readonly Tab[]): { row: Tab[]; menus: TabMenu[] } {
  const menus = new Map<string, Tab[]>();
  for (const tab of tabs)
    if (tab.under !== undefined) menus.set(tab.under, [...(menus.get(tab.under) ?? []), tab]);
  return {
    row: tabs.filter((tab) => tab.under === undefined),
    menus: [...menus].map(([name, held]) => {
      const current = held.find((tab) => tab.current);
      return { name, tabs: held, ...(current ? { current } : {}) };
    }),
  };
}
