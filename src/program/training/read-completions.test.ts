// Claims about exports of learning systems: what each says, and what is told of records that cannot be used.
import { expect, test } from 'vitest';
import { readCompletions } from './read-completions.ts';

const ann = { email: 'ann@center.example', passed: true };

test.each([
  [
    'a CSV list',
    'Learner Email,Course Name,Completion Status,Grade,Completed On\nAnn@center.example,Fire safety,Completed,80%,11/20/2026\n',
    { format: 'CSV', courses: ['Fire safety'], percent: 80, at: '2026-11-20T00:00:00.000Z' },
  ],
  [
    'SCORM 1.2 as CSV',
    'email,course id,course,cmi.core.student_id,cmi.core.lesson_status,cmi.core.score.raw,cmi.core.score.max,timestamp\nann@center.example,c-1,Updates,4711,passed,40,50,2026-11-20T08:00:00Z\n',
    { format: 'SCORM', courses: ['c-1', 'Updates'], percent: 80, at: '2026-11-20T08:00:00.000Z' },
  ],
  [
    'SCORM 2004 as JSON, nested',
    JSON.stringify([
      {
        course: 'Updates',
        timestamp: '2026-11-20',
        cmi: {
          learner_id: 'ann@center.example',
          completion_status: 'completed',
          success_status: 'passed',
          score: { scaled: 0.9 },
        },
      },
    ]),
    { format: 'SCORM', courses: ['Updates'], percent: 90, at: '2026-11-20T00:00:00.000Z' },
  ],
  [
    'xAPI statements',
    JSON.stringify({
      statements: [
        {
          actor: { mbox: 'mailto:ann@center.example' },
          verb: { id: 'http://adlnet.gov/expapi/verbs/completed' },
          object: { id: 'https://lms.example/courses/updates', definition: { name: { 'en-US': 'Updates' } } },
          result: { score: { scaled: 0.75 } },
          timestamp: '2026-11-20T08:00:00Z',
        },
        {
          actor: { mbox: 'mailto:ann@center.example' },
          verb: { id: 'http://adlnet.gov/expapi/verbs/launched' },
          object: { id: 'https://lms.example/courses/updates' },
        },
      ],
    }),
    {
      format: 'xAPI',
      courses: ['https://lms.example/courses/updates', 'Updates'],
      percent: 75,
      at: '2026-11-20T08:00:00.000Z',
    },
  ],
])('%s is read', (_what, text, { format, courses, percent, at }) => {
  const read = readCompletions(text);
  expect(read.rejected).toEqual([]);
  expect(read).toMatchObject({ format, completions: [{ ...ann, courses, percent, at: new Date(at) }] });
});

test.each([
  ['no address', 'ann,Updates,passed,2026-11-20', /no e-mail address/],
  ['no course', 'ann@a.example,,passed,2026-11-20', /course is missing/],
  ['a course under way', 'ann@a.example,Updates,incomplete,2026-11-20', /does not say/],
  ['a day that is none', 'ann@a.example,Updates,passed,13/40/2026', /is no date/],
  ['no day', 'ann@a.example,Updates,passed,', /day of completion is missing/],
])('a row with %s is told of, and the others stay', (_what, row, words) => {
  const read = readCompletions(`email,course,status,date\n${row}\nbo@a.example,Updates,failed,2026-11-20\n`);
  expect(read.completions.map(({ email, passed }) => `${email} ${passed}`)).toEqual(['bo@a.example false']);
  expect(read.rejected).toEqual([{ place: 'line 2', message: expect.stringMatching(words) }]);
});

test.each([
  ['', /empty/],
  ['{"a":', /neither CSV nor JSON/],
  ['a,b\n1,2\n', /e-mail/],
  ['email,b\n1,2\n', /course/],
])('a file that is no export is refused: %j', (text, words) => {
  expect(() => readCompletions(text)).toThrow(words);
});
