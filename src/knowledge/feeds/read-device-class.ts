// FDA's product classification as published for download (foiclass.txt): a heading, then one code a line, fields between bars.

/** What a product code stands for. */
export interface DeviceClass {
  readonly code: string;
  readonly name: string;
  /** 1, 2 or 3 by risk; U unclassified, N not classified, F humanitarian (21 CFR 860). */
  readonly level: string;
  /** Panel that reviews it: RA for radiology. */
  readonly panel: string;
  /** Section of 21 CFR, such as 892.1750; null where there is none. */
  readonly regulation: string | null;
}

const HEADING = 'REVIEW_PANEL|MEDICALSPECIALTY|PRODUCTCODE|DEVICENAME|DEVICECLASS|';

/** Whether a text begins like this file. */
export function isDeviceClasses(head: string): boolean {
  return head.startsWith(HEADING);
}

/** One line: a code, nothing (the heading, an empty line), or a line that is wrong. */
export function readDeviceClass(line: string): DeviceClass | 'nothing' | 'wrong' {
  if (line.trim() === '' || isDeviceClasses(line)) return 'nothing';
  const [panel = '', , code = '', name = '', level = '', , , , , regulation = ''] = line.split('|');
  if (!/^[A-Z]{3}$/.test(code) || name.trim() === '') return 'wrong';
  return { code, name: name.trim(), level, panel, regulation: regulation.trim() === '' ? null : regulation.trim() };
}
