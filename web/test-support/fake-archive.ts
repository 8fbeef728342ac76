// What a made-up archive tells when it is asked for its machines, and doses as images would tell them.
import type { DeviceDetail, Job } from '#contracts/index.ts';

/** The document of the job that asked. */
export function archiveTold({ countPatients = false } = {}) {
  return {
    schema: 'dosimeter.images/1',
    files: 0,
    others: 0,
    objects: [],
    devices: [
      {
        vendor: 'Aurora Imaging',
        model: 'Beam 64',
        serial: 'SN-0815',
        station: 'CTROOM1',
        modality: 'CT',
        department: null,
        software: [
          { version: 'VB18A', from: '2026-03-02', to: '2026-03-09' },
          { version: 'VB19A', from: '2026-03-10', to: '2026-03-30' },
        ],
        aeTitles: [],
        firstUse: '2026-03-02',
        lastUse: '2026-03-30',
        objects: 1200,
        exams: 480,
        examsByDay: { '2026-03-30': 20 },
        dose: [],
        cited: [],
      },
    ],
    drift: [],
    problems: [
      {
        path: '10.1.2.3',
        problem: 'The archive does not name the machine of some exams (US 12); they are counted nowhere else.',
      },
    ],
    archive: {
      exams: 512,
      backTo: '2026-03-01',
      ended: 'whole',
      added: 31,
      changed: 4,
      patients: countPatients
        ? { count: 431, low: 425, high: 437, from: '2026-03-01', to: '2026-03-30', whole: true, exams: 512 }
        : null,
    },
  };
}

/** The document of the job that read images. */
export function imagesTold(): Job['result'] {
  const problems = [{ path: 'uploaded files', problem: 'Files that are no DICOM: 25.' }];
  return { ...archiveTold(), files: 1225, others: 25, problems, archive: null };
}

const spread = { exams: 12, low: 6.1, quartile1: 7.4, median: 8.8, quartile3: 10.2, high: 14.3 };

/** Two days of a CT scanner. */
export const FAKE_DOSE: DeviceDetail['dose'] = [
  ['2026-03-30', 'Chest routine'],
  ['2026-03-29', null],
].map(([day, protocol]) => ({
  day: day ?? '',
  protocol: protocol ?? null,
  exams: 12,
  figures: {
    ctdiVolMgy: spread,
    doseAreaProductDgycm2: null,
    exposureIndex: null,
    deviationIndex: null,
    exposureMas: null,
    tubeCurrentMa: { ...spread, exams: 6, low: null, high: null },
    kVp: null,
  },
}));
