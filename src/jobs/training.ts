// What training asks of several rooms: the page, links to lessons that wait, mail with them, and what a link shows.
import type {
  LearnPage,
  LearnResult,
  Lesson,
  MadeLinks,
  MailSent,
  ReturnedInput,
  ReturnedReport,
  TrainingState,
} from '#contracts/index.ts';
import { type Clock, Invalid, inertText, NotFound } from '#kit/index.ts';
import { type Mail, mailServer, mailState, type SecretBox } from '#people/index.ts';
import {
  claimLessons,
  drillsOf,
  giveLessonsBack,
  keepAnswers,
  lessonLibrary,
  makeLinks,
  noteMail,
  noteOpened,
  noteReturned,
  type OpenLink,
  ownTries,
  type ReturnedMail,
  readReturnedMail,
  scimTokenState,
  staffMember,
  trainingCounts,
  type Waiting,
  waitingLessons,
} from '#program/index.ts';
import type { Store, Tenant, TenantId } from '#store/index.ts';
import { mailRound } from './mail-round.ts';

interface Actor {
  readonly by: string;
  readonly now: Date;
}

/** Links that one answer holds. */
const MOST_LINKS = 1000;
const MOST_LESSONS = 15;
const NO_LESSON = 'This link leads to a policy, not to a lesson. Open it as it was sent.';

/** The state of training at a site. */
export async function trainingState(tx: Tenant, now: Date): Promise<TrainingState> {
  const { items } = await lessonLibrary();
  return {
    schema: 'dosimeter.training/1',
    ...(await trainingCounts(tx, items, now)),
    drills: await drillsOf(tx),
    mailIsSet: (await mailState(tx)).server !== null,
    scim: await scimTokenState(tx),
  };
}

/** A lesson of the library. Throws NotFound. */
export async function lessonCalled(id: string): Promise<Lesson> {
  const lesson = (await lessonLibrary()).items.find((each) => each.id === id);
  if (!lesson) throw new NotFound('There is no such lesson in the library.');
  return lesson;
}

/** Fresh links to the lessons that wait, to be handed out by other ways than mail. */
export async function linksToLessons(
  tx: Tenant,
  staff: readonly string[] | undefined,
  actor: Actor,
): Promise<MadeLinks> {
  const waiting = await waitingLessons(tx, { staff, limit: MOST_LINKS }, actor.now);
  const shown = waiting.slice(0, MOST_LINKS);
  const made = await makeLinks(
    tx,
    'lesson',
    shown.map(({ staffId, lesson }) => ({ staffId, subject: lesson })),
    actor,
  );
  const titles = await lessonTitles();
  return {
    items: shown.flatMap(({ name, email, lesson, dueOn }, place) => {
      const link = made[place];
      if (!link) return [];
      const title = titles.get(lesson) ?? lesson;
      return [{ name, email, title, dueOn, path: `/learn/${link.token}`, expiresAt: link.expiresAt.toISOString() }];
    }),
    more: waiting.length > shown.length,
  };
}

/**
 * Sends each person one mail with links to the lessons that wait, to those who had none yet, or to `staff` again. What the server refuses for an
 * address is kept with it; where the server takes nothing, sending ends and the rest can be sent later.
 */
export async function mailLessons(
  { store, clock, box }: { readonly store: Store; readonly clock: Clock; readonly box: SecretBox },
  tenantId: TenantId,
  { staff, by, site }: { readonly staff?: readonly string[] | undefined; readonly by: string; readonly site: string },
): Promise<MailSent> {
  const server = await store.tenant(tenantId, (tx) => mailServer(tx, box));
  const wanted = { staff, isUntold: staff === undefined, limit: MOST_LINKS };
  const people = byPerson(await store.tenant(tenantId, (tx) => waitingLessons(tx, wanted, clock.now())));
  const titles = await lessonTitles();
  const isClaimed = staff === undefined;
  return mailRound(server, people, async (lessons) => {
    const [person] = lessons;
    const { staffId } = person;
    const { asked, links } = await store.tenant(tenantId, async (tx) => {
      const now = clock.now();
      const taken = isClaimed
        ? await claimLessons(tx, { staffId, limit: MOST_LESSONS }, now)
        : lessons.slice(0, MOST_LESSONS);
      const subjects = taken.map(({ lesson }) => ({ staffId, subject: lesson }));
      return { asked: taken, links: await makeLinks(tx, 'lesson', subjects, { by, now }) };
    });
    if (asked.length === 0) return null;
    const named = asked.map(({ lesson }) => lesson);
    const giveBack = async (tx: Tenant) => {
      if (isClaimed) await giveLessonsBack(tx, { staffId, lessons: named });
    };
    const mail = mailTo(
      person,
      site,
      asked.map(({ lesson, dueOn }, place) => ({
        title: titles.get(lesson) ?? lesson,
        dueOn,
        url: `${server.address}/learn/${links[place]?.token ?? ''}`,
      })),
    );
    return {
      mail,
      note: (refused) =>
        store.tenant(tenantId, async (tx) => {
          if (refused !== null) await giveBack(tx);
          await noteMail(tx, staffId, { lessons: named, refused }, clock.now());
        }),
      giveBack: () => store.tenant(tenantId, giveBack),
    };
  });
}

/**
 * Takes in mail that came back and marks whom it did not reach. A file that is no such report, and an address that is not on the roster, are told of
 * and the others count.
 */
export async function takeReturnedMail(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  tenantId: TenantId,
  { mails, by }: ReturnedInput & { readonly by: string },
): Promise<ReturnedReport> {
  const rejected: ReturnedReport['rejected'] = [];
  const failed: (ReturnedMail & { readonly place: string })[] = [];
  let others = 0;
  for (const { name, text } of mails) {
    const place = inertText(name, 100);
    try {
      const read = await readReturnedMail(text);
      others += read.others;
      failed.push(...read.failed.map((each) => ({ ...each, place })));
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      rejected.push({ place, message: error.message });
    }
  }
  // Files of strangers are read before a transaction is opened: none waits for them.
  const marked = await store.tenant(tenantId, (tx) => noteReturned(tx, failed, { by, now: clock.now() }), {
    priority: 'interactive',
  });
  const known = new Set(marked.map(({ email }) => email.toLowerCase()));
  for (const { place, addresses, sentTo } of failed) {
    if ([...addresses, ...(sentTo === null ? [] : [sentTo])].some((address) => known.has(address))) continue;
    rejected.push({ place, message: `${inertText(addresses[0] ?? 'Nobody', 254)} is not on the roster.` });
  }
  return { schema: 'dosimeter.returned-mail/1', marked, others, rejected };
}

function byPerson(waiting: readonly Waiting[]): (readonly [Waiting, ...Waiting[]])[] {
  const people = new Map<string, [Waiting, ...Waiting[]]>();
  for (const each of waiting) {
    const known = people.get(each.staffId);
    if (known) known.push(each);
    else people.set(each.staffId, [each]);
  }
  return [...people.values()];
}

function mailTo(
  { name, email }: Waiting,
  site: string,
  lessons: readonly { readonly title: string; readonly dueOn: string; readonly url: string }[],
): Mail {
  const place = inertText(site, 100);
  return {
    to: email,
    subject: `${lessons.length === 1 ? 'A short lesson' : `${lessons.length} short lessons`} for you (${place})`,
    text: [
      `Hello ${inertText(name, 120)},`,
      '',
      `${place} asks you to read ${lessons.length === 1 ? 'this lesson' : 'these lessons'}. Each takes about five minutes and needs no password.`,
      '',
      ...lessons.flatMap(({ title, dueOn, url }) => [`${title} (by ${dueOn})`, url, '']),
      'The links are yours alone: please do not pass this mail on. If you did not expect it, ask at work before you click.',
    ].join('\r\n'),
  };
}

async function lessonTitles(): Promise<ReadonlyMap<string, string>> {
  return new Map((await lessonLibrary()).items.map(({ id, title }) => [id, title]));
}

/** What a link shows, without the answers of its questions. */
export async function learnPage(tx: Tenant, link: OpenLink, site: string, now: Date): Promise<LearnPage> {
  if (link.kind !== 'lesson') throw new NotFound(NO_LESSON);
  const { name } = await staffMember(tx, link.staffId);
  await noteOpened(tx, link.id, now);
  const head = { site, name, expiresAt: link.expiresAt.toISOString() };
  const { id, title, text, picture, questions, sources } = await lessonCalled(link.subject);
  const asked = questions.map(({ ask, answers }) => ({ ask, answers: answers.map((answer) => answer.text) }));
  const tries = await ownTries(tx, link.staffId, id);
  return { ...head, kind: 'lesson', lesson: { id, title, text, picture, questions: asked, sources }, ...tries };
}

/** Keeps the answers that a person gave to the lesson of a link, and says what was right and why. */
export async function answerLesson(
  tx: Tenant,
  link: OpenLink,
  answers: readonly (number | null)[],
  now: Date,
): Promise<LearnResult> {
  if (link.kind !== 'lesson') throw new NotFound(NO_LESSON);
  const lesson = await lessonCalled(link.subject);
  const kept = await keepAnswers(tx, lesson, { staffId: link.staffId, answers }, now);
  const { best } = await ownTries(tx, link.staffId, lesson.id);
  if (!best) throw new NotFound(NO_LESSON);
  return {
    ...kept,
    questions: lesson.questions.map(({ answers: given, why }, place) => ({
      right: given.findIndex((answer) => answer.right),
      chosen: answers[place] ?? null,
      why,
    })),
    best,
  };
}
