// Claims about the form of an engagement: what is read into it is written out again, and lines become networks and reasons.
import { expect, test } from 'vitest';
import type { EngagementTerms } from '#contracts/index.ts';
import { differingFields, draftOf, freshDraft, termsOf } from './engagement-draft.ts';

const TERMS: EngagementTerms = {
  title: 'Yearly look',
  provider: { name: 'North Shore', reach: 'desk' },
  contact: { name: 'Maria', reach: '' },
  emergency: { name: 'Desk', reach: '555' },
  from: '2026-12-01',
  until: '2026-12-31',
  timeZone: 'UTC',
  activities: ['scan'],
  scope: {
    networks: [
      { range: '10.0.0.0/24', place: 'CT floor' },
      { range: '10.0.1.0/24', place: '' },
    ],
    places: ['Main building'],
    excluded: [
      { address: '10.0.0.9/32', device: null, reason: 'in use at night' },
      { address: '', device: 'ct', reason: 'old' },
    ],
    level: 'query',
    hours: [
      { from: '19:00', to: '07:00' },
      { from: '12:00', to: '13:00' },
    ],
  },
  keeping: '90 days',
  plannedMinutes: 90,
  rate: { amount: 120.5, currency: 'EUR' },
};

test('what is agreed goes through the form unchanged', () => {
  expect(termsOf(draftOf(TERMS))).toEqual(TERMS);
  const bare = { ...TERMS, plannedMinutes: null, rate: null };
  expect(termsOf(draftOf(bare))).toEqual(bare);
});

test('where nothing is sent, no level is said', () => {
  expect(termsOf({ ...draftOf(TERMS), activities: ['interview'] }).scope.level).toBe('none');
});

test('a template fills days and words, and a fresh form is silent by day', () => {
  expect(freshDraft('2026-12-01', 'UTC', null)).toMatchObject({ until: '2026-12-30', hours: '19:00-07:00' });
  const template = {
    title: 'Yearly look',
    activities: TERMS.activities,
    level: 'query' as const,
    hours: [],
    days: 1,
    keeping: '',
    plannedMinutes: 60,
    rate: null,
  };
  expect(freshDraft('2026-12-01', 'UTC', template)).toMatchObject({ until: '2026-12-01', hours: '', planned: '1' });
});

test('two forms tell where they differ', () => {
  expect(differingFields(draftOf(TERMS), { ...draftOf(TERMS), places: '' })).toEqual(['places']);
});
