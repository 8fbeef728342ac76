// The calendar as a file: whole days as they stand, hostile words as text, lines as RFC 5545 wants them.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarIcs } from './calendar-ics.ts';

const about = { place: 'Centre, North; \\ Wing\r\nX:1', id: 'site', now: new Date('2026-11-27T10:00:00.000Z') };
const event = {
  key: 'duty restore-test',
  title: 'Bring back images',
  why: 'A hope, at best; really',
  due: '2028-02-29',
};

test('an event of a whole day, the same one when it is due on another day', () => {
  const file = calendarIcs([event], about);
  expect(file).toContain('\r\nDTSTART;VALUE=DATE:20280229\r\n');
  expect(file).toContain('\r\nDESCRIPTION:A hope\\, at best\\; really\r\n');
  expect(file).toContain('\r\nTRANSP:TRANSPARENT\r\n');
  expect(file).not.toMatch(/^X:1/m);
  const idOf = (text: string) => /^UID:(.+)$/m.exec(text)?.[1];
  expect(idOf(calendarIcs([{ ...event, due: '2029-02-28' }], about))).toBe(idOf(file));
  expect(idOf(calendarIcs([event], { ...about, id: 'other' }))).not.toBe(idOf(file));
});

// RFC 5545, 3.1: a line has 75 octets at most and ends in CR LF.
test('whatever a title says, lines stay short and nobody adds one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (title) => {
      const file = calendarIcs([{ ...event, title }], about);
      const lines = file.split('\r\n');
      expect(lines.at(-1)).toBe('');
      for (const line of lines) {
        expect(line).not.toMatch(/[\r\n]/);
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      }
      expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
      expect(lines.filter((line) => line.startsWith('DTSTART'))).toEqual(['DTSTART;VALUE=DATE:20280229']);
    }),
  );
});
