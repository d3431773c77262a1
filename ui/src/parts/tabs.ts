/** A tab is an address: it can be linked, kept and gone back to. */
export interface Tab {
  label: string;
  href: string;
  current: boolean;
}
