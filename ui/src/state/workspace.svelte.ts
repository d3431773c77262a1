import type {
  AppInfo,
  AtDto,
  FieldDto,
  KindDto,
  LinkTypeDto,
  StageDto,
  Tables,
  WorkspaceState,
} from '../host/api';
import { asHostError, call, type HostError } from '../host/host';

const POLL_MS = 500;

/** What the whole page knows of the open workspace. */
class Workspace {
  /** Version, capabilities, recent workspaces and the open one; undefined until the host answered. */
  info = $state.raw<AppInfo | undefined>();
  /** The tables of kinds and links. */
  tables = $state.raw<Tables | undefined>();
  /** Length of the log, who is here, counts. */
  now = $state.raw<WorkspaceState | undefined>();
  /** Why the host does not answer, if so. */
  fault = $state.raw<HostError | undefined>();

  #kinds = $derived(new Map((this.tables?.kinds ?? []).map((k) => [k.name, k])));
  #links = $derived(new Map((this.tables?.links ?? []).map((l) => [l.name, l])));
  #at = $state.raw<AtDto>({ mode: 'now' });
  #seen = '';

  /** The moment the whole page looks at. */
  get at(): AtDto {
    return this.#at;
  }
  set at(to: AtDto) {
    this.#at = to;
    // Release and counts are of the moment: they are not waited for until the next look at the log.
    if (this.open && this.now) this.refresh().catch(() => undefined);
  }

  /** Whether a workspace is open. */
  get open(): boolean {
    return this.info?.workspace !== undefined;
  }

  /** Length of the log; pages ask anew when it moves. */
  get position(): number {
    return this.now?.position ?? 0;
  }

  /** Why nothing can be changed at the moment, if so. */
  get readOnly(): string | undefined {
    if (this.at.mode !== 'now') return 'You are looking at an earlier moment.';
    const why = this.info?.workspace?.read_only;
    return why === undefined ? undefined : `This workspace is read-only: ${why}.`;
  }

  /** A kind by name. */
  kind(name: string): KindDto | undefined {
    return this.#kinds.get(name);
  }

  /** A link type by name. */
  link(name: string): LinkTypeDto | undefined {
    return this.#links.get(name);
  }

  /** The kinds of a stage, in the order of the tables. */
  kindsOf(stage: string): KindDto[] {
    return (this.tables?.kinds ?? []).filter((k) => k.stage === stage);
  }

  /** A stage by name. */
  stage(name: string): StageDto | undefined {
    return this.tables?.stages.find((s) => s.name === name);
  }

  /** How many of these kinds the current release has. */
  count(kinds: string[]): number {
    return (this.now?.counts ?? []).reduce((n, c) => (kinds.includes(c.kind) ? n + c.count : n), 0);
  }

  /** What this shell can do. */
  can(capability: string): boolean {
    return this.info?.capabilities.includes(capability) ?? false;
  }

  /** Asks who is there, and for the tables; called at the start and after a workspace was opened. */
  async arrive(): Promise<void> {
    try {
      // Asked at once; where no workspace is open, the state is refused and not needed.
      const [tables, info, state] = await Promise.all([
        this.tables ?? call('tables'),
        call('app.info'),
        call('workspace.state').catch(() => undefined),
      ]);
      this.#at = { mode: 'now' };
      this.#seen = '';
      this.now = undefined;
      if (state && info.workspace) this.take(state);
      this.tables = tables;
      this.info = info;
      this.fault = undefined;
    } catch (error) {
      this.fault = asHostError(error);
    }
  }

  /** Asks for the state; assigns it only where it differs, so that nothing is drawn in vain. */
  async refresh(): Promise<void> {
    const { at } = this;
    const state = await call('workspace.state', { at });
    // An answer about another moment than the one that is looked at by now is of no use.
    if (this.at === at) this.take(state);
  }

  /** Takes a state that a call answered with. */
  take(state: WorkspaceState): void {
    const text = JSON.stringify(state);
    if (text === this.#seen) return;
    this.#seen = text;
    this.now = state;
  }

  /** Asks twice a second while the page is seen. Returns what stops it. */
  watch(): () => void {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy || document.hidden || !this.open) return;
      busy = true;
      try {
        await this.refresh();
        this.fault = undefined;
      } catch (error) {
        this.fault = asHostError(error);
      } finally {
        busy = false;
      }
    }, POLL_MS);
    return () => clearInterval(timer);
  }
}

/** The open workspace. */
export const workspace = new Workspace();

/** The fields of a kind in form order: title under its own label, own fields, then the base fields. */
export function fieldsOf(kind: KindDto, base: FieldDto[]): FieldDto[] {
  const rest = base
    .filter((f) => f.name !== 'title')
    .map((f): FieldDto =>
      f.name === 'status' ? { ...f, type: { is: 'choice', choices: kind.statuses } } : f,
    );
  const title = base.find((f) => f.name === 'title');
  const first: FieldDto = {
    name: 'title',
    type: { is: 'line' },
    personal: title?.personal ?? false,
    matters: title?.matters ?? true,
    merge: 'single',
    label: kind.title_label,
    hint: kind.title_hint,
    required: kind.title_required,
  };
  return [first, ...kind.fields, ...rest];
}
