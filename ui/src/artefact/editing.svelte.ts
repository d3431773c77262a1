import type { ArtefactPage, FieldDto, JsonValue } from '../host/api';
import { asHostError, call } from '../host/host';
import { DraftKeeper, Idle } from '../forms/drafts';
import {
  changedFields,
  changedLinks,
  copyOf,
  isBlank,
  picksOf,
  same,
  withTag,
  type FormValue,
  type Pick,
} from '../forms/values';
import { toasts } from '../state/toasts.svelte';
import { workspace } from '../state/workspace.svelte';

/** The form that an artefact's page is: fields opened one by one, sealed when left. */
export class Editing {
  /** What the host says of the artefact. */
  page = $state.raw<ArtefactPage | undefined>();
  /** Fields that are open for typing. */
  open = $state.raw<ReadonlySet<string>>(new Set());
  /** Why the host refused a field. */
  errors = $state.raw<Record<string, string>>({});
  /** Shown beside the title. */
  mood = $state<'rest' | 'typing' | 'saving' | 'saved'>('rest');
  /** When the draft was kept that this page went on with. */
  restored = $state<string | undefined>();
  /** Why the next change is made. */
  reason = $state('');

  #fields: Record<string, JsonValue> = $state({});
  #refs: Record<string, Pick[]> = $state({});
  /** What a field held when typing began, or as it was sealed last: what differs from it was typed. */
  #base: Record<string, JsonValue> = {};
  #baseRefs: Record<string, Pick[]> = {};
  /** Tags that were typed inside a text, by that text's field. */
  #tagged: Record<string, string[]> = {};
  #table: FieldDto[] = [];
  #drafted = false;
  #sealing: Promise<boolean> = Promise.resolve(true);
  readonly #keeper = new DraftKeeper<FormValue>(
    (form) => {
      this.#drafted = true;
      return call('draft.save', { key: this.#key, form: form as never });
    },
    (error) => toasts.complain(error),
  );
  readonly #idle = new Idle(() => void this.seal());

  /** The page came, or came anew. */
  take(page: ArtefactPage, table: FieldDto[]): void {
    const before = this.page ? this.#presentFields() : {};
    this.page = page;
    this.#table = table;
    // An open field that nobody typed in says what is there now, not what was there when it was opened.
    for (const name of new Set([...this.open, ...Object.keys(this.#fields)])) {
      if (this.#differsIn(name)) continue;
      if (!this.open.has(name)) this.#close(name);
      else if (name in this.#refs) this.#beginRefs(name);
      else if (!same(before[name], this.#present(name))) this.#beginField(name);
    }
  }

  /** Goes on with a draft that was kept before the page was left or the process ended. */
  async restore(): Promise<void> {
    if (!this.page || this.page.read_only) return;
    const kept = (await call('draft.list')).rows.find((d) => d.key === this.#key);
    const form = kept?.form as unknown as Partial<FormValue> | null | undefined;
    if (!kept || !form || typeof form !== 'object') return;
    const fields = changedFields(this.#table, this.#presentFields(), form.fields ?? {});
    const refs = Object.entries(form.refs ?? {}).filter(([name, picks]) => {
      const { links, unlinks } = changedLinks(this.#table, this.#presentRefs(), { [name]: picks });
      return links.length + unlinks.length > 0;
    });
    this.#drafted = true;
    if (Object.keys(fields).length + refs.length === 0) {
      await this.#forget();
      return;
    }
    for (const [name, value] of Object.entries(fields)) {
      this.#beginField(name);
      this.#fields[name] = value;
    }
    for (const [name, picks] of refs) {
      this.#beginRefs(name);
      this.#refs[name] = picks;
    }
    this.open = new Set([...this.open, ...Object.keys(fields), ...refs.map(([name]) => name)]);
    this.reason = form.reason ?? '';
    this.restored = kept.saved;
    this.mood = 'typing';
    this.#idle.touch();
  }

  /** Opens a field for typing. */
  begin(field: FieldDto): void {
    if (!this.page || this.page.read_only || this.open.has(field.name)) return;
    if (field.type.is === 'ref') this.#beginRefs(field.name);
    // Tags that were typed inside a text are among them already.
    else if (!(field.name in this.#fields)) this.#beginField(field.name);
    this.open = new Set([...this.open, field.name]);
  }

  /** What an open field holds. */
  value(name: string): JsonValue {
    return name in this.#fields ? (this.#fields[name] ?? null) : this.#present(name);
  }

  /** What an open `Ref` field holds. */
  picks(name: string): Pick[] {
    return this.#refs[name] ?? this.#presentRefs()[name] ?? [];
  }

  /** Something was typed. */
  change(name: string, value: JsonValue): void {
    if (!(name in this.#base)) this.#base[name] = this.#present(name);
    this.#fields[name] = value;
    this.#typed(name);
  }

  /** A tag was typed inside a text: it is sealed with that text. */
  tag(inside: string, word: string): void {
    const tags = withTag(this.value('tags'), word);
    if (!tags) return;
    this.#tagged[inside] = [...(this.#tagged[inside] ?? []), word];
    this.change('tags', tags);
  }

  /** Something was picked or taken away. */
  pick(name: string, picks: Pick[]): void {
    if (!(name in this.#baseRefs)) this.#beginRefs(name);
    this.#refs[name] = picks;
    this.#typed(name);
  }

  /** The reason was typed. */
  because(reason: string): void {
    this.reason = reason;
    if (this.#differs()) this.#keep();
  }

  /** Closes a field and puts back what was there. What was typed is returned, should it be wanted after all. */
  cancel(name: string): (() => void) | undefined {
    const typed = this.value(name);
    const picks = this.#refs[name];
    const changed = this.#differsIn(name);
    const tags = this.#tagged[name] ?? [];
    this.#close(name);
    this.#untag(name);
    if (!this.#differs()) void this.#forget();
    else this.#keep();
    if (!changed) return undefined;
    return () => {
      if (picks) this.pick(name, picks);
      else this.change(name, typed);
      for (const tag of tags) this.tag(name, tag);
      this.open = new Set([...this.open, name]);
    };
  }

  /** A field was left: seals all that differs, and closes it unless it holds what is not saved. */
  async leave(name: string): Promise<boolean> {
    const done = await this.seal();
    if (!this.#differsIn(name)) this.#close(name);
    return done;
  }

  /** Every field was left: seals all that differs, and closes what holds nothing that is not saved. */
  async leaveAll(): Promise<void> {
    await this.seal();
    for (const name of this.open) if (!this.#differsIn(name)) this.#close(name);
  }

  /** Seals one change with every field that differs; nothing where nothing does. */
  seal(): Promise<boolean> {
    this.#sealing = this.#sealing.then(() => this.#seal());
    return this.#sealing;
  }

  /** Throws away what was restored. */
  async discard(): Promise<void> {
    for (const name of this.open) this.#close(name);
    this.restored = undefined;
    this.reason = '';
    await this.#forget();
  }

  /** Writes the draft at once: the page is about to go. */
  flush(): void {
    void this.#keeper.flush();
  }

  /** The page is left: what differs is sealed, and what is refused stays as a draft. */
  async end(): Promise<void> {
    this.#idle.stop();
    if (this.#differs()) await this.seal();
    await this.#keeper.flush();
  }

  /** Keeps one of several values that met. */
  async resolve(name: string, value: JsonValue): Promise<void> {
    await this.#set({ [name]: value });
  }

  get #key(): string {
    return `edit:${this.page?.card.id ?? ''}`;
  }

  #present(name: string): JsonValue {
    return this.page?.fields.find((f) => f.name === name)?.value ?? null;
  }
  #presentFields(): Record<string, JsonValue> {
    return Object.fromEntries((this.page?.fields ?? []).map((f) => [f.name, f.value]));
  }
  #presentRefs(): Record<string, Pick[]> {
    return Object.fromEntries(
      (this.page?.fields ?? []).flatMap((f) => (f.refs ? [[f.name, picksOf(f.refs)]] : [])),
    );
  }

  #beginField(name: string): void {
    this.#base[name] = this.#fields[name] = this.#present(name);
  }
  #beginRefs(name: string): void {
    this.#baseRefs[name] = this.#refs[name] = this.#presentRefs()[name] ?? [];
  }

  #changes() {
    const fields = changedFields(this.#table, this.#base, copyOf(this.#fields));
    const { links, unlinks } = changedLinks(this.#table, this.#baseRefs, copyOf(this.#refs));
    return { fields, links, unlinks };
  }
  #differs(): boolean {
    const { fields, links, unlinks } = this.#changes();
    return Object.keys(fields).length + links.length + unlinks.length > 0;
  }
  #differsIn(name: string): boolean {
    const table = this.#table.filter((f) => f.name === name);
    const { links, unlinks } = changedLinks(table, this.#baseRefs, copyOf(this.#refs));
    return (
      links.length + unlinks.length > 0 || name in changedFields(table, this.#base, copyOf(this.#fields))
    );
  }

  #typed(name: string): void {
    if (this.errors[name] !== undefined) {
      const { [name]: _gone, ...rest } = this.errors;
      this.errors = rest;
    }
    this.mood = 'typing';
    this.#keep();
    this.#idle.touch();
  }

  #keep(): void {
    const { fields } = this.#changes();
    const refs = copyOf(this.#refs);
    const form: FormValue = { fields, refs };
    if (this.reason.trim()) form.reason = this.reason;
    this.#keeper.typed(form);
  }

  #close(name: string): void {
    this.open = new Set([...this.open].filter((n) => n !== name));
    delete this.#fields[name];
    delete this.#base[name];
    delete this.#refs[name];
    delete this.#baseRefs[name];
    if (this.open.size === 0) this.#idle.stop();
  }

  /** A text was put back, and with it the tags typed inside it. */
  #untag(inside: string): void {
    const words = this.#tagged[inside] ?? [];
    delete this.#tagged[inside];
    const tags = this.#fields.tags;
    if (words.length > 0 && Array.isArray(tags))
      this.#fields.tags = tags.filter((tag) => !words.includes(String(tag)));
  }

  /**
   * A change was sealed, and the page says so. What an open field held then is where typing goes on from, as it was
   * typed, so that the cursor stays where it is; what was typed meanwhile still differs.
   */
  #sealed(sent: FormValue): void {
    const tags = sent.fields['tags'];
    for (const [inside, words] of Object.entries(this.#tagged))
      this.#tagged[inside] = words.filter((w) => !(Array.isArray(tags) && tags.includes(w)));
    for (const [name, value] of Object.entries(sent.fields)) {
      if (!(name in this.#fields)) continue;
      const as = same(this.#fields[name], value);
      if (as && !this.open.has(name)) this.#close(name);
      else this.#base[name] = as ? value : this.#present(name);
    }
    for (const [name, picks] of Object.entries(sent.refs)) {
      const now = this.#refs[name];
      if (now === undefined) continue;
      this.#beginRefs(name);
      if (JSON.stringify(now.map((p) => p.id)) !== JSON.stringify(picks.map((p) => p.id)))
        this.#refs[name] = now;
    }
  }

  async #forget(): Promise<void> {
    await this.#keeper.settle();
    // Two places may seal one change, each as it is left; the second finds nothing, and what was saved is still saved.
    if (this.mood === 'typing') this.mood = 'rest';
    if (!this.#drafted) return;
    this.#drafted = false;
    try {
      await call('draft.discard', { key: this.#key });
    } catch (error) {
      toasts.complain(error);
    }
  }

  async #seal(): Promise<boolean> {
    this.#idle.stop();
    const { fields, links, unlinks } = this.#changes();
    if (Object.keys(fields).length + links.length + unlinks.length === 0) {
      await this.#forget();
      this.restored = undefined;
      return true;
    }
    return this.#set(fields, links, unlinks);
  }

  async #set(
    fields: Record<string, JsonValue>,
    links: ReturnType<typeof changedLinks>['links'] = [],
    unlinks: string[] = [],
  ): Promise<boolean> {
    const id = this.page?.card.id;
    if (id === undefined) return false;
    this.mood = 'saving';
    await this.#keeper.settle();
    const refs = links.length + unlinks.length > 0 ? copyOf(this.#refs) : {};
    const sent: FormValue = { fields, refs, reason: this.reason };
    const drafted = this.#drafted;
    // The host throws the draft away with the change; one that is written meanwhile is a new one.
    this.#drafted = false;
    try {
      await call('artefact.set', {
        id,
        fields,
        links,
        unlinks,
        draft: this.#key,
        ...(isBlank(sent.reason) ? {} : { reason: sent.reason?.trim() ?? '' }),
      });
      this.errors = {};
      if (this.reason === sent.reason) this.reason = '';
      this.restored = undefined;
      this.page = await call('artefact.get', { id, at: workspace.at });
      this.#sealed(sent);
      await this.#rest();
      await workspace.refresh();
      return true;
    } catch (error) {
      this.#drafted ||= drafted;
      const e = asHostError(error);
      this.errors = Object.fromEntries(e.fields.map((f) => [f.field, f.sentence]));
      this.mood = 'typing';
      if (e.fields.length === 0) toasts.complain(e);
      this.#keep();
      return false;
    }
  }

  /** After a change: what was typed while it was being saved is kept, and sealed when its turn comes. */
  async #rest(): Promise<void> {
    if (this.#differs()) {
      this.mood = 'typing';
      this.#keep();
      this.#idle.touch();
      return;
    }
    if (this.#keeper.pending || this.#drafted) await this.#forget();
    this.mood = 'saved';
  }
}
