// Generated from crates/api by `make bindings`; a test keeps it true. Do not edit.

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/**
 * `erased`, `holds`.
 */
export type AboutArgs = { 
/**
 * Only what is about this artefact: any reference.
 */
id?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Who took no part.
 */
export type AbsentView = { 
/**
 * The team's name; of a role nobody has, the role.
 */
name: string, 
/**
 * It answers for running the thing.
 */
essential: boolean, 
/**
 * Nobody in the workspace has this role.
 */
nobody: boolean, };

/**
 * One thing done in a session. People, ideas and criteria are named by their ids.
 */
export type ActDto = { "do": "start" } | { "do": "pause" } | { "do": "more", 
/**
 * How many.
 */
minutes: number, } | { "do": "attend", 
/**
 * Who.
 */
person: string, 
/**
 * Whether they are in the room.
 */
present: boolean, } | { "do": "write", 
/**
 * Whose.
 */
author: string, 
/**
 * The idea.
 */
text: string, } | { "do": "rewrite", 
/**
 * Whose.
 */
author: string, 
/**
 * Which.
 */
entry: string, 
/**
 * What it says now.
 */
text: string, } | { "do": "pile", 
/**
 * Which.
 */
entries: Array<string>, 
/**
 * Name of the pile.
 */
pile: string, } | { "do": "dot", 
/**
 * Whose.
 */
voter: string, 
/**
 * On which.
 */
entry: string, 
/**
 * How many.
 */
dots: number, } | { "do": "rate", 
/**
 * Whose score.
 */
rater: string, 
/**
 * Of which.
 */
entry: string, 
/**
 * On which criterion.
 */
criterion: string, 
/**
 * `0` to `5` or `unknown`; empty takes it back.
 */
score: string, } | { "do": "hand-in", 
/**
 * Who.
 */
person: string, } | { "do": "risk", 
/**
 * Of which.
 */
entry: string, 
/**
 * Why.
 */
text: string, } | { "do": "drop-risk", 
/**
 * Which.
 */
risk: string, } | { "do": "choose", 
/**
 * Which.
 */
entry: string, 
/**
 * Whether it is an option.
 */
on: boolean, } | { "do": "close", 
/**
 * Which.
 */
phase: string, } | { "do": "next", 
/**
 * From which.
 */
phase: string, } | { "do": "end" };

/**
 * `artefact.add`.
 */
export type AddArgs = { 
/**
 * Kind's name.
 */
kind: string, 
/**
 * Fields by name, `title` and `notes` among them. Set fields (tags) are plain lists.
 */
fields: Record<string, JsonValue>, 
/**
 * Links made with it in the same change.
 */
links: Array<NewLink>, 
/**
 * Release that includes it: an id or name; `none` for no release; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * When it was so, if not now: date or instant.
 */
on?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * `affinity`.
 */
export type AffinityArgs = { 
/**
 * Only what this release includes (an id or a name).
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Highlights that belong together.
 */
export type AffinityGroup = { 
/**
 * Its name; empty for what lies in none.
 */
name: string, 
/**
 * How many people speak in it.
 */
people: PeopleDto, 
/**
 * Its highlights, the oldest first.
 */
passages: Array<PassageView>, };

/**
 * Every highlight, by the group it lies in.
 */
export type AffinityPage = { 
/**
 * How many highlights there are.
 */
total: Count, 
/**
 * The groups by name; those in none come first, under an empty name.
 */
groups: Array<AffinityGroup>, };

/**
 * A phase of the agenda.
 */
export type AgendaDto = { 
/**
 * Its name.
 */
phase: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Minutes planned.
 */
minutes: number, 
/**
 * `past`, `now`, `ahead` or `left-out`.
 */
state: string, };

/**
 * `anchor.add`.
 */
export type AnchorAddArgs = { 
/**
 * `file`, `print`, `mail`, `git` or `other`.
 */
way: string, 
/**
 * Where it is kept and by whom, in words.
 */
place: string, 
/**
 * The file (`file`: text; `print`: page) or the repository (`git`) that it is written to.
 */
path?: string, 
/**
 * A checkpoint that was made before and sent away; without one, one is made now.
 */
text?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * An anchor that was recorded.
 */
export type AnchorAdded = { 
/**
 * The anchor.
 */
saved: Saved, 
/**
 * The checkpoint.
 */
checkpoint: CheckpointDto, 
/**
 * What was done, and what to do next.
 */
sentence: string, };

/**
 * How the record stands to one checkpoint.
 */
export type AnchorCheckDto = { 
/**
 * What it is called: a file, a tag, where it is kept.
 */
name: string, 
/**
 * What scripts switch on: `fits`, `differs`, `too-short`, `other-copy`, `stranger`, `other-workspace`, `invalid`.
 */
standing: string, 
/**
 * In words.
 */
sentence: string, 
/**
 * Whether it was kept where the key's holder could not change it.
 */
elsewhere: boolean, 
/**
 * How many changes it covers.
 */
position?: Count, 
/**
 * Since when it is kept, as far as it is known.
 */
since?: string, };

/**
 * One anchor.
 */
export type AnchorDto = { 
/**
 * Entity id.
 */
id: string, 
/**
 * Where it is kept.
 */
place: string, 
/**
 * How: `file`, `print`, `mail`, `git`, `other`; empty in old records.
 */
way: string, 
/**
 * The file or repository.
 */
location: string, 
/**
 * How many changes it covers.
 */
position: Count, 
/**
 * When.
 */
at: string, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * The note.
 */
text: string, 
/**
 * How the record stands to it, as in a verification.
 */
standing: string, 
/**
 * In words.
 */
sentence: string, 
/**
 * Time stamps attached to it, a sentence each.
 */
stamps: Array<TimeStampDto>, };

/**
 * All anchors.
 */
export type AnchorList = { 
/**
 * Newest first.
 */
rows: Array<AnchorDto>, 
/**
 * How long the log is.
 */
length: Count, 
/**
 * How many changes came after the last anchor that fits; all if there is none.
 */
since: Count, };

/**
 * `anchor.list`.
 */
export type AnchorListArgs = { 
/**
 * The moment.
 */
at?: AtDto, };

/**
 * A criterion with its worded anchors.
 */
export type AnchorsDto = { 
/**
 * The criterion.
 */
card: CardDto, 
/**
 * What a 0 looks like.
 */
worst: string, 
/**
 * What a 5 looks like.
 */
best: string, };

/**
 * What a decision lacks of recording a trade-off.
 */
export type AnsweringView = { 
/**
 * The decision.
 */
decision: CardDto, 
/**
 * Whether it is accepted.
 */
accepted: boolean, 
/**
 * Whether it says its consequences.
 */
consequences: boolean, 
/**
 * Teams from whom nobody took a stance on it, or whose objection has no answer.
 */
unheard: Array<CardDto>, };

/**
 * The answer to every failed call.
 */
export type ApiError = { 
/**
 * What the page and scripts switch on, kebab-case, never translated.
 */
code: string, 
/**
 * What happened, and what was kept.
 */
message: string, 
/**
 * What to do next.
 */
hint: string, 
/**
 * The field, id, file or line it is about.
 */
subject?: string, 
/**
 * Field by field, where a form was refused.
 */
fields?: Array<FieldErrorDto>, };

/**
 * `app.info`.
 */
export type AppInfo = { 
/**
 * Version of the application.
 */
version: string, 
/**
 * What this shell can do: `dialogs`, `open-links`.
 */
capabilities: Array<string>, 
/**
 * Recent workspaces, newest first.
 */
recent: Array<RecentDto>, 
/**
 * The workspace that is open.
 */
workspace?: WorkspaceInfo, 
/**
 * Where a new workspace goes by default.
 */
default_folder: string, };

/**
 * One arm, planned and measured.
 */
export type ArmDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * What those in it see.
 */
description: string, 
/**
 * Whether the plan names it; else only a result does.
 */
planned: boolean, 
/**
 * Whether the others are held against it.
 */
control: boolean, 
/**
 * Its planned share, a weight.
 */
share?: number, 
/**
 * Units measured of the primary metric.
 */
units?: Count, 
/**
 * What was measured, in words.
 */
words: string, 
/**
 * The estimate with its interval.
 */
estimate?: EstimatedDto, 
/**
 * Why there is no interval.
 */
why?: string, 
/**
 * The measurement that counts: the latest.
 */
measurement?: CardDto, 
/**
 * How many earlier ones it replaced.
 */
earlier: Count, };

/**
 * What was measured of one arm.
 */
export type ArmResultArgs = { 
/**
 * The arm.
 */
arm: string, 
/**
 * Units.
 */
n?: Count, 
/**
 * Successes, for a share.
 */
successes?: Count, 
/**
 * Mean, for a number.
 */
mean?: number, 
/**
 * Standard deviation, for a number.
 */
deviation?: number, };

/**
 * What stands around a version, by one link.
 */
export type AroundDto = { 
/**
 * The link read from the version: "was trained on", "is shipped in".
 */
label: string, 
/**
 * Steps away, from 1.
 */
depth: Count, 
/**
 * What stands there.
 */
card: CardDto, };

/**
 * An artefact with everything its page shows.
 */
export type ArtefactPage = { 
/**
 * Its card.
 */
card: CardDto, 
/**
 * Every field of the kind's table in form order, then base fields, then fields we do not know.
 */
fields: Array<FieldView>, 
/**
 * Links both ways.
 */
links: Array<LinkView>, 
/**
 * Where it was recorded first and last.
 */
created: StampDto, 
/**
 * Last change.
 */
updated: StampDto, 
/**
 * Its entries that came late, if any did.
 */
late?: CameLateDto, 
/**
 * Address of the last record, `change.index`.
 */
revision: string, 
/**
 * False: a kind this version does not know; shown, never edited.
 */
understood: boolean, 
/**
 * Why it cannot be edited, if so.
 */
read_only?: string, };

/**
 * The moment a question is asked for.
 */
export type AtDto = { "mode": "now" } | { "mode": "position", 
/**
 * The position, `#N`.
 */
position: Count, } | { "mode": "known", 
/**
 * `YYYY-MM-DD` (the end of that day) or an RFC 3339 instant.
 */
date: string, } | { "mode": "so", 
/**
 * `YYYY-MM-DD` or an RFC 3339 instant.
 */
date: string, };

/**
 * `watch.at-start`.
 */
export type AtStartArgs = { 
/**
 * On or off.
 */
on: boolean, };

/**
 * `attachment.add`: from a file, or from bytes that were pasted or dropped.
 */
export type AttachArgs = { 
/**
 * The artefact it is attached to.
 */
id: string, 
/**
 * A file,
 */
path?: string, 
/**
 * or bytes in base64,
 */
base64?: string, 
/**
 * with a name.
 */
name?: string, 
/**
 * Media type, guessed from the name where absent.
 */
media?: string, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * `attachment.save`: writes an attachment to a file. `attachment.read`: its bytes.
 */
export type AttachmentArgs = { 
/**
 * `sha256:…`, or any reference to an artefact with one attachment (then `name` may choose).
 */
digest: string, 
/**
 * Name of the attachment among an artefact's.
 */
name?: string, 
/**
 * The file to write.
 */
path?: string, };

/**
 * What was attached or read.
 */
export type AttachmentDto = { 
/**
 * File name.
 */
name: string, 
/**
 * Media type.
 */
media: string, 
/**
 * Bytes.
 */
size: Count, 
/**
 * `sha256:…` of the bytes.
 */
digest: string, 
/**
 * The bytes in base64, for `attachment.read`.
 */
base64?: string, };

/**
 * Something that asks for a look.
 */
export type AttentionDto = { 
/**
 * `conflict`, `objection`, `loop-back`.
 */
code: string, 
/**
 * In words.
 */
sentence: string, 
/**
 * Why it matters.
 */
why: string, 
/**
 * The artefact to open.
 */
card: CardDto, 
/**
 * What the button says.
 */
action: string, };

/**
 * What the questions of the auditor's room take.
 */
export type AuditArgs = { 
/**
 * A release: any reference, or `all`; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * One decision with everybody who had a say in it.
 */
export type AuditDecision = { 
/**
 * The decision.
 */
card: CardDto, 
/**
 * What was decided, as text; empty while nothing is.
 */
outcome: string, 
/**
 * How it was to be decided: `consent`, `vote`, `decider`; empty where nobody said.
 */
method: string, 
/**
 * Who has the last word.
 */
deciders: Array<CardDto>, 
/**
 * Who brought it to an end.
 */
drivers: Array<CardDto>, 
/**
 * When its status was last set, RFC 3339.
 */
set_at: string, 
/**
 * Who set it.
 */
set_by: string, 
/**
 * The key that signed this is not known or was revoked: somebody says they are this person, and nothing shows it.
 */
unverified: boolean, 
/**
 * Everybody's stance, objections first.
 */
stances: Array<AuditStance>, 
/**
 * Objections among them.
 */
objections: Count, 
/**
 * Objections without an answer.
 */
unanswered: Count, };

/**
 * Who decided, and who objected.
 */
export type AuditDecisions = { 
/**
 * Those with objections that have no answer first, then the latest first.
 */
rows: Array<AuditDecision>, 
/**
 * Objections in all.
 */
objections: Count, 
/**
 * Objections without an answer.
 */
unanswered: Count, 
/**
 * Stances that somebody else recorded on behalf of the stakeholder.
 */
on_behalf: Count, 
/**
 * Decisions and stances whose author's key is not known.
 */
unverified: Count, };

/**
 * One subject of the auditor's room.
 */
export type AuditLine = { 
/**
 * `verify`, `anchors`, `seals`, `decided`, `late`, `erased`, `waivers`, `undecided` or `sample`.
 */
name: string, 
/**
 * What it asks.
 */
question: string, 
/**
 * How many there are of what it counts.
 */
count: Count, 
/**
 * What is counted, for one and for several: “late entry”, “late entries”.
 */
unit: string, 
/**
 * `well`, `look` (somebody should), `bad` (something is not as it was) or `open` (not looked at yet).
 */
verdict: string, 
/**
 * The answer in a sentence.
 */
sentence: string, };

/**
 * Where an auditor should look.
 */
export type AuditRoom = { 
/**
 * The release; absent for the whole workspace.
 */
release?: CardDto, 
/**
 * Length of the log.
 */
position: Count, 
/**
 * One line per subject, always in this order.
 */
lines: Array<AuditLine>, };

/**
 * `audit`.
 */
export type AuditRoomArgs = { 
/**
 * A release: any reference, or `all`; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, 
/**
 * Verifies the whole record too, which takes as long as it is large.
 */
verify: boolean, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * A stance with who recorded it.
 */
export type AuditStance = { 
/**
 * The stance.
 */
stance: StanceView, 
/**
 * When the position was taken, RFC 3339.
 */
at: string, 
/**
 * The key that signed it is not known, or was revoked.
 */
unverified: boolean, };

/**
 * A waiver.
 */
export type AuditWaiver = { 
/**
 * The waiver.
 */
card: CardDto, 
/**
 * The rule's name.
 */
rule: string, 
/**
 * The rule's number; 0 where no rule has the name.
 */
number: Count, 
/**
 * What the rule asks.
 */
question: string, 
/**
 * Why the gap may stay open.
 */
reason: string, 
/**
 * Who took that on; else who recorded it.
 */
by: string, 
/**
 * It was recorded for them by somebody else.
 */
recorded_by?: string, 
/**
 * When it was recorded, RFC 3339.
 */
at: string, 
/**
 * Its last day; absent for no end.
 */
until?: string, 
/**
 * `in-force`, `ran-out` or `withdrawn`.
 */
standing: string, 
/**
 * The artefacts it is limited to.
 */
applies_to: Array<CardDto>, 
/**
 * The release it holds for.
 */
release?: CardDto, };

/**
 * Gaps that were left open knowingly.
 */
export type AuditWaivers = { 
/**
 * Those that ran out first, then by their end.
 */
rows: Array<AuditWaiver>, };

/**
 * A backup that was put in place and opened.
 */
export type BackupRestored = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * How many changes it holds.
 */
changes: Count, 
/**
 * Where the file lies that was there before.
 */
before?: string, 
/**
 * How many changes that one holds.
 */
before_changes?: Count, };

/**
 * A line that cannot be read.
 */
export type BadLineDto = { 
/**
 * The line, counted from 1.
 */
line: Count, 
/**
 * Why.
 */
why: string, };

/**
 * A row that could not be read.
 */
export type BadRowDto = { 
/**
 * The line it begins on, from 1.
 */
line: Count, 
/**
 * Why, as a sentence.
 */
why: string, };

/**
 * A bar of two histograms.
 */
export type BarDto = { 
/**
 * The bin or word.
 */
label: string, 
/**
 * Values of the training data in it.
 */
training: Count, 
/**
 * Values of the live data in it.
 */
live: Count, };

/**
 * Today's number of a problem.
 */
export type BaselineDto = { 
/**
 * What it is measured in.
 */
metric?: CardDto, 
/**
 * As recorded; empty where nobody measured.
 */
value: string, 
/**
 * The metric's unit.
 */
unit: string, 
/**
 * `YYYY-MM-DD`, or empty.
 */
date: string, 
/**
 * What is not there.
 */
missing: Array<MissingDto>, };

/**
 * The baseline prototype against today's approach.
 */
export type BaselineTestDto = { 
/**
 * The experiment; absent where nobody has tested a baseline.
 */
experiment?: CardDto, 
/**
 * The baseline prototype.
 */
prototype?: CardDto, 
/**
 * The problem whose number of today it is to beat.
 */
problem?: CardDto, 
/**
 * That number in words: "Time to decide 750 s, 19 Jul 2026".
 */
today?: string, 
/**
 * The arm that stands for today's approach.
 */
control?: string, 
/**
 * The verdict against that arm.
 */
verdict?: string, 
/**
 * Against that arm, in words.
 */
sentence: string, 
/**
 * The verdict against the recorded number.
 */
number_verdict?: string, 
/**
 * Against the recorded number, in words.
 */
number_sentence: string, };

/**
 * What problems must have in common to be compared.
 */
export type BasisDto = { 
/**
 * "EUR"; empty where nobody said.
 */
currency: string, 
/**
 * The horizon in months.
 */
months: Count, };

/**
 * A decision made between two versions.
 */
export type BetweenDto = { 
/**
 * The decision.
 */
card: CardDto, 
/**
 * The day it counts from.
 */
on: string, 
/**
 * Whether it lies on the thread of the one, the other, or both: `of`, `with`, `both`.
 */
thread: string, };

/**
 * What one person brought.
 */
export type BroughtDto = { 
/**
 * Entity id of the stakeholder; absent where the changes name nobody.
 */
actor?: string, 
/**
 * Their name, or what stands for it.
 */
name: string, 
/**
 * Changes.
 */
changes: Count, 
/**
 * When the first was recorded, RFC 3339, by their clock.
 */
from: string, 
/**
 * When the last was.
 */
to: string, 
/**
 * "3 problems, 1 decision, 4 links".
 */
touched: string, 
/**
 * How many of these were not here before.
 */
new: Count, };

/**
 * One thing in which two bundles differ.
 */
export type BundleDifferenceDto = { 
/**
 * `model`, `data`, `code`, `parameter` or `metric`.
 */
of: string, 
/**
 * What it is: "Model", "learning-rate".
 */
label: string, 
/**
 * What runs now; empty where it has none.
 */
now: string, 
/**
 * What would run then; empty where it has none.
 */
then: string, 
/**
 * What to know about it, such as that two metrics were measured on different data.
 */
note: string, };

/**
 * A bundle put together.
 */
export type BundleDto = { 
/**
 * The bundle; absent while it is only looked at before it is made.
 */
card?: CardDto, 
/**
 * Its label.
 */
label: string, 
/**
 * One digest over all its versions, `sha256:…`; empty unless complete.
 */
digest: string, 
/**
 * Whether model, data and code are there, each with an identity.
 */
complete: boolean, 
/**
 * What it lacks, a sentence each.
 */
missing: Array<string>, 
/**
 * What its identities do not prove, a sentence each.
 */
weak: Array<string>, 
/**
 * Its versions: model, data, code.
 */
parts: Array<BundlePart>, 
/**
 * Other bundles that ship the same.
 */
same_as: Array<CardDto>, 
/**
 * Where it runs or ran, the latest first.
 */
deployments: Array<CardDto>, };

/**
 * One version of a bundle.
 */
export type BundlePart = { 
/**
 * `model`, `data` or `code`.
 */
role: string, 
/**
 * The version.
 */
card: CardDto, 
/**
 * Its name with its version: "dish-ranker 7".
 */
name: string, 
/**
 * `algorithm:value`; empty where nothing was recorded.
 */
identity: string, 
/**
 * Why the identity proves little; empty if it does not.
 */
weak: string, 
/**
 * What the last look at the place it lies in found, if not that it matches: `missing`, `stale`, `dirty` …
 */
found: string, };

/**
 * Entries of an artefact that say something was so, or were made, more than a day before they were received.
 */
export type CameLateDto = { 
/**
 * How many.
 */
entries: Count, 
/**
 * Of the first of them: when it says it was so.
 */
so: string, 
/**
 * When this workspace received it.
 */
received: string, 
/**
 * Its place in the log.
 */
position: Count, 
/**
 * It is the entry that made the artefact.
 */
made: boolean, };

/**
 * A metric a prototype can tell about.
 */
export type CanMeasureDto = { 
/**
 * The metric.
 */
metric: CardDto, 
/**
 * Whether the release is judged by it.
 */
objective: boolean, };

/**
 * A bundle that could be restored.
 */
export type CandidateDto = { 
/**
 * The bundle with its versions.
 */
bundle: BundleDto, 
/**
 * Why it is offered: "what they had before".
 */
why: string, 
/**
 * The deployment it ran in last.
 */
ran_in?: CardDto, 
/**
 * When it ran last, in words; empty if never.
 */
last: string, 
/**
 * What differs from what runs.
 */
differs: Array<BundleDifferenceDto>, };

/**
 * What a list, a picker or a link shows of an artefact.
 */
export type CardDto = { 
/**
 * Entity id.
 */
id: string, 
/**
 * `PRB-12`, or the kind's label where the kind has no short ids.
 */
short: string, 
/**
 * Kind's name.
 */
kind: string, 
/**
 * Title, given or composed.
 */
title: string, 
/**
 * Stage of the kind.
 */
stage: string, 
/**
 * Status.
 */
status?: string, 
/**
 * The computed facts of this kind, label and text.
 */
facts: Array<FactDto>, 
/**
 * Tags.
 */
tags: Array<string>, 
/**
 * Chosen, rejected or parked, and the decision that says so.
 */
outcome?: OutcomeDto, 
/**
 * Whether it was removed (kept, shown grey).
 */
removed: boolean, 
/**
 * When it was first recorded, RFC 3339.
 */
created_at: string, 
/**
 * When it was last changed, RFC 3339.
 */
updated_at: string, };

/**
 * A page of cards.
 */
export type CardPage = { 
/**
 * How many there are in all.
 */
total: Count, 
/**
 * First row's index.
 */
offset: Count, 
/**
 * The rows.
 */
rows: Array<CardDto>, };

/**
 * The causes of a problem in reading order.
 */
export type CauseTree = { 
/**
 * The causes.
 */
rows: Array<CauseView>, };

/**
 * One cause in the tree of a problem.
 */
export type CauseView = { 
/**
 * The cause.
 */
card: CardDto, 
/**
 * How many whys it took: 1 directly below the problem.
 */
level: Count, 
/**
 * Entity id of the cause it stands under; absent directly below the problem.
 */
parent?: string, 
/**
 * Its place among its siblings, from 1.
 */
place: Count, 
/**
 * How many siblings there are, itself among them.
 */
of: Count, 
/**
 * Whether it is among the deepest.
 */
root: boolean, 
/**
 * What shows that it is so.
 */
evidence: Array<CardDto>, };

/**
 * A change as history shows it.
 */
export type ChangeDto = { 
/**
 * Log position, `#N`.
 */
position: Count, 
/**
 * Change id.
 */
change: string, 
/**
 * When the person's clock said it was made.
 */
at: string, 
/**
 * When this workspace received it.
 */
received: string, 
/**
 * Who: name, empty where unknown.
 */
by: string, 
/**
 * What the signature is worth: `known`, `unverified` (nobody known said whose the key is) or `revoked`.
 */
key: string, 
/**
 * `edit`, `import`, `undo`, …
 */
act: string, 
/**
 * The reason, where one was given.
 */
reason?: string, 
/**
 * Whether it says something was so more than a day before it was received.
 */
back_dated: boolean, 
/**
 * A sentence for the whole change.
 */
sentence: string, 
/**
 * Its records, at most 50.
 */
records: Array<RecordDto>, 
/**
 * How many records it holds in all.
 */
count: Count, };

/**
 * An artefact that changed after the freeze.
 */
export type ChangedDto = { 
/**
 * The artefact.
 */
card: CardDto, 
/**
 * It was recorded after the freeze.
 */
new: boolean, 
/**
 * Place of its last change in the log.
 */
position: Count, 
/**
 * When that was, RFC 3339.
 */
at: string, };

/**
 * A sealed record that is another by now.
 */
export type ChangedScore = { 
/**
 * The evaluation or criterion.
 */
card: CardDto, 
/**
 * "score 4, now 2".
 */
words: string, };

/**
 * A file of changes that was written.
 */
export type ChangesExported = { 
/**
 * Where it lies.
 */
path: string, 
/**
 * Position of the first change in it.
 */
first: Count, 
/**
 * Position of the last one.
 */
last: Count, 
/**
 * Records in them.
 */
records: Count, 
/**
 * Files beside them.
 */
attachments: Count, 
/**
 * How large it is.
 */
bytes: Count, };

/**
 * `evidence.check`.
 */
export type CheckArgs = { 
/**
 * A text.
 */
text: string, 
/**
 * A participant's code.
 */
participant: string, };

/**
 * A check that was made.
 */
export type CheckDto = { 
/**
 * What was found, in a word.
 */
word: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * Who was at the keyboard; empty for nobody.
 */
by: string, 
/**
 * What was found in a sentence.
 */
because: string, };

/**
 * A check that was recorded, or would be.
 */
export type CheckRun = { 
/**
 * Entity id of the activity; empty in a preview.
 */
id: string, 
/**
 * Its short id; empty in a preview.
 */
short: string, 
/**
 * Position of the change; absent where nothing was recorded.
 */
position?: Count, 
/**
 * `passed`, `failed` or `informational`.
 */
outcome: string, 
/**
 * These results were recorded before, and nothing was added.
 */
already: boolean, 
/**
 * Its title.
 */
title: string, 
/**
 * What was found, Markdown.
 */
report: string, 
/**
 * The same, rendered.
 */
report_html: string, 
/**
 * What it measured.
 */
metrics: { [key in string]: string }, 
/**
 * When it was done.
 */
date: string, 
/**
 * The phase it belongs to.
 */
phase: string, };

/**
 * `activity.check`: records a check, by hand or from the results of tests, as one change.
 */
export type CheckRunArgs = { 
/**
 * What was checked: `unit-test`, `schema`, `metrics-parity`, `bias`, `abuse`, `load`, `recovery-drill`.
 */
check: string, 
/**
 * `passed`, `failed` or `informational`; results of tests say it themselves.
 */
outcome?: string, 
/**
 * What was checked: any references.
 */
of: Array<string>, 
/**
 * The phase; absent for the usual one of the check.
 */
phase?: string, 
/**
 * Its title; absent for one made of the check and what the results are called.
 */
title?: string, 
/**
 * When it was done, `YYYY-MM-DD`; absent for what the results say, else for today.
 */
date?: string, 
/**
 * What was found, Markdown.
 */
report?: string, 
/**
 * A file with what was found: text becomes the report, anything else is attached.
 */
report_file?: string, 
/**
 * The run in the tracking tool.
 */
run_id?: string, 
/**
 * What it measured.
 */
metrics: Record<string, JsonValue>, 
/**
 * Path of the results of tests, JUnit XML.
 */
junit?: string, 
/**
 * The results themselves, base64, where there is no path.
 */
junit_base64?: string, 
/**
 * Name of the file of these.
 */
junit_name?: string, 
/**
 * Only says what would be recorded.
 */
preview: boolean, 
/**
 * The release: any reference; absent for the current one, `none` for none.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * `versions.check`.
 */
export type CheckVersionsArgs = { 
/**
 * Which: any references; empty for all of the release.
 */
ids: Array<string>, 
/**
 * A release: any reference; `all` for every one; absent for the current one.
 */
release?: string, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * What should not stand in evidence. Nothing of it keeps anything from being saved.
 */
export type Checked = { 
/**
 * E-mail addresses and phone numbers.
 */
contacts: Array<ContactDto>, 
/**
 * Whether the code looks like a name.
 */
name_like: boolean, };

/**
 * A checkpoint: a signed note.
 */
export type CheckpointDto = { 
/**
 * The note, to be kept byte for byte.
 */
text: string, 
/**
 * How many changes it covers.
 */
position: Count, 
/**
 * The root over them.
 */
root: string, 
/**
 * The key that signed.
 */
device: string, 
/**
 * Squares along a side of its QR code.
 */
qr_size: Count, 
/**
 * The code as an SVG path.
 */
qr_path: string, 
/**
 * Where it was written, if it was.
 */
path?: string, };

/**
 * `checkpoint.save`.
 */
export type CheckpointSaveArgs = { 
/**
 * The new file; an existing one is left alone.
 */
path: string, 
/**
 * Whether it is written as a page to print, with a QR code; else as text.
 */
page: boolean, };

/**
 * Two or more deployments that cannot all be.
 */
export type ClashDto = { 
/**
 * Those concerned.
 */
deployments: Array<CardDto>, 
/**
 * Since when, RFC 3339.
 */
from: string, 
/**
 * Until when, RFC 3339; absent where it has no end.
 */
until?: string, 
/**
 * It in a sentence.
 */
sentence: string, };

/**
 * `evaluation.close`.
 */
export type CloseRoundArgs = { 
/**
 * A release: any reference; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * A column of two schemas.
 */
export type ColumnDiffersDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it holds in the one that is looked at, "whole numbers 1 to 5, can be missing"; absent where it has none.
 */
of?: string, 
/**
 * What it holds in the one it is compared with.
 */
with?: string, 
/**
 * What differs, in sentences: from the one it is compared with to the one that is looked at.
 */
sentence: string, 
/**
 * Whether nothing differs in what a model may rely on; how often each value occurs is drift.
 */
same: boolean, };

/**
 * A column of a `Rows` field.
 */
export type ColumnDto = { 
/**
 * Key in each row's map.
 */
name: string, 
/**
 * Heading.
 */
label: string, 
/**
 * The values it allows, where it is a choice.
 */
choices?: Array<string>, };

/**
 * `release.compare`.
 */
export type CompareArgs = { 
/**
 * The earlier release: any reference.
 */
before: string, 
/**
 * The later one; absent for the current one.
 */
after?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * `rollout.compare`.
 */
export type CompareBundlesArgs = { 
/**
 * A deployment, or a bundle wherever it runs: any reference.
 */
of: string, 
/**
 * What it is held against.
 */
with: string, 
/**
 * The metric: any reference or its name; absent for the one both were measured in most.
 */
metric?: string, 
/**
 * The window, as one of `windows` of the answer; absent for the one most segments share.
 */
window?: string, 
/**
 * How much worse is still not worse, in the metric's unit.
 */
margin?: number, 
/**
 * As of.
 */
at: AtDto, };

/**
 * `version.compare`.
 */
export type CompareVersionsArgs = { 
/**
 * A version: any reference.
 */
of: string, 
/**
 * The one it is compared with, of the same kind.
 */
with: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Two releases compared.
 */
export type Compared = { 
/**
 * The earlier one.
 */
before: CardDto, 
/**
 * The later one.
 */
after: CardDto, 
/**
 * Only in the later one.
 */
added: Array<CardDto>, 
/**
 * Only in the earlier one.
 */
dropped: Array<CardDto>, 
/**
 * In both.
 */
kept: Array<CardDto>, 
/**
 * What decisions of the two say differently.
 */
otherwise: Array<OtherwiseDto>, };

/**
 * Two bundles held against each other.
 */
export type ComparedBundles = { 
/**
 * The deployment or bundle.
 */
of: CardDto, 
/**
 * What it is held against.
 */
with: CardDto, 
/**
 * How the first is called.
 */
new: string, 
/**
 * How the second is called.
 */
old: string, 
/**
 * The metric; absent where both were measured in none.
 */
metric?: CardDto, 
/**
 * Which way is better: `higher`, `lower`, or empty.
 */
better: string, 
/**
 * The metric's unit, as differences are in.
 */
unit: string, 
/**
 * Other metrics either was measured in.
 */
metrics: Array<CardDto>, 
/**
 * The window that was compared.
 */
window?: WindowDto, 
/**
 * Those that could be.
 */
windows: Array<WindowDto>, 
/**
 * Segment by segment.
 */
rows: Array<SegmentRow>, 
/**
 * Over those that could be compared.
 */
overall?: OverallDto, 
/**
 * It in words.
 */
sentence: string, 
/**
 * The observations it stands on, for a decision to rest on.
 */
grounds: Array<CardDto>, };

/**
 * `link.confirm`: somebody looked at a suspect link, and it still holds.
 */
export type ConfirmArgs = { 
/**
 * The link's id,
 */
id?: string, 
/**
 * or its first end,
 */
from?: string, 
/**
 * type
 */
type?: string, 
/**
 * and second end;
 */
to?: string, 
/**
 * or an artefact: all links that are suspect because it changed.
 */
of?: string, 
/**
 * Why it still holds; needed.
 */
reason: string, };

/**
 * One field in conflict with what stands side by side in it.
 */
export type ConflictDto = { 
/**
 * The artefact.
 */
card: CardDto, 
/**
 * Name of the field.
 */
field: string, 
/**
 * Label of the field.
 */
label: string, 
/**
 * The values with who set each, in the order of the fold: the last one shows.
 */
heads: Array<HeadDto>, 
/**
 * Of a long text: what the values make together.
 */
merged?: MergedDto, 
/**
 * Why it cannot be settled here, if so.
 */
read_only?: string, };

/**
 * Every conflict of the workspace.
 */
export type ConflictList = { 
/**
 * By artefact, then field.
 */
rows: Array<ConflictDto>, };

/**
 * `conflicts`.
 */
export type ConflictsArgs = { 
/**
 * As of.
 */
at: AtDto, };

/**
 * A piece of a text by which somebody could be reached.
 */
export type ContactDto = { 
/**
 * `email` or `phone`.
 */
kind: string, 
/**
 * Where it stands.
 */
span: PlaceDto, 
/**
 * The piece itself.
 */
text: string, };

/**
 * A line of the contents.
 */
export type ContentsEntry = { 
/**
 * The id of its heading's section in the document.
 */
id: string, 
/**
 * Its title.
 */
title: string, };

/**
 * `workspace.context`: who is at the keyboard and which release is looked at. Absent fields stay as they are.
 */
export type ContextArgs = { 
/**
 * A stakeholder: any reference, or a new name (with `new_actor`).
 */
actor?: string, 
/**
 * Records a new stakeholder of the name `actor`.
 */
new_actor: boolean, 
/**
 * A release: any reference; `all` for no release.
 */
release?: string, };

/**
 * One arm held against the control.
 */
export type ContrastDto = { 
/**
 * The arm.
 */
arm: string, 
/**
 * Arm − control.
 */
difference: EstimatedDto, 
/**
 * The formula: "Newcombe", "Welch", "anytime-valid", "as reported".
 */
method: string, 
/**
 * `better`, `not worse`, `worse` or `cannot tell`.
 */
verdict?: string, 
/**
 * In words.
 */
sentence: string, };

/**
 * A count or a log position. JSON numbers are exact to 2^53, far above any log.
 */
export type Count = number;

/**
 * A bin or a word with its count.
 */
export type CountedDto = { 
/**
 * The bin or word.
 */
label: string, 
/**
 * How many.
 */
count: Count, };

/**
 * `workspace.create`.
 */
export type CreateArgs = { 
/**
 * The new file, `NAME.throughline`.
 */
path: string, 
/**
 * Who is at the keyboard; becomes the first stakeholder.
 */
person?: string, 
/**
 * The first product's name.
 */
product?: string, };

/**
 * Criteria of a release and its objective.
 */
export type CriteriaView = { 
/**
 * The criteria, by lens, then the oldest first.
 */
rows: Array<CriterionView>, 
/**
 * Lenses no criterion looks through.
 */
empty_lenses: Array<string>, 
/**
 * What keeps all of them from being locked.
 */
gaps: Array<MissingDto>, 
/**
 * The sum of the weights, if all have one.
 */
sum: number | null, 
/**
 * Whether every criterion is locked.
 */
locked: boolean, 
/**
 * The objective of the release.
 */
objective?: ObjectiveView, };

/**
 * A criterion with how it stands.
 */
export type CriterionView = { 
/**
 * The criterion.
 */
card: CardDto, 
/**
 * One of the four lenses, or empty.
 */
lens: string, 
/**
 * What a 0 looks like.
 */
worst: string, 
/**
 * The number of a 0 with its unit, or empty.
 */
worst_value: string, 
/**
 * What a 5 looks like.
 */
best: string, 
/**
 * The number of a 5 with its unit, or empty.
 */
best_value: string, 
/**
 * Its share.
 */
weight: number | null, 
/**
 * What scores below is out.
 */
gate: number | null, 
/**
 * The team that owns it.
 */
owner?: CardDto, 
/**
 * When it was locked, or empty.
 */
locked_at: string, 
/**
 * Labels of fields that were set after it was locked.
 */
changed: Array<string>, 
/**
 * What keeps it from being locked.
 */
gaps: Array<MissingDto>, };

/**
 * `data.compare` and `data.drift`.
 */
export type DataCompareArgs = { 
/**
 * The newer or live data: a data version by any reference, or the path of a file.
 */
of: string, 
/**
 * What it is held against, in the same way; the state before, or what a model was trained on, where it is left
 * out.
 */
with?: string, 
/**
 * As of.
 */
at: AtDto, 
/**
 * Name of the job, where files are read.
 */
job?: string, };

/**
 * A data version with what is known of its fields and of those it is compared with.
 */
export type DataPage = { 
/**
 * The data version.
 */
card: CardDto, 
/**
 * How many rows; absent where nobody counted.
 */
rows?: Count, 
/**
 * Its fields.
 */
fields: Array<FieldProfileDto>, 
/**
 * Whether a file was read: fields have counts.
 */
profiled: boolean, 
/**
 * It against earlier states, and later states against it.
 */
pairs: Array<DataPair>, };

/**
 * Two states of a data set.
 */
export type DataPair = { 
/**
 * The newer one.
 */
of: CardDto, 
/**
 * The older one.
 */
with: CardDto, 
/**
 * Whether it is the state right before.
 */
previous: boolean, 
/**
 * Models that were trained on the older one.
 */
models: Array<CardDto>, 
/**
 * Whether both have a schema.
 */
comparable: boolean, 
/**
 * How many anomalies of schema.
 */
anomalies: Count, 
/**
 * The difference of schema in one or two sentences.
 */
schema: string, 
/**
 * Fields that can be compared for drift.
 */
drifting: Count, 
/**
 * Of these, how many shifted.
 */
shifted: Count, 
/**
 * The drift in one sentence.
 */
drift: string, 
/**
 * The decision or loop-back that speaks of the newer one, if there is one.
 */
answered?: CardDto, };

/**
 * The data versions that are worth comparing.
 */
export type DataPairs = { 
/**
 * The pairs, the newest data first.
 */
rows: Array<DataPair>, 
/**
 * Every data version, for comparing any two.
 */
all: Array<CardDto>, };

/**
 * `data.pairs`.
 */
export type DataPairsArgs = { 
/**
 * Only pairs with this data version, any reference.
 */
of?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * What a file holds.
 */
export type DataProfile = { 
/**
 * `csv`, `parquet` or `jsonl`.
 */
format: string, 
/**
 * Bytes of the file.
 */
bytes: Count, 
/**
 * `sha256:` and the digest of its bytes.
 */
digest: string, 
/**
 * How many rows.
 */
rows: Count, 
/**
 * Its fields.
 */
fields: Array<FieldProfileDto>, 
/**
 * Fields that look as if they told about people and are not marked.
 */
perhaps_personal: Array<PerhapsPersonal>, 
/**
 * What was strange in it, as sentences.
 */
notes: Array<string>, 
/**
 * Name and version of what is recorded, or would be.
 */
title: string, 
/**
 * The name alone.
 */
name: string, 
/**
 * The version alone; empty where neither somebody nor the file's name says it.
 */
version: string, 
/**
 * The data version that has this very digest, if there is one.
 */
same?: CardDto, 
/**
 * What was recorded; absent for a look.
 */
saved?: Saved, };

/**
 * `data.profile`.
 */
export type DataProfileArgs = { 
/**
 * The file: CSV, Parquet or JSON Lines.
 */
path: string, 
/**
 * The data version it is recorded with, any reference; a new one where it is left out.
 */
of?: string, 
/**
 * Name of a new one; the file's name where it is left out.
 */
name?: string, 
/**
 * Version of a new one.
 */
version?: string, 
/**
 * Fields that tell about people: they are counted, and none of their values is kept.
 */
personal: Array<string>, 
/**
 * Shows what would be recorded, and records nothing.
 */
dry_run: boolean, 
/**
 * Release that includes a new one: absent for the current one, `none` for none.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * Name of the job.
 */
job?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * One side of a comparison.
 */
export type DataSide = { 
/**
 * The data version, if it is one.
 */
card?: CardDto, 
/**
 * Name and version, or the file.
 */
title: string, 
/**
 * How many rows; absent where nobody counted.
 */
rows?: Count, 
/**
 * Whether it was read from a file just now, value by value.
 */
file: boolean, };

/**
 * A decision that bears on a version.
 */
export type DecidedBy = { 
/**
 * The decision.
 */
decision: CardDto, 
/**
 * By way of what, where it does not link the version itself.
 */
through?: CardDto, };

/**
 * A decision in a list.
 */
export type DecisionGlance = { 
/**
 * The decision.
 */
card: CardDto, 
/**
 * When it was decided or proposed.
 */
date: string, 
/**
 * "4 consent, 1 object".
 */
stances: string, 
/**
 * Objections without an answer.
 */
open_objections: Count, };

/**
 * A decision with its options, stances and what surrounds it.
 */
export type DecisionPage = { 
/**
 * The decision's own page.
 */
page: ArtefactPage, 
/**
 * Options in order.
 */
options: Array<OptionView>, 
/**
 * Stances; objections and concerns are never hidden.
 */
stances: Array<StanceView>, 
/**
 * Stakeholders with a vote who were not asked.
 */
not_asked: Array<CardDto>, 
/**
 * What it rests on.
 */
rests_on: Array<LinkView>, 
/**
 * What it decided and what came of it.
 */
led_to: Array<LinkView>, 
/**
 * Accepted decisions that took its question over.
 */
superseded_by: Array<CardDto>, };

/**
 * A deployment with what runs, the way back, and what was seen.
 */
export type DeploymentDto = { 
/**
 * Who, when and what.
 */
run: RunDto, 
/**
 * What runs.
 */
bundle?: BundleDto, 
/**
 * What comes back if it fails.
 */
target?: BundleDto, 
/**
 * The disaster-recovery plan.
 */
recovery_html: string, 
/**
 * The monitoring plan.
 */
monitoring_html: string, 
/**
 * What is missing.
 */
lacks: Array<LackDto>, 
/**
 * What it took over from, with how: `promotion`, `roll-back`, `narrowing`.
 */
after: Array<TakenOver>, 
/**
 * What took over from it.
 */
before: Array<TakenOver>, 
/**
 * Decisions that put it there.
 */
decisions: Array<CardDto>, 
/**
 * Clashes it is part of.
 */
clashes: Array<ClashDto>, 
/**
 * What was seen in it, the latest first.
 */
marks: Array<MarkDto>, 
/**
 * The audience it can be promoted to; empty where it is everyone.
 */
next: string, 
/**
 * Whether it can be rolled back: it runs.
 */
can_roll_back: boolean, };

/**
 * `dialog.open`, answered by the shell.
 */
export type DialogArgs = { 
/**
 * Title of the dialog.
 */
title: string, 
/**
 * Whether a folder is picked.
 */
folder: boolean, 
/**
 * Suggested file name, for `dialog.save`.
 */
name: string, 
/**
 * File endings, without the dot; empty for any.
 */
endings: Array<string>, };

/**
 * One thing that differs.
 */
export type DifferenceDto = { 
/**
 * The field.
 */
field: string, 
/**
 * The name TensorFlow Data Validation has for it; empty for what is worth knowing and no anomaly.
 */
anomaly: string, 
/**
 * It as a sentence.
 */
sentence: string, };

/**
 * A value of two versions.
 */
export type DiffersDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Of the one that is looked at; absent where it has none.
 */
of?: string, 
/**
 * Of the one it is compared with.
 */
with?: string, 
/**
 * Whether the two are equal.
 */
same: boolean, };

/**
 * A digest with what it is worth.
 */
export type DigestDto = { 
/**
 * Its algorithm's name.
 */
algorithm: string, 
/**
 * Its value.
 */
value: string, 
/**
 * What goes into it: "the bytes of one file"; empty of an algorithm that is not known.
 */
of: string, 
/**
 * How far to trust it, as a sentence.
 */
says: string, 
/**
 * Whether it covers a sample or nothing.
 */
weak: boolean, };

/**
 * A field in conflict.
 */
export type DisagreementDto = { 
/**
 * The artefact.
 */
card: CardDto, 
/**
 * Name of the field.
 */
field: string, 
/**
 * Label of the field.
 */
label: string, };

/**
 * A team that disputes an idea.
 */
export type DisputeView = { 
/**
 * The team.
 */
team: CardDto, 
/**
 * What it would cost the team; empty where it does not say.
 */
reason: string, };

/**
 * A team that stands against an idea or an option.
 */
export type DisputedView = { 
/**
 * The team.
 */
team: CardDto, 
/**
 * The idea or the option.
 */
subject: CardDto, 
/**
 * The idea that the option stands for, where it is an option.
 */
idea?: CardDto, 
/**
 * What it would cost the team; empty where it does not say.
 */
reason: string, 
/**
 * The teams that proposed the idea.
 */
proposed_by: Array<CardDto>, };

/**
 * Somebody who did not simply consent.
 */
export type DissentDto = { 
/**
 * Who.
 */
who: string, 
/**
 * `object`, `consent-with-concern`, `stand-aside`.
 */
position: string, 
/**
 * Why.
 */
reason: string, 
/**
 * The stance.
 */
stance: CardDto, };

/**
 * `dossier`.
 */
export type DossierArgs = { 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * Or any artefact: why a version, bundle or deployment is in production, the line of anything else; `all` is the workspace.
 */
of?: string, 
/**
 * Frameworks that follow as annexes, by name.
 */
frameworks: Array<string>, 
/**
 * As of.
 */
at: AtDto, };

/**
 * A dossier as the window shows it.
 */
export type DossierPage = { 
/**
 * What it is of.
 */
card: CardDto, 
/**
 * "Dossier of a release".
 */
kind: string, 
/**
 * The moment in words.
 */
moment: string, 
/**
 * The document, escaped and complete; what the saved HTML shows.
 */
html: string, 
/**
 * Its contents.
 */
contents: Array<ContentsEntry>, 
/**
 * SHA-256 over all it says, `sha256:…`.
 */
digest: string, 
/**
 * Changes of the log it takes in.
 */
size: Count, 
/**
 * Root over them.
 */
root: string, };

/**
 * A dossier that was written.
 */
export type DossierSaved = { 
/**
 * The file.
 */
path: string, 
/**
 * `pdf` or `html`.
 */
form: string, 
/**
 * Its size in bytes.
 */
bytes: Count, 
/**
 * SHA-256 over all the document says: it stands on every page.
 */
digest: string, 
/**
 * SHA-256 of the file's bytes.
 */
file: string, 
/**
 * Changes of the log it takes in.
 */
size: Count, 
/**
 * Root over them.
 */
root: string, };

/**
 * `draft.save`.
 */
export type DraftArgs = { 
/**
 * One draft per form: `add:problem`, `edit:<entity>`.
 */
key: string, 
/**
 * What the form holds.
 */
form: JsonValue, };

/**
 * A draft that waits.
 */
export type DraftDto = { 
/**
 * Its key.
 */
key: string, 
/**
 * What the form held.
 */
form: JsonValue, 
/**
 * When it was kept.
 */
saved: string, };

/**
 * `draft.discard`.
 */
export type DraftKey = { 
/**
 * The draft's key.
 */
key: string, };

/**
 * All drafts.
 */
export type Drafts = { 
/**
 * Newest first.
 */
rows: Array<DraftDto>, };

/**
 * `audit.draw`.
 */
export type DrawArgs = { 
/**
 * A release: any reference, or `all`; absent for the current one.
 */
release?: string, 
/**
 * How many.
 */
n: Count, 
/**
 * The seed, as it is printed.
 */
seed: string, 
/**
 * Strata by name; none for all kinds together.
 */
strata: Array<string>, 
/**
 * Shows what would be drawn, and records nothing.
 */
preview: boolean, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * Drift between two data sets.
 */
export type DriftDto = { 
/**
 * The live one.
 */
of: DataSide, 
/**
 * What it is held against.
 */
with: DataSide, 
/**
 * In one or two sentences.
 */
sentence: string, 
/**
 * How many fields shifted.
 */
shifted: Count, 
/**
 * Fields that could be compared, the worst first.
 */
fields: Array<FieldDriftDto>, 
/**
 * Fields that could not.
 */
left_out: Array<LeftOutDto>, 
/**
 * Whether values were compared one by one, in bins, or some so and some so, in words.
 */
how: string, 
/**
 * Models that were trained on the older one.
 */
models: Array<CardDto>, 
/**
 * Live deployments of these models.
 */
deployments: Array<CardDto>, 
/**
 * Observations of drift that speak of the live one.
 */
observed: Array<CardDto>, };

/**
 * What a stakeholder said of a decision before they said what they say now.
 */
export type EarlierStance = { 
/**
 * The position taken then.
 */
position: string, 
/**
 * Their words then.
 */
reason: string, 
/**
 * Until when it stood, RFC 3339.
 */
until: string, };

/**
 * `keys.endorse`.
 */
export type EndorseArgs = { 
/**
 * The key, or the beginning of it that no other key has.
 */
key: string, 
/**
 * Whose it is: any reference, or a name.
 */
person: string, 
/**
 * What the device is called.
 */
name?: string, };

/**
 * An idea in the room.
 */
export type EntryDto = { 
/**
 * Its id; once revealed and recorded, the idea's.
 */
id: string, 
/**
 * What it says.
 */
text: string, 
/**
 * Who wrote it, where that may be known.
 */
author?: CardDto, 
/**
 * The team it came from, where that may be known.
 */
team?: CardDto, 
/**
 * The pile it lies on.
 */
pile?: string, 
/**
 * The viewer's own dots.
 */
dots: number, 
/**
 * What it got, once the vote is closed.
 */
tally?: TallyDto, 
/**
 * Whether it goes on to rating, pre-mortem and decision.
 */
top: boolean, 
/**
 * Its scores, one per criterion, in the order of the criteria.
 */
ratings: Array<RatingDto>, 
/**
 * Whether it becomes an option of the decision.
 */
option: boolean, };

/**
 * What is to be erased: of artefacts or links a field, an attachment, or everything; or the reason of a change.
 */
export type EraseArgs = { 
/**
 * The artefact or link: any reference.
 */
id?: string, 
/**
 * Further artefacts, all of which is erased with it.
 */
also: Array<string>, 
/**
 * Only these fields.
 */
fields: Array<string>, 
/**
 * Only this attachment: its name or digest.
 */
attachment?: string, 
/**
 * The reason given with this change: `#N`, N or the change's id.
 */
note?: string, 
/**
 * Why. It stays for ever, and must not repeat what is erased.
 */
reason: string, };

/**
 * An erasure that was done.
 */
export type ErasedDto = { 
/**
 * Place of the change.
 */
position: Count, 
/**
 * In a sentence.
 */
sentence: string, 
/**
 * Parts that were deleted.
 */
parts: Count, 
/**
 * Files that were deleted.
 */
attachments: Count, 
/**
 * Whether nothing of it was found anywhere afterwards.
 */
clean: boolean, 
/**
 * What the search afterwards came to, in a sentence.
 */
scan: string, 
/**
 * Place by place.
 */
places: Array<ScannedDto>, };

/**
 * What was erased.
 */
export type ErasedList = { 
/**
 * The erasures, the latest first.
 */
rows: Array<ErasureDto>, 
/**
 * Duties to keep that are in force.
 */
holds: Array<HoldDto>, };

/**
 * One part that goes.
 */
export type ErasedPart = { 
/**
 * `#N.i`, or `#N` for the reason of a change.
 */
place: string, 
/**
 * Place of its change.
 */
position: Count, 
/**
 * When that was recorded.
 */
at: string, 
/**
 * What it says something of; empty for the reason of a change.
 */
of: string, 
/**
 * The fields that are meant, as people call them.
 */
fields: Array<string>, 
/**
 * What else stands in it.
 */
others: Array<string>, 
/**
 * What goes, as it is now, at most 200 characters; empty if it cannot be shown.
 */
text: string, };

/**
 * One erasure.
 */
export type ErasureDto = { 
/**
 * The erasure.
 */
id: string, 
/**
 * Place of its change.
 */
position: Count, 
/**
 * When.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * `known`, `unverified` or `revoked`.
 */
key: string, 
/**
 * Why.
 */
reason: string, 
/**
 * Of what; empty for the reason of a change.
 */
of: Array<CardDto>, 
/**
 * What was meant, as people call it.
 */
fields: Array<string>, 
/**
 * How many parts.
 */
parts: Count, 
/**
 * Changes the parts stood in, the first fifty.
 */
places: Array<Count>, };

/**
 * What an erasure would do.
 */
export type ErasurePreview = { 
/**
 * In a sentence.
 */
sentence: string, 
/**
 * The parts that go, in order of the log.
 */
parts: Array<ErasedPart>, 
/**
 * Fields whose earlier values go with them, while what shows now is recorded again.
 */
again: Array<string>, 
/**
 * Files that go, as nothing else has them.
 */
attachments: Array<string>, 
/**
 * How many drafts on this computer hold the same words and go too.
 */
drafts: Count, 
/**
 * What will show that something was erased.
 */
shown_in: Array<CardDto>, 
/**
 * What hangs on it and may hold the same: worth erasing with it.
 */
beside: Array<CardDto>, 
/**
 * The duty to keep that forbids it.
 */
hold?: HoldDto, };

/**
 * A number with its interval, in the metric's unit.
 */
export type EstimatedDto = { 
/**
 * The estimate.
 */
value: number, 
/**
 * Lower end.
 */
low: number, 
/**
 * Upper end.
 */
high: number, 
/**
 * "36.7 %", "+3.0 points".
 */
words: string, 
/**
 * "35.7 to 37.7".
 */
interval: string, };

/**
 * Ideas against criteria, as a viewer may see it.
 */
export type EvaluationMatrix = { 
/**
 * The criteria, in order.
 */
criteria: Array<MatrixCriterion>, 
/**
 * Ideas and rated prototypes, the first first.
 */
rows: Array<MatrixRow>, 
/**
 * Why there are no sums; empty where there are.
 */
no_sums: string, 
/**
 * The sum of the weights as recorded, if all have one.
 */
sum: number | null, 
/**
 * The last round that was closed; 0 if none was.
 */
closed: Count, 
/**
 * Scores given in the open round.
 */
given: Count, 
/**
 * Cells that ask for another round.
 */
disagreeing: Count, 
/**
 * Cells disagree if their scores are further apart than this.
 */
disagreement: number, 
/**
 * The viewer said done in the open round.
 */
handed_in: boolean, 
/**
 * Entity ids of what the viewer gave in the open round.
 */
own: Array<string>, 
/**
 * Who gave scores.
 */
raters: Array<RaterView>, 
/**
 * Who took no part.
 */
absent: Array<AbsentView>, };

/**
 * `evidence.import`: a text, or a file by its path.
 */
export type EvidenceImportArgs = { 
/**
 * The text itself.
 */
text?: string, 
/**
 * Or the file it stands in.
 */
path?: string, 
/**
 * The file's name: its ending tells the format, and the evidence is called by it.
 */
name: string, 
/**
 * `text`, `csv` or `jsonl`; as the name and the text say where it is left out.
 */
format?: string, 
/**
 * Makes one piece of evidence of each row or ticket.
 */
per_row: boolean, 
/**
 * The title; composed where it is left out.
 */
title?: string, 
/**
 * How it was learned; `survey`, `ticket` or `interview` by its format where it is left out.
 */
method?: string, 
/**
 * When it was heard; today where it is left out. A row's own date comes first.
 */
date?: string, 
/**
 * Who was heard: a code. A row's own comes first.
 */
participant?: string, 
/**
 * What the participants agreed to.
 */
consent?: string, 
/**
 * Whom it tells about: any reference.
 */
persona?: string, 
/**
 * Release that includes it: an id or name; `none` for no release; absent for the current one.
 */
release?: string, 
/**
 * Shows what would be recorded, and records nothing.
 */
dry_run: boolean, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * What an import of evidence recorded, or would record.
 */
export type EvidenceImported = { 
/**
 * `text`, `csv` or `jsonl`.
 */
format: string, 
/**
 * Rows or tickets that could be read; 0 for a plain text.
 */
rows: Count, 
/**
 * Rows that could not, and why; the others are taken.
 */
bad: Array<BadRowDto>, 
/**
 * The pieces of evidence, at most twenty of them.
 */
items: Array<EvidenceItem>, 
/**
 * How many pieces of evidence there are in all.
 */
total: Count, 
/**
 * E-mail addresses and phone numbers in all of them, at most fifty.
 */
contacts: Array<ContactDto>, 
/**
 * Codes that look like names, at most twenty.
 */
names: Array<string>, 
/**
 * Log position; absent where nothing was recorded.
 */
position?: Count, };

/**
 * A piece of evidence as it is recorded.
 */
export type EvidenceItem = { 
/**
 * Entity id and short id, where it was recorded.
 */
card?: CardDto, 
/**
 * The title, where one was given.
 */
title: string, 
/**
 * Who was heard.
 */
participant: string, 
/**
 * When.
 */
date: string, 
/**
 * How its text begins.
 */
begins: string, };

/**
 * A piece of evidence with its text and what was marked in it.
 */
export type EvidencePage = { 
/**
 * Its card.
 */
card: CardDto, 
/**
 * Its transcript or notes; empty where there is none.
 */
text: string, 
/**
 * Who was heard: a code.
 */
participant?: string, 
/**
 * Whether that code looks like a name.
 */
name_like: boolean, 
/**
 * What the participant agreed to.
 */
consent?: string, 
/**
 * Whom it tells about.
 */
persona?: CardDto, 
/**
 * E-mail addresses and phone numbers in the text.
 */
contacts: Array<ContactDto>, 
/**
 * Its highlights, in the order of their places; those without one last.
 */
passages: Array<PassageView>, 
/**
 * Where the passage that was looked for stands.
 */
found: Array<PlaceDto>, };

/**
 * `evidence.read`.
 */
export type EvidenceReadArgs = { 
/**
 * The evidence: any reference.
 */
id: string, 
/**
 * A passage to find in its text.
 */
find?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * What an experiment says, computed from what was recorded.
 */
export type ExperimentDto = { 
/**
 * Its card.
 */
card: CardDto, 
/**
 * `draft`, `locked`, `results` (in, and nothing can be said yet), `hidden` (until the planned
 * number), `blocked` (by the sizes of the arms), `verdict` or `abandoned`.
 */
state: string, 
/**
 * The state in words: "347 of 400 per arm", "better".
 */
words: string, 
/**
 * All of it as sentences.
 */
sentence: string, 
/**
 * The prototypes it tests.
 */
prototypes: Array<CardDto>, 
/**
 * The number that decides.
 */
metric?: CardDto, 
/**
 * What it is in.
 */
unit: string, 
/**
 * `higher`, `lower`, or empty where the metric does not say.
 */
better: string, 
/**
 * The arms.
 */
arms: Array<ArmDto>, 
/**
 * The others against the control; empty while the verdict is hidden or blocked.
 */
contrasts: Array<ContrastDto>, 
/**
 * Whether the arms are as large as planned; absent without results.
 */
ratio?: RatioDto, 
/**
 * The guardrails.
 */
guardrails: Array<GuardDto>, 
/**
 * The measurements under the four lenses, then those that name none.
 */
lenses: Array<LensResultsDto>, 
/**
 * The confidence of the intervals: "95 %".
 */
confidence: string, 
/**
 * Whether the stopping rule allows a look after every unit.
 */
anytime: boolean, 
/**
 * The minimum effect, in the metric's unit.
 */
minimum_effect?: number, 
/**
 * The minimum effect in words; empty where the plan names none.
 */
minimum_effect_words: string, 
/**
 * When the plan was locked first, as recorded.
 */
locked?: string, 
/**
 * Who locked it.
 */
locked_by: string, 
/**
 * Whether the lock stands.
 */
is_locked: boolean, 
/**
 * What was changed of the plan after that.
 */
late: Array<LatePlanDto>, 
/**
 * What the plan lacks before it can be locked.
 */
gaps: Array<FieldErrorDto>, 
/**
 * The sample size it needs.
 */
size: SizeDto, 
/**
 * The baseline prototype against today's approach, where it tests one.
 */
baselines: Array<BaselineTestDto>, };

/**
 * The experiments of a release.
 */
export type ExperimentsDto = { 
/**
 * The newest first.
 */
rows: Array<ExperimentDto>, 
/**
 * Each problem with a number of today, against the baseline prototype.
 */
baselines: Array<BaselineTestDto>, };

/**
 * `export`.
 */
export type ExportArgs = { 
/**
 * `prov`, `cyclonedx`, `modelcard`, `slsa`, `madr`, `csv`, `jsonl` or `needs`.
 */
format: string, 
/**
 * An artefact, where it is about one.
 */
id?: string, 
/**
 * `all`, `release`, `thread` or `artefact`. Without it: of an artefact its thread, or itself where the format
 * is of versions; else the release.
 */
scope?: string, 
/**
 * Release: absent for the current one, `all` for the whole workspace.
 */
release?: string, 
/**
 * Which table, for `csv`.
 */
table?: ExportTable, 
/**
 * Where to write: a file; for formats of several files a folder, or a zip if it ends so.
 */
path?: string, 
/**
 * Writes over a file that is there.
 */
replace: boolean, 
/**
 * As of.
 */
at: AtDto, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * `changes.export`.
 */
export type ExportChangesArgs = { 
/**
 * The position after which changes are written; 0 for all of them.
 */
since: Count, 
/**
 * The new file, `NAME.tlx`.
 */
path: string, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * What an export wrote.
 */
export type ExportDto = { 
/**
 * The format.
 */
format: string, 
/**
 * Where it lies, a whole path.
 */
path: string, 
/**
 * How many files.
 */
files: Count, 
/**
 * Bytes in all.
 */
bytes: Count, 
/**
 * What it is of: a release, a thread, everything; with the moment, if it is not now.
 */
of: string, 
/**
 * What it holds: "12 decisions, 31 options".
 */
holds: string, 
/**
 * What it does not hold, a sentence each.
 */
left_out: Array<string>, };

/**
 * `keys.export`.
 */
export type ExportKeyArgs = { 
/**
 * The file to write; nothing may lie there.
 */
path: string, 
/**
 * The passphrase the key has; absent if it has none.
 */
passphrase?: Secret, 
/**
 * The passphrase of the file.
 */
new: Secret, };

/**
 * `moments.export`: as `moments.compare`, all rows at once.
 */
export type ExportMomentsArgs = { 
/**
 * The moment that is compared with.
 */
from: string, 
/**
 * The moment that is looked at.
 */
to: string, 
/**
 * Only this release.
 */
release?: string, 
/**
 * `markdown` or `csv`.
 */
format: string, 
/**
 * The file to write; absent to answer with the text.
 */
path?: string, 
/**
 * A name to ask for progress under, and to cancel.
 */
job?: string, };

/**
 * A table to write.
 */
export type ExportTable = { 
/**
 * One kind, with its own fields; without one, kinds as `kinds` says, with the fields all have.
 */
kind?: string, 
/**
 * Several kinds.
 */
kinds: Array<string>, 
/**
 * Only kinds of this stage.
 */
stage?: string, 
/**
 * The links instead.
 */
links: boolean, 
/**
 * Filters, all of which must hold.
 */
where: Array<WhereDto>, 
/**
 * Words to find in title and notes.
 */
text?: string, 
/**
 * Sort: field names, a leading `-` for descending.
 */
sort: Array<string>, 
/**
 * Whether removed ones are listed too.
 */
removed: boolean, 
/**
 * Headings of a table that is given as it is shown.
 */
columns: Array<string>, 
/**
 * Its rows.
 */
rows: Array<Array<string>>, };

/**
 * One computed fact on a card.
 */
export type FactDto = { 
/**
 * "method".
 */
label: string, 
/**
 * "interview".
 */
text: string, };

/**
 * One fault.
 */
export type FaultDto = { 
/**
 * What scripts switch on.
 */
code: string, 
/**
 * `#N` or `#N.i`; empty where it is about the whole file.
 */
place: string, 
/**
 * In words.
 */
sentence: string, 
/**
 * The artefact it is about, as far as it can be told.
 */
artefact?: CardDto, 
/**
 * Who recorded it, as the change says; empty where nobody is named.
 */
author: string, };

/**
 * A field's change.
 */
export type FieldChangeDto = { 
/**
 * Field's name.
 */
name: string, 
/**
 * Field's label.
 */
label: string, 
/**
 * Before; null where it was empty.
 */
before: JsonValue, 
/**
 * After; null where it was cleared.
 */
after: JsonValue, 
/**
 * Whether the value was erased since.
 */
erased: boolean, };

/**
 * A field compared.
 */
export type FieldDriftDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its type.
 */
type: string, 
/**
 * `shifted`, `moved`, `small`, `cannot-tell` or `stable`.
 */
verdict: string, 
/**
 * The verdict in words.
 */
sentence: string, 
/**
 * Values of the training data.
 */
n_training: Count, 
/**
 * Values of the live data.
 */
n_live: Count, 
/**
 * Population stability index.
 */
stability: number, 
/**
 * What it passes by chance once in twenty times.
 */
stability_limit: number, 
/**
 * Whether ½ was added to every bin.
 */
smoothed: boolean, 
/**
 * `kolmogorov-smirnov` or `chi-square`.
 */
test: string, 
/**
 * Its p.
 */
p: number, 
/**
 * Whether its p is not to be trusted: a category is expected fewer than five times.
 */
sparse: boolean, 
/**
 * `Kolmogorov-Smirnov distance` or `Cramér’s V`.
 */
size_name: string, 
/**
 * The size of the shift, 0 to 1.
 */
size: number, 
/**
 * What the size passes by chance once in twenty times, where that is known.
 */
size_limit?: number, 
/**
 * “compared value by value”, “in bins of 0.25”.
 */
how: string, 
/**
 * Median of the training data; empty for words.
 */
median_training: string, 
/**
 * Median of the live data.
 */
median_live: string, 
/**
 * Share missing in the training data, 0 to 1.
 */
missing_training?: number, 
/**
 * Share missing in the live data.
 */
missing_live?: number, 
/**
 * Both histograms.
 */
bars: Array<BarDto>, };

/**
 * A field of a kind.
 */
export type FieldDto = { 
/**
 * `surface-request`.
 */
name: string, 
/**
 * "Surface request".
 */
label: string, 
/**
 * How it is entered and shown.
 */
type: FieldTypeDto, 
/**
 * Whether it must be given.
 */
required: boolean, 
/**
 * Whether it can name a person.
 */
personal: boolean, 
/**
 * Whether a change in it makes links suspect.
 */
matters: boolean, 
/**
 * `single`, `set` or `long-text`.
 */
merge: string, 
/**
 * A word of help.
 */
hint: string, 
/**
 * What its numbers are in: "months", "%"; absent where they are mere numbers. `{currency}` stands
 * for what the artefact's own field of that name says.
 */
unit?: string, };

/**
 * One refused field of a form.
 */
export type FieldErrorDto = { 
/**
 * Name of the field.
 */
field: string, 
/**
 * What the page switches on.
 */
code: string, 
/**
 * A sentence for the person.
 */
sentence: string, };

/**
 * A field in two schemas.
 */
export type FieldPairDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it took; empty where it is new.
 */
was: string, 
/**
 * What it takes; empty where it is gone.
 */
is: string, 
/**
 * `same`, `changed`, `gone` or `new`.
 */
state: string, };

/**
 * One field with what was counted in it.
 */
export type FieldProfileDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * `int`, `decimal`, `text`, `bool`, `date`, `instant` or `unknown`.
 */
type: string, 
/**
 * What it takes, in words: “whole numbers 1 to 5”.
 */
domain: string, 
/**
 * Whether its values are not kept.
 */
personal: boolean, 
/**
 * Whether anything was counted in it.
 */
counted: boolean, 
/**
 * Values that are there.
 */
count: Count, 
/**
 * Rows without one.
 */
missing: Count, 
/**
 * The share of rows without one, 0 to 1.
 */
missing_share?: number, 
/**
 * Values that do not fit the type.
 */
misfits: Count, 
/**
 * Values that are NaN or infinite.
 */
not_finite: Count, 
/**
 * How many different values; empty where nobody counted: “about 12,400”.
 */
distinct: string, 
/**
 * Smallest; empty where it has none or it is not kept.
 */
min: string, 
/**
 * Median.
 */
median: string, 
/**
 * Largest.
 */
max: string, 
/**
 * Mean.
 */
mean: string, 
/**
 * Standard deviation.
 */
deviation: string, 
/**
 * The seven quantiles: 1, 5, 25, 50, 75, 95 and 99 %; empty where there are none.
 */
quantiles: Array<string>, 
/**
 * How often what occurs, on few bins.
 */
bars: Array<CountedDto>, };

/**
 * How a field is entered and shown. The value's JSON shape stands beside each.
 */
export type FieldTypeDto = { "is": "line" } | { "is": "text" } | { "is": "quote" } | { "is": "int" } | { "is": "decimal" } | { "is": "measured" } | { "is": "bool" } | { "is": "date" } | { "is": "instant" } | { "is": "choice", 
/**
 * What may be chosen.
 */
choices: Array<string>, } | { "is": "score" } | { "is": "tags" } | { "is": "range" } | { "is": "identity" } | { "is": "pairs" } | { "is": "schema" } | { "is": "rows", 
/**
 * The columns of each row.
 */
columns: Array<ColumnDto>, } | { "is": "attachments" } | { "is": "order" } | { "is": "ref", 
/**
 * Type of the link.
 */
link: string, 
/**
 * Whether this artefact is the link's `from` end.
 */
out: boolean, 
/**
 * Whether several may be given.
 */
many: boolean, 
/**
 * The kinds that may be picked; empty for any.
 */
kinds: Array<string>, } | { "is": "other" };

/**
 * One field of an artefact.
 */
export type FieldView = { 
/**
 * Field's name.
 */
name: string, 
/**
 * Its value; null where it is empty.
 */
value: JsonValue, 
/**
 * Rendered and cleaned, for Markdown fields.
 */
html?: string, 
/**
 * The links this field is, for `Ref` fields.
 */
refs?: Array<LinkView>, 
/**
 * Who set it last, when.
 */
set?: StampDto, 
/**
 * Whether its content was erased.
 */
erased: boolean, 
/**
 * Several values that meet after a merge, each with its author; empty where settled.
 */
conflict?: Array<HeadDto>, 
/**
 * Of a long text in conflict: what the values make together.
 */
merged?: MergedDto, };

/**
 * What the check of an item came to.
 */
export type FindingDto = { 
/**
 * Entity id.
 */
id: string, 
/**
 * `found-in-order`, `exception` or `could-not-check`.
 */
result: string, 
/**
 * In the auditor's words.
 */
text: string, 
/**
 * `info`, `minor`, `major`, `critical`; empty where nobody said.
 */
severity: string, 
/**
 * What was done about it.
 */
answer: string, 
/**
 * When that was answered, RFC 3339; empty while nobody did.
 */
answered_at: string, 
/**
 * By whom.
 */
answered_by: string, 
/**
 * `open`, `answered` or `closed`.
 */
status: string, 
/**
 * When it was noted, RFC 3339.
 */
at: string, 
/**
 * By whom.
 */
by: string, };

/**
 * A framework with what the record holds for its points.
 */
export type FrameworkDto = { 
/**
 * Its name on the command line.
 */
name: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Where it was published.
 */
source: string, 
/**
 * Where it can be read.
 */
url: string, 
/**
 * The day of the text, `YYYY-MM-DD`.
 */
dated: string, 
/**
 * Whose words the titles are in.
 */
wording: string, 
/**
 * Its points.
 */
points: Array<FrameworkPoint>, 
/**
 * How many of them are empty.
 */
empty: Count, };

/**
 * A point with what speaks to it.
 */
export type FrameworkPoint = { 
/**
 * Its number in the text.
 */
id: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Artefacts that speak to it, at most twelve.
 */
cards: Array<CardDto>, 
/**
 * How many there are.
 */
total: Count, 
/**
 * What the way the record is kept says to it; empty where nothing.
 */
record: string, 
/**
 * What would speak to it: "deployment (monitoring plan)".
 */
seeks: Array<string>, 
/**
 * Rules with open gaps that ask for it: "no monitoring plan (2)".
 */
gaps: Array<string>, 
/**
 * Nothing speaks to it.
 */
empty: boolean, };

/**
 * `frameworks`.
 */
export type FrameworksArgs = { 
/**
 * Only this one, by name.
 */
name?: string, 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Frameworks beside a release.
 */
export type FrameworksPage = { 
/**
 * What has to be said with it: no claim of compliance.
 */
no_claim: string, 
/**
 * The release; absent where there is none.
 */
release?: CardDto, 
/**
 * The frameworks.
 */
rows: Array<FrameworkDto>, };

/**
 * A freeze that was done.
 */
export type Freeze = { 
/**
 * The release.
 */
release: CardDto, 
/**
 * The seal's entity id.
 */
seal: string, 
/**
 * The root over the addresses of the records it binds.
 */
root: string, 
/**
 * How many records that is.
 */
records: Count, 
/**
 * Its place in the log.
 */
position: Count, };

/**
 * `release.freeze`.
 */
export type FreezeArgs = { 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * The last freeze of a release.
 */
export type FrozenDto = { 
/**
 * The seal's entity id.
 */
seal: string, 
/**
 * The root over the addresses of the records it binds, `sha256:…`.
 */
root: string, 
/**
 * How many records that is.
 */
records: Count, 
/**
 * When it was sealed, RFC 3339.
 */
at: string, 
/**
 * Who sealed it.
 */
by: string, 
/**
 * The reason given.
 */
reason?: string, 
/**
 * Its place in the log.
 */
position: Count, 
/**
 * The signatures under the release as it was frozen.
 */
signatures: Array<SignatureDto>, 
/**
 * How many artefacts changed after it.
 */
after: Count, 
/**
 * Those that changed last, at most a hundred.
 */
changed: Array<ChangedDto>, };

/**
 * The one thing to do about a gap: an artefact to open, a screen to look at, or a new artefact to record.
 */
export type GapAction = { 
/**
 * What the button says.
 */
label: string, 
/**
 * The artefact to open.
 */
open?: CardDto, 
/**
 * The screen to look at.
 */
see?: GapScreen, 
/**
 * The form to fill in.
 */
add?: GapForm, };

/**
 * One thing that is missing.
 */
export type GapDto = { 
/**
 * It in a sentence.
 */
sentence: string, 
/**
 * The artefacts it is about, at most twenty.
 */
cards: Array<CardDto>, 
/**
 * How many it is about.
 */
about: Count, 
/**
 * What closes it.
 */
action: GapAction, 
/**
 * The waiver that covers it today.
 */
waiver?: WaiverDto, };

/**
 * A form with what is known filled in.
 */
export type GapForm = { 
/**
 * The kind of the new artefact.
 */
kind: string, 
/**
 * Values by field.
 */
fields: Record<string, JsonValue>, 
/**
 * Other artefacts by reference field.
 */
refs: { [key in string]: Array<CardDto> }, };

/**
 * A screen of the machine's side that shows an artefact.
 */
export type GapScreen = { 
/**
 * The page: `versions`, `deployments` or `system`.
 */
page: string, 
/**
 * The view of that page; the page's list where it is empty.
 */
view: string, 
/**
 * What it shows.
 */
of: CardDto, };

/**
 * `artefact.get`.
 */
export type GetArgs = { 
/**
 * Entity id, short id, `name@version`, digest prefix or a `throughline://` address.
 */
id: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * A stance on a decision.
 */
export type GivenView = { 
/**
 * The decision.
 */
decision: CardDto, 
/**
 * `consent`, `consent-with-concern`, `stand-aside`, `object`, `absent`; empty where nothing was said.
 */
position: string, };

/**
 * A guardrail, for one arm.
 */
export type GuardDto = { 
/**
 * Its metric.
 */
metric: CardDto, 
/**
 * "0.50 EUR"; empty where the plan names none.
 */
margin: string, 
/**
 * The margin as a number, in the metric's unit.
 */
margin_value?: number, 
/**
 * The arm; empty where nothing is said of any.
 */
arm: string, 
/**
 * Arm − control.
 */
difference?: EstimatedDto, 
/**
 * `better`, `not worse`, `worse` or `cannot tell`.
 */
verdict?: string, 
/**
 * In words.
 */
sentence: string, };

/**
 * What is handed on of one kind.
 */
export type HandedGroup = { 
/**
 * Kind's name.
 */
kind: string, 
/**
 * Its plural.
 */
label: string, 
/**
 * The artefacts.
 */
cards: Array<CardDto>, };

/**
 * What a release can hand on to the next.
 */
export type HandedOn = { 
/**
 * The release.
 */
card: CardDto, 
/**
 * By kind, in the order of the model.
 */
groups: Array<HandedGroup>, };

/**
 * One of several values of a field in conflict.
 */
export type HeadDto = { 
/**
 * The value; of a reference the entity id of the other end.
 */
value: JsonValue, 
/**
 * Rendered and cleaned, for Markdown fields.
 */
html?: string, 
/**
 * Who set it, when.
 */
set: StampDto, 
/**
 * Of a reference: the link.
 */
link?: LinkView, };

/**
 * Who was heard on what.
 */
export type HeardPage = { 
/**
 * The stakeholders, in the order they were recorded.
 */
rows: Array<HeardRow>, 
/**
 * Decisions that stand or wait.
 */
decisions: Count, };

/**
 * What a stakeholder was heard on.
 */
export type HeardRow = { 
/**
 * The stakeholder.
 */
who: CardDto, 
/**
 * Their team.
 */
team?: CardDto, 
/**
 * Whether they only look on.
 */
observer: boolean, 
/**
 * Where they stand, the latest first; who was absent was asked, and not heard.
 */
stances: Array<GivenView>, 
/**
 * Decisions that stand or wait, and that they have no stance on. Nobody asks observers.
 */
not_asked: Array<CardDto>, };

/**
 * A hit.
 */
export type HitDto = { 
/**
 * What was found.
 */
card: CardDto, 
/**
 * Text around the words, as alternating plain and marked pieces, beginning with a plain one.
 */
snippet: Array<string>, };

/**
 * Ranked hits.
 */
export type HitPage = { 
/**
 * How many there are in all.
 */
total: Count, 
/**
 * First hit's index.
 */
offset: Count, 
/**
 * The hits, best first.
 */
rows: Array<HitDto>, };

/**
 * `hold.put`.
 */
export type HoldArgs = { 
/**
 * What must be kept: any references, releases among them.
 */
of: Array<string>, 
/**
 * Why.
 */
reason: string, 
/**
 * Its last day; absent: until it is lifted.
 */
until?: string, };

/**
 * A duty to keep.
 */
export type HoldDto = { 
/**
 * The hold.
 */
id: string, 
/**
 * What it was put on.
 */
on: Array<CardDto>, 
/**
 * Why.
 */
reason: string, 
/**
 * Its last day.
 */
until?: string, 
/**
 * Who put it on.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * It still forbids erasing.
 */
in_force: boolean, 
/**
 * Why it was lifted.
 */
lifted_because?: string, };

/**
 * Duties to keep.
 */
export type Holds = { 
/**
 * Those in force first.
 */
rows: Array<HoldDto>, };

/**
 * Rendered by pulldown-cmark, cleaned by ammonia.
 */
export type Html = { 
/**
 * Safe to put on a page.
 */
html: string, };

/**
 * An idea.
 */
export type IdeaView = { 
/**
 * The idea.
 */
card: CardDto, 
/**
 * The pile it lies on; empty for none.
 */
cluster: string, 
/**
 * Who proposed it.
 */
team?: CardDto, 
/**
 * Earlier ideas it takes further.
 */
builds_on: Array<CardDto>, 
/**
 * Teams whose number it would cost.
 */
disputes: Array<DisputeView>, };

/**
 * `ideas`.
 */
export type IdeasArgs = { 
/**
 * Only what this release includes (an id or a name).
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * The ideas of a release and the questions that ask for more.
 */
export type IdeasPage = { 
/**
 * The oldest first.
 */
ideas: Array<IdeaView>, 
/**
 * The oldest first.
 */
questions: Array<QuestionView>, };

/**
 * `impact`.
 */
export type ImpactArgs = { 
/**
 * What changes: any reference.
 */
id: string, 
/**
 * The one field that changes: a field of its kind, or a column of a data version.
 */
field?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Everything downstream of a change, and whom to ask.
 */
export type ImpactDto = { 
/**
 * What was asked about.
 */
root: CardDto, 
/**
 * The one field that changes; empty for all of it.
 */
field: string, 
/**
 * What follows from the field, in words; empty where there is none.
 */
note: string, 
/**
 * What changes: what was asked about; for a column of a data set all its versions that have the column.
 */
roots: Array<CardDto>, 
/**
 * What a change of data is about: the columns that can be asked about; none for other kinds.
 */
columns: Array<string>, 
/**
 * What is touched, by what it is; empty groups are left out.
 */
groups: Array<ImpactGroup>, 
/**
 * How much is touched, besides what changes, parts, and what lies beyond a decision.
 */
total: Count, 
/**
 * How much more is in question if a decision that is touched falls.
 */
beyond: Count, 
/**
 * How many live deployments are touched.
 */
live: Count, 
/**
 * Whom to ask, those with the most to say first.
 */
people: Array<ImpactPerson>, };

/**
 * Touched artefacts of one sort.
 */
export type ImpactGroup = { 
/**
 * `models`, `data`, `code`, `bundles`, `deployments`, `prototypes`, `experiments`, `components`, `decisions`, `other`; last `parts`: options, stances, scores
 * and other parts, which stand on ways and count for nothing by themselves.
 */
name: string, 
/**
 * Its heading.
 */
label: string, 
/**
 * Its rows: live deployments first, then by distance.
 */
rows: Array<ImpactRow>, };

/**
 * Somebody to ask.
 */
export type ImpactPerson = { 
/**
 * A team or a stakeholder.
 */
card: CardDto, 
/**
 * The team a stakeholder speaks for.
 */
team?: CardDto, 
/**
 * Why.
 */
reasons: Array<ImpactReason>, };

/**
 * Why somebody is to be asked.
 */
export type ImpactReason = { 
/**
 * "looks after", "drives", "decides", "took a stance on".
 */
words: string, 
/**
 * What of it is touched, at most twenty.
 */
about: Array<CardDto>, 
/**
 * How many that are.
 */
count: Count, };

/**
 * Something that is touched.
 */
export type ImpactRow = { 
/**
 * What it is.
 */
card: CardDto, 
/**
 * Steps from what changes.
 */
steps: Count, 
/**
 * The step before it on the shortest way: an entity among the rows or the roots.
 */
via: string, 
/**
 * How one leads to the other, read from there to here: "trained", "is shipped in".
 */
words: string, 
/**
 * It is live now.
 */
live: boolean, 
/**
 * It was chosen by a decision that is touched, or stands on what was chosen.
 */
beyond: boolean, 
/**
 * Of a deployment: who gets it; of other kinds what tells most; empty where there is nothing to tell.
 */
told: string, };

/**
 * `import`.
 */
export type ImportArgs = { 
/**
 * `adr`, `git`, `mlflow`, `dvc`, `openlineage`, `croissant`, `modelcard` or `jsonl`.
 */
format: string, 
/**
 * File or folder; several for `jsonl`.
 */
source: string, 
/**
 * Commits to take beside the tags, for `git`.
 */
commits: Array<string>, 
/**
 * Release that includes what comes in: absent for the current one, `none` for none.
 */
release?: string, 
/**
 * Reports what would be taken, and writes nothing.
 */
dry_run: boolean, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * What an import did.
 */
export type ImportDto = { 
/**
 * Name of the source.
 */
source: string, 
/**
 * Artefacts added.
 */
added: Count, 
/**
 * Artefacts changed.
 */
changed: Count, 
/**
 * Artefacts that were there already.
 */
unchanged: Count, 
/**
 * Links added.
 */
links: Count, 
/**
 * Log position; absent where nothing was new.
 */
position?: Count, 
/**
 * Line by line: what was taken, what was not, and why.
 */
lines: Array<ImportLine>, };

/**
 * `keys.import`.
 */
export type ImportKeyArgs = { 
/**
 * The exported key.
 */
path: string, 
/**
 * Its passphrase.
 */
passphrase: Secret, };

/**
 * A line of the report.
 */
export type ImportLine = { 
/**
 * `taken`, `changed`, `skipped`, `warning` or `error`.
 */
level: string, 
/**
 * File and line, run, version.
 */
place: string, 
/**
 * What scripts switch on.
 */
code: string, 
/**
 * In words.
 */
text: string, };

/**
 * An insight with its quotes.
 */
export type InsightView = { 
/**
 * The insight.
 */
card: CardDto, 
/**
 * Who was heard.
 */
people: PeopleDto, 
/**
 * What supports it.
 */
supporting: Array<PassageView>, 
/**
 * What contradicts it.
 */
contradicting: Array<PassageView>, };

/**
 * `insights`.
 */
export type InsightsArgs = { 
/**
 * Only this one: any reference.
 */
id?: string, 
/**
 * Only what this release includes (an id or a name).
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Insights with who speaks for and against them.
 */
export type InsightsPage = { 
/**
 * The newest first.
 */
rows: Array<InsightView>, };

/**
 * Long work without other arguments.
 */
export type JobArgs = { 
/**
 * Name under which `job.status` and `job.cancel` know this call.
 */
job?: string, };

/**
 * `job.status`, `job.cancel`.
 */
export type JobKey = { 
/**
 * The job's name.
 */
job: string, };

/**
 * How far a job is.
 */
export type JobStatus = { 
/**
 * False once it ended, or was never there.
 */
running: boolean, 
/**
 * Steps done.
 */
done: Count, 
/**
 * Steps in all; 0 where unknown.
 */
total: Count, 
/**
 * What it is doing.
 */
what: string, 
/**
 * Time left, where it can be told, in milliseconds.
 */
left_ms?: Count, };

/**
 * A checkpoint that was kept: a file or a text.
 */
export type KeptDto = { 
/**
 * The file.
 */
path?: string, 
/**
 * The text.
 */
text?: string, };

/**
 * Who was at the keyboard.
 */
export type KeyActor = { 
/**
 * Their name; empty for nobody.
 */
name: string, 
/**
 * In how many changes.
 */
changes: Count, };

/**
 * One key.
 */
export type KeyDto = { 
/**
 * Its public half, 64 hex digits.
 */
key: string, 
/**
 * Its first sixteen digits, in fours: to be read out on the phone.
 */
short: string, 
/**
 * What the device is called; empty if nobody said.
 */
name: string, 
/**
 * `founder`, `endorsed`, `unverified` or `revoked`.
 */
standing: string, 
/**
 * How it stands, in a sentence.
 */
sentence: string, 
/**
 * Whose it is.
 */
persons: Array<CardDto>, 
/**
 * Whose it says it is, where nobody else says so.
 */
by_itself: Array<CardDto>, 
/**
 * Who was named at the keyboard in what it signed.
 */
actors: Array<KeyActor>, 
/**
 * How many changes it signed.
 */
changes: Count, 
/**
 * Place of the first one.
 */
first: Count, 
/**
 * When that was recorded.
 */
first_at: string, 
/**
 * Place of the last one.
 */
last: Count, 
/**
 * When that was recorded.
 */
last_at: string, 
/**
 * Its secret half is on this computer.
 */
own: boolean, 
/**
 * It signs what is recorded here.
 */
in_use: boolean, 
/**
 * It is under a passphrase (known of one's own only).
 */
protected: boolean, 
/**
 * It was opened, or needs no passphrase.
 */
open: boolean, 
/**
 * One key was used for two copies.
 */
forked: boolean, 
/**
 * Its revocation.
 */
revocation?: RevocationDto, };

/**
 * Every key that signed something here.
 */
export type Keys = { 
/**
 * The keys, in the order they came.
 */
rows: Array<KeyDto>, 
/**
 * Changes signed by keys nobody known spoke for.
 */
unverified: Count, 
/**
 * Changes signed by keys after they were revoked.
 */
revoked: Count, 
/**
 * Whether the next change begins a key of its own, as this copy has none.
 */
begins: boolean, };

/**
 * How many of a kind.
 */
export type KindCount = { 
/**
 * Kind's name.
 */
kind: string, 
/**
 * How many.
 */
count: Count, };

/**
 * A kind of artefact.
 */
export type KindDto = { 
/**
 * `problem`.
 */
name: string, 
/**
 * `PRB`, or none for the record's own kinds.
 */
prefix?: string, 
/**
 * "Problem".
 */
label: string, 
/**
 * "Problems".
 */
plural: string, 
/**
 * The stage it belongs to.
 */
stage: string, 
/**
 * What the title is called in this kind ("Question").
 */
title_label: string, 
/**
 * A word of help for the title.
 */
title_hint: string, 
/**
 * Whether the title must be given.
 */
title_required: boolean, 
/**
 * Fields the title is composed of where it is left empty.
 */
title_from: Array<string>, 
/**
 * Own fields in form order.
 */
fields: Array<FieldDto>, 
/**
 * The statuses it may have.
 */
statuses: Array<string>, 
/**
 * What belongs here, one sentence.
 */
blurb: string, 
/**
 * One believable example.
 */
example: string, 
/**
 * Who speaks: `user`, `team` or `machine`.
 */
voice: string, };

/**
 * What a deployment lacks.
 */
export type LackDto = { 
/**
 * The field that would hold it; empty where it is the bundle's.
 */
field: string, 
/**
 * It in a sentence.
 */
sentence: string, };

/**
 * `audit.late`.
 */
export type LateArgs = { 
/**
 * A release: any reference, or `all`; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, 
/**
 * At most; 0 for 200.
 */
limit: Count, };

/**
 * Artefacts of a stage that the work had left.
 */
export type LateDto = { 
/**
 * Stage's label.
 */
label: string, 
/**
 * How many.
 */
artefacts: Count, };

/**
 * Entries that came late.
 */
export type LateEntries = { 
/**
 * How many there are in all.
 */
total: Count, 
/**
 * How many of those shown tell of an earlier day than they were recorded on.
 */
back_dated: Count, 
/**
 * Those that are late by most first.
 */
rows: Array<LateEntryDto>, };

/**
 * An entry that came late.
 */
export type LateEntryDto = { 
/**
 * Its place in the log.
 */
position: Count, 
/**
 * The first moment it tells of, RFC 3339.
 */
so: string, 
/**
 * When its device says it was recorded.
 */
at: string, 
/**
 * When this copy received it.
 */
received: string, 
/**
 * `back-dated`, or `received-late` where it was recorded in time and reached this copy later.
 */
how: string, 
/**
 * How late, in words: “5 weeks”.
 */
late: string, 
/**
 * How late, in milliseconds.
 */
by_ms: Count, 
/**
 * Who recorded it.
 */
by: string, 
/**
 * What it is about; five at most.
 */
about: Array<CardDto>, 
/**
 * How many artefacts that is in all.
 */
artefacts: Count, };

/**
 * A part of the plan that was changed after it was locked.
 */
export type LatePlanDto = { 
/**
 * The field's name.
 */
field: string, 
/**
 * The field's label.
 */
label: string, 
/**
 * What stood there; null for nothing.
 */
before: JsonValue, 
/**
 * What stands there since; null for nothing.
 */
after: JsonValue, 
/**
 * When it was changed.
 */
at: string, 
/**
 * Who did.
 */
by: string, 
/**
 * The change's place in the log.
 */
position: Count, 
/**
 * The reason given.
 */
reason?: string, };

/**
 * A field that could not be compared.
 */
export type LeftOutDto = { 
/**
 * The field.
 */
field: string, 
/**
 * Why.
 */
sentence: string, };

/**
 * The measurements of one lens.
 */
export type LensResultsDto = { 
/**
 * `viability`, `usability`, `feasibility`, `value`; empty for those that name none.
 */
lens: string, 
/**
 * What was measured there.
 */
results: Array<MeasuredDto>, };

/**
 * `hold.lift`.
 */
export type LiftArgs = { 
/**
 * The hold's id, or what it was put on.
 */
id: string, 
/**
 * Why it need not be kept any longer.
 */
reason: string, };

/**
 * `link.add`.
 */
export type LinkArgs = { 
/**
 * The link's `from` end.
 */
from: string, 
/**
 * Type's name.
 */
type: string, 
/**
 * The link's `to` end.
 */
to: string, 
/**
 * The link's own fields (note, outcome).
 */
fields: Record<string, JsonValue>, 
/**
 * Why.
 */
reason?: string, 
/**
 * When it was so, if not now.
 */
on?: string, };

/**
 * The link a history is of.
 */
export type LinkOfDto = { 
/**
 * The end named first.
 */
from?: CardDto, 
/**
 * What it says: "motivates".
 */
label: string, 
/**
 * The end named second.
 */
to?: CardDto, 
/**
 * Whether it was taken away.
 */
removed: boolean, };

/**
 * A link that differs.
 */
export type LinkSinceDto = { 
/**
 * The link's own id.
 */
id: string, 
/**
 * What it says, read from the artefact: "motivates", "is chosen by".
 */
label: string, 
/**
 * The other end.
 */
other: CardDto, 
/**
 * `added`, `changed` or `removed`.
 */
became: string, 
/**
 * Its own fields.
 */
fields: Array<FieldChangeDto>, };

/**
 * A type of link.
 */
export type LinkTypeDto = { 
/**
 * `supports`.
 */
name: string, 
/**
 * "supports".
 */
label: string, 
/**
 * Seen from the other end: "is supported by".
 */
inverse: string, 
/**
 * Kinds allowed as `from`; empty for any.
 */
from: Array<string>, 
/**
 * Kinds allowed as `to`; empty for any.
 */
to: Array<string>, 
/**
 * `forward`, `backward` or `none`.
 */
flow: string, 
/**
 * The link's own fields (an outcome, a role).
 */
fields: Array<FieldDto>, };

/**
 * A link as seen from one end.
 */
export type LinkView = { 
/**
 * The link's own entity id.
 */
id: string, 
/**
 * Type's name.
 */
type: string, 
/**
 * In words from this end ("supports", "is supported by").
 */
label: string, 
/**
 * Whether this artefact is the `from` end.
 */
out: boolean, 
/**
 * `up` (the other end is upstream), `down` or `none`.
 */
flow: string, 
/**
 * The other end.
 */
other: CardDto, 
/**
 * The link's own fields: note, outcome, role.
 */
fields: Record<string, JsonValue>, 
/**
 * Whether the link or its other end was removed.
 */
removed: boolean, 
/**
 * What changed at its ends after it was made or last confirmed; empty where nothing that matters did.
 */
suspect?: Array<SuspectDto>, };

/**
 * What two versions are linked with by one type.
 */
export type LinksDifferDto = { 
/**
 * "was trained on".
 */
label: string, 
/**
 * Only the one that is looked at.
 */
of: Array<CardDto>, 
/**
 * Only the one it is compared with.
 */
with: Array<CardDto>, 
/**
 * Both.
 */
both: Array<CardDto>, };

/**
 * `artefact.list`.
 */
export type ListArgs = { 
/**
 * Kinds; empty for all.
 */
kinds: Array<string>, 
/**
 * Only kinds of this stage.
 */
stage?: string, 
/**
 * Only what this release includes (an id or a name).
 */
release?: string, 
/**
 * Filters, all of which must hold.
 */
where: Array<WhereDto>, 
/**
 * Words to find in title and notes.
 */
text?: string, 
/**
 * Sort: field names, a leading `-` for descending. Default: newest first.
 */
sort: Array<string>, 
/**
 * First row.
 */
offset: Count, 
/**
 * Rows at most; 0 for 200.
 */
limit: Count, 
/**
 * Whether removed ones are listed too.
 */
removed: boolean, 
/**
 * As of.
 */
at: AtDto, };

/**
 * `live.on`.
 */
export type LiveArgs = { 
/**
 * The day `YYYY-MM-DD`, or an instant; absent for now.
 */
on?: string, 
/**
 * A release, whose product is meant; `all` for every product; absent for the current one.
 */
release?: string, 
/**
 * As of: what was known then.
 */
at: AtDto, };

/**
 * What was in production on a day.
 */
export type LiveDto = { 
/**
 * The day or instant.
 */
on: string, 
/**
 * It in words: "20 Oct 2026".
 */
on_words: string, 
/**
 * What ran in any moment of it, from the few to everyone.
 */
rows: Array<LiveRow>, 
/**
 * How many were only planned for that day.
 */
planned: Count, 
/**
 * It in a sentence.
 */
sentence: string, };

/**
 * Why something was live: a decision, what it rests on, and who objected.
 */
export type LiveReason = { 
/**
 * The decision.
 */
decision: CardDto, 
/**
 * What it decided on: the deployment, its bundle, or what that came out of.
 */
about: CardDto, 
/**
 * What it rests on.
 */
rests_on: Array<CardDto>, 
/**
 * Who objected, stood aside, or had a concern.
 */
dissent: Array<DissentDto>, };

/**
 * One thing that was in production.
 */
export type LiveRow = { 
/**
 * Who got it, and when.
 */
run: RunDto, 
/**
 * What it was.
 */
bundle?: BundleDto, 
/**
 * Why it was there, the nearest reason first.
 */
why: Array<LiveReason>, 
/**
 * What it took over from.
 */
after: Array<TakenOver>, 
/**
 * What was seen in it on that day or before, the latest first.
 */
marks: Array<MarkDto>, };

/**
 * `criteria.lock`.
 */
export type LockArgs = { 
/**
 * A release: any reference; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * `experiment.lock`.
 */
export type LockPlanArgs = { 
/**
 * Which experiment.
 */
id: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * `log`.
 */
export type LogArgs = { 
/**
 * Only changes that touch this artefact or its links: any reference.
 */
id?: string, 
/**
 * Only changes of this person: any reference.
 */
actor?: string, 
/**
 * Only this act (`edit`, `import`, …).
 */
act?: string, 
/**
 * Only changes of this release: it, what it includes, and the links between.
 */
release?: string, 
/**
 * Only changes that say something was so more than a day before it was received.
 */
late: boolean, 
/**
 * As of.
 */
at: AtDto, 
/**
 * Only positions below this one (the next page).
 */
before?: Count, 
/**
 * At most; 0 for 100.
 */
limit: Count, };

/**
 * A page of the log, newest first.
 */
export type LogPage = { 
/**
 * How many changes match in all.
 */
total: Count, 
/**
 * What the history is of, where it is of one thing: an artefact, a person or a release.
 */
of?: CardDto, 
/**
 * Of a link: both ends and its words in one sentence.
 */
link?: LinkOfDto, 
/**
 * The changes.
 */
rows: Array<ChangeDto>, };

/**
 * An activity of a phase.
 */
export type LoopActivity = { 
/**
 * The activity.
 */
card: CardDto, 
/**
 * What it checked; empty where it checked nothing.
 */
check: string, 
/**
 * `passed`, `failed`, `informational`; empty where nobody said.
 */
outcome: string, 
/**
 * When it was done; else when it was recorded.
 */
date: string, };

/**
 * `loop`.
 */
export type LoopArgs = { 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * An arc over the line.
 */
export type LoopBackDto = { 
/**
 * The loop-back.
 */
card: CardDto, 
/**
 * Stage it leaves.
 */
from: string, 
/**
 * Stage it returns to.
 */
to: string, 
/**
 * Whether something closed it.
 */
closed: boolean, };

/**
 * A sort of check.
 */
export type LoopCheck = { 
/**
 * `schema`, `bias` …
 */
check: string, 
/**
 * In words: "schema test".
 */
label: string, 
/**
 * How the last one ended: `passed`, `failed`, `noted` or `missing`.
 */
ended: string, 
/**
 * The last one.
 */
last?: CardDto, 
/**
 * How many there are.
 */
count: Count, };

/**
 * The ten phases of a release.
 */
export type LoopDto = { 
/**
 * The release; absent where everything in a workspace without releases was looked at.
 */
release?: CardDto, 
/**
 * The phases round the loop; none where all releases are looked at at once.
 */
phases: Array<LoopPhase>, };

/**
 * Something that is missing in a phase.
 */
export type LoopMissing = { 
/**
 * What, and what closes it.
 */
gap: GapDto, 
/**
 * `blocking`, `warning`, or `expected` where no rule asks for it.
 */
weight: string, 
/**
 * The rule; absent where none asks for it.
 */
rule?: Count, 
/**
 * The lesson behind the rule; empty where there is none.
 */
why: string, };

/**
 * A phase: what is done, failed and missing.
 */
export type LoopPhase = { 
/**
 * Its name: `data-acquisition` …
 */
name: string, 
/**
 * Its label.
 */
label: string, 
/**
 * `development` or `operations`.
 */
half: string, 
/**
 * What is done in it.
 */
what: string, 
/**
 * `failed`, `missing`, `begun`, `done` or `empty`.
 */
state: string, 
/**
 * Its activities, the latest first.
 */
activities: Array<LoopActivity>, 
/**
 * What came out of it: versions, bundles, deployments, observations; the latest first.
 */
things: Array<CardDto>, 
/**
 * Its checks: those that are expected, then others.
 */
checks: Array<LoopCheck>, 
/**
 * What is missing: what blocks a freeze, what should be looked at, what is only expected.
 */
missing: Array<LoopMissing>, 
/**
 * What must be recorded before it can be said whether more is missing.
 */
waits: Array<string>, 
/**
 * How many gaps are left open knowingly.
 */
waived: Count, };

/**
 * A bundle that was, or would be, made.
 */
export type MadeBundle = { 
/**
 * What it ships.
 */
bundle: BundleDto, 
/**
 * The change; absent for a preview.
 */
saved?: Saved, };

/**
 * `bundle.make`.
 */
export type MakeBundleArgs = { 
/**
 * What it ships under.
 */
label: string, 
/**
 * The model version: any reference, or `name@version`.
 */
model: string, 
/**
 * The data versions; absent for those the model was trained on.
 */
data?: Array<string>, 
/**
 * The code versions; absent for those the model was built from.
 */
code?: Array<string>, 
/**
 * Shows what it would be, and records nothing.
 */
preview: boolean, 
/**
 * The release that includes it; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * An observation as a mark on the axis of time.
 */
export type MarkDto = { 
/**
 * The observation.
 */
card: CardDto, 
/**
 * Its kind: `metric`, `incident` …
 */
kind: string, 
/**
 * The deployment it was seen in.
 */
deployment?: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * What was seen, in words: "21.39 EUR, expected 23.65 EUR".
 */
words: string, 
/**
 * `info`, `minor`, `major`, `critical`, or empty.
 */
severity: string, 
/**
 * Whether it waits for an answer.
 */
asks: boolean, };

/**
 * `markdown`.
 */
export type MarkdownArgs = { 
/**
 * Markdown.
 */
text: string, };

/**
 * `evaluation.matrix`.
 */
export type MatrixArgs = { 
/**
 * A release: any reference; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, 
/**
 * The stakeholder who looks on and scores; absent to look on only.
 */
rater?: string, 
/**
 * What if: criteria set to other weights one after the other, the rest keeping their proportions. Nothing of
 * it is recorded.
 */
what_if: Array<WhatIf>, };

/**
 * One cell of the matrix.
 */
export type MatrixCell = { 
/**
 * The median of those who know.
 */
median: number | null, 
/**
 * The largest less the smallest.
 */
spread: number | null, 
/**
 * The mean inside each team, then of the teams.
 */
balanced: number | null, 
/**
 * The mean of all.
 */
plain: number | null, 
/**
 * How many know.
 */
known: Count, 
/**
 * How many said that they do not know.
 */
unknown: Count, 
/**
 * How many of those who took part said nothing here.
 */
missing: Count, 
/**
 * How many scores are hidden until the round is closed.
 */
hidden: Count, 
/**
 * Raters are further apart than the limit.
 */
disagrees: boolean, 
/**
 * The viewer may score it now.
 */
open: boolean, 
/**
 * The viewer's own score.
 */
own?: ScoreView, 
/**
 * Scores that count here.
 */
scores: Array<ScoreView>, };

/**
 * A criterion as a column of the matrix.
 */
export type MatrixCriterion = { 
/**
 * The criterion.
 */
card: CardDto, 
/**
 * Its lens, or empty.
 */
lens: string, 
/**
 * What a 0 looks like.
 */
worst: string, 
/**
 * What a 5 looks like.
 */
best: string, 
/**
 * Its weight as recorded.
 */
weight: number | null, 
/**
 * Its weight in use: as recorded, or as tried.
 */
used: number | null, 
/**
 * What scores below is out.
 */
gate: number | null, 
/**
 * Whether it is locked.
 */
locked: boolean, 
/**
 * The nearest weight at which the first place goes to another.
 */
flip: number | null, 
/**
 * Who would be first then: its short id, or empty.
 */
flip_to: string, };

/**
 * An idea or prototype as a row of the matrix.
 */
export type MatrixRow = { 
/**
 * The idea or prototype.
 */
card: CardDto, 
/**
 * 1 and how many have a larger sum; null without a sum.
 */
place: Count | null, 
/**
 * `sum`, `out` (fails a gate), `incomplete` (somebody's answer is missing everywhere), `unweighted` or
 * `unscored`.
 */
verdict: string, 
/**
 * The weighted sum of team-balanced means, 0 to 5.
 */
balanced: number | null, 
/**
 * The weighted sum of plain means.
 */
plain: number | null, 
/**
 * Cells in which somebody did not know.
 */
unsure: Count, 
/**
 * Criteria, by index, whose gate it fails or that nobody knows a score for.
 */
because: Array<Count>, 
/**
 * Cells in the order of the criteria.
 */
cells: Array<MatrixCell>, };

/**
 * A meaning with the sentence that goes with it.
 */
export type MeaningDto = { 
/**
 * The word.
 */
meaning: string, 
/**
 * The sentence.
 */
statement: string, };

/**
 * One measurement of an experiment.
 */
export type MeasuredDto = { 
/**
 * The measurement.
 */
card: CardDto, 
/**
 * What it is a reading of.
 */
metric?: CardDto, 
/**
 * The arm.
 */
arm: string, 
/**
 * In words.
 */
words: string, 
/**
 * Whether it was recorded before the plan was locked, or without one that ever was.
 */
before_lock: boolean, };

/**
 * `merge`.
 */
export type MergeArgs = { 
/**
 * Another copy's workspace file, or a `.tlx` file of changes;
 */
path: string, 
/**
 * or its bytes in base64, as they were dropped.
 */
base64?: string, 
/**
 * Says what would come, and takes nothing in.
 */
preview: boolean, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * What a merge brought, or would bring.
 */
export type MergeDto = { 
/**
 * Whether it was taken in; false for a preview.
 */
done: boolean, 
/**
 * In a sentence or two: "12 changes of Ana, 3 of Bo; 2 conflicts come of it."
 */
sentence: string, 
/**
 * Changes that were offered.
 */
offered: Count, 
/**
 * Changes that were new here.
 */
changes: Count, 
/**
 * Position of the first of them.
 */
first?: Count, 
/**
 * Position of the last.
 */
last?: Count, 
/**
 * Who brought what, who brought most first.
 */
by: Array<BroughtDto>, 
/**
 * Fields in which values stand side by side since.
 */
conflicts: Array<DisagreementDto>, 
/**
 * Erasures that came.
 */
erasures: Count, 
/**
 * Parts that they took away here.
 */
parts_erased: Count, 
/**
 * Parts that came and had been erased here: they were not taken in.
 */
parts_dropped: Count, 
/**
 * Files that came.
 */
attachments: Count, 
/**
 * Their bytes.
 */
attachment_bytes: Count, 
/**
 * Files that the new changes name and neither copy holds.
 */
attachments_missing: Count, 
/**
 * Devices that signed two different changes with one number; both are kept.
 */
equivocal: Array<string>, };

/**
 * Long texts that met, merged from what all sides saw last.
 */
export type MergedDto = { 
/**
 * The text with what each side changed.
 */
text: string, 
/**
 * In how many places several sides changed the same lines: there all of them are kept, one under
 * the other.
 */
both_kept: Count, };

/**
 * A metric of two versions.
 */
export type MetricDiffersDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Of the one that is looked at.
 */
of?: string, 
/**
 * Of the one it is compared with.
 */
with?: string, 
/**
 * How much more the one has than the other, with its sign; absent where the two cannot be compared.
 */
difference?: string, 
/**
 * `better`, `worse`, `same`, or empty where the direction is not known or they cannot be compared.
 */
verdict: string, 
/**
 * The metric of this name, if the workspace has it.
 */
metric?: CardDto, 
/**
 * Its unit.
 */
unit: string, };

/**
 * A metric of a version.
 */
export type MetricValueDto = { 
/**
 * Its name, as the tool wrote it.
 */
name: string, 
/**
 * Its value.
 */
value: string, 
/**
 * The metric of this name, if the workspace has it.
 */
metric?: CardDto, 
/**
 * Its unit; empty where nobody said.
 */
unit: string, };

/**
 * Something that is needed and not there.
 */
export type MissingDto = { 
/**
 * The field to fill in.
 */
field: string, 
/**
 * "no benefit recorded".
 */
words: string, };

/**
 * A moment that was compared.
 */
export type MomentDto = { 
/**
 * The moment, as every command takes it.
 */
at: AtDto, 
/**
 * As it was written: `#212`, `2026-08-03`, `freeze:REL-1`, `now`.
 */
text: string, 
/**
 * The last change that was known then.
 */
position: Count, 
/**
 * When that change was received.
 */
received?: string, };

/**
 * `moments.compare`. A moment is `#N` (a place in the log), a date or an instant (what was known then),
 * `so:DATE` (what we now know was so), `freeze:RELEASE` (its last freeze), or `now`.
 */
export type MomentsArgs = { 
/**
 * The moment that is compared with.
 */
from: string, 
/**
 * The moment that is looked at; `now` where it is left out.
 */
to: string, 
/**
 * Only this release: any reference; absent, `all` or `none` for the whole workspace.
 */
release?: string, 
/**
 * Only this stage, or `frame`, `people`, `any`, `record`.
 */
stage?: string, 
/**
 * First row.
 */
offset: Count, 
/**
 * Rows at most; 0 for 100.
 */
limit: Count, 
/**
 * A name to ask for progress under, and to cancel.
 */
job?: string, };

/**
 * What differs between two moments.
 */
export type MomentsCompared = { 
/**
 * The moment that is compared with.
 */
from: MomentDto, 
/**
 * The moment that is looked at.
 */
to: MomentDto, 
/**
 * The release it is limited to.
 */
release?: CardDto, 
/**
 * How many artefacts are there now and were not.
 */
added: Count, 
/**
 * How many are in both and differ.
 */
changed: Count, 
/**
 * How many were there and no longer are.
 */
removed: Count, 
/**
 * By stage, in the order of the thread; those with nothing left out.
 */
stages: Array<StageCountDto>, 
/**
 * How many rows there are for what was asked.
 */
total: Count, 
/**
 * First row's index.
 */
offset: Count, 
/**
 * The rows, stage by stage.
 */
rows: Array<SinceDto>, };

/**
 * What was exported.
 */
export type MomentsExported = { 
/**
 * The text, where no file was named.
 */
text?: string, 
/**
 * The file, where one was.
 */
path?: string, 
/**
 * How many artefacts it tells of.
 */
artefacts: Count, };

/**
 * A link to be made together with an artefact.
 */
export type NewLink = { 
/**
 * Type's name.
 */
type: string, 
/**
 * The other end: any reference.
 */
other: string, 
/**
 * Whether the new artefact is the `from` end.
 */
out: boolean, 
/**
 * The link's own fields.
 */
fields: Record<string, JsonValue>, 
/**
 * Of a part of a whole (an option of a decision, a cause of a problem): the sibling it comes
 * before, any reference; empty for the end. Without it a part that stands already stays where it
 * is, and a new one comes last.
 */
before?: string, };

/**
 * A version that is recorded together with the link.
 */
export type NewVersionArgs = { 
/**
 * `model-version`, `data-version` or `code-version`.
 */
kind: string, 
/**
 * Its fields.
 */
fields: Record<string, JsonValue>, };

/**
 * A command without arguments, or without a result.
 */
export type Nothing = Record<string, never>;

/**
 * The number a release is judged by.
 */
export type ObjectiveView = { 
/**
 * The objective.
 */
card: CardDto, 
/**
 * What it is measured in.
 */
metric?: CardDto, 
/**
 * The metric's unit.
 */
unit: string, 
/**
 * `increase-to` and so on, or empty.
 */
direction: string, 
/**
 * The number to reach, or empty.
 */
target: string, 
/**
 * `YYYY-MM-DD`, or empty.
 */
by: string, };

/**
 * `objectives` and `people.heard`.
 */
export type ObjectivesArgs = { 
/**
 * A release: any reference, or `all`; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * The numbers teams are judged by, and where they stand against each other.
 */
export type ObjectivesPage = { 
/**
 * The teams in use, in the order they were recorded.
 */
teams: Array<TeamObjective>, 
/**
 * Ideas and options a team stands against.
 */
disputes: Array<DisputedView>, 
/**
 * Results that were good for one team's number and bad for another's.
 */
pulls: Array<PullView>, 
/**
 * The ideas that are chosen; where none is, those that lead the evaluation.
 */
tradeoffs: Array<TradeoffView>, };

/**
 * Everything seen in the field.
 */
export type ObservationsDto = { 
/**
 * Those that ask first, then the latest first.
 */
rows: Array<SeenDto>, 
/**
 * How many ask for an answer.
 */
asking: Count, 
/**
 * Values over time, the metric with most values first.
 */
series: Array<SeriesDto>, 
/**
 * The deployments, on the same axis.
 */
runs: Array<RunDto>, 
/**
 * The moment that is looked at, RFC 3339.
 */
now: string, };

/**
 * `observation.record`: what a monitor or a person saw.
 */
export type ObserveArgs = { 
/**
 * The deployment: any reference; absent for none, as of a change of behaviour in the world.
 */
deployment?: string, 
/**
 * `metric`, `data-drift`, `model-drift`, `schema-change`, `bias`, `incident`, `uptime` or `behaviour-change`.
 */
kind: string, 
/**
 * A few words; absent for one that is composed.
 */
title?: string, 
/**
 * The metric: any reference or its name.
 */
metric?: string, 
/**
 * The value seen.
 */
measured?: string, 
/**
 * What was expected: a value, or a band `0.28..0.33` of which one end may be left out.
 */
expected?: string, 
/**
 * Which of the users, in words.
 */
segment?: string, 
/**
 * Units measured.
 */
n?: Count, 
/**
 * Successes of n.
 */
successes?: Count, 
/**
 * Mean of n.
 */
mean?: string, 
/**
 * Standard deviation of the single values.
 */
deviation?: string, 
/**
 * `info`, `minor`, `major` or `critical`.
 */
severity?: string, 
/**
 * What it covers, `2026-10-12..2026-10-26`: dates or instants, the end not in it.
 */
window?: string, 
/**
 * The day it was seen; absent for the end of the window, else today.
 */
date?: string, 
/**
 * The dashboard, alert or report it was read from.
 */
read_from?: string, 
/**
 * More about it, in Markdown.
 */
notes?: string, 
/**
 * A name by which the same observation sent again is recognised: it is recorded once.
 */
key?: string, 
/**
 * The release that includes it; absent for that of the deployment, else the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * `observation.import`: a table, one observation per row.
 */
export type ObserveTableArgs = { 
/**
 * The table; its first line names the columns.
 */
csv: string, 
/**
 * The deployment of rows that name none.
 */
deployment?: string, 
/**
 * Shows what would be recorded, and records nothing.
 */
preview: boolean, 
/**
 * Leaves out the rows that cannot be read.
 */
leave_out: boolean, 
/**
 * The release that includes them; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * What became of an observation that was sent.
 */
export type ObservedDto = { 
/**
 * The change; without a position where it was known already.
 */
saved: Saved, 
/**
 * The observation.
 */
card: CardDto, 
/**
 * `new`, `changed` or `known`.
 */
was: string, 
/**
 * Whether it asks for an answer.
 */
asks: boolean, 
/**
 * What was seen against what was expected, in words.
 */
words: string, };

/**
 * One row of a table, read.
 */
export type ObservedRow = { 
/**
 * Its line.
 */
line: Count, 
/**
 * Kind of observation.
 */
kind: string, 
/**
 * In words.
 */
words: string, };

/**
 * A table that was, or would be, recorded.
 */
export type ObservedTable = { 
/**
 * Rows that can be read.
 */
rows: Array<ObservedRow>, 
/**
 * Rows that cannot, each with why.
 */
bad: Array<BadLineDto>, 
/**
 * Columns that are not known and were passed over.
 */
ignored: Array<string>, 
/**
 * The change; absent for a preview.
 */
saved?: Saved, 
/**
 * What was recorded.
 */
recorded: Array<CardDto>, };

/**
 * `workspace.open`.
 */
export type OpenArgs = { 
/**
 * The file.
 */
path: string, 
/**
 * Opens without writing.
 */
read_only: boolean, 
/**
 * Name under which `job.status` and `job.cancel` know this call.
 */
job?: string, };

/**
 * One option of a decision.
 */
export type OptionView = { 
/**
 * The option.
 */
card: CardDto, 
/**
 * What speaks for it, rendered.
 */
for_html: string, 
/**
 * What speaks against it, rendered.
 */
against_html: string, 
/**
 * The artefact it stands for, if any.
 */
about?: CardDto, };

/**
 * Something two releases decided differently.
 */
export type OtherwiseDto = { 
/**
 * What was decided on; for a decision that was replaced, the decision.
 */
card: CardDto, 
/**
 * What the earlier release said.
 */
before: OutcomeDto, 
/**
 * What the later one says.
 */
after: OutcomeDto, };

/**
 * What a decision said of an artefact.
 */
export type OutcomeDto = { 
/**
 * `chosen`, `rejected` or `parked`.
 */
word: string, 
/**
 * Entity id of the decision.
 */
decision: string, 
/**
 * Short id of the decision.
 */
short: string, };

/**
 * Over all segments.
 */
export type OverallDto = { 
/**
 * The difference, each segment against itself.
 */
difference: EstimatedDto, 
/**
 * The formula.
 */
method: string, 
/**
 * The verdict; absent where segments contradict each other.
 */
verdict?: string, 
/**
 * The difference of all units thrown together, where it says the same.
 */
pooled?: EstimatedDto, 
/**
 * A sentence where it does not.
 */
paradox: string, };

/**
 * A release at a glance.
 */
export type Overview = { 
/**
 * Its product.
 */
product?: CardDto, 
/**
 * The release.
 */
release?: CardDto, 
/**
 * All releases one may switch to.
 */
releases: Array<CardDto>, 
/**
 * The seven points of the thread line.
 */
stages: Array<StageGlance>, 
/**
 * Loop-backs as arcs over the line.
 */
loop_backs: Array<LoopBackDto>, 
/**
 * Latest decisions, newest first.
 */
decisions: Array<DecisionGlance>, 
/**
 * What it ships: model, data and code versions of its bundles.
 */
ships: Array<ShipLine>, 
/**
 * What is live.
 */
live: Array<CardDto>, 
/**
 * Objective with its target.
 */
objective?: CardDto, 
/**
 * Measurements, newest first.
 */
measurements: Array<CardDto>, 
/**
 * Conflicts and open objections: what asks for a look now.
 */
attention: Array<AttentionDto>, };

/**
 * `overview`.
 */
export type OverviewArgs = { 
/**
 * A release: any reference; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * `pack.export`.
 */
export type PackArgs = { 
/**
 * `all`, `release` or `thread`.
 */
scope: string, 
/**
 * The release, or the artefact whose thread it is; absent for `all`, and for the current release.
 */
id?: string, 
/**
 * Where to write: a new file.
 */
path: string, 
/**
 * Leaves attached files out.
 */
without_attachments: boolean, 
/**
 * Withholds parts that can name a person, and notes; what was signed for them stays.
 */
without_personal: boolean, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * `pack.check`.
 */
export type PackCheckArgs = { 
/**
 * The pack.
 */
path: string, 
/**
 * Files with checkpoints that were kept elsewhere.
 */
checkpoints: Array<string>, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * A pack that was written.
 */
export type PackDto = { 
/**
 * The file.
 */
path: string, 
/**
 * What it holds, in a sentence.
 */
sentence: string, 
/**
 * Changes in it.
 */
changes: Count, 
/**
 * Changes of the whole log.
 */
length: Count, 
/**
 * Records in it.
 */
records: Count, 
/**
 * Attached files in it.
 */
attachments: Count, 
/**
 * Parts that were withheld.
 */
withheld: Count, 
/**
 * Parts that the record says were erased.
 */
erased: Count, 
/**
 * Its size.
 */
bytes: Count, 
/**
 * RFC 6962 root over the change ids of the whole log.
 */
head: string, };

/**
 * What a check of a pack found.
 */
export type PackVerdictDto = { 
/**
 * `intact`, `damaged` or `unreadable`.
 */
verdict: string, 
/**
 * The verdict in plain words.
 */
sentence: string, 
/**
 * What is proven, in plain words.
 */
proven: Array<string>, 
/**
 * What is not here, and why.
 */
absent: Array<string>, 
/**
 * Up to which change checkpoints that were kept elsewhere vouch for it.
 */
anchored?: Count, 
/**
 * What the pack is of: `all`, `release` or `thread`; empty where it cannot be read.
 */
scope: string, 
/**
 * Changes in it.
 */
changes: Count, 
/**
 * Changes of the whole log.
 */
length: Count, 
/**
 * Records in it.
 */
records: Count, 
/**
 * Root over the whole log.
 */
head: string, 
/**
 * What is wrong, the first thing first.
 */
faults: Array<FaultDto>, };

/**
 * A parameter or metric.
 */
export type PairDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its value.
 */
value: string, };

/**
 * A highlight with where it comes from.
 */
export type PassageView = { 
/**
 * The highlight.
 */
card: CardDto, 
/**
 * The words.
 */
quote: string, 
/**
 * The group it lies in on the affinity board; empty for none.
 */
group: string, 
/**
 * The evidence it was taken from.
 */
evidence?: CardDto, 
/**
 * Who said it: the evidence's participant code.
 */
participant?: string, 
/**
 * What they agreed to.
 */
consent?: string, 
/**
 * `kept` (where it was marked), `found` (again, by its words), `gone` (the words are no longer in
 * the text); absent where the text was not looked through.
 */
place?: string, 
/**
 * Where it stands.
 */
span?: PlaceDto, 
/**
 * The insights it speaks for or against.
 */
says: Array<SaysView>, };

/**
 * `keys.passphrase`.
 */
export type PassphraseArgs = { 
/**
 * The one it has; absent if it has none.
 */
old?: Secret, 
/**
 * The one it gets; absent to go without.
 */
new?: Secret, };

/**
 * `workspace.backup`.
 */
export type PathArgs = { 
/**
 * A file.
 */
path: string, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * Months until the cost to build has come back; null is never.
 */
export type PaybackDto = { 
/**
 * Low costs, high benefit.
 */
soonest: number | null, 
/**
 * Likely costs and benefit.
 */
likely: number | null, 
/**
 * High costs, low benefit.
 */
latest: number | null, };

/**
 * Distinct people, by participant code: whoever said it twice is one.
 */
export type PeopleDto = { 
/**
 * People for it.
 */
supporting: Count, 
/**
 * People against it.
 */
contradicting: Count, 
/**
 * People among both.
 */
on_both_sides: Count, 
/**
 * Pieces of evidence for it without a code.
 */
unknown_supporting: Count, 
/**
 * Pieces of evidence against it without a code.
 */
unknown_contradicting: Count, 
/**
 * "3 people for, 1 against, 1 source unnamed".
 */
words: string, };

/**
 * A field that may tell about people.
 */
export type PerhapsPersonal = { 
/**
 * The field.
 */
field: string, 
/**
 * Why: “its name says so”.
 */
why: string, };

/**
 * Somebody who could be in the room.
 */
export type PersonDto = { 
/**
 * The stakeholder.
 */
card: CardDto, 
/**
 * Their team.
 */
team?: CardDto, 
/**
 * Whether they vote.
 */
voter: boolean, 
/**
 * Whether they are in the room.
 */
present: boolean, 
/**
 * Of a blind phase: whether they have handed in.
 */
done: boolean, };

/**
 * A phase as planned and as held.
 */
export type PhaseDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Minutes planned.
 */
minutes?: number, 
/**
 * When it began, as recorded.
 */
starts: string, 
/**
 * When it ended, as recorded.
 */
ends: string, };

/**
 * What was picked.
 */
export type Picked = { 
/**
 * The path; absent where the person cancelled.
 */
path?: string, };

/**
 * A piece of a text: characters (Unicode scalar values) counted from 0.
 */
export type PlaceDto = { 
/**
 * The first character.
 */
from: Count, 
/**
 * The character after the last one.
 */
to: Count, };

/**
 * A value over time.
 */
export type PointDto = { 
/**
 * When, RFC 3339: the end of the window, else the day.
 */
at: string, 
/**
 * Begin of the window, RFC 3339.
 */
from?: string, 
/**
 * The value.
 */
value: number, 
/**
 * Lower end of what was expected.
 */
low?: number, 
/**
 * Upper end of what was expected.
 */
high?: number, 
/**
 * Whether it was as expected; absent where nothing was expected.
 */
as_expected?: boolean, 
/**
 * Entity id of the observation.
 */
id: string, 
/**
 * Its short id.
 */
short: string, 
/**
 * In words, with its unit.
 */
words: string, };

/**
 * Problems ranked by what solving them returns.
 */
export type ProblemRanking = { 
/**
 * The problems, the first first.
 */
rows: Array<RankedProblem>, 
/**
 * What they are counted in; more than one, and the places of one do not compare with those of another.
 */
bases: Array<BasisDto>, };

/**
 * `prototype.produced`: links what came out of a prototype, made now or there before, as one change.
 */
export type ProducedArgs = { 
/**
 * Which prototype.
 */
id: string, 
/**
 * Versions that are there: any references.
 */
existing: Array<string>, 
/**
 * Versions to be recorded.
 */
new: Array<NewVersionArgs>, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * `deployment.promote`.
 */
export type PromoteArgs = { 
/**
 * The deployment that did well: any reference.
 */
id: string, 
/**
 * The audience it goes on to; absent for the next one.
 */
to?: string, 
/**
 * Which of them; absent for all.
 */
segment?: string, 
/**
 * Per cent of the audience; absent for all.
 */
share?: number, 
/**
 * From when, a date or instant; absent for now.
 */
from?: string, 
/**
 * Its title; absent for one that is composed.
 */
title?: string, 
/**
 * The decision for it: any reference.
 */
decision?: string, 
/**
 * A decision that is recorded with it: fields by name, at least `title`, `outcome` and `rationale`.
 */
new_decision: Record<string, JsonValue> | null, 
/**
 * What was measured or observed, on which the decision rests.
 */
on: Array<string>, 
/**
 * Lets the deployment that is promoted run on beside the new one.
 */
keep: boolean, 
/**
 * Shows what would happen, and records nothing.
 */
preview: boolean, 
/**
 * The release that includes it; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * A promotion, done or looked at beforehand.
 */
export type Promoted = { 
/**
 * The change, with the new deployment; absent for a preview.
 */
saved?: Saved, 
/**
 * The audience it goes on to.
 */
to: string, 
/**
 * What happens, a sentence each: what begins, what ends, what is narrowed.
 */
steps: Array<string>, 
/**
 * What is asked for before it can be done, a sentence each.
 */
asks: Array<string>, 
/**
 * Accepted and proposed decisions that speak of it, or rest on what was seen in it.
 */
decisions: Array<CardDto>, 
/**
 * What was measured or observed, on which a decision can rest: of the deployment first.
 */
grounds: Array<CardDto>, };

/**
 * `prove.check`.
 */
export type ProofCheckArgs = { 
/**
 * The file.
 */
path?: string, 
/**
 * The proof's text.
 */
proof?: string, };

/**
 * Whether a proof holds.
 */
export type ProofChecked = { 
/**
 * Whether it does.
 */
holds: boolean, 
/**
 * What it proves, or why it does not.
 */
sentence: string, };

/**
 * A proof.
 */
export type ProofDto = { 
/**
 * As `docs/format.md`, *Proofs*, has it.
 */
proof: JsonValue, 
/**
 * What it proves.
 */
sentence: string, 
/**
 * Where it was written.
 */
path?: string, };

/**
 * `decision.propose`.
 */
export type ProposeArgs = { 
/**
 * Fields of the decision, its question as `title`.
 */
fields: Record<string, JsonValue>, 
/**
 * One option for each of what is chosen between, in order.
 */
options: Array<ProposedOption>, 
/**
 * What it rests on besides: any references.
 */
rests_on: Array<string>, 
/**
 * Seals the evaluation of the release into it as it stands.
 */
seal_scores: boolean, 
/**
 * Release that includes it: an id or name; `none` for no release; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * One option of a proposed decision.
 */
export type ProposedOption = { 
/**
 * What it stands for: any reference.
 */
of: string, 
/**
 * `chosen`, `rejected` or `parked`.
 */
outcome: string, 
/**
 * What speaks for it.
 */
for: string, 
/**
 * What speaks against it.
 */
against: string, };

/**
 * A prototype with all that its card shows.
 */
export type PrototypeDto = { 
/**
 * Its card.
 */
card: CardDto, 
/**
 * Its fidelity; empty where nobody said.
 */
fidelity: string, 
/**
 * The idea it tries out.
 */
idea?: CardDto, 
/**
 * Person-days before; empty where nobody said.
 */
labour_estimated: string, 
/**
 * Person-days after; empty where nobody said.
 */
labour_actual: string, 
/**
 * The two side by side, in words.
 */
labour: string, 
/**
 * Serving cost against the budget.
 */
budget: ServingBudgetDto, 
/**
 * What it needs to run on.
 */
hardware: string, 
/**
 * What it can measure.
 */
can_measure: Array<CanMeasureDto>, 
/**
 * Whether one of them is the number the release is judged by; absent where there is no objective.
 */
measures_objective?: boolean, 
/**
 * Versions that came out of it.
 */
produced: Array<CardDto>, 
/**
 * Experiments that tested it.
 */
experiments: Array<TestedDto>, };

/**
 * The prototypes of a release, from baseline to live.
 */
export type PrototypesDto = { 
/**
 * The rows.
 */
rows: Array<PrototypeDto>, };

/**
 * `prove`.
 */
export type ProveArgs = { 
/**
 * `#N.i`, a record's address, or an artefact: then the record that set it last. Empty with `since`.
 */
id: string, 
/**
 * The checkpoint it is proven under; without one, one is made now.
 */
checkpoint?: KeptDto, 
/**
 * An older checkpoint: proves instead that its log is the beginning of the present one.
 */
since?: KeptDto, 
/**
 * Whether what the record says is shown, not only that it stands there.
 */
parts: boolean, 
/**
 * The new file it is written to.
 */
path?: string, };

/**
 * One arm of an experiment that made one team's number better and another's worse.
 */
export type PullView = { 
/**
 * The experiment.
 */
experiment: CardDto, 
/**
 * The arm; empty where it has no name.
 */
arm: string, 
/**
 * What its prototypes try out.
 */
ideas: Array<CardDto>, 
/**
 * Whose number became better.
 */
better: PulledView, 
/**
 * Whose number became worse.
 */
worse: PulledView, };

/**
 * One side of a pull.
 */
export type PulledView = { 
/**
 * The team.
 */
team: CardDto, 
/**
 * Its metric.
 */
metric: CardDto, 
/**
 * The measurement that says so.
 */
reading: CardDto, };

/**
 * A question, such as “How might we …?”.
 */
export type QuestionView = { 
/**
 * The question.
 */
card: CardDto, 
/**
 * What it asks about.
 */
about: Array<CardDto>, };

/**
 * An idea that came up in a session.
 */
export type RaisedDto = { 
/**
 * The idea.
 */
card: CardDto, 
/**
 * The team it came from.
 */
team?: CardDto, 
/**
 * The pile it lies on.
 */
cluster: string, 
/**
 * What it got in this session; absent where nobody voted.
 */
tally?: TallyDto, };

/**
 * A problem in the ranking.
 */
export type RankedProblem = { 
/**
 * The problem.
 */
card: CardDto, 
/**
 * Who has it.
 */
persona?: CardDto, 
/**
 * What was asked for, word for word; empty where nobody wrote it down.
 */
request: string, 
/**
 * The deepest causes, several where several are equally deep.
 */
roots: Array<CardDto>, 
/**
 * How many whys deep that is; 0 without a cause.
 */
depth: Count, 
/**
 * Today's number.
 */
baseline: BaselineDto, 
/**
 * 1 and how many, counted alike, return more whatever happens; null without a return.
 */
place: Count | null, 
/**
 * Short ids of those the figures cannot tell it from.
 */
tied_with: Array<string>, 
/**
 * What it is counted in.
 */
basis: BasisDto | null, 
/**
 * Return on investment, a plain ratio: 0.5 is 50 %.
 */
roi: SpanDto | null, 
/**
 * Why it has no return although all numbers are there.
 */
no_return: string, 
/**
 * Benefit less cost over the horizon.
 */
net: SpanDto | null, 
/**
 * Cost over the horizon.
 */
cost: SpanDto | null, 
/**
 * Months.
 */
payback: PaybackDto | null, 
/**
 * What is missing.
 */
missing: Array<MissingDto>, 
/**
 * The second lens.
 */
rice: RiceDto, };

/**
 * Somebody who gives scores.
 */
export type RaterView = { 
/**
 * The stakeholder.
 */
card: CardDto, 
/**
 * Their team, or empty.
 */
team: string, 
/**
 * How many scores they gave in the open round.
 */
scores: Count, 
/**
 * They said done in the open round.
 */
handed_in: boolean, };

/**
 * Scores of an idea on a criterion.
 */
export type RatingDto = { 
/**
 * The viewer's own: `0` to `5`, `unknown`, or empty.
 */
own: string, 
/**
 * The median of those who know, once ratings are closed.
 */
median?: number, 
/**
 * The largest score less the smallest.
 */
spread?: number, 
/**
 * How many know.
 */
known: Count, 
/**
 * How many said that they do not know.
 */
unknown: Count, };

/**
 * Whether the arms are as large as planned.
 */
export type RatioDto = { 
/**
 * p of chi-square, where it can be computed.
 */
p?: number, 
/**
 * Whether it blocks any verdict.
 */
mismatch: boolean, 
/**
 * In words.
 */
sentence: string, };

/**
 * One arm as it would be recorded.
 */
export type ReadArmDto = { 
/**
 * The arm.
 */
arm: string, 
/**
 * "36.7 % (3327 of 9059)".
 */
words: string, 
/**
 * The line it stands in.
 */
line: Count, };

/**
 * What a release still misses.
 */
export type Readiness = { 
/**
 * The release; absent where everything in a workspace without releases was looked at, or where all releases are
 * looked at at once and no rule was asked.
 */
release?: CardDto, 
/**
 * The rules by number; none where no single release is looked at.
 */
rules: Array<RuleDto>, 
/**
 * Gaps that stand in the way of a freeze.
 */
blocking: Count, 
/**
 * Gaps that should be looked at.
 */
warnings: Count, 
/**
 * Gaps that are left open knowingly.
 */
waived: Count, 
/**
 * The last freeze, if there was one.
 */
frozen?: FrozenDto, };

/**
 * `readiness`.
 */
export type ReadinessArgs = { 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, 
/**
 * Every rule speaks, as it does when the release is frozen, whatever stage the work has come to.
 */
freezing: boolean, 
/**
 * A decision: the rules are asked as if it were accepted.
 */
supposing?: string, 
/**
 * With `supposing`, the option that would be chosen; absent for what the decision itself proposes.
 */
chosen?: string, };

/**
 * A reading of a team's metric.
 */
export type ReadingView = { 
/**
 * The measurement or observation.
 */
card: CardDto, 
/**
 * The experiment it belongs to.
 */
experiment?: CardDto, 
/**
 * `better`, `not worse`, `worse`, `cannot tell`; empty where it is read against nothing.
 */
verdict: string, };

/**
 * A workspace opened before.
 */
export type RecentDto = { 
/**
 * Its file.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * When it was opened last, RFC 3339.
 */
opened: string, 
/**
 * Workspace id; empty where it is not known.
 */
id: string, 
/**
 * Whether the file is still there.
 */
present: boolean, };

/**
 * One record of a change.
 */
export type RecordDto = { 
/**
 * What it touched (for a link: its `from` end).
 */
card: CardDto, 
/**
 * The other end, for a link.
 */
other?: CardDto, 
/**
 * Kind's name, `link` for links.
 */
kind: string, 
/**
 * The link's own id, for a link.
 */
link?: string, 
/**
 * In words: "set need", "linked motivates PRB-2".
 */
sentence: string, 
/**
 * When it was so, if said.
 */
on?: string, 
/**
 * Field by field.
 */
fields: Array<FieldChangeDto>, };

/**
 * `record.run`: what a run read and made. Every part may be absent. References are short ids, `name@version`,
 * digests, commits, or `code`, `model` and `activity` for what this very run records.
 */
export type RecordRunArgs = { 
/**
 * The commit it ran from.
 */
code?: RunCode, 
/**
 * Data it read or made.
 */
data: Array<RunData>, 
/**
 * The model it made.
 */
model?: RunModel, 
/**
 * The run itself.
 */
activity?: RunActivity, 
/**
 * Further links between what it records and what there is.
 */
links: Array<RunLink>, 
/**
 * Folder in which paths begin; absent for that of the workspace file.
 */
base?: string, 
/**
 * A release: any reference; `none` for none; absent for the current one.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * One thing a run recorded.
 */
export type RecordedDto = { 
/**
 * Entity id.
 */
id: string, 
/**
 * Short id.
 */
short: string, 
/**
 * Kind.
 */
kind: string, 
/**
 * Title.
 */
title: string, 
/**
 * Its digest or commit; empty without one.
 */
digest: string, 
/**
 * Whether it was there before.
 */
met: boolean, };

/**
 * `watch.refresh`.
 */
export type RefreshArgs = { 
/**
 * Which: ids, names or places; none for all.
 */
which: Array<string>, 
/**
 * Only those of this product.
 */
product?: string, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * What a refresh did.
 */
export type RefreshDto = { 
/**
 * Store by store.
 */
rows: Array<RefreshedDto>, 
/**
 * Artefacts added by all of them.
 */
added: Count, 
/**
 * Artefacts changed by all of them.
 */
changed: Count, 
/**
 * Stores that could not be read.
 */
failed: Count, };

/**
 * What one store brought, or why it brought nothing.
 */
export type RefreshedDto = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
title: string, 
/**
 * What came in.
 */
import?: ImportDto, 
/**
 * Why it could not be read.
 */
error?: ApiError, };

/**
 * `release.get`, `release.handed-on`.
 */
export type ReleaseArgs = { 
/**
 * A release: any reference; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * A release: its template, its path, and the releases beside it.
 */
export type ReleasePage = { 
/**
 * The release.
 */
card: CardDto, 
/**
 * What each stage should hold, in the order of the thread.
 */
template: Array<TemplateStage>, 
/**
 * The stages in the order they were visited.
 */
visits: Array<VisitDto>, 
/**
 * The returns among them, the earliest first.
 */
returns: Array<ReturnDto>, 
/**
 * What was recorded for a stage after the work had left it, without a loop-back.
 */
late: Array<LateDto>, 
/**
 * How many artefacts were made in it.
 */
made: Count, 
/**
 * How many were carried over from the one before.
 */
carried: Count, 
/**
 * The release it follows.
 */
previous?: CardDto, 
/**
 * Other releases of its product, the latest first.
 */
others: Array<CardDto>, };

/**
 * `artefact.remove`.
 */
export type RemoveArgs = { 
/**
 * Which artefact.
 */
id: string, 
/**
 * Others that go with it, in the same change.
 */
also: Array<string>, 
/**
 * Brings a removed one back.
 */
restore: boolean, 
/**
 * Why.
 */
reason?: string, };

/**
 * A field that may have got a new name.
 */
export type RenamedDto = { 
/**
 * The old name.
 */
gone: string, 
/**
 * The new one.
 */
new: string, 
/**
 * What speaks for it.
 */
reasons: Array<string>, 
/**
 * The suggestion.
 */
sentence: string, };

/**
 * `restore`.
 */
export type RestoreArgs = { 
/**
 * An artefact, or a link by its id.
 */
id: string, 
/**
 * The moment it should be again as it was at: `#N`, a date, `so:DATE`, `freeze:RELEASE`.
 */
as_of: string, 
/**
 * Only these fields; empty for all.
 */
fields: Array<string>, 
/**
 * Why.
 */
reason?: string, 
/**
 * Shows what it would change, and records nothing.
 */
preview: boolean, };

/**
 * `workspace.restore`.
 */
export type RestoreBackupArgs = { 
/**
 * The backup.
 */
backup: string, 
/**
 * Where the workspace is to lie.
 */
path: string, 
/**
 * Puts it in place of what lies there, which is kept beside; without it the place has to be free.
 */
replace: boolean, 
/**
 * Name of the job.
 */
job?: string, };

/**
 * What a restore changes.
 */
export type Restored = { 
/**
 * The artefact; of a link, its first end.
 */
card: CardDto, 
/**
 * The moment.
 */
as_of: MomentDto, 
/**
 * Field by field: as it is, and as it will be. References are the names of what they point to.
 */
fields: Array<FieldChangeDto>, 
/**
 * What stays as it is, each with its reason: erased since, given by the workspace.
 */
left: Array<string>, 
/**
 * The new change, if it was made.
 */
saved?: Saved, };

/**
 * `experiment.results`: records what was measured, one measurement per arm, as one change.
 */
export type ResultsArgs = { 
/**
 * Which experiment.
 */
id: string, 
/**
 * The metric: any reference; absent for the primary one.
 */
metric?: string, 
/**
 * The side it tells about.
 */
lens?: string, 
/**
 * When it was read; absent for today.
 */
date?: string, 
/**
 * The run it was read from.
 */
run_id?: string, 
/**
 * Results by hand, one per arm.
 */
rows: Array<ArmResultArgs>, 
/**
 * Or a table: `arm,n,successes`, `arm,n,mean,deviation` or `arm,value`, columns named in its first line.
 */
csv?: string, 
/**
 * Leaves out the lines that cannot be read, and says so with each measurement.
 */
leave_out: boolean, 
/**
 * Shows what would be recorded, and records nothing.
 */
preview: boolean, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * What was, or would be, recorded.
 */
export type ResultsDto = { 
/**
 * How the table was meant, in words.
 */
form: string, 
/**
 * Each arm.
 */
rows: Array<ReadArmDto>, 
/**
 * Lines that cannot be read.
 */
bad: Array<BadLineDto>, 
/**
 * Arms of the plan that have no row.
 */
without: Array<string>, 
/**
 * What was recorded; absent for a preview.
 */
saved?: Saved, 
/**
 * The measurements that were recorded.
 */
recorded: Array<CardDto>, };

/**
 * A return to an earlier stage.
 */
export type ReturnDto = { 
/**
 * The loop-back.
 */
card: CardDto, 
/**
 * Stage it leaves.
 */
from: string, 
/**
 * Stage it returns to.
 */
to: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * Why.
 */
reason: string, 
/**
 * What caused it.
 */
triggers: Array<CardDto>, 
/**
 * What answered it.
 */
answers: Array<CardDto>, 
/**
 * Whether something answers it, or somebody closed it.
 */
closed: boolean, };

/**
 * `decision.review`.
 */
export type ReviewArgs = { 
/**
 * A release: any reference, or `all`; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Decisions that ask for another look.
 */
export type ReviewList = { 
/**
 * The decisions, those that are due longest first.
 */
rows: Array<ReviewRow>, };

/**
 * Why a decision asks for another look.
 */
export type ReviewReason = { 
/**
 * `due`, `refuted`, `newer-data` or `suspect`.
 */
code: string, 
/**
 * In a sentence.
 */
sentence: string, 
/**
 * What it is about, besides the decision.
 */
about?: CardDto, };

/**
 * A decision that asks for another look.
 */
export type ReviewRow = { 
/**
 * The decision.
 */
card: CardDto, 
/**
 * Why.
 */
reasons: Array<ReviewReason>, 
/**
 * What it rejected or parked, which comes back into question with it.
 */
turned_down: Array<CardDto>, };

/**
 * That a key was revoked.
 */
export type RevocationDto = { 
/**
 * The place in this log of the first change that does not count; absent if there is none.
 */
from?: Count, 
/**
 * How many changes do not count.
 */
changes: Count, 
/**
 * Who said so.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * Why.
 */
reason: string, };

/**
 * `keys.revoke`.
 */
export type RevokeArgs = { 
/**
 * The key, or the beginning of it that no other key has.
 */
key: string, 
/**
 * The place in the log from which on it does not count; absent for: from now on.
 */
from?: Count, 
/**
 * Why.
 */
reason: string, };

/**
 * RICE: reach × impact × confidence / effort. A second lens, never the rule.
 */
export type RiceDto = { 
/**
 * The score, if it has one.
 */
score: number | null, 
/**
 * Its place among those that have one.
 */
place: Count | null, 
/**
 * Numbers it needs and does not have.
 */
missing: Array<MissingDto>, 
/**
 * Why its numbers give no score.
 */
why: string, };

/**
 * Why an idea might fail.
 */
export type RiskDto = { 
/**
 * Its id.
 */
id: string, 
/**
 * The idea.
 */
entry: string, 
/**
 * Why.
 */
text: string, };

/**
 * `deployment.roll-back`.
 */
export type RollBackArgs = { 
/**
 * The deployment that failed: any reference.
 */
id: string, 
/**
 * The bundle to restore: any reference; absent for the one that is picked.
 */
to?: string, 
/**
 * Why: asked for.
 */
reason: string, 
/**
 * The decision for it.
 */
decision?: string, 
/**
 * What showed it: an observation; absent for the deployment itself.
 */
trigger?: string, 
/**
 * The stage or phase the work goes back to; absent for `phase:validation`.
 */
back_to?: string, 
/**
 * Goes on although the bundle is not complete.
 */
knowingly: boolean, 
/**
 * Shows what would be restored, and records nothing.
 */
preview: boolean, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * A roll-back, done or looked at beforehand.
 */
export type RollBackDto = { 
/**
 * The deployment that is rolled back.
 */
run: RunDto, 
/**
 * What it runs.
 */
bundle?: BundleDto, 
/**
 * Entity id of the bundle that is restored; empty where there is none.
 */
picked: string, 
/**
 * What could be restored, the likeliest first.
 */
candidates: Array<CandidateDto>, 
/**
 * What the one that is restored lacks, a sentence each; it must be confirmed.
 */
missing: Array<string>, 
/**
 * It in a sentence.
 */
sentence: string, 
/**
 * What was seen in the deployment and can be named as what showed it.
 */
triggers: Array<CardDto>, 
/**
 * The change, with the deployment that was restored; absent for a preview.
 */
saved?: Saved, 
/**
 * The loop-back that was opened.
 */
loop_back?: CardDto, };

/**
 * `rollout` and `observations`.
 */
export type RolloutArgs = { 
/**
 * A release, whose product is meant: any reference; `all` for every product; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Who gets what over time.
 */
export type RolloutDto = { 
/**
 * Every deployment, the earliest first; those without a day last.
 */
runs: Array<RunDto>, 
/**
 * Places that are named, the most used first.
 */
environments: Array<string>, 
/**
 * What cannot be: it came from another copy, or stood there before it was refused.
 */
clashes: Array<ClashDto>, 
/**
 * What was seen.
 */
marks: Array<MarkDto>, 
/**
 * The moment that is looked at, RFC 3339.
 */
now: string, };

/**
 * `session.room`: the room as one viewer may see it.
 */
export type RoomArgs = { 
/**
 * The session: any reference.
 */
id: string, 
/**
 * Who looks: the id of a stakeholder; absent for everybody in the room.
 */
viewer?: string, };

/**
 * A session while it is held, as one viewer may see it.
 */
export type RoomDto = { 
/**
 * The session.
 */
session: CardDto, 
/**
 * The problem on the table.
 */
problem?: CardDto, 
/**
 * Open questions about it: how might we …?
 */
questions: Array<CardDto>, 
/**
 * Whether others see who wrote what.
 */
anonymity: string, 
/**
 * Dots that each voter has.
 */
budget: number, 
/**
 * The phases in order.
 */
agenda: Array<AgendaDto>, 
/**
 * The present phase; absent once the session is over.
 */
phase?: string, 
/**
 * Whether the present phase is closed and its result is looked at.
 */
closed: boolean, 
/**
 * Whether nothing comes after it.
 */
finished: boolean, 
/**
 * The present phase's time.
 */
timer: TimerDto, 
/**
 * Everybody who could be in the room.
 */
people: Array<PersonDto>, 
/**
 * Who is not heard.
 */
missing: Array<UnheardDto>, 
/**
 * How many ideas there are.
 */
ideas: Count, 
/**
 * From how many people.
 */
writers: Count, 
/**
 * The viewer's own before the reveal, all of them from then on.
 */
entries: Array<EntryDto>, 
/**
 * Of a blind phase: how many could hand in.
 */
voters: Count, 
/**
 * Dots that the viewer has left.
 */
left?: number, 
/**
 * Criteria of the release.
 */
criteria: Array<AnchorsDto>, 
/**
 * Why ideas might fail.
 */
risks: Array<RiskDto>, 
/**
 * The decision that was proposed.
 */
decision?: CardDto, };

/**
 * A rule of the template and what it says.
 */
export type RuleDto = { 
/**
 * Its number, 1 to 32.
 */
number: Count, 
/**
 * What waivers call it: `no-end-user`.
 */
name: string, 
/**
 * What it asks of a release; yes is well.
 */
question: string, 
/**
 * The stage from which on it speaks; `any` for always.
 */
stage: string, 
/**
 * `blocking` or `warning`.
 */
severity: string, 
/**
 * The gap in one sentence.
 */
sentence: string, 
/**
 * The lesson behind it.
 */
why: string, 
/**
 * `open`, `waived`, `waits`, `closed`, `not-reached` or `no-model`.
 */
state: string, 
/**
 * How many gaps nobody waived.
 */
open: Count, 
/**
 * How many gaps are left open knowingly.
 */
waived: Count, 
/**
 * What is missing, at most a hundred: what is open first, then what is waived.
 */
gaps: Array<GapDto>, 
/**
 * What must be recorded before it can be said whether more is missing.
 */
waits: Array<string>, };

/**
 * A piece of work.
 */
export type RunActivity = { 
/**
 * What was done, in a few words.
 */
title?: string, 
/**
 * Its phase; absent for `training`.
 */
phase?: string, 
/**
 * `passed`, `failed` or `informational`.
 */
outcome?: string, 
/**
 * The day.
 */
date?: string, 
/**
 * The run in a tracking tool; a run with the same id is the same activity.
 */
run_id?: string, 
/**
 * What it used, beside the run's own data and code.
 */
inputs: Array<string>, 
/**
 * What came out of it, beside the run's own model.
 */
outputs: Array<string>, 
/**
 * Other fields of the kind.
 */
fields: { [key: string]: JsonValue }, };

/**
 * A commit.
 */
export type RunCode = { 
/**
 * The working copy, or a folder in it.
 */
repo: string, 
/**
 * A hash, branch, tag; absent for `HEAD`.
 */
commit?: string, 
/**
 * The file or folder of it, if not all.
 */
path?: string, 
/**
 * Other fields of the kind.
 */
fields: { [key: string]: JsonValue }, };

/**
 * What says which bytes a version is of: one of `file`, `dir` and `digest`.
 */
export type RunData = { 
/**
 * Name of the data set.
 */
name: string, 
/**
 * Which one.
 */
version: string, 
/**
 * A file, whose SHA-256 is taken.
 */
file?: string, 
/**
 * A folder, whose digest is taken (docs/identity.md).
 */
dir?: string, 
/**
 * A digest that is known already, `algorithm:value`.
 */
digest?: string, 
/**
 * Where it lies, if not at `file` or `dir`.
 */
location?: string, 
/**
 * What the model of this run used it for: `trained-on`, `evaluated-on`, or `input` and `output` of the
 * activity alone.
 */
role?: string, 
/**
 * Data it was made of.
 */
derived_from: Array<string>, 
/**
 * What produced it.
 */
produced_by: Array<string>, 
/**
 * Other fields of the kind.
 */
fields: { [key: string]: JsonValue }, };

/**
 * A deployment as a band in time.
 */
export type RunDto = { 
/**
 * The deployment.
 */
card: CardDto, 
/**
 * Its bundle.
 */
bundle?: CardDto, 
/**
 * Where; empty where nobody said.
 */
environment: string, 
/**
 * `internal`, `selected-users` or `everyone`.
 */
audience: string, 
/**
 * The audience in words: "selected users".
 */
audience_words: string, 
/**
 * Which users, in words.
 */
segment: string, 
/**
 * Per cent of the audience; absent where nobody said, which counts as all of it.
 */
share?: number, 
/**
 * `planned`, `live`, `rolled-back` or `retired`.
 */
status: string, 
/**
 * Its state now in words: "live since 12 Oct 2026", "planned from 9 Nov 2026".
 */
words: string, 
/**
 * First moment, RFC 3339; absent of a plan without a day.
 */
from?: string, 
/**
 * First moment after it, RFC 3339; absent where it has no end.
 */
until?: string, 
/**
 * Whether it serves anybody at the moment that is looked at.
 */
is_live: boolean, };

/**
 * A link.
 */
export type RunLink = { 
/**
 * Its first end.
 */
from: string, 
/**
 * Its type.
 */
type: string, 
/**
 * Its second end.
 */
to: string, };

/**
 * A model.
 */
export type RunModel = { 
/**
 * Name of the model.
 */
name: string, 
/**
 * Which one.
 */
version: string, 
/**
 * A file, whose SHA-256 is taken.
 */
file?: string, 
/**
 * A folder, whose digest is taken.
 */
dir?: string, 
/**
 * A digest that is known already, `algorithm:value`.
 */
digest?: string, 
/**
 * Where it lies, if not at `file` or `dir`.
 */
location?: string, 
/**
 * What it was made with.
 */
framework?: string, 
/**
 * The run in a tracking tool.
 */
run_id?: string, 
/**
 * What it was trained with.
 */
parameters: { [key: string]: JsonValue }, 
/**
 * What it measured.
 */
metrics: { [key: string]: JsonValue }, 
/**
 * Data it learned from, beside the run's own with that role.
 */
trained_on: Array<string>, 
/**
 * Data it was judged on.
 */
evaluated_on: Array<string>, 
/**
 * Code it was built from, beside the run's own: a reference, or a name of a commit in the working copy around
 * `base`.
 */
built_from: Array<string>, 
/**
 * What produced it, such as a prototype.
 */
produced_by: Array<string>, 
/**
 * Other fields of the kind.
 */
fields: { [key: string]: JsonValue }, };

/**
 * What became of a run.
 */
export type RunRecorded = { 
/**
 * The model, the data, the code, the activity, as far as given.
 */
rows: Array<RecordedDto>, 
/**
 * Fields that were there and say something else: they were left as they are.
 */
left: Array<string>, 
/**
 * Log position; absent where all of it was there already.
 */
position?: Count, };

/**
 * `audit.sample`.
 */
export type SampleArgs = { 
/**
 * A sample: its entity id or its seed.
 */
id: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * A sample with its items.
 */
export type SampleDto = { 
/**
 * The sample.
 */
row: SampleRow, 
/**
 * Whether the same seed draws the same from the log as it was.
 */
holds: boolean, 
/**
 * Its items, as they were drawn.
 */
items: Array<SampleItem>, 
/**
 * The change that recorded it; absent for a preview.
 */
saved?: Count, };

/**
 * An item of a sample.
 */
export type SampleItem = { 
/**
 * What was drawn.
 */
card: CardDto, 
/**
 * Its rank: SHA-256 of `SEED:ID`, lower-case hex.
 */
rank: string, 
/**
 * The name of its stratum; empty where all kinds were drawn together.
 */
stratum: string, 
/**
 * What the check came to; absent while nobody looked.
 */
finding?: FindingDto, };

/**
 * `audit.samples`.
 */
export type SampleList = { 
/**
 * The last first.
 */
rows: Array<SampleRow>, 
/**
 * What can be drawn from separately.
 */
strata: Array<StratumDto>, };

/**
 * The report of a sample.
 */
export type SampleReport = { 
/**
 * Markdown.
 */
text: string, 
/**
 * The file that was written, if one was named.
 */
path?: string, };

/**
 * `audit.report`.
 */
export type SampleReportArgs = { 
/**
 * A sample: its entity id or its seed.
 */
id: string, 
/**
 * As of.
 */
at: AtDto, 
/**
 * The file to write; absent to answer with the text alone.
 */
path?: string, };

/**
 * A sample in a list.
 */
export type SampleRow = { 
/**
 * Entity id; empty for one that was not recorded.
 */
id: string, 
/**
 * The printed seed.
 */
seed: string, 
/**
 * The release it was drawn from; absent for the whole workspace.
 */
release?: CardDto, 
/**
 * The strata, in the order they were taken from; none for all kinds together.
 */
strata: Array<string>, 
/**
 * When it was drawn, RFC 3339.
 */
at: string, 
/**
 * By whom.
 */
by: string, 
/**
 * The length of the log it was drawn at.
 */
position: Count, 
/**
 * How many artefacts it was drawn from.
 */
population: Count, 
/**
 * How many were drawn.
 */
items: Count, 
/**
 * How many of them were checked, whatever came of it.
 */
checked: Count, 
/**
 * How many were found in order.
 */
in_order: Count, 
/**
 * How many had something to be said of.
 */
exceptions: Count, 
/**
 * How many could not be checked.
 */
not_checkable: Count, 
/**
 * `open` or `closed`.
 */
status: string, };

/**
 * `dossier.save`.
 */
export type SaveDossierArgs = { 
/**
 * The file: `.pdf` or `.html`.
 */
path: string, 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * Or any artefact: why a version, bundle or deployment is in production, the line of anything else; `all` is the workspace.
 */
of?: string, 
/**
 * Frameworks that follow as annexes, by name.
 */
frameworks: Array<string>, 
/**
 * As of.
 */
at: AtDto, 
/**
 * Name under which `job.status` and `job.cancel` know this call.
 */
job?: string, };

/**
 * What a write did.
 */
export type Saved = { 
/**
 * Entity id of the artefact or link.
 */
id: string, 
/**
 * Short id of the artefact; of a link, its type.
 */
short: string, 
/**
 * Log position; absent where nothing differed and nothing was sealed.
 */
position?: Count, 
/**
 * Change id.
 */
change?: string, 
/**
 * What should still be filled in; it was saved all the same.
 */
missing?: Array<FieldErrorDto>, };

/**
 * An insight that a highlight speaks for or against.
 */
export type SaysView = { 
/**
 * The insight.
 */
card: CardDto, 
/**
 * Whether it contradicts.
 */
against: boolean, 
/**
 * The link's own id.
 */
link: string, };

/**
 * A place that was searched.
 */
export type ScannedDto = { 
/**
 * `workspace`, `write-ahead log`, `view`, `drafts`, `keys`.
 */
what: string, 
/**
 * Bytes read.
 */
bytes: Count, 
/**
 * Erased pieces found.
 */
found: Count, };

/**
 * The difference of two schemas.
 */
export type SchemaDifferenceDto = { 
/**
 * The newer one.
 */
of: DataSide, 
/**
 * The older one.
 */
with: DataSide, 
/**
 * In one or two sentences.
 */
sentence: string, 
/**
 * How many anomalies.
 */
anomalies: Count, 
/**
 * What differs: anomalies first.
 */
found: Array<DifferenceDto>, 
/**
 * What may have got a new name.
 */
renamed: Array<RenamedDto>, 
/**
 * Every field, side by side, in the order of the older one.
 */
fields: Array<FieldPairDto>, 
/**
 * Models that were trained on the older one.
 */
models: Array<CardDto>, 
/**
 * Decisions and loop-backs that speak of the newer one.
 */
answers: Array<CardDto>, };

/**
 * A score somebody gave, as far as the viewer may see it.
 */
export type ScoreView = { 
/**
 * Entity id of the evaluation.
 */
id: string, 
/**
 * Who gave it; their name, empty where nobody is named.
 */
rater: string, 
/**
 * Their team, or empty.
 */
team: string, 
/**
 * 0 to 5; null for "don't know".
 */
score: number | null, 
/**
 * Why.
 */
rationale: string, 
/**
 * The round it was given in.
 */
round: Count, 
/**
 * It was given, or changed, by somebody who had seen the others' or after its round was closed.
 */
late: boolean, };

/**
 * Something that was closed by a seal, looked at again.
 */
export type SealDto = { 
/**
 * The seal's entity id.
 */
id: string, 
/**
 * `dossier` for a freeze, `scores` for a round of evaluation or the scores a decision was proposed from.
 */
scope: string, 
/**
 * What it seals: the release, or the decision.
 */
of?: CardDto, 
/**
 * When it was sealed, RFC 3339.
 */
at: string, 
/**
 * Who sealed it.
 */
by: string, 
/**
 * Its place in the log.
 */
position: Count, 
/**
 * The root it holds.
 */
root: string, 
/**
 * The root computed anew over what it bound.
 */
computed: string, 
/**
 * Whether the two are the same.
 */
holds: boolean, 
/**
 * How many records it says it binds.
 */
records: Count, 
/**
 * How many artefacts changed after it.
 */
after: Count, 
/**
 * Those that changed last, at most a hundred.
 */
changed: Array<ChangedDto>, };

/**
 * The freezes of releases.
 */
export type SealList = { 
/**
 * The last first.
 */
rows: Array<SealDto>, };

/**
 * `evaluation.sealed`.
 */
export type SealedArgs = { 
/**
 * The decision.
 */
id: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * The evaluation a decision was proposed from, as it stood.
 */
export type SealedEvaluation = { 
/**
 * The matrix as it stood; absent where the decision sealed none.
 */
matrix?: EvaluationMatrix, 
/**
 * When it was sealed, RFC 3339.
 */
sealed_at: string, 
/**
 * The root over the records it is made of.
 */
root: string, 
/**
 * How many records that is.
 */
records: Count, 
/**
 * Whether the records found here are those that were sealed.
 */
holds: boolean, 
/**
 * What was changed since, each with what it was.
 */
changed: Array<ChangedScore>, 
/**
 * How many scores of the same ideas and criteria were added since.
 */
added: Count, };

/**
 * `search`.
 */
export type SearchArgs = { 
/**
 * Words; the last one may be unfinished.
 */
text: string, 
/**
 * Kinds; empty for all.
 */
kinds: Array<string>, 
/**
 * First hit.
 */
offset: Count, 
/**
 * Hits at most; 0 for 50.
 */
limit: Count, 
/**
 * As of.
 */
at: AtDto, };

/**
 * A passphrase on its way in. It is never written, and never shown in a trace.
 */
export type Secret = string;

/**
 * An observation with where it stands.
 */
export type SeenDto = { 
/**
 * What, when and where.
 */
mark: MarkDto, 
/**
 * `asks`, `answered`, `accepted`, `as-expected`, `figure` or `closed`.
 */
standing: string, 
/**
 * The deployment.
 */
deployment?: CardDto, 
/**
 * Decisions and loop-backs that answer it.
 */
answers: Array<CardDto>, 
/**
 * Why it was accepted.
 */
accepted: string, 
/**
 * Which of the users.
 */
segment: string, };

/**
 * One segment of a comparison.
 */
export type SegmentRow = { 
/**
 * Its name; empty for all who had it.
 */
segment: string, 
/**
 * What is compared.
 */
new?: SideDto, 
/**
 * What it is held against.
 */
old?: SideDto, 
/**
 * The difference with its interval.
 */
difference?: EstimatedDto, 
/**
 * The formula.
 */
method: string, 
/**
 * The verdict.
 */
verdict?: string, 
/**
 * Why there is no comparison.
 */
why: string, };

/**
 * One metric in one segment over time.
 */
export type SeriesDto = { 
/**
 * "Basket value", "Basket value, new users", "Data drift".
 */
label: string, 
/**
 * The metric's unit.
 */
unit: string, 
/**
 * Its values, the earliest first.
 */
points: Array<PointDto>, };

/**
 * The serving cost against what may be spent.
 */
export type ServingBudgetDto = { 
/**
 * "0.054 EUR per 1,000 predictions"; empty where no cost is recorded.
 */
cost: string, 
/**
 * "0.10 EUR"; empty where no budget is recorded.
 */
budget: string, 
/**
 * Cost over budget, where both are known and in one currency.
 */
times?: number, 
/**
 * The verdict and where the budget comes from, in words.
 */
sentence: string, 
/**
 * Where the budget comes from: a criterion, or the idea with a note.
 */
from?: CardDto, 
/**
 * The idea's note on its serving cost, word for word.
 */
note: string, };

/**
 * `session.act`: one thing done in the room.
 */
export type SessionActArgs = { 
/**
 * The session: any reference.
 */
id: string, 
/**
 * What is done.
 */
act: ActDto, 
/**
 * Who looks at the answer.
 */
viewer?: string, };

/**
 * What came of a session, as recorded.
 */
export type SessionPage = { 
/**
 * The session.
 */
card: CardDto, 
/**
 * The problem on the table.
 */
problem?: CardDto, 
/**
 * Whether others see who wrote what.
 */
anonymity: string, 
/**
 * The phases as planned and as held.
 */
phases: Array<PhaseDto>, 
/**
 * Who was present.
 */
people: Array<PersonDto>, 
/**
 * Who was not heard.
 */
missing: Array<UnheardDto>, 
/**
 * Ideas that came up, those with most voters first.
 */
ideas: Array<RaisedDto>, 
/**
 * Distinct voters in all.
 */
voters: Count, 
/**
 * Questions that came up.
 */
questions: Array<CardDto>, 
/**
 * Scores that were given.
 */
evaluations: Count, 
/**
 * Assumptions that came up.
 */
assumptions: Array<CardDto>, 
/**
 * Decisions that rest on it.
 */
decisions: Array<CardDto>, 
/**
 * What came of it, in words.
 */
outcome: string, 
/**
 * Whether it can be held, or gone on with, in the room of this computer.
 */
room: boolean, };

/**
 * Who could be in a session, who would be missing, and what it usually does.
 */
export type SessionPeople = { 
/**
 * Everybody.
 */
people: Array<PersonDto>, 
/**
 * Who is not heard.
 */
missing: Array<UnheardDto>, 
/**
 * The agenda of twenty minutes.
 */
agenda: Array<AgendaDto>, 
/**
 * Dots that each voter has.
 */
dots: number, };

/**
 * `session.people`: who could be in a session.
 */
export type SessionPeopleArgs = { 
/**
 * Who will be present, by id.
 */
present: Array<string>, 
/**
 * As of.
 */
at: AtDto, };

/**
 * `artefact.set`.
 */
export type SetArgs = { 
/**
 * Which artefact.
 */
id: string, 
/**
 * Others that are changed alike, in the same change; all of them, or none.
 */
also: Array<string>, 
/**
 * Fields that change; null clears. Fields equal to the present value are left out of the record.
 */
fields: Record<string, JsonValue>, 
/**
 * Links made in the same change.
 */
links: Array<NewLink>, 
/**
 * Links (ids) removed in the same change.
 */
unlinks: Array<string>, 
/**
 * Why.
 */
reason?: string, 
/**
 * When it was so, if not now.
 */
on?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * `conflict.settle`.
 */
export type SettleArgs = { 
/**
 * The artefact.
 */
id: string, 
/**
 * Name of the field.
 */
field: string, 
/**
 * Which of the values stays: its number in the list, from 1; who set it; or `merged` for a long text.
 */
keep: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * A line of what is shipped.
 */
export type ShipLine = { 
/**
 * `model`, `data` or `code`.
 */
role: string, 
/**
 * The version.
 */
card: CardDto, 
/**
 * Digest or commit, shortened by the page.
 */
identity: string, 
/**
 * The bundle that ships it.
 */
bundle: CardDto, };

/**
 * What one side showed in one segment.
 */
export type SideDto = { 
/**
 * The observation.
 */
card: CardDto, 
/**
 * The counts or the mean, in words.
 */
words: string, 
/**
 * The estimate with its interval.
 */
estimate?: EstimatedDto, };

/**
 * `sign`.
 */
export type SignArgs = { 
/**
 * What is signed: a stance, a decision, a frozen release, any artefact.
 */
id: string, 
/**
 * `approval`, `review`, `responsibility`, `authorship` or `witness`.
 */
meaning: string, 
/**
 * The signer's name, as they write it.
 */
printed_name?: string, 
/**
 * What is declared; absent for the sentence that goes with the meaning.
 */
statement?: string, 
/**
 * The passphrase of the key.
 */
passphrase?: Secret, 
/**
 * Signs with a key that has no passphrase, which the signature says.
 */
key_only: boolean, };

/**
 * What a signature would be.
 */
export type SignPreview = { 
/**
 * What is signed.
 */
card: CardDto, 
/**
 * Who signs: who is at the keyboard.
 */
signer?: CardDto, 
/**
 * The meanings to choose from.
 */
meanings: Array<MeaningDto>, 
/**
 * What it is bound to, in a sentence.
 */
binds: string, 
/**
 * How many records that is.
 */
records: Count, 
/**
 * Whether the key has a passphrase.
 */
protected: boolean, 
/**
 * The key, as it is read out.
 */
key: string, 
/**
 * This signature binds the key to the signer, as nobody said whose it is yet.
 */
first: boolean, 
/**
 * Why it cannot be signed; absent if it can.
 */
refused?: string, };

/**
 * One signature, with what 21 CFR 11.50 asks to be shown with it: name, time, meaning.
 */
export type SignatureDto = { 
/**
 * The signature.
 */
id: string, 
/**
 * What is signed.
 */
of: CardDto, 
/**
 * Who signed.
 */
signer: CardDto, 
/**
 * Their name as they wrote it; `(erased)` if that was erased.
 */
printed_name: string, 
/**
 * The word.
 */
meaning: string, 
/**
 * What they declared.
 */
statement: string, 
/**
 * When, RFC 3339.
 */
at: string, 
/**
 * Place of its change in the log.
 */
position: Count, 
/**
 * The root over the records that were signed.
 */
root: string, 
/**
 * How many records.
 */
records: Count, 
/**
 * `passphrase` or `key-only`.
 */
confirmed_by: string, 
/**
 * `known`, `unverified` or `revoked`.
 */
vouched: string, 
/**
 * The key, as it is read out.
 */
key: string, 
/**
 * Nobody but the key itself says whose it is.
 */
by_itself: boolean, 
/**
 * The key is this signer's, by what is known.
 */
bound: boolean, 
/**
 * What was signed is as it was.
 */
current: boolean, 
/**
 * All of it in one line, for prints.
 */
line: string, };

/**
 * Signatures under something.
 */
export type Signatures = { 
/**
 * In the order they were given.
 */
rows: Array<SignatureDto>, };

/**
 * An artefact that differs.
 */
export type SinceDto = { 
/**
 * The artefact, as it is at the later moment; of what was removed, as it was.
 */
card: CardDto, 
/**
 * Its kind in words.
 */
kind: string, 
/**
 * `added`, `changed` or `removed`.
 */
became: string, 
/**
 * Field by field; of what was added, all it has.
 */
fields: Array<FieldChangeDto>, 
/**
 * Its links that differ.
 */
links: Array<LinkSinceDto>, };

/**
 * `experiment.size`.
 */
export type SizeArgs = { 
/**
 * The metric: any reference.
 */
metric?: string, 
/**
 * The experiment that is planned, whose own results are not offered: any reference.
 */
experiment?: string, 
/**
 * Today's value, in the metric's unit.
 */
baseline?: number, 
/**
 * Standard deviation of single values, for a mean.
 */
deviation?: number, 
/**
 * The smallest difference worth having, in the metric's unit, counted in the better direction.
 */
effect?: number, 
/**
 * Accepted chance of a false alarm; absent for 0.05.
 */
alpha?: number, 
/**
 * Wanted chance to see the effect; absent for 0.8.
 */
power?: number, 
/**
 * As of.
 */
at: AtDto, };

/**
 * How many units it takes.
 */
export type SizeDto = { 
/**
 * Units per arm.
 */
units?: Count, 
/**
 * Whether the metric is a share; else it is a mean.
 */
share: boolean, 
/**
 * The number in words, or why there is none.
 */
sentence: string, 
/**
 * What it was computed from.
 */
inputs: Array<FactDto>, 
/**
 * Values of the metric that are on record.
 */
offers: Array<SizeOfferDto>, };

/**
 * A value of the metric that a sample size can be computed from.
 */
export type SizeOfferDto = { 
/**
 * In the metric's unit.
 */
value: number, 
/**
 * Standard deviation of single values, where it is known.
 */
deviation?: number, 
/**
 * In words.
 */
words: string, 
/**
 * Where it stands.
 */
from: CardDto, };

/**
 * One thing a release should hold.
 */
export type SlotDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it is.
 */
label: string, 
/**
 * The kind that fills it.
 */
kind: string, 
/**
 * How many there are.
 */
count: Count, 
/**
 * Whether that is enough.
 */
filled: boolean, 
/**
 * One that fills it.
 */
card?: CardDto, 
/**
 * What a form begins with that fills it: field and value.
 */
begin: Array<[string, string]>, };

/**
 * Low, likely and high of a computed number.
 */
export type SpanDto = { 
/**
 * The low end.
 */
low: number, 
/**
 * The likely value.
 */
likely: number, 
/**
 * The high end.
 */
high: number, };

/**
 * `problem.ranking`, `criteria`.
 */
export type StageArgs = { 
/**
 * A release: any reference; absent for the current one, `all` for everything.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * How much differs in a stage.
 */
export type StageCountDto = { 
/**
 * Stage's name.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Artefacts that differ.
 */
count: Count, };

/**
 * A stage of the thread.
 */
export type StageDto = { 
/**
 * `empathise`, …
 */
name: string, 
/**
 * "Empathise".
 */
label: string, 
/**
 * Whether it is one of the seven lanes of the map.
 */
lane: boolean, };

/**
 * One point of the thread line.
 */
export type StageGlance = { 
/**
 * Stage's name.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Artefacts in it.
 */
total: Count, 
/**
 * A line: "3 personas, 11 insights".
 */
line: string, 
/**
 * How many of each kind.
 */
counts: Array<FactDto>, };

/**
 * `anchor.request`, `anchor.stamp`.
 */
export type StampArgs = { 
/**
 * The anchor: its entity id.
 */
id: string, 
/**
 * The file: the request to write (`.tsq`), or the reply that came (`.tsr`).
 */
path: string, 
/**
 * A PEM file with certificates of authorities that are trusted.
 */
authorities?: string, };

/**
 * Who, when, where in the record.
 */
export type StampDto = { 
/**
 * Record address `change.index`.
 */
address: string, 
/**
 * When it was recorded, RFC 3339.
 */
at: string, 
/**
 * When it was so, if said.
 */
on?: string, 
/**
 * Who recorded it: name, empty where unknown.
 */
by: string, };

/**
 * What came of a time stamp.
 */
export type Stamped = { 
/**
 * What was done, and what to do next.
 */
sentence: string, 
/**
 * The time the authority states.
 */
at?: string, 
/**
 * The authority.
 */
by?: string, };

/**
 * One stakeholder's stance.
 */
export type StanceView = { 
/**
 * The stance.
 */
card: CardDto, 
/**
 * Who takes it.
 */
stakeholder?: CardDto, 
/**
 * Their team.
 */
team?: CardDto, 
/**
 * `consent`, `consent-with-concern`, `stand-aside`, `object` or `absent`.
 */
position: string, 
/**
 * In their words; an objection states the harm.
 */
reason: string, 
/**
 * The answer to an objection, rendered; empty while unanswered.
 */
answer_html: string, 
/**
 * `signed`, or "recorded by NAME".
 */
recorded: string, 
/**
 * What the signature of the change is worth: `known`, `unverified` or `revoked`.
 */
key: string, 
/**
 * The signatures under it.
 */
signatures: Array<SignatureDto>, 
/**
 * Whether the decision's text changed since.
 */
older_text: boolean, 
/**
 * What they said before, the latest first.
 */
earlier: Array<EarlierStance>, };

/**
 * How a version stands against the place it lies in.
 */
export type StandingDto = { 
/**
 * `matches`, `changed`, `missing`, `dirty`, `not-looked-up` or `not-checked`.
 */
word: string, 
/**
 * "matches", "not checked since 3 Sep 2026".
 */
words: string, 
/**
 * When it was looked at; of `not-checked`, since when: RFC 3339.
 */
at: string, 
/**
 * Of `not-checked`: somebody looked before its digest or location was set anew.
 */
outdated: boolean, 
/**
 * What was found in a sentence, or why nothing could be looked up; empty where nobody looked.
 */
because: string, 
/**
 * Where it was looked for.
 */
place: string, 
/**
 * The digests found, `algorithm:value`.
 */
found: Array<string>, };

/**
 * `release.start`: a release that carries on from another.
 */
export type StartArgs = { 
/**
 * The new release's name.
 */
title: string, 
/**
 * What will be better for whom.
 */
goal?: string, 
/**
 * The release it follows: any reference; absent for the current one.
 */
from?: string, 
/**
 * What is carried over; absent for all that is handed on.
 */
carry?: Array<string>, 
/**
 * Why.
 */
reason?: string, };

/**
 * `workspace.state`.
 */
export type StateArgs = { 
/**
 * As of: release, product and counts are of that moment; the length of the log is what it is now.
 */
at: AtDto, };

/**
 * `workspace.stats`.
 */
export type Stats = { 
/**
 * Artefacts, removed ones left out.
 */
artefacts: Count, 
/**
 * Links, removed ones left out.
 */
links: Count, 
/**
 * Changes in the log.
 */
changes: Count, 
/**
 * Records in the log.
 */
records: Count, 
/**
 * Attachments.
 */
attachments: Count, 
/**
 * Size of the workspace file in bytes.
 */
file_bytes: Count, 
/**
 * Size of the view in bytes.
 */
view_bytes: Count, 
/**
 * Devices that wrote.
 */
devices: Count, 
/**
 * How many of each kind.
 */
kinds: Array<KindCount>, };

/**
 * What can be drawn from separately.
 */
export type StratumDto = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its name for people.
 */
label: string, 
/**
 * How many there are to draw from.
 */
population: Count, };

/**
 * `artefact.suggest`: a picker's list while one types.
 */
export type SuggestArgs = { 
/**
 * What was typed; empty for the latest ones.
 */
text: string, 
/**
 * Kinds that may be picked; empty for any.
 */
kinds: Array<string>, 
/**
 * At most; 0 for 12.
 */
limit: Count, 
/**
 * As of.
 */
at: AtDto, };

/**
 * `suspects`.
 */
export type SuspectArgs = { 
/**
 * An artefact: the suspect links of all that led to it. Absent for those of the release looked at.
 */
id?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * An end of a link that changed in a field that matters after the link was made or last confirmed.
 */
export type SuspectDto = { 
/**
 * The end that changed.
 */
changed: CardDto, 
/**
 * When it changed last, RFC 3339.
 */
at: string, 
/**
 * Who changed it last; empty for nobody known.
 */
by: string, 
/**
 * What differs in the fields that matter: as the link knew it, and as it is.
 */
fields: Array<FieldChangeDto>, };

/**
 * A suspect link.
 */
export type SuspectLink = { 
/**
 * The link's entity id.
 */
id: string, 
/**
 * Type's name.
 */
type: string, 
/**
 * Read from its first end.
 */
label: string, 
/**
 * The end named first.
 */
from: CardDto, 
/**
 * The end named second.
 */
to: CardDto, 
/**
 * What changed.
 */
changes: Array<SuspectDto>, };

/**
 * Suspect links, and what they may have led astray.
 */
export type SuspectList = { 
/**
 * The links.
 */
rows: Array<SuspectLink>, 
/**
 * Entity ids that may be affected: all downstream of one of these links.
 */
affected: Array<string>, 
/**
 * Versions that are not as they were recorded, where they lie: of an artefact those it stands on, of a
 * release those it includes.
 */
world: Array<UnwellDto>, };

/**
 * An interaction on the map: what passes from one component to another.
 */
export type SystemLink = { 
/**
 * The link with its poly-line.
 */
link: ThreadLink, 
/**
 * What passes; empty where nobody said.
 */
what: string, 
/**
 * It goes from one band of the drawing to another: it leaves below or above, not at a side.
 */
across: boolean, };

/**
 * Components and their interactions, laid out.
 */
export type SystemMapDto = { 
/**
 * The components, each with its place.
 */
nodes: Array<SystemNode>, 
/**
 * What passes between them.
 */
links: Array<SystemLink>, 
/**
 * Width of the drawing in px.
 */
width: number, 
/**
 * Height of the drawing in px.
 */
height: number, 
/**
 * How many components lack an owner or an interaction.
 */
lacking: Count, 
/**
 * The parts of a machine-learning system that are offered as a start.
 */
parts: Array<SystemPart>, };

/**
 * A component on the map.
 */
export type SystemNode = { 
/**
 * Its card and its place; the lane is its column, the depth 0.
 */
node: ThreadNode, 
/**
 * Its type, as its field has it; empty where nobody said.
 */
type: string, 
/**
 * Its type in words: one's own word where there is one.
 */
type_words: string, 
/**
 * What it does for the others.
 */
purpose: string, 
/**
 * Who looks after it.
 */
owners: Array<CardDto>, 
/**
 * The versions it consists of.
 */
versions: Array<CardDto>, 
/**
 * What it lacks: "no owner", "no interaction", or both; empty where it is whole.
 */
lacks: string, };

/**
 * A part offered as a start.
 */
export type SystemPart = { 
/**
 * The type of the component.
 */
type: string, 
/**
 * Its name.
 */
title: string, 
/**
 * What it does for the others.
 */
purpose: string, 
/**
 * What usually passes from it, as sentences: "raw data to Data verification".
 */
gives: Array<string>, 
/**
 * Whether a component of this type is on the map.
 */
there: boolean, };

/**
 * `system.start`: records parts with the usual interactions, as one change.
 */
export type SystemStartArgs = { 
/**
 * Types of the parts; none for all of those that are not there yet.
 */
parts: Array<string>, 
/**
 * Leaves the usual interactions out.
 */
alone: boolean, 
/**
 * The release they are recorded in: any reference; absent for the current one, `none` for none.
 */
release?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * All tables the page needs to draw forms and lists.
 */
export type Tables = { 
/**
 * Every kind, stage by stage.
 */
kinds: Array<KindDto>, 
/**
 * Every link type.
 */
links: Array<LinkTypeDto>, 
/**
 * The fields every kind has.
 */
base: Array<FieldDto>, 
/**
 * Stages in the order of the thread, with their labels.
 */
stages: Array<StageDto>, };

/**
 * A tag in use.
 */
export type TagDto = { 
/**
 * The tag.
 */
tag: string, 
/**
 * How many artefacts carry it.
 */
artefacts: Count, };

/**
 * Tags in use.
 */
export type TagPage = { 
/**
 * The most used first.
 */
rows: Array<TagDto>, };

/**
 * `tags`.
 */
export type TagsArgs = { 
/**
 * What a tag begins with, in any case; empty for all.
 */
begin: string, 
/**
 * At most; 0 for 12.
 */
limit: Count, 
/**
 * As of.
 */
at: AtDto, };

/**
 * A deployment before or after another.
 */
export type TakenOver = { 
/**
 * The other.
 */
card: CardDto, 
/**
 * `promotion`, `roll-back`, `narrowing` or empty.
 */
how: string, 
/**
 * Why, as it was said then.
 */
reason: string, 
/**
 * Who did it.
 */
by: string, 
/**
 * When it was recorded, RFC 3339.
 */
at: string, };

/**
 * Distinct voters beside dots; who is equal shares a place.
 */
export type TallyDto = { 
/**
 * Distinct voters.
 */
voters: Count, 
/**
 * All dots.
 */
dots: Count, 
/**
 * Place by voters, 1 is first.
 */
place_by_voters: Count, 
/**
 * Place by dots, 1 is first.
 */
place_by_dots: Count, };

/**
 * A team and the number it is judged by.
 */
export type TeamObjective = { 
/**
 * The team.
 */
team: CardDto, 
/**
 * Its metric; absent where nobody said.
 */
metric?: CardDto, 
/**
 * The metric's unit; empty where none is known.
 */
unit: string, 
/**
 * `higher`, `lower`, or empty where the metric does not say which way is better.
 */
better: string, 
/**
 * Objectives of the release on the same metric.
 */
objectives: Array<CardDto>, 
/**
 * What was read last: the measurements of the latest day, then the latest observation from the field.
 */
readings: Array<ReadingView>, 
/**
 * Ids of the teams it is in conflict with.
 */
against: Array<string>, };

/**
 * What one stage should hold.
 */
export type TemplateStage = { 
/**
 * Stage's name.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Its slots.
 */
slots: Array<SlotDto>, };

/**
 * An experiment that tested a prototype.
 */
export type TestedDto = { 
/**
 * The experiment.
 */
card: CardDto, 
/**
 * Its state, see `ExperimentDto`.
 */
state: string, 
/**
 * The state in words: "draft", "better", "347 of 400 per arm".
 */
words: string, };

/**
 * The sub-graph reached, laid out in lanes.
 */
export type ThreadDto = { 
/**
 * Where it begins.
 */
root: CardDto, 
/**
 * Nodes, the root among them.
 */
nodes: Array<ThreadNode>, 
/**
 * Links between the nodes, by the flow.
 */
links: Array<ThreadLink>, 
/**
 * Lanes from left to right.
 */
lanes: Array<ThreadLane>, 
/**
 * Width of the drawing in px.
 */
width: number, 
/**
 * Height of the drawing in px.
 */
height: number, 
/**
 * How many lie upstream.
 */
back: Count, 
/**
 * How many lie downstream.
 */
forward: Count, };

/**
 * A lane of the map.
 */
export type ThreadLane = { 
/**
 * Stage's name.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Left edge in px.
 */
x: number, 
/**
 * Width in px.
 */
w: number, };

/**
 * A link of the map, drawn from upstream to downstream.
 */
export type ThreadLink = { 
/**
 * The link's entity id.
 */
id: string, 
/**
 * Type's name.
 */
type: string, 
/**
 * Read from the upstream end ("motivates", "is trained on by").
 */
label: string, 
/**
 * Upstream entity id.
 */
up: string, 
/**
 * Downstream entity id.
 */
down: string, 
/**
 * Points `[x, y]` of the poly-line, upstream first.
 */
points: Array<[number, number]>, };

/**
 * A node of the map.
 */
export type ThreadNode = { 
/**
 * What it is.
 */
card: CardDto, 
/**
 * Its entries that came late, if any did.
 */
late?: CameLateDto, 
/**
 * Steps from the root: negative upstream, positive downstream, 0 the root.
 */
depth: number, 
/**
 * Index of its lane.
 */
lane: number, 
/**
 * Left edge in px.
 */
x: number, 
/**
 * Top edge in px.
 */
y: number, 
/**
 * Width in px.
 */
w: number, 
/**
 * Height in px.
 */
h: number, };

/**
 * `audit.tick`.
 */
export type TickArgs = { 
/**
 * A sample: its entity id or its seed.
 */
sample: string, 
/**
 * The item: any reference.
 */
item: string, 
/**
 * `found-in-order`, `exception` or `could-not-check`.
 */
result: string, 
/**
 * What was seen; needed unless it was found in order.
 */
text: string, 
/**
 * `info`, `minor`, `major` or `critical`.
 */
severity?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * A time stamp attached to an anchor.
 */
export type TimeStampDto = { 
/**
 * The file's name.
 */
name: string, 
/**
 * Whether it is a stamp of this checkpoint.
 */
holds: boolean, 
/**
 * In words.
 */
sentence: string, };

/**
 * How long a phase still has.
 */
export type TimerDto = { 
/**
 * Whether it runs.
 */
runs: boolean, 
/**
 * Whether it was ever started.
 */
begun: boolean, 
/**
 * Milliseconds in all.
 */
total: number, 
/**
 * Milliseconds that remain; below 0 it is over time.
 */
remaining: number, };

/**
 * `trace`.
 */
export type TraceArgs = { 
/**
 * Where to begin: any reference.
 */
id: string, 
/**
 * `back`, `forward` or `both` (the default).
 */
direction: string, 
/**
 * Steps at most; absent for no limit.
 */
depth?: Count, 
/**
 * Only these kinds are shown (the walk still passes through others); empty for all.
 */
kinds: Array<string>, 
/**
 * As of.
 */
at: AtDto, };

/**
 * Whether what teams have against each other over an idea is on record.
 */
export type TradeoffView = { 
/**
 * The idea.
 */
idea: CardDto, 
/**
 * The decision that chose it; absent for an idea that leads.
 */
chosen_by?: CardDto, 
/**
 * The teams in conflict over it; empty where there are none.
 */
teams: Array<CardDto>, 
/**
 * The decision that records the trade-off.
 */
recorded_by?: CardDto, 
/**
 * Where none does: the decision that lacks the least.
 */
nearest?: AnsweringView, 
/**
 * Measurements that a decision about it would rest on.
 */
grounds: Array<CardDto>, };

/**
 * What changed though nobody decided it, and which decisions came to nothing.
 */
export type UndecidedPage = { 
/**
 * The release.
 */
release?: CardDto, 
/**
 * The one before it, which it is compared with.
 */
before?: CardDto, 
/**
 * Versions that are new in the release; those nobody decided first.
 */
changes: Array<VersionChange>, 
/**
 * How many of them nobody decided.
 */
undecided: Count, 
/**
 * Accepted decisions of the release that nothing followed.
 */
idle: Array<CardDto>, 
/**
 * Accepted decisions of the release in all.
 */
decisions: Count, };

/**
 * `undo` and `redo`.
 */
export type UndoArgs = { 
/**
 * Which change; absent for the latest of one's own.
 */
change?: string, 
/**
 * Goes on although later values would be lost, although somebody else recorded the change, or although a
 * release was frozen after it.
 */
force: boolean, };

/**
 * What was undone or redone.
 */
export type UndoneDto = { 
/**
 * Log position of the new change.
 */
position: Count, 
/**
 * What was undone, in words.
 */
sentence: string, };

/**
 * A team, or those who answer for something, that nobody speaks for.
 */
export type UnheardDto = { 
/**
 * The team's name, or "operations".
 */
label: string, 
/**
 * The team; absent where nobody of that role is recorded or present.
 */
team?: CardDto, };

/**
 * `link.remove`: by the link's id, or by its ends and type.
 */
export type UnlinkArgs = { 
/**
 * The link's id.
 */
id?: string, 
/**
 * Or its `from` end,
 */
from?: string, 
/**
 * type
 */
type?: string, 
/**
 * and `to` end.
 */
to?: string, 
/**
 * Why.
 */
reason?: string, };

/**
 * `keys.unlock`.
 */
export type UnlockArgs = { 
/**
 * The passphrase of the key that signs here.
 */
passphrase: Secret, };

/**
 * A key that signed and that nobody vouches for.
 */
export type UnverifiedDto = { 
/**
 * The key.
 */
device: string, 
/**
 * `unverified` or `revoked`.
 */
standing: string, 
/**
 * Where its first change stands.
 */
first: Count, 
/**
 * How many changes it signed.
 */
changes: Count, };

/**
 * A version that is not as it was recorded, under something that stands on it.
 */
export type UnwellDto = { 
/**
 * The version.
 */
card: CardDto, 
/**
 * How it stands.
 */
standing: StandingDto, 
/**
 * "stands on ratings 2026-08, which changed where it lies".
 */
sentence: string, };

/**
 * `link.open`: an address in the person's browser, answered by the shell.
 */
export type UrlArgs = { 
/**
 * An `https:`, `http:` or `mailto:` address.
 */
url: string, };

/**
 * `workspace.verify`.
 */
export type VerifyArgs = { 
/**
 * Name under which `job.status` and `job.cancel` know this call.
 */
job?: string, 
/**
 * Checkpoints that were kept: files, or texts that were pasted. Mails with one in them will do.
 */
checkpoints?: Array<KeptDto>, 
/**
 * Git repositories whose tags `throughline/*` are read.
 */
repositories?: Array<string>, 
/**
 * A PEM file with the certificates of time-stamping authorities that are trusted.
 */
authorities?: string, };

/**
 * What verification found.
 */
export type VerifyDto = { 
/**
 * True where nothing is wrong, and every checkpoint that was given fits.
 */
intact: boolean, 
/**
 * What scripts switch on: `anchored`, `not-anchored`, `view-differs`, `unconfirmed`, `rewritten`, `broken`.
 */
verdict: string, 
/**
 * The verdict in plain words.
 */
sentence: string, 
/**
 * How many changes a checkpoint kept elsewhere vouches for.
 */
anchored?: Count, 
/**
 * What is proven, a sentence each.
 */
proven: Array<string>, 
/**
 * What is not, a sentence each.
 */
unproven: Array<string>, 
/**
 * How the record stands to each checkpoint.
 */
anchors: Array<AnchorCheckDto>, 
/**
 * Keys that signed and of which nobody known said whose they are, or that were revoked.
 */
unverified: Array<UnverifiedDto>, 
/**
 * Changes checked.
 */
changes: Count, 
/**
 * Records checked.
 */
records: Count, 
/**
 * Parts erased by an erasure.
 */
erased: Count, 
/**
 * RFC 6962 root over the change ids.
 */
head: string, 
/**
 * What is wrong, first first.
 */
faults: Array<FaultDto>, };

/**
 * A version that is new in a release.
 */
export type VersionChange = { 
/**
 * What it is now.
 */
after: CardDto, 
/**
 * What it was; absent where there was nothing of the name.
 */
before?: CardDto, 
/**
 * The decisions that bear on it.
 */
decided: Array<DecidedBy>, };

/**
 * The versions of a release.
 */
export type VersionList = { 
/**
 * Models, then data, then code; the newest first.
 */
rows: Array<VersionRow>, };

/**
 * Everything a version's page shows beyond its fields.
 */
export type VersionPage = { 
/**
 * Its card.
 */
card: CardDto, 
/**
 * Its digests; of code its commit.
 */
digests: Array<DigestDto>, 
/**
 * Whether nothing it has covers all of it.
 */
weak: boolean, 
/**
 * What its identity lacks, in a sentence; empty where it is sound.
 */
doubt: string, 
/**
 * How it stands.
 */
standing: StandingDto, 
/**
 * The last checks, the newest first.
 */
checks: Array<CheckDto>, 
/**
 * What it stands on that is not as it was recorded.
 */
stands_on: Array<UnwellDto>, 
/**
 * What it came from, the nearest first.
 */
from: Array<AroundDto>, 
/**
 * What came of it, the nearest first, on to deployments.
 */
of: Array<AroundDto>, 
/**
 * What it was made with.
 */
parameters: Array<PairDto>, 
/**
 * What it measured.
 */
metrics: Array<MetricValueDto>, 
/**
 * What it was judged on.
 */
evaluated_on: Array<CardDto>, 
/**
 * Run, source, place: what is known of where it comes from.
 */
origin: Array<PairDto>, 
/**
 * Other versions of the same kind, those of the same name first.
 */
others: Array<CardDto>, };

/**
 * A version in a list.
 */
export type VersionRow = { 
/**
 * Its card.
 */
card: CardDto, 
/**
 * Its digests; of code its commit.
 */
digests: Array<DigestDto>, 
/**
 * Whether nothing it has covers all of it.
 */
weak: boolean, 
/**
 * How it stands.
 */
standing: StandingDto, 
/**
 * What it stands on that is not as it was recorded.
 */
stands_on: Array<UnwellDto>, };

/**
 * What a check of versions found.
 */
export type VersionsChecked = { 
/**
 * The versions as they stand now, in the order they were looked up.
 */
rows: Array<VersionRow>, 
/**
 * How many of them changed or are missing.
 */
unwell: Count, 
/**
 * Bundles, models and deployments that stand on one of these.
 */
affected: Array<CardDto>, 
/**
 * Log position of the change that records it; absent where there was nothing to look up.
 */
position?: Count, };

/**
 * Two versions of one kind side by side.
 */
export type VersionsCompared = { 
/**
 * The one that is looked at.
 */
of: VersionRow, 
/**
 * The one it is compared with.
 */
with: VersionRow, 
/**
 * Whether both are of the same thing by their digests; absent where nothing can be said.
 */
identical?: boolean, 
/**
 * Plain fields that differ.
 */
fields: Array<DiffersDto>, 
/**
 * Parameters, all of both.
 */
parameters: Array<DiffersDto>, 
/**
 * Metrics, all of both.
 */
metrics: Array<MetricDiffersDto>, 
/**
 * Why metrics cannot be compared, or what makes them doubtful; empty where they can.
 */
caution: string, 
/**
 * Whether metrics are of the same evaluation data, as far as is known.
 */
comparable: boolean, 
/**
 * The difference of their schemas in a sentence or two; empty where neither has a schema.
 */
schema: string, 
/**
 * Columns of their schemas, those that differ first.
 */
columns: Array<ColumnDiffersDto>, 
/**
 * Links, by type.
 */
links: Array<LinksDifferDto>, 
/**
 * Decisions made after the earlier one and up to the later one that touch the thread of either.
 */
decisions: Array<BetweenDto>, };

/**
 * One stay in a stage.
 */
export type VisitDto = { 
/**
 * Stage's name.
 */
stage: string, 
/**
 * Its label.
 */
label: string, 
/**
 * Since when, RFC 3339.
 */
from: string, 
/**
 * When something was last recorded there, RFC 3339.
 */
to: string, 
/**
 * How many artefacts.
 */
artefacts: Count, 
/**
 * The return that led here: its place in `returns`.
 */
by?: Count, };

/**
 * `release.waive`.
 */
export type WaiveArgs = { 
/**
 * A release: any reference or its name; absent for the current one.
 */
release?: string, 
/**
 * The rule: its number or its name.
 */
rule: string, 
/**
 * Why the gap may stay open.
 */
reason: string, 
/**
 * The last day it holds, `YYYY-MM-DD`; absent for no end.
 */
until?: string, 
/**
 * The artefacts with the gap; none for every gap of the rule.
 */
applies_to: Array<string>, 
/**
 * Who takes that on: any reference or a stakeholder's name; absent for who is at the keyboard.
 */
by?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * A waiver as a gap shows it.
 */
export type WaiverDto = { 
/**
 * The waiver.
 */
card: CardDto, 
/**
 * Why the gap may stay open.
 */
reason: string, 
/**
 * The last day it holds, `YYYY-MM-DD`; absent for no end.
 */
until?: string, 
/**
 * Who took that on; else who recorded it.
 */
by: string, };

/**
 * `watch.add`.
 */
export type WatchAddArgs = { 
/**
 * `mlflow`, `dvc`, `git` or `adr`.
 */
format: string, 
/**
 * The store's file or folder.
 */
source: string, 
/**
 * What for: any reference of a product; absent for the one of the current release.
 */
product?: string, 
/**
 * What it is called here; absent for its folder's name.
 */
title?: string, };

/**
 * `watch.list`.
 */
export type WatchArgs = { 
/**
 * Only stores watched for this product: any reference; absent for all.
 */
product?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * The stores that are watched.
 */
export type WatchList = { 
/**
 * In the order in which they were added.
 */
rows: Array<WatchedDto>, 
/**
 * Whether the window refreshes when this workspace is opened on this computer.
 */
at_start: boolean, };

/**
 * `watch.remove`.
 */
export type WatchRemoveArgs = { 
/**
 * Which: its id, its name or its place.
 */
which: string, };

/**
 * One watched store.
 */
export type WatchedDto = { 
/**
 * The record of it.
 */
card: CardDto, 
/**
 * `mlflow`, `dvc`, `git` or `adr`.
 */
format: string, 
/**
 * Where it lies.
 */
location: string, 
/**
 * What it is watched for.
 */
products: Array<CardDto>, 
/**
 * When it was read last: on this computer, or, where something new came in, on any.
 */
read_at?: string, 
/**
 * When something new came in last.
 */
brought_at?: string, 
/**
 * What came in then.
 */
brought?: string, 
/**
 * Why it could not be read when it was tried last on this computer; absent if it could.
 */
failed?: string, 
/**
 * Whether there is anything at its place on this computer.
 */
there: boolean, };

/**
 * `criteria.weigh`.
 */
export type WeighArgs = { 
/**
 * Of each criterion (any reference) what its swing from worst to best is worth, 0 to 100, one of them 100.
 * Weights are made of them so that they add up to exactly 1.
 */
swings: { [key in string]: number }, 
/**
 * Why.
 */
reason?: string, 
/**
 * A draft that is discarded once the change is sealed.
 */
draft?: string, };

/**
 * A weight that is tried.
 */
export type WhatIf = { 
/**
 * The criterion: any reference.
 */
criterion: string, 
/**
 * Its weight, 0 to 1.
 */
weight: number, };

/**
 * A filter on one field.
 */
export type WhereDto = { 
/**
 * `status`, `owner`, `tags`, any field of the kind, or `open-objections` of decisions.
 */
field: string, 
/**
 * `=`, `!=`, `~` (contains), `<`, `>`.
 */
op: string, 
/**
 * Compared with.
 */
value: string, };

/**
 * A window both sides were measured over.
 */
export type WindowDto = { 
/**
 * As it is asked for.
 */
key: string, 
/**
 * In words.
 */
words: string, };

/**
 * `experiments` and `prototypes`.
 */
export type WithinReleaseArgs = { 
/**
 * A release: any reference; `all` for every one; absent for the current one.
 */
release?: string, 
/**
 * As of.
 */
at: AtDto, };

/**
 * An open workspace.
 */
export type WorkspaceInfo = { 
/**
 * Workspace id.
 */
id: string, 
/**
 * The file.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Why it is read-only, if so.
 */
read_only?: string, };

/**
 * `workspace.state`: asked twice a second by an open window.
 */
export type WorkspaceState = { 
/**
 * Length of the log.
 */
position: Count, 
/**
 * When the last change was received.
 */
last?: string, 
/**
 * When the first change was received.
 */
first?: string, 
/**
 * Who is at the keyboard.
 */
actor?: CardDto, 
/**
 * The current product.
 */
product?: CardDto, 
/**
 * The current release.
 */
release?: CardDto, 
/**
 * What undo would undo, in words.
 */
undo?: string, 
/**
 * What redo would redo, in words.
 */
redo?: string, 
/**
 * How many artefacts of each kind there are, current release.
 */
counts: Array<KindCount>, };

/** Every command with its arguments and its result. */
export interface Commands {
  /** Version, capabilities, recent workspaces, and the open one. */
  'app.info': { args: Nothing; result: AppInfo };
  /** The tables of kinds and links. */
  'tables': { args: Nothing; result: Tables };
  /** Creates a workspace file and opens it. */
  'workspace.create': { args: CreateArgs; result: WorkspaceInfo };
  /** Opens a workspace file. */
  'workspace.open': { args: OpenArgs; result: WorkspaceInfo };
  /** Opens the sample workspace, made on first use. */
  'workspace.sample': { args: JobArgs; result: WorkspaceInfo };
  /** Closes the open workspace. */
  'workspace.close': { args: Nothing; result: Nothing };
  /** Length of the log, who is here, counts; takes in what other processes wrote. */
  'workspace.state': { args: StateArgs; result: WorkspaceState };
  /** Sets who is at the keyboard and which release is looked at. */
  'workspace.context': { args: ContextArgs; result: WorkspaceState };
  /** Counts and sizes. */
  'workspace.stats': { args: Nothing; result: Stats };
  /** Recomputes and checks the whole record. */
  'workspace.verify': { args: VerifyArgs; result: VerifyDto };
  /** Signs a checkpoint of the log as it is now. */
  'checkpoint.make': { args: Nothing; result: CheckpointDto };
  /** Writes a checkpoint to a file, as text or as a page to print. */
  'checkpoint.save': { args: CheckpointSaveArgs; result: CheckpointDto };
  /** Checkpoints that are kept elsewhere, and how the record stands to each. */
  'anchor.list': { args: AnchorListArgs; result: AnchorList };
  /** Keeps a checkpoint elsewhere and records where, as one change. */
  'anchor.add': { args: AnchorAddArgs; result: AnchorAdded };
  /** Writes the request for a time stamp of an anchor. */
  'anchor.request': { args: StampArgs; result: Stamped };
  /** Checks a time-stamp reply and attaches it to its anchor. */
  'anchor.stamp': { args: StampArgs; result: Stamped };
  /** Proves that a record stands in the log, for somebody without the workspace. */
  'prove': { args: ProveArgs; result: ProofDto };
  /** Checks a proof that somebody else made. */
  'prove.check': { args: ProofCheckArgs; result: ProofChecked };
  /** Writes an evidence pack: what a stranger can check without this program. */
  'pack.export': { args: PackArgs; result: PackDto };
  /** Checks an evidence pack, without opening it. */
  'pack.check': { args: PackCheckArgs; result: PackVerdictDto };
  /** Builds the view anew from the record. */
  'workspace.rebuild': { args: JobArgs; result: Stats };
  /** Writes a verified copy of the workspace file. */
  'workspace.backup': { args: PathArgs; result: Stats };
  /** Puts a backup in place, verified, with what lay there kept beside, and opens it. */
  'workspace.restore': { args: RestoreBackupArgs; result: BackupRestored };
  /** Takes in the changes of another copy of this workspace, all or nothing; or shows what would come. */
  'merge': { args: MergeArgs; result: MergeDto };
  /** Writes the changes since a position to a file that another copy can take in. */
  'changes.export': { args: ExportChangesArgs; result: ChangesExported };
  /** Fields in which values stand side by side that were set without knowing of each other. */
  'conflicts': { args: ConflictsArgs; result: ConflictList };
  /** Settles a conflict by keeping one of the values that met, or of a long text all merged, as one change. */
  'conflict.settle': { args: SettleArgs; result: Saved };
  /** A release at a glance. */
  'overview': { args: OverviewArgs; result: Overview };
  /** A release: its template, the path it took, the releases beside it. */
  'release.get': { args: ReleaseArgs; result: ReleasePage };
  /** What a release hands on to the next. */
  'release.handed-on': { args: ReleaseArgs; result: HandedOn };
  /** Starts a release from another; what is handed on is carried over, not copied. */
  'release.start': { args: StartArgs; result: Saved };
  /** Two releases compared: added, dropped, kept, decided otherwise. */
  'release.compare': { args: CompareArgs; result: Compared };
  /** What a release still misses, rule by rule, and its freeze. */
  'readiness': { args: ReadinessArgs; result: Readiness };
  /** Leaves a gap of a release open knowingly, with a reason. */
  'release.waive': { args: WaiveArgs; result: Saved };
  /** Seals a release as it is, if no blocking gap is open. */
  'release.freeze': { args: FreezeArgs; result: Freeze };
  /** A session looked back at: who was there, what came of it. */
  'session.get': { args: GetArgs; result: SessionPage };
  /** Who could be in a session, and who is missing where only these are present. */
  'session.people': { args: SessionPeopleArgs; result: SessionPeople };
  /** The room of a session that is held on this computer, as one viewer may see it. */
  'session.room': { args: RoomArgs; result: RoomDto };
  /** Does one thing in the room of a session; a phase that closes is recorded as one change. */
  'session.act': { args: SessionActArgs; result: RoomDto };
  /** Artefacts by kind, stage, release, field and words. */
  'artefact.list': { args: ListArgs; result: CardPage };
  /** One artefact with its fields and links. */
  'artefact.get': { args: GetArgs; result: ArtefactPage };
  /** A decision with options and stances. */
  'decision.get': { args: GetArgs; result: DecisionPage };
  /** Decisions that wait for another look: due, or resting on something that gave way. */
  'decision.review': { args: ReviewArgs; result: ReviewList };
  /** Links whose ends changed in a field that matters, and what they may have led astray. */
  'suspects': { args: SuspectArgs; result: SuspectList };
  /** Says that a suspect link still holds, with the reason. */
  'link.confirm': { args: ConfirmArgs; result: Saved };
  /** A piece of evidence with its text and the passages marked in it. */
  'evidence.read': { args: EvidenceReadArgs; result: EvidencePage };
  /** E-mail addresses, phone numbers and names that should not stand in evidence. */
  'evidence.check': { args: CheckArgs; result: Checked };
  /** Records a transcript, notes, a survey or tickets as evidence, as one change. */
  'evidence.import': { args: EvidenceImportArgs; result: EvidenceImported };
  /** Highlights by the group they lie in. */
  'affinity': { args: AffinityArgs; result: AffinityPage };
  /** Insights with the quotes and the people for and against them. */
  'insights': { args: InsightsArgs; result: InsightsPage };
  /** Ideas with what they build on and who disputes them, and the questions that ask for more. */
  'ideas': { args: IdeasArgs; result: IdeasPage };
  /** The numbers teams are judged by, side by side, and whether a decision records where they conflict. */
  'objectives': { args: ObjectivesArgs; result: ObjectivesPage };
  /** What each stakeholder was heard on, and which decisions they were not asked about. */
  'people.heard': { args: ObjectivesArgs; result: HeardPage };
  /** Problems ranked by what solving them returns. */
  'problem.ranking': { args: StageArgs; result: ProblemRanking };
  /** The causes of a problem as a tree. */
  'problem.causes': { args: GetArgs; result: CauseTree };
  /** Criteria by lens, what keeps them from being locked, and the objective. */
  'criteria': { args: StageArgs; result: CriteriaView };
  /** Weights criteria by what their swings are worth, as one change. */
  'criteria.weigh': { args: WeighArgs; result: Saved };
  /** Locks the criteria of a release, as one change. */
  'criteria.lock': { args: LockArgs; result: Saved };
  /** Ideas against criteria, as a rater may see it. */
  'evaluation.matrix': { args: MatrixArgs; result: EvaluationMatrix };
  /** Closes the open round of evaluation: its scores are seen by all. */
  'evaluation.close': { args: CloseRoundArgs; result: Saved };
  /** The evaluation a decision was proposed from, as it stood. */
  'evaluation.sealed': { args: SealedArgs; result: SealedEvaluation };
  /** Proposes a decision with an option for each of what is chosen between, as one change. */
  'decision.propose': { args: ProposeArgs; result: Saved };
  /** The prototypes of a release, from baseline to live, each with cost against budget and what came of it. */
  'prototypes': { args: WithinReleaseArgs; result: PrototypesDto };
  /** One prototype as its card shows it. */
  'prototype.get': { args: GetArgs; result: PrototypeDto };
  /** Links the versions a prototype produced, new ones among them, as one change. */
  'prototype.produced': { args: ProducedArgs; result: Saved };
  /** The experiments of a release with what each says, and baselines against today. */
  'experiments': { args: WithinReleaseArgs; result: ExperimentsDto };
  /** What an experiment says: plan, lock, estimates, guardrails, verdict. */
  'experiment.get': { args: GetArgs; result: ExperimentDto };
  /** How many units per arm a plan needs, and values it can be computed from. */
  'experiment.size': { args: SizeArgs; result: SizeDto };
  /** Locks the plan of an experiment, if it names what decides. */
  'experiment.lock': { args: LockPlanArgs; result: Saved };
  /** Records results per arm, by hand or from a table, as one change; or shows what it would record. */
  'experiment.results': { args: ResultsArgs; result: ResultsDto };
  /** The versions of a release with their identity, and how each stands against the world. */
  'versions': { args: WithinReleaseArgs; result: VersionList };
  /** Looks versions up where they lie and records what was found, as one change. */
  'versions.check': { args: CheckVersionsArgs; result: VersionsChecked };
  /** A version: identity, how it stands, what it came from, what came of it. */
  'version.get': { args: GetArgs; result: VersionPage };
  /** Two versions of one kind side by side. */
  'version.compare': { args: CompareVersionsArgs; result: VersionsCompared };
  /** Records versions of model, data and code with the run that made them, as one change; twice adds nothing. */
  'record.run': { args: RecordRunArgs; result: RunRecorded };
  /** The components of a release and what passes between them, laid out. */
  'system.map': { args: WithinReleaseArgs; result: SystemMapDto };
  /** Records parts that a machine-learning system usually has, with their interactions, as one change. */
  'system.start': { args: SystemStartArgs; result: Saved };
  /** Everything that stands on an artefact, a field or a column, and whom to ask before it changes. */
  'impact': { args: ImpactArgs; result: ImpactDto };
  /** The ten phases of a release: what is done, failed and missing in each. */
  'loop': { args: LoopArgs; result: LoopDto };
  /** Records a check, by hand or from the results of tests, as one change; or shows what it would record. */
  'activity.check': { args: CheckRunArgs; result: CheckRun };
  /** Reads a table from its file, and records what is in it with a data version as one change; or shows it. */
  'data.profile': { args: DataProfileArgs; result: DataProfile };
  /** A data version with its fields, and the states of the data it is worth comparing with. */
  'data.get': { args: GetArgs; result: DataPage };
  /** States of data sets worth comparing, each with its difference of schema and its drift in a sentence. */
  'data.pairs': { args: DataPairsArgs; result: DataPairs };
  /** The difference of schema between two data versions or files. */
  'data.compare': { args: DataCompareArgs; result: SchemaDifferenceDto };
  /** Whether data still looks like other data, field by field. */
  'data.drift': { args: DataCompareArgs; result: DriftDto };
  /** A bundle by its one digest: what it ships, what it lacks, which others ship the same. */
  'bundle.get': { args: GetArgs; result: BundleDto };
  /** Makes a bundle from a model version with its data and code, as one change; or shows what it would be. */
  'bundle.make': { args: MakeBundleArgs; result: MadeBundle };
  /** Deployments over time: who gets what, what cannot be, what was seen. */
  'rollout': { args: RolloutArgs; result: RolloutDto };
  /** Two deployed bundles held against each other, segment by segment and over all. */
  'rollout.compare': { args: CompareBundlesArgs; result: ComparedBundles };
  /** A deployment: what runs, the way back, what it lacks, what was seen in it. */
  'deployment.get': { args: GetArgs; result: DeploymentDto };
  /** Takes a deployment on to the next audience with the decision for it, as one change; or shows what would happen. */
  'deployment.promote': { args: PromoteArgs; result: Promoted };
  /** Restores an earlier bundle in place of a deployment and opens a loop-back, as one change; or shows what would happen. */
  'deployment.roll-back': { args: RollBackArgs; result: RollBackDto };
  /** What was seen in the field, over time, and what still asks for an answer. */
  'observations': { args: RolloutArgs; result: ObservationsDto };
  /** Records what a monitor or a person saw; with a key, once. */
  'observation.record': { args: ObserveArgs; result: ObservedDto };
  /** Records a table of observations, one per row, as one change; or shows what it would record. */
  'observation.import': { args: ObserveTableArgs; result: ObservedTable };
  /** What was in production on a day, for whom, and why. */
  'live.on': { args: LiveArgs; result: LiveDto };
  /** A release as a document, or why a version is in production, to read in the window. */
  'dossier': { args: DossierArgs; result: DossierPage };
  /** Writes a dossier as PDF (PDF/A-2a, PDF/UA-1) or as one HTML file. */
  'dossier.save': { args: SaveDossierArgs; result: DossierSaved };
  /** Points of laws and standards with the artefacts that speak to each; no claim of compliance. */
  'frameworks': { args: FrameworksArgs; result: FrameworksPage };
  /** What a picker offers while one types. */
  'artefact.suggest': { args: SuggestArgs; result: CardPage };
  /** The tags in use, the most used first. */
  'tags': { args: TagsArgs; result: TagPage };
  /** Records an artefact with its links as one change. */
  'artefact.add': { args: AddArgs; result: Saved };
  /** Changes fields and links of an artefact as one change. */
  'artefact.set': { args: SetArgs; result: Saved };
  /** Removes an artefact (kept, shown grey) or brings it back. */
  'artefact.remove': { args: RemoveArgs; result: Saved };
  /** Links two artefacts. */
  'link.add': { args: LinkArgs; result: Saved };
  /** Removes a link. */
  'link.remove': { args: UnlinkArgs; result: Saved };
  /** Ranked full-text search. */
  'search': { args: SearchArgs; result: HitPage };
  /** What led to an artefact and what came of it, laid out in lanes. */
  'trace': { args: TraceArgs; result: ThreadDto };
  /** The log, or the history of one artefact, link, person or release, newest first. */
  'log': { args: LogArgs; result: LogPage };
  /** Two moments compared: what was added, removed and changed, field by field. */
  'moments.compare': { args: MomentsArgs; result: MomentsCompared };
  /** The comparison of two moments as Markdown or CSV, as text or to a file. */
  'moments.export': { args: ExportMomentsArgs; result: MomentsExported };
  /** Brings an artefact, a link or some fields back to how they were, as one new change; or shows what that changes. */
  'restore': { args: RestoreArgs; result: Restored };
  /** Takes back one's latest change, or a given one. */
  'undo': { args: UndoArgs; result: UndoneDto };
  /** Brings back what was undone last. */
  'redo': { args: UndoArgs; result: UndoneDto };
  /** The keys that signed here: whose, known or not, and what each signed. */
  'keys': { args: Nothing; result: Keys };
  /** Opens the key that signs here, for half an hour after its last use. */
  'keys.unlock': { args: UnlockArgs; result: Nothing };
  /** Forgets the passphrase that was given. */
  'keys.lock': { args: Nothing; result: Nothing };
  /** Puts the key that signs here under a passphrase, another one, or none. */
  'keys.passphrase': { args: PassphraseArgs; result: Keys };
  /** Writes the key that signs here to a file, under a passphrase. */
  'keys.export': { args: ExportKeyArgs; result: Nothing };
  /** Takes in an exported key, to sign here. */
  'keys.import': { args: ImportKeyArgs; result: Keys };
  /** Says whose a key is. */
  'keys.endorse': { args: EndorseArgs; result: Saved };
  /** Says that a key is not to be trusted from some change on. */
  'keys.revoke': { args: RevokeArgs; result: Saved };
  /** What an erasure would do, old values included. */
  'erase.preview': { args: EraseArgs; result: ErasurePreview };
  /** Erases for good, and searches every file for what was erased. */
  'erase': { args: EraseArgs; result: ErasedDto };
  /** What was erased, by whom and why; and what must be kept. */
  'erased': { args: AboutArgs; result: ErasedList };
  /** Forbids erasing artefacts, or a release with all it includes. */
  'hold.put': { args: HoldArgs; result: Saved };
  /** Lifts a hold. */
  'hold.lift': { args: LiftArgs; result: Saved };
  /** The holds, or those that cover an artefact. */
  'holds': { args: AboutArgs; result: Holds };
  /** What a signature would bind, and by which key. */
  'sign.preview': { args: GetArgs; result: SignPreview };
  /** Signs a stance, a decision, a frozen release or any artefact. */
  'sign': { args: SignArgs; result: SignatureDto };
  /** The signatures under an artefact. */
  'signatures': { args: GetArgs; result: Signatures };
  /** Keeps what a form holds, outside the log. */
  'draft.save': { args: DraftArgs; result: Nothing };
  /** Every draft that waits. */
  'draft.list': { args: Nothing; result: Drafts };
  /** Throws a draft away. */
  'draft.discard': { args: DraftKey; result: Nothing };
  /** Attaches a file to an artefact. */
  'attachment.add': { args: AttachArgs; result: AttachmentDto };
  /** Reads an attachment, verified. */
  'attachment.read': { args: AttachmentArgs; result: AttachmentDto };
  /** Writes an attachment to a file, verified. */
  'attachment.save': { args: AttachmentArgs; result: AttachmentDto };
  /** Takes in decision records, a git history, an MLflow store, a DVC repository and more, see docs/imports.md. */
  'import': { args: ImportArgs; result: ImportDto };
  /** Writes what others read: provenance, bills of materials, model cards, decisions, tables, see docs/exports.md. */
  'export': { args: ExportArgs; result: ExportDto };
  /** The stores that are watched for a product, or for any, with what they brought and when. */
  'watch.list': { args: WatchArgs; result: WatchList };
  /** Watches a store for a product: what is new of it comes in by a refresh. */
  'watch.add': { args: WatchAddArgs; result: Saved };
  /** Watches a store no longer; what it brought stays. */
  'watch.remove': { args: WatchRemoveArgs; result: Saved };
  /** Brings in what is new of watched stores, one change for each. */
  'watch.refresh': { args: RefreshArgs; result: RefreshDto };
  /** Whether the window refreshes when this workspace is opened on this computer. */
  'watch.at-start': { args: AtStartArgs; result: Nothing };
  /** Where an auditor should look: one line per subject. */
  'audit': { args: AuditRoomArgs; result: AuditRoom };
  /** Every seal, whether it still verifies, and what changed since. */
  'audit.seals': { args: AuditArgs; result: SealList };
  /** Every decision with who decided, who objected, and how each stance was recorded. */
  'audit.decided': { args: AuditArgs; result: AuditDecisions };
  /** What was recorded, or received, more than a day after what it tells of. */
  'audit.late': { args: LateArgs; result: LateEntries };
  /** Gaps that were left open knowingly, and whether that still holds. */
  'audit.waivers': { args: AuditArgs; result: AuditWaivers };
  /** Versions that are new in a release with no decision linked, and decisions that nothing followed. */
  'audit.undecided': { args: AuditArgs; result: UndecidedPage };
  /** The samples that were drawn, and what can be drawn from. */
  'audit.samples': { args: AuditArgs; result: SampleList };
  /** A sample with its items, and whether its seed draws the same again. */
  'audit.sample': { args: SampleArgs; result: SampleDto };
  /** Draws a sample by a printed seed, as one change; or shows what it would draw. */
  'audit.draw': { args: DrawArgs; result: SampleDto };
  /** Ticks an item of a sample off with a finding, as one change. */
  'audit.tick': { args: TickArgs; result: Saved };
  /** The report of a sample, in Markdown. */
  'audit.report': { args: SampleReportArgs; result: SampleReport };
  /** Renders Markdown. */
  'markdown': { args: MarkdownArgs; result: Html };
  /** How far a long call is. */
  'job.status': { args: JobKey; result: JobStatus };
  /** Asks a long call to stop. */
  'job.cancel': { args: JobKey; result: Nothing };
  /** Lets the person pick a file or folder. */
  'dialog.open': { args: DialogArgs; result: Picked };
  /** Lets the person pick where to save. */
  'dialog.save': { args: DialogArgs; result: Picked };
  /** Opens an address in the person's browser. */
  'link.open': { args: UrlArgs; result: Nothing };
}

/** Commands that a workspace refuses while it is open to read only. */
export const WRITES: readonly (keyof Commands)[] = [
  'checkpoint.make',
  'anchor.add',
  'anchor.stamp',
  'merge',
  'conflict.settle',
  'release.start',
  'release.waive',
  'release.freeze',
  'session.act',
  'link.confirm',
  'evidence.import',
  'criteria.weigh',
  'criteria.lock',
  'evaluation.close',
  'decision.propose',
  'prototype.produced',
  'experiment.lock',
  'experiment.results',
  'versions.check',
  'record.run',
  'system.start',
  'activity.check',
  'data.profile',
  'bundle.make',
  'deployment.promote',
  'deployment.roll-back',
  'observation.record',
  'observation.import',
  'artefact.add',
  'artefact.set',
  'artefact.remove',
  'link.add',
  'link.remove',
  'restore',
  'undo',
  'redo',
  'keys.endorse',
  'keys.revoke',
  'erase',
  'hold.put',
  'hold.lift',
  'sign',
  'draft.save',
  'attachment.add',
  'import',
  'watch.add',
  'watch.remove',
  'watch.refresh',
  'watch.at-start',
  'audit.draw',
  'audit.tick',
];
