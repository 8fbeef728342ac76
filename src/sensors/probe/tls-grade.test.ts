// Grades of TLS services against PS3.15 B.12 and B.13.
import { describe, expect, it } from 'vitest';
import type { Certificate } from '#contracts/index.ts';
import { tlsState } from './tls-grade.ts';
import type { Agreement } from './tls-handshake.ts';

const certificate: Certificate = {
  subject: 'CN=pacs',
  issuer: 'CN=ca',
  selfSigned: false,
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  expired: false,
  keyType: 'rsa',
  keyBits: 2048,
  signatureAlgorithm: 'sha256WithRSAEncryption',
  sha256: 'ab',
  names: [],
};

const GCM = 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384';
const agree = (version: Agreement['version'], cipher: string, change: Partial<Agreement> = {}): Agreement => ({
  version,
  cipher,
  dhBits: null,
  certificate,
  ...change,
});
const modern = agree('TLSv1.3', 'TLS_AES_256_GCM_SHA384');

describe('the grade', () => {
  const table: readonly [string, Agreement[], number][] = [
    ['TLS 1.2 with a suite of BCP 195', [agree('TLSv1.2', GCM)], 2],
    ['TLS 1.3 alone', [modern], 2],
    ['both, and the weakest of 1.2 is of the modified profile', [modern, agree('TLSv1.2', GCM)], 3],
    [
      'both, with a suite of BCP 195 that the modified profile does not require',
      [modern, agree('TLSv1.2', 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384')],
      2,
    ],
    ['TLS 1.0 beside the new ones', [modern, agree('TLSv1', 'TLS_RSA_WITH_AES_128_CBC_SHA')], 1],
    ['a cipher that encrypts nothing', [agree('TLSv1.2', 'TLS_RSA_WITH_NULL_SHA')], 1],
    ['no forward secrecy', [agree('TLSv1.2', 'TLS_RSA_WITH_AES_256_GCM_SHA384')], 1],
    ['CBC', [agree('TLSv1.2', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384')], 1],
    ['no certificate at all', [agree('TLSv1.2', 'TLS_DH_anon_WITH_AES_256_GCM_SHA384', { certificate: null })], 1],
    ['a short key exchange', [agree('TLSv1.2', 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384', { dhBits: 1024 })], 1],
    [
      'a short key',
      [agree('TLSv1.3', 'TLS_AES_256_GCM_SHA384', { certificate: { ...certificate, keyBits: 1024 } })],
      1,
    ],
    [
      'SHA-1',
      [
        agree('TLSv1.3', 'TLS_AES_256_GCM_SHA384', {
          certificate: { ...certificate, signatureAlgorithm: 'sha1WithRSAEncryption' },
        }),
      ],
      1,
    ],
    [
      'SHA-512 is not SHA-1',
      [agree('TLSv1.2', GCM, { certificate: { ...certificate, signatureAlgorithm: 'sha512WithRSAEncryption' } })],
      2,
    ],
    [
      'an elliptic key',
      [modern, agree('TLSv1.2', GCM, { certificate: { ...certificate, keyType: 'ec', keyBits: 256 } })],
      3,
    ],
    ['TLS without agreement', [], 1],
  ];
  it.each(table)('%s', (_, agreements, grade) => {
    const state = tlsState(agreements, false);
    expect(state.grade).toBe(grade);
    // Grade 1 always says why, but where nothing was agreed on.
    expect(state.weaknesses.length > 0).toBe(grade === 1 && agreements.length > 0);
  });

  it('lists versions oldest first and says NULL in words', () => {
    const state = tlsState([agree('TLSv1.2', 'TLS_RSA_WITH_NULL_SHA'), agree('TLSv1', 'TLS_RSA_WITH_NULL_SHA')], true);
    expect(state).toMatchObject({ versions: ['TLSv1', 'TLSv1.2'], mutual: true });
    expect(state.weaknesses.join()).toMatch(/TLS 1\.0.*NULL cipher/s);
  });
});
