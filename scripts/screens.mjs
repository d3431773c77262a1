// What scripts/screenshots.mjs takes pictures of. A test of the page holds this list against its routes.

/**
 * @param {{ decision: string, problem: string, evidence: string, model: string, imports: string }} of
 *   Artefacts with much to show, and the folder of the examples for import.
 * @returns {{ name: string, route: string, dark?: boolean, empty?: boolean, act?: (page: import('@playwright/test').Page) => Promise<unknown> }[]}
 *   `empty` screens are of a workspace in which nothing was recorded yet.
 */
export const screens = ({ decision, problem, evidence, model, imports }) => [
  { name: "overview", route: "#/", dark: true },
  { name: "readiness", route: "#/readiness", dark: true },
  { name: "dossier", route: "#/dossier", dark: true },
  { name: "dossier-version", route: `#/dossier?of=${model}` },
  { name: "dossier-frozen", route: "#/dossier?of=REL-1" },
  { name: "dossier-workspace", route: "#/dossier?of=all" },
  { name: "frameworks", route: "#/dossier/frameworks" },
  { name: "thread", route: `#/thread/${model}`, dark: true },
  {
    name: "thread-words",
    route: `#/thread/${model}`,
    act: (page) => page.keyboard.press("u"),
  },
  {
    name: "thread-all",
    route: `#/thread/${model}`,
    act: async (page) => {
      await page.getByRole("button", { name: "Every card" }).click();
      await page.getByRole("button", { name: "Fit", exact: true }).click();
    },
  },
  {
    name: "thread-outline",
    route: `#/thread/${model}`,
    act: (page) => page.getByRole("button", { name: "Outline" }).click(),
  },
  {
    name: "as-of",
    route: `#/thread/${model}`,
    act: (page) =>
      page.getByRole("slider", { name: "Change in the log" }).fill("300"),
  },
  { name: "thread-choose", route: "#/thread" },
  { name: "decision", route: `#/decision/${decision}`, dark: true },
  { name: "artefact", route: `#/artefact/${problem}`, dark: true },
  { name: "evidence", route: `#/artefact/${evidence}` },
  { name: "empathise", route: "#/stage/empathise", dark: true },
  { name: "reader", route: "#/stage/empathise/reader?of=EVD-4", dark: true },
  { name: "affinity", route: "#/stage/empathise/affinity", dark: true },
  { name: "insights", route: "#/stage/empathise/insights" },
  { name: "personas", route: "#/stage/empathise/personas" },
  { name: "define", route: "#/stage/define" },
  { name: "problems", route: "#/stage/define/problems", dark: true },
  { name: "criteria", route: "#/stage/define/criteria" },
  {
    name: "table",
    route: "#/stage/define",
    dark: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Table" }).click();
      await page.getByLabel("Kind", { exact: true }).selectOption("problem");
    },
  },
  { name: "ideate", route: "#/stage/ideate", dark: true },
  { name: "ideas", route: "#/stage/ideate/ideas" },
  { name: "objectives", route: "#/stage/ideate/objectives", dark: true },
  { name: "evaluation", route: "#/stage/ideate/evaluation", dark: true },
  { name: "sessions", route: "#/stage/ideate/session" },
  {
    name: "session-start",
    route: "#/stage/ideate/session",
    act: (page) => page.keyboard.press("n"),
  },
  { name: "prototype", route: "#/stage/prototype" },
  { name: "test", route: "#/stage/test" },
  { name: "build", route: "#/stage/build" },
  { name: "live", route: "#/stage/live" },
  { name: "frame", route: "#/stage/frame" },
  { name: "any", route: "#/stage/any" },
  { name: "release", route: "#/artefact/REL-2", dark: true },
  { name: "release-frozen", route: "#/artefact/REL-1" },
  { name: "decisions", route: "#/decisions" },
  { name: "review", route: "#/review" },
  { name: "versions", route: "#/versions" },
  {
    name: "compare-versions",
    route: "#/versions/compare?of=MOD-4&with=MOD-3",
    dark: true,
  },
  { name: "watched", route: "#/versions/watched" },
  { name: "schema", route: "#/versions/schema?of=DAT-6", dark: true },
  { name: "drift", route: "#/versions/drift?of=DAT-5&with=DAT-2", dark: true },
  { name: "data", route: "#/artefact/DAT-5" },
  { name: "deployments", route: "#/deployments" },
  { name: "system", route: "#/system", dark: true },
  { name: "rollout", route: "#/deployments/rollout", dark: true },
  {
    name: "compare",
    route: "#/deployments/compare?of=DEP-4&with=DEP-1",
    dark: true,
  },
  { name: "observations", route: "#/deployments/observations" },
  { name: "live-on", route: "#/deployments/on?of=2026-10-20" },
  { name: "deployment", route: "#/artefact/DEP-4" },
  {
    name: "roll-back",
    route: "#/artefact/DEP-4",
    dark: true,
    act: (page) =>
      page.getByRole("button", { name: "Roll back …" }).first().click(),
  },
  { name: "people", route: "#/people" },
  { name: "heard", route: "#/heard" },
  { name: "history", route: "#/history", dark: true },
  {
    name: "compare-moments",
    route: "#/history/compare?of=%23120&with=%23180",
    dark: true,
  },
  { name: "history-artefact", route: `#/history/artefact?of=${problem}` },
  { name: "history-person", route: "#/history/person?of=STK-1" },
  { name: "history-release", route: "#/history/release?of=REL-1" },
  { name: "audit", route: "#/audit", dark: true },
  { name: "audit-verify", route: "#/audit/verify" },
  {
    name: "audit-verified",
    route: "#/audit/verify",
    dark: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Verify", exact: true }).click();
      await page.getByText("Intact").first().waitFor();
    },
  },
  {
    name: "audit-seals",
    route: "#/audit/seals",
    dark: true,
    act: async (page) => {
      await page.getByRole("checkbox", { name: /^All releases/ }).check();
      await page.getByText("changed since", { exact: false }).last().click();
    },
  },
  { name: "audit-decided", route: "#/audit/decided", dark: true },
  { name: "audit-late", route: "#/audit/late" },
  {
    name: "audit-waivers",
    route: "#/audit/waivers",
    dark: true,
    act: (page) =>
      page.getByRole("checkbox", { name: /^All releases/ }).check(),
  },
  { name: "audit-undecided", route: "#/audit/undecided" },
  {
    name: "audit-drawn",
    route: "#/audit/sample",
    dark: true,
    act: (page) =>
      page
        .getByRole("table", { name: "Samples" })
        .getByRole("link")
        .first()
        .click(),
  },
  {
    name: "audit-sample",
    route: "#/audit/sample",
    dark: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Draw a sample" }).first().click();
      await page.getByLabel("Seed").fill("2026");
      await page
        .getByRole("button", { name: "Show what would be drawn" })
        .click();
    },
  },
  { name: "audit-anchors", route: "#/audit/anchors", dark: true },
  { name: "audit-keys", route: "#/audit/keys", dark: true },
  { name: "audit-erased", route: "#/audit/erased" },
  { name: "audit-copies", route: "#/audit/copies", dark: true },
  { name: "audit-conflicts", route: "#/audit/conflicts" },
  { name: "audit-pack", route: "#/audit/pack" },
  { name: "search", route: "#/search?q=dinner" },
  { name: "lost", route: "#/nowhere" },
  {
    name: "system-outline",
    route: "#/system/map",
    act: (page) => page.getByRole("button", { name: "Outline" }).click(),
  },
  { name: "components", route: "#/system/components" },
  { name: "loop", route: "#/system/loop", dark: true },
  {
    name: "record-check",
    route: "#/system/loop",
    act: (page) => page.getByRole("button", { name: "Record a check" }).click(),
  },
  { name: "impact", route: "#/system/impact?of=DAT-2", dark: true },
  { name: "prototypes", route: "#/stage/prototype/cards" },
  { name: "experiments", route: "#/stage/test/experiments" },
  {
    name: "experiment",
    route: "#/stage/test/experiments",
    dark: true,
    act: (page) =>
      page
        .getByRole("table", { name: "Experiments" })
        .getByRole("link")
        .first()
        .click(),
  },
  {
    name: "palette",
    route: "#/",
    dark: true,
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("rank");
    },
  },
  {
    name: "new",
    route: "#/stage/empathise",
    dark: true,
    act: (page) => page.keyboard.press("n"),
  },
  {
    name: "form",
    route: "#/stage/define",
    dark: true,
    act: async (page) => {
      await page.getByRole("button", { name: "New problem" }).first().click();
      await page
        .getByLabel("Need")
        .fill("to order for four without asking four times");
      await page
        .getByLabel("Because")
        .fill("the app only knows the one who holds the telephone");
    },
  },
  {
    name: "import",
    route: "#/",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("import decision");
      await page
        .getByRole("option", { name: "Import decision records" })
        .click();
      const dialog = page.getByRole("dialog", { name: "Import" });
      await dialog
        .getByRole("textbox", { name: "Folder or repository" })
        .fill(`${imports}/adr-styles/messy`);
      await dialog.getByRole("button", { name: "Look first" }).click();
    },
  },
  { name: "keys", route: "#/", act: (page) => page.keyboard.press("?") },
  { name: "start", route: "#/start", dark: true },
  { name: "begin", route: "#/", empty: true },
  { name: "empty", route: "#/stage/define", empty: true },
  { name: "system-begin", route: "#/system", empty: true },
];
