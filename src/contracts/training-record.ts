// Who is asked to read which lesson, how it went, and what became of the findings that it answers; mail, drills, and records of elsewhere.
import { z } from 'zod';
import { id, page, text, time } from './parts.ts';
import { staffEmail } from './roster.ts';
import { libraryId, staffRole } from './training.ts';

const count = z.number().int().min(0);
const day = z.iso.date();

/** Of three questions so many right answers make a lesson passed. */
export const PASS_RIGHT = 2;
/** Days for which a passed lesson counts. */
export const PASSED_DAYS = 365;

/** One time that somebody went through a lesson. */
export const lessonTry = z.object({
  right: count,
  of: count,
  at: time,
  version: z.number().int().nullable(),
  passed: z.boolean(),
});
export type LessonTry = z.infer<typeof lessonTry>;

/** A lesson that a person is to read, and how it stands. */
export const assignment = z.object({
  lesson: text,
  title: text,
  assignedAt: time,
  dueOn: day,
  /** Rules of findings at the person's devices that it answers; empty where the role alone asks for it. */
  because: z.array(text),
  state: z.enum(['open', 'overdue', 'passed']),
  best: lessonTry.nullable(),
  last: lessonTry.nullable(),
  tries: count,
  /** Findings at the person's devices that the lesson answers: when it was assigned, those of them that are still open, and all that are open now. */
  findings: z.object({ before: count, stillOpen: count, now: count }),
  /** The newest mail about it was taken by the mail server of the address. */
  toldAt: time.nullable(),
});
export type LessonAssignment = z.infer<typeof assignment>;

export const trainee = z.object({
  id,
  name: text,
  email: text,
  roles: z.array(staffRole),
  bounced: z.object({ at: time, because: text }).nullable(),
  assignments: z.array(assignment),
  /** Courses of elsewhere that are no lesson of the library, the newest 20. */
  courses: z.array(z.object({ course: text, at: time, passed: z.boolean() })),
});
export type Trainee = z.infer<typeof trainee>;
export const traineesQuery = page.extend({ search: text.max(200).optional() });
export const traineeList = z.object({ items: z.array(trainee), next: text.nullable() });

const drillFigures = z.strictObject({
  heldOn: day,
  sent: z.number().int().min(1, { error: 'write how many messages were sent' }).max(1_000_000),
  reported: count,
  clicked: count,
  note: text.trim().max(500).default(''),
});
/** A drill with messages that only look evil; who reports one did it right. */
export const drillInput = drillFigures
  .refine(({ sent, reported }) => reported <= sent, { error: 'at most as many as were sent', path: ['reported'] })
  .refine(({ sent, clicked }) => clicked <= sent, { error: 'at most as many as were sent', path: ['clicked'] });
export type DrillInput = z.infer<typeof drillInput>;
export const drill = drillFigures.extend({ id, by: text, at: time });
export type Drill = z.infer<typeof drill>;

/** How mail leaves: `tls` from the first byte, `starttls` demanded after greeting, `none` for a server on this machine. */
export const MAIL_SECURITY = ['tls', 'starttls', 'none'] as const;
const mailServer = z.strictObject({
  host: text
    .trim()
    .min(1, { error: 'write the name of the mail server' })
    .max(253)
    .regex(/^[\w.:-]+$/, { error: 'write a host name or an address' }),
  port: z.number().int().min(1).max(65_535),
  security: z.enum(MAIL_SECURITY),
  user: text.trim().max(200).default(''),
  from: staffEmail,
  /** Where people reach this server, for the links. */
  address: z.url({ protocol: /^https?$/, error: 'write an address such as https://dosimeter.center.example' }).max(300),
});
export type MailServer = z.infer<typeof mailServer>;
/** `password` left out keeps the one that is there; '' removes it. */
export const mailInput = mailServer.extend({ password: text.max(500).optional() });
export type MailInput = z.infer<typeof mailInput>;
export const mailState = z.object({
  server: mailServer.nullable(),
  hasPassword: z.boolean(),
  by: text.nullable(),
  at: time.nullable(),
});
export type MailState = z.infer<typeof mailState>;

/** What stands on the page of training. */
export const trainingState = z.object({
  schema: z.literal('dosimeter.training/1'),
  lessons: z.array(
    z.object({
      id: text,
      title: text,
      version: z.number().int(),
      roles: z.array(staffRole),
      assigned: count,
      passed: count,
      overdue: count,
    }),
  ),
  staff: z.object({ active: count, left: count, withoutLesson: count, bounced: count }),
  totals: z.object({ assigned: count, passed: count, overdue: count, notTold: count }),
  drills: z.array(drill),
  mailIsSet: z.boolean(),
  scim: z.object({ since: time, by: text, lastUsedAt: time.nullable() }).nullable(),
});
export type TrainingState = z.infer<typeof trainingState>;

const someStaff = z.array(id).min(1).max(1000);
/** Without `staff` everybody who is active; without `lessons` those that role and findings ask for, at most `most` a person. */
export const assignInput = z.strictObject({
  staff: someStaff.optional(),
  lessons: z.array(libraryId).min(1).max(50).optional(),
  most: z.number().int().min(1).max(15).default(3),
  dueInDays: z.number().int().min(1).max(365).default(14),
});
export type AssignInput = z.input<typeof assignInput>;
export const assigned = z.object({
  assigned: count,
  /** Were passed within a year, or wait already. */
  unchanged: count,
  people: count,
});

export const linksInput = z.strictObject({ staff: someStaff.optional() });
/** Links to lessons that wait, shown this once. */
export const madeLinks = z.object({
  items: z.array(z.object({ name: text, email: text, title: text, dueOn: day, path: text, expiresAt: time })),
  /** More wait than one answer holds. */
  more: z.boolean(),
});
export type MadeLinks = z.infer<typeof madeLinks>;

export const mailSent = z.object({
  /** People whose mail was taken. */
  sent: count,
  refused: z.array(z.object({ email: text, because: text })),
  /** People who still wait for a mail: send again. */
  left: count,
  /** Why sending ended early; null when it did not. */
  stopped: text.nullable(),
});
export type MailSent = z.infer<typeof mailSent>;

/** Messages of mail systems that say that a mail was not delivered, each a saved file. */
export const returnedInput = z.strictObject({
  mails: z
    .array(z.strictObject({ name: text.max(200), text: text.min(1).max(1_000_000) }))
    .min(1)
    .max(50),
});
export const returnedReport = z.object({
  schema: z.literal('dosimeter.returned-mail/1'),
  /** People of the roster whom no mail reaches, with the words of the server that refused it. */
  marked: z.array(z.object({ email: text, because: text })),
  /** People of whom it only says that the mail is late, or that it came. */
  others: count,
  rejected: z.array(z.object({ place: text, message: text })),
});
export type ReturnedInput = z.infer<typeof returnedInput>;
export type ReturnedReport = z.infer<typeof returnedReport>;

export const completionsInput = z.strictObject({ text: text.min(1).max(4_000_000) });
export const completionsReport = z.object({
  schema: z.literal('dosimeter.completions-import/1'),
  format: z.enum(['CSV', 'SCORM', 'xAPI']),
  added: count,
  unchanged: count,
  /** Of those read: lessons of the library, and courses of elsewhere. */
  lessons: count,
  courses: count,
  rejected: z.array(z.object({ place: text, message: text })),
  rejectedRows: count,
});
export type CompletionsReport = z.infer<typeof completionsReport>;

/** What a link to a lesson shows: the lesson without its answers, and how the person did before. */
export const learnPage = z.object({
  kind: z.literal('lesson'),
  site: text,
  name: text,
  expiresAt: time,
  lesson: z.object({
    id: text,
    title: text,
    text,
    picture: z.object({ svg: text, alt: text }),
    questions: z.array(z.object({ ask: text, answers: z.array(text) })),
    sources: z.array(z.object({ what: text, reference: text })),
  }),
  best: lessonTry.nullable(),
  last: lessonTry.nullable(),
});
export type LearnPage = z.infer<typeof learnPage>;

/** Places of the answers; null for a question that was left out. */
export const learnAnswers = z.strictObject({ answers: z.array(z.number().int().min(0).max(3).nullable()).length(3) });
export const learnResult = z.object({
  right: count,
  of: count,
  passed: z.boolean(),
  questions: z.array(z.object({ right: count, chosen: count.nullable(), why: text })),
  best: lessonTry,
});
export type LearnResult = z.infer<typeof learnResult>;

export const scimToken = z.object({ token: text });
