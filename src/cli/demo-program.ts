// The program of the demo centre as people there have begun it: staff with lessons, policies from the library, one read on paper, an exception
// that waits for an answer. Made up.
import type { StaffInput } from '#contracts/index.ts';
import {
  addStaff,
  approvePolicy,
  askException,
  askPolicyApproval,
  assignFirstLessons,
  beginPolicy,
  keepAnswers,
  lessonLibrary,
  policyHeads,
  policyText,
  readOnPaper,
  savePolicy,
  waitingLessons,
} from '#program/index.ts';
import type { Tenant } from '#store/index.ts';

const DAY_MS = 86_400_000;
const ASKER = 'Kim (demo)';
const APPROVER = 'Dana (demo)';
/** In force; read by so many of the staff. */
const APPROVED: readonly (readonly [policy: string, read: number])[] = [
  ['passwords', 5],
  ['remote-service', 2],
  ['removable-media', 0],
];
/** Waits for its approval. */
const ASKED = 'updates';
const DRAFT = 'backup-and-recovery';

const STAFF: readonly (Omit<StaffInput, 'devices' | 'email'> & { readonly at: readonly string[] })[] = [
  { name: 'Ana Ruiz', roles: ['technologist'], at: ['CT 1', 'CT 2'] },
  { name: 'Ben Okafor', roles: ['technologist'], at: ['MR 1'] },
  { name: 'Dr. Cleo Hart', roles: ['radiologist'], at: ['Reading workstation'] },
  { name: 'Dev Shah', roles: ['pacs', 'biomed'], at: ['Archive (PACS)'] },
  { name: 'Eve Lind', roles: ['front desk'], at: [] },
  { name: 'Dana Rivera', roles: ['manager'], at: [] },
];

/** Begins it. `devices`: ids by the names of the demo. */
export async function beginDemoProgram(
  tx: Tenant,
  {
    devices,
    centre,
    now,
  }: { readonly devices: ReadonlyMap<string, string>; readonly centre: string; readonly now: Date },
): Promise<void> {
  const staff: string[] = [];
  for (const { name, roles, at } of STAFF) {
    const email = `${name
      .replace(/^Dr\. /, '')
      .toLowerCase()
      .replace(' ', '.')}@lakeside.example`;
    const here = at.flatMap((device) => devices.get(device) ?? []);
    staff.push((await addStaff(tx, { name, roles, email, devices: here }, { by: ASKER, now })).id);
  }
  await trainStaff(tx, now);
  for (const [policy, read] of APPROVED) {
    const version = await writePolicy(tx, { policy, centre, now });
    await askPolicyApproval(tx, policy, { version, meaning: true, note: '' }, { by: ASKER, now });
    await approvePolicy(tx, policy, { version, note: 'Read and discussed with the team.' }, { by: APPROVER, now });
    if (read > 0) {
      const on = now.toISOString().slice(0, 10);
      await readOnPaper(tx, policy, { staff: staff.slice(0, read), on }, { by: ASKER, now });
    }
  }
  const version = await writePolicy(tx, { policy: ASKED, centre, now });
  await askPolicyApproval(tx, ASKED, { version, meaning: true, note: '' }, { by: ASKER, now });
  await beginPolicy(tx, DRAFT, centre, { by: ASKER, now });
  const console = devices.get('CT 1');
  if (console === undefined) return;
  const exception = {
    policy: null,
    clause: null,
    check: 'updates-on',
    devices: [console],
    reason: 'The maker allows updates only at a service visit.',
    instead: 'Two rules keep the console apart from the guest network until then.',
    owner: 'Biomedical engineering',
    until: new Date(now.getTime() + 90 * DAY_MS).toISOString().slice(0, 10),
  };
  await askException(tx, exception, { by: ASKER, now });
}

/** First lessons for everybody; half of them have answered one, and one of these did not pass. */
async function trainStaff(tx: Tenant, now: Date): Promise<void> {
  const { items } = await lessonLibrary();
  await assignFirstLessons(tx, items, { by: ASKER, now });
  const waiting = await waitingLessons(tx, { limit: 100 }, now);
  const first = [...new Map(waiting.map((each) => [each.staffId, each])).values()];
  for (const [at, { staffId, lesson: id }] of first.slice(0, 3).entries()) {
    const lesson = items.find((each) => each.id === id);
    if (!lesson) continue;
    const right = lesson.questions.map(({ answers }) => answers.findIndex((answer) => answer.right === true));
    const answers = at === 2 ? right.map((place) => (place === 0 ? 1 : 0)) : right;
    await keepAnswers(tx, lesson, { staffId, answers }, now);
  }
}

/** A policy of the library with its blanks filled in; gives the version that says so. */
async function writePolicy(
  tx: Tenant,
  { policy, centre, now }: { readonly policy: string; readonly centre: string; readonly now: Date },
): Promise<number> {
  const actor = { by: ASKER, now };
  await beginPolicy(tx, policy, centre, actor);
  const { body } = await policyText(tx, policy, 1);
  const { title, purpose, clauses, reviewMonths, attestedBy } = body;
  const people = body.variables.filter(({ from }) => from === 'person').map(({ name }) => [name, 'Dev Shah']);
  const values = { ...body.values, ...Object.fromEntries(people) };
  await savePolicy(
    tx,
    policy,
    { basis: 1, title, purpose, values, clauses, reviewMonths, attestedBy, note: 'Names filled in' },
    actor,
  );
  const head = (await policyHeads(tx)).find(({ id }) => id === policy);
  return head?.latest ?? 1;
}
