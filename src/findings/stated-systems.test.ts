// What a list states of an operating system keeps its life cycle on the way through the inventory: nothing that matters for the
// judgement is lost when the words are taken apart.
import { expect, test } from 'vitest';
import { readOperatingSystem } from '#inventory/model.ts';
import { lifecycleOf } from '#knowledge/index.ts';

const NOW = '2026-11-23T08:00:00.000Z';

test.each([
  'Windows 7 Professional SP1',
  'Windows 10 1809',
  'Win10 21H2 LTSC',
  'Windows 10 IoT Enterprise LTSC 2019',
  'Windows 10 Enterprise 2016 LTSB',
  'Windows 10 Enterprise LTSC build 17763',
  'Windows XP Embedded',
  'WES7',
  'POSReady 2009',
  'Windows Server 2003 SP1',
  'Win2k8 R2',
  'CentOS 7.9',
  'RHEL 6.10',
  'Red Hat Enterprise Linux Server 7.9',
  'SLES 11 SP4',
  'SunOS 5.10',
  'Ubuntu 20.04.6 LTS',
  'Debian GNU/Linux 12 (bookworm)',
  'IRIX 6.5',
])('%s', (words) => {
  const direct = lifecycleOf({ name: words, version: null, build: null }, NOW);
  const taken = lifecycleOf(readOperatingSystem(words), NOW);
  expect(taken).toMatchObject({ standing: direct?.standing, securityEnd: direct?.securityEnd });
  expect(taken?.standing).not.toBe('unknown');
});
