// What implementation names, offers and whole hosts say.
import { describe, expect, it } from 'vitest';
import { SOP_CLASS } from '#wire/dicom/index.ts';
import { deviceClassOf } from './device-class.ts';
import { closedEndpoint } from './endpoint-result.ts';
import { fingerprint } from './fingerprint.ts';
import { FINGERPRINTS } from './fingerprints.data.ts';
import { hostSuspicion } from './honeypot.ts';

describe('a fingerprint', () => {
  const table: readonly [string | null, string | null, string | null, string | null, string | null][] = [
    ['1.2.276.0.7230010.3.0.3.6.7', 'OFFIS_DCMTK_367', 'DCMTK 3.6.7', 'DCMTK 3.6.7', null],
    ['1.2.276.0.7230010.3.0.3.6.7', 'SOMETHING_ELSE', 'DCMTK', 'DCMTK', null],
    ['1.2.276.0.7230010.3.0.30', 'OFFIS_DCMTK_367', null, null, null],
    ['1.2.826.0.1.3680043.9.3811.2.1.0', 'PYNETDICOM_210', 'pynetdicom 2.1.0', 'pynetdicom 2.1.0', null],
    ['1.2.40.0.13.1.3', 'dcm4che-5.23.2', 'dcm4che 5.23.2', 'dcm4che 5.23.2', null],
    ['1.3.12.2.1107.5.2', 'MR_VB19A', 'MAGNETOM MR', null, 'Siemens Healthineers'],
    ['1.2.392.200036.9116.2.5', null, null, null, 'Canon (formerly Toshiba)'],
    ['1.2.840.113845.1.1', 'Syn7,3,0,258', 'Synapse PACS 7.3.0', null, 'Fujifilm'],
    ['1.2.840.113845.1.1', 'OTHER', null, null, null],
    [null, 'OFFIS_DCMTK_367', null, null, null],
  ];
  it.each(table)('%s %s', (classUid, versionName, product, toolkit, vendor) => {
    expect(fingerprint(classUid, versionName)).toMatchObject({ classUid, versionName, product, toolkit, vendor });
  });

  it('of a peer that says nothing is none', () => {
    expect(fingerprint(null, null)).toBeNull();
  });

  it('has a source for every row and no row twice', () => {
    for (const { source, confidence } of FINGERPRINTS) {
      expect(source).not.toBe('');
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
    expect(new Set(FINGERPRINTS.map(({ uid, named }) => `${uid} ${named}`)).size).toBe(FINGERPRINTS.length);
  });
});

describe('the class of a device', () => {
  const { verification, studyRootFind, ctImage, mrImage, secondaryCapture, grayscalePrint, modalityWorklist, mpps } =
    SOP_CLASS;
  const table: readonly [string, readonly string[], string | null][] = [
    ['searches and stores', [verification, studyRootFind, ctImage], 'archive'],
    ['searches alone', [studyRootFind], 'archive, read only'],
    ['prints', [verification, grayscalePrint], 'printer'],
    ['gives the schedule', [verification, modalityWorklist], 'worklist'],
    ['takes exam progress', [mpps], 'worklist'],
    ['stores one kind of image', [verification, ctImage, secondaryCapture], 'modality CT'],
    ['stores many kinds', [verification, ctImage, mrImage], 'viewer or workstation'],
    ['answers the test message alone', [verification], 'echo only'],
    ['accepts nothing', [], null],
  ];
  it.each(table)('%s', (_, services, expected) => {
    expect(deviceClassOf(services)).toBe(expected);
  });
});

describe('a whole host', () => {
  const open = (port: number, banner: string | null = null) => ({
    ...closedEndpoint('10.0.0.1', port),
    exposure: 'E1' as const,
    banner,
  });

  it('that takes connections on every port is suspect', () => {
    const ports = [1, 2, 3, 4, 5, 6, 7, 8];
    expect(
      hostSuspicion(
        8,
        ports.map((port) => open(port)),
      ),
    ).toContain('every port');
    expect(
      hostSuspicion(
        9,
        ports.map((port) => open(port)),
      ),
    ).toBeNull();
  });

  it('that says the same on many ports is suspect', () => {
    expect(
      hostSuspicion(
        20,
        [1, 2, 3, 4, 5, 6].map((port) => open(port, 'nginx')),
      ),
    ).toContain('the same');
    expect(
      hostSuspicion(
        20,
        [1, 2, 3, 4, 5, 6].map((port) => open(port, `v${port}`)),
      ),
    ).toBeNull();
  });

  it('with few ports asked is not', () => {
    expect(hostSuspicion(2, [open(104), open(11112)])).toBeNull();
  });
});
