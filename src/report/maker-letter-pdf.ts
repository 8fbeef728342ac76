// The letter to a maker on paper.
import type { Content } from 'pdfmake/interfaces.js';
import type { Branding } from '#contracts/index.ts';
import type { Letter, LetterMatter } from './maker-letter.ts';
import { printSheet } from './pdf-sheet.ts';
import { INK, said } from './pdf-style.ts';

/** Devices written out for one matter on paper; the text for the e-mail has all. */
const DEVICES_SHOWN = 200;

/** The letter as PDF; the same letter gives the same bytes. */
export function letterPdf(
  letter: Letter,
  { site, now, branding }: { readonly site: string; readonly now: string; readonly branding: Branding | null },
): Promise<Uint8Array> {
  const made = new Date(now);
  const title = said(letter.subject, 160);
  return printSheet({
    title,
    site,
    made,
    foot: said(letter.reference, 60),
    branding,
    content: [
      { text: said(site, 160), bold: true },
      { text: letter.day, color: INK.soft },
      { text: `Our reference: ${letter.reference}`, color: INK.soft, margin: [0, 0, 0, 22] },
      { text: title, style: 'h1' },
      { text: said(letter.opening), margin: [0, 0, 0, 14] },
      ...letter.matters.map(matterBlock),
      {
        unbreakable: true,
        stack: [
          { text: 'For each matter we ask', style: 'h2', margin: [0, 8, 0, 4] },
          { ul: letter.questions.map((question) => ({ text: question })), margin: [0, 0, 0, 14] },
          { text: letter.closing },
        ],
      },
    ],
  });
}

/** A matter with few devices stays on one page. */
const DEVICES_TOGETHER = 12;

function matterBlock(matter: LetterMatter, index: number): Content {
  const { about, title, advisories, exploited, devices, answers, asked } = matter;
  const shown = devices.slice(0, DEVICES_SHOWN).map((device) => said(device, 300));
  const more = devices.length > shown.length ? [`and ${devices.length - shown.length} more`] : [];
  return {
    unbreakable: devices.length <= DEVICES_TOGETHER,
    margin: [0, 0, 0, 12],
    stack: [
      { text: `${index + 1}. ${said(about, 200)}`, style: 'h2', margin: [0, 0, 0, 2] },
      ...(about === title ? [] : [{ text: said(title) }]),
      ...(exploited ? [{ text: 'Attackers use it already (CISA, known exploited vulnerabilities).', bold: true }] : []),
      ...(advisories.length > 0 ? [{ text: `Advisory: ${said(advisories.join(', '))}` }] : []),
      ...answers.map((line) => ({ text: said(line) })),
      { ul: [...shown, ...more], margin: [0, 2, 0, 0] },
      ...asked.map((line) => ({
        text: said(line),
        style: 'soft',
        margin: [0, 2, 0, 0] as [number, number, number, number],
      })),
    ],
  };
}
